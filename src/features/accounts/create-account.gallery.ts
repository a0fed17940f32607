import { BotError } from '../../errors.ts';
import { accounts, cast, idOf, numbered, providers, rooms } from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  refusalOf,
  refused,
} from '../../gallery/specimen.ts';
import { ProviderSid } from '../../ids.ts';
import { checkAccountName, checkSipRealm } from './account-rules.ts';
import type { CreateAccountInput } from './create-account.ts';
import { createForm, createModal } from './create-account.view.ts';
import { editedMessage, waitsMessage } from './create-account-answers.view.ts';
import { editForm, editModal } from './edit-request.view.ts';

const { nordic, iberia } = providers;
const { acmeNorth, longest } = accounts;

const alone = { announcedIn: rooms.approvals };
const byAdmin = { decidedBy: 'an Admin' };
const byTenant = { decidedBy: 'an Admin or a Service Provider of your tenant' };

/** More than the hundred that a list of Slack’s holds. */
const manyProviders = Array.from({ length: 101 }, (_, index) => ({
  sid: ProviderSid.parse(numbered(index).sid),
  name: `Service Provider ${index + 1}`,
}));

/** What is asked for, to be edited. */
export const asked: CreateAccountInput = {
  name: acmeNorth.name,
  providerSid: nordic.sid,
  providerName: nordic.name,
  sipRealm: 'north.acme.example',
  limits: null,
  grantTo: { teamId: cast.tia.teamId, userId: cast.tia.userId, name: cast.tia.name },
};
const request = { id: idOf('chg', 'edited'), revision: 1, input: asked };

const nameTaken = 'This service provider already has an account of this name.';
const realmTaken = 'This SIP realm is not available.';

function taken(fields: Record<string, string>): BotError {
  return new BotError('conflict', 'This account cannot be created.', { fields });
}

/** What the form says of answers such as these, and of a reason that is missing. */
function cannotBe(name: string, sipRealm: string): BotError {
  const refusals = [
    refusalOf(() => checkAccountName(name)),
    refusalOf(() => checkSipRealm(sipRealm)),
    refusalOf(() => createForm.parse({}, { shown: ['reason'] })),
  ];
  const fields = Object.assign({}, ...refusals.map((one) => one.fields)) as Record<string, string>;
  return new BotError('invalid', 'Some answers cannot be accepted.', { fields });
}

/** Asking for an account, and editing what was asked. */
export function createAccountGallery(): GallerySection {
  const long = `${longest.name}, Ltd.`;
  return {
    feature: 'accounts',
    title: 'Create account',
    specimens: [
      opened('Create account, for an Admin alone', createModal, {
        providers: [nordic, iberia],
        afterwards: alone,
      }),
      opened('Create account, for whoever needs a second person', createModal, {
        providers: [nordic],
        afterwards: byTenant,
        initial: { name: 'Acme North' },
      }),
      opened('Asked again after a denial, with what was asked', createModal, {
        providers: [nordic, iberia],
        afterwards: byAdmin,
        initial: {
          name: asked.name,
          sipRealm: asked.sipRealm,
          providerSid: nordic.sid,
          reason: 'A second site goes live on December 1.',
        },
      }),
      opened('With more Service Providers than a list holds', createModal, {
        providers: manyProviders,
        afterwards: alone,
        initial: { name: longest.name },
      }),
      refused(
        opened('A name and a SIP realm that are taken', createModal, {
          providers: [nordic],
          afterwards: byAdmin,
          initial: { name: 'Acme Telecom', sipRealm: 'acme.nordicvoice.example', reason: 'New.' },
        }),
        createForm,
        taken({ name: nameTaken, sipRealm: realmTaken }),
      ),
      refused(
        opened('Answers that cannot be accepted', createModal, {
          providers: [nordic],
          afterwards: byAdmin,
          initial: { name: long, sipRealm: 'acme' },
        }),
        createForm,
        cannotBe(long, 'acme'),
      ),
      opened('Edit & approve, for an Admin', editModal, {
        request: {
          ...request,
          input: { ...asked, limits: { unit: 'minutes', maximum: 9000, licensedSessions: 40 } },
        },
        providers: [nordic, iberia],
        limits: true,
        grantee: cast.tia.name,
        fourEyes: 'others',
      }),
      opened('Edit & approve, for a Service Provider', editModal, {
        request,
        providers: [nordic],
        limits: false,
        grantee: cast.tia.name,
        fourEyes: 'others',
      }),
      opened('Edit & approve where somebody else then approves', editModal, {
        request: { ...request, input: { ...asked, grantTo: null } },
        providers: [nordic, iberia],
        limits: true,
        grantee: null,
        fourEyes: 'all',
      }),
      refused(
        opened('An edit to a SIP realm that is taken', editModal, {
          request: { ...request, input: { ...asked, sipRealm: 'acme.nordicvoice.example' } },
          providers: [nordic],
          limits: true,
          grantee: null,
          fourEyes: 'others',
        }),
        editForm,
        taken({ sipRealm: realmTaken }),
      ),
      answered('Asked for, and who decides', waitsMessage, asked.name, byTenant.decidedBy),
      answered('Edited, and somebody else approves it', editedMessage, asked.name),
    ],
  };
}
