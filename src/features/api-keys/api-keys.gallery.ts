import { accounts, apiKeySid, cast, daysAhead, hoursAgo, idOf } from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  posted,
  refusalOf,
  refused,
} from '../../gallery/specimen.ts';
import { Secret } from '../../secret.ts';
import { endInWords } from './create-key.ts';
import {
  addForm,
  addModal,
  creatingModal,
  extendModal,
  notMadeModal,
  revealModal,
  revokeModal,
  rotateModal,
} from './key-form.view.ts';
import { keyList } from './key-list.view.ts';
import {
  claimCard,
  claimedCard,
  endedMessage,
  keyReminder,
  lastCard,
  revokedByMessage,
  type ToldKey,
  unclaimedMessage,
} from './key-told.view.ts';
import type { KnownKey } from './known-keys.ts';

const { acme, longest } = accounts;
const { tia } = cast;
const everything = { add: true, extend: true, rotate: true, revoke: true };
const nothing = { add: false, extend: false, rotate: false, revoke: false };

function known(
  name: string,
  more: Partial<KnownKey> = {},
  ours: Partial<NonNullable<KnownKey['ours']>> | null = {},
): KnownKey {
  return {
    sid: apiKeySid(name),
    prefix: 'vgk_3fQ9',
    lastFour: 'x7Kp',
    createdAt: hoursAgo(24 * 58),
    lastUsedAt: hoursAgo(2),
    expiresAt: daysAhead(32),
    ours: ours && {
      id: idOf('key', name),
      label: name,
      purpose: null,
      owner: tia.userId,
      madeBy: tia.userId,
      replaced: false,
      unclaimed: false,
      ...ours,
    },
    ...more,
  };
}

const crm = known('CRM import', {}, { purpose: 'Reads the settings every night' });
const keys = [
  crm,
  known('Billing', { lastUsedAt: null, expiresAt: null }, { owner: null }),
  known('Old dialer', { expiresAt: daysAhead(1) }, { replaced: true }),
  known('New dialer', { lastUsedAt: null }, { unclaimed: true }),
  known('portal', { expiresAt: null }, null),
];

const told: ToldKey = {
  id: idOf('key', 'CRM import'),
  sid: apiKeySid('CRM import'),
  accountSid: acme.sid,
  accountName: acme.name,
  label: 'CRM import',
  prefix: 'vgk_3fQ9',
  lastFour: 'x7Kp',
  owner: tia.userId,
  expiresAt: daysAhead(1),
};

/** API keys: their list, their forms, and what people are told of them. */
export function apiKeysGallery(): GallerySection {
  return {
    feature: 'api-keys',
    title: 'API keys',
    specimens: [
      answered('The API keys of an account', keyList, {
        account: acme,
        keys,
        from: 0,
        may: everything,
      }),
      answered('The same for on-call, who may only look', keyList, {
        account: acme,
        keys: keys.slice(0, 2),
        from: 0,
        may: nothing,
      }),
      answered('An account without API keys', keyList, {
        account: acme,
        keys: [],
        from: 0,
        may: everything,
      }),
      answered('More keys than one page lists, with the longest names', keyList, {
        account: longest,
        keys: Array.from({ length: 40 }, (_, index) =>
          known(`${'Key of a long label '.repeat(3)}${index}`, {}, { purpose: 'why '.repeat(50) }),
        ),
        from: 15,
        may: everything,
      }),
      opened('Add an API key, as an Admin', addModal, {
        account: acme,
        owner: tia.userId,
        mayNever: true,
      }),
      refused(
        opened('Add an API key, without a label', addModal, {
          account: acme,
          owner: null,
          mayNever: false,
        }),
        addForm,
        refusalOf(() => addForm.parse({})),
      ),
      opened('Rotate one of several', rotateModal, { account: acme, keys, mayNever: false }),
      opened('Extend a key', extendModal, { account: acme, keys: [crm], mayNever: true }),
      opened('Revoke one of several', revokeModal, { account: acme, keys }),
      opened('A key while it is made', creatingModal, 'CRM import'),
      opened('A key, shown once', revealModal, {
        id: told.id,
        label: told.label,
        account: acme.name,
        key: new Secret('vgk_3fQ9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaax7Kp'),
        ends: endInWords(daysAhead(90)),
      }),
      opened(
        'A key that could not be made',
        notMadeModal,
        'The Voice Gateway did not answer. Try again in a minute.',
      ),
      posted('Closed: is it stored?', claimCard, told, daysAhead(0)),
      posted('It is stored', claimedCard, told),
      posted('A key without an end is stored', claimedCard, { ...told, expiresAt: null }),
      posted('Nobody said that it is stored', unclaimedMessage, told, 'unclaimed', { late: null }),
      posted('It could not be shown', unclaimedMessage, told, 'not shown', { late: null }),
      posted('The same, found after a downtime', unclaimedMessage, told, 'unclaimed', {
        late: '3 hours late',
      }),
      posted(
        'Two weeks before the end',
        keyReminder,
        { ...told, expiresAt: daysAhead(14) },
        { days: 14, late: null, because: 'You own this key.' },
      ),
      posted('The last day, late, to everyone mapped', keyReminder, told, {
        days: 1,
        late: '5 hours late',
        because: 'The owner of this key is gone, so everyone mapped to the account is told.',
      }),
      posted('A key in use is about to expire', lastCard, told, {
        lastUsedAt: hoursAgo(3),
        ended: false,
      }),
      posted(
        'A key of which nobody knows whether it is used',
        lastCard,
        { ...told, owner: null },
        { lastUsedAt: null, ended: false },
      ),
      posted('A key in use has expired', lastCard, told, { lastUsedAt: hoursAgo(3), ended: true }),
      posted('A key has expired', endedMessage, told, { why: 'expired', late: null }),
      posted('A key has expired during a downtime', endedMessage, told, {
        why: 'expired',
        late: '2 days late',
      }),
      posted('A replaced key has ended', endedMessage, told, { why: 'replaced', late: null }),
      posted('Somebody else revoked one’s key', revokedByMessage, told, cast.ada.userId),
    ],
  };
}
