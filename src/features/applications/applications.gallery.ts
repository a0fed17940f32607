import { accounts, applicationSid, COMMAND, idOf } from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  refusalOf,
  refused,
} from '../../gallery/specimen.ts';
import { addAnswers, addForm, addModal, editModal, removeModal } from './application-form.view.ts';
import { applicationList } from './application-list.view.ts';
import type { Application } from './applications-gateway.ts';

const { acme, longest, rightToLeft } = accounts;
const all = { add: true, edit: true, remove: true };
const none = { add: false, edit: false, remove: false };

function application(name: string, settings: Partial<Application> = {}): Application {
  const url = `https://bots.acme.example/${name.toLowerCase().replaceAll(' ', '-')}`;
  return {
    sid: applicationSid(name),
    name,
    callingWebhook: { url, method: 'POST' },
    callStatusWebhook: { url: `${url}/status`, method: 'GET' },
    recordAllCalls: false,
    chosenFor: [],
    ...settings,
  };
}

const ivr = application('Main menu IVR', { chosenFor: ['SIP device calls', 'SIPREC calls'] });
const recorder = application('Compliance recorder', { recordAllCalls: true });
/** Its URL has “canary” in it, which no view may show. */
const odd = application('🦊 *Hotline* <!channel>', {
  callingWebhook: { url: `https://ann:canary@bots.example/${'call/'.repeat(150)}`, method: 'POST' },
  callStatusWebhook: null,
});

/** The applications of an account. */
export function applicationsGallery(): GallerySection {
  const page = (items: Application[]) => ({
    account: acme,
    items,
    may: all,
    first: true,
    next: null,
    removals: items.map(({ name }) => idOf('frm', name)),
    command: COMMAND,
  });
  const many = Array.from({ length: 10 }, (_, index) => application(`Branch bot ${index + 1}`));
  return {
    feature: 'applications',
    title: 'Applications',
    specimens: [
      answered('The applications of an account', applicationList, page([recorder, ivr])),
      answered('The same for on-call', applicationList, {
        ...page([recorder, ivr]),
        may: none,
      }),
      answered('Settings that are hard to show', applicationList, {
        ...page([odd]),
        account: rightToLeft,
      }),
      answered('A page between others', applicationList, {
        ...page(many),
        first: false,
        next: 'cursor-of-page-3',
      }),
      answered('A page on which nothing is left', applicationList, { ...page([]), first: false }),
      answered('An account without applications', applicationList, page([])),
      answered('The same for on-call, none yet', applicationList, { ...page([]), may: none }),
      opened('Add application', addModal, { account: acme }),
      opened('Add application, to an account of the longest name', addModal, { account: longest }),
      refused(
        opened('Add application, refused', addModal, { account: acme }),
        addForm,
        refusalOf(() => addAnswers({ 'apps.add.name': { 'apps.add.name': { value: ' ' } } })),
      ),
      opened('Edit application', editModal, { account: acme, application: ivr }),
      opened('Edit application, with a password in its URL', editModal, {
        account: acme,
        application: odd,
      }),
      opened('Edit application, once it is picked', editModal, {
        account: acme,
        application: recorder,
        picked: true,
      }),
      opened('Edit application, before one is picked', editModal, {
        account: acme,
        application: null,
      }),
      opened('Remove the only application', removeModal, { account: acme, application: recorder }),
      opened('Remove application, before one is picked', removeModal, {
        account: acme,
        application: null,
      }),
    ],
  };
}
