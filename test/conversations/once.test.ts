import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/emulator/model.ts';
import type { Person } from '../../src/emulator/person/person.ts';
import { type House, openHouse } from '../bot.ts';
import { finishedCall, missesRecordings, recordedCall } from '../calls.ts';
import { openForm, submitsForged } from '../forging.ts';
import { type Faults, faulty } from '../gateway/faulty.ts';
import { asksForKey, copies, storesKey, tiny } from '../keys.ts';
import { memoryStore } from '../memory-store.ts';
import { s3Recording } from '../recordings.ts';

const acme = { 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' };

const trail = (house: House, action: string) =>
  house
    .rows<{ result: string }>(
      'SELECT result FROM audit_entries WHERE action = ? AND change_id IS NOT NULL ORDER BY seq',
      action,
    )
    .map(({ result }) => result);
const grantsOf = (house: House, { id }: Person) =>
  house.rows<{ id: string }>('SELECT id FROM grants WHERE user_id = ?', id);

async function fillsIn(person: Person, house: House, fills: object = {}): Promise<void> {
  await person.types('/vg account create', { in: house.voiceOps });
  await person.waitsForModal('Create account');
  await person.fills({ ...acme, Reason: 'A new customer', ...fills });
}

/** So many calls of the account Tiny, each recorded. */
async function callsOfTiny(house: House, count: number) {
  const { gateway, clock, store } = house;
  const sid = await tiny(house);
  if (!store) throw new Error('the house has no store');
  await gateway.stock.configure(sid, { recording: s3Recording() });
  for (let nth = 0; nth < count; nth += 1) {
    const call = finishedCall(clock.now(), 90 + nth);
    await recordedCall({ stock: gateway.stock, store }, sid, call);
  }
}

/** Sam's request for an account, waiting on its card. */
async function asked(house: House, name = 'Acme'): Promise<void> {
  const realm = `${name.toLowerCase().replaceAll(' ', '-')}.example.com`;
  await fillsIn(house.sam, house, { 'Account name': name, 'SIP Realm': realm });
  await house.sam.submits();
  await house.ada.waitsFor(`Create account ${name}`, { in: house.approvals });
}

async function cached(house: House, name: string, prompts = 12): Promise<void> {
  const account = await house.account(name);
  await house.gateway.stock.cachePrompts(account.sid, prompts);
}

/** Slack sends the same again: twice at once, and once more when all is over. */
async function sentAgain(house: House, delivery: Delivery | undefined): Promise<void> {
  if (!delivery) throw new Error('nothing was delivered');
  const twice = [house.workspace.redeliver(delivery), house.workspace.redeliver(delivery)];
  await Promise.all(twice);
  await house.settled();
  const late = await house.workspace.redeliver(delivery);
  await house.settled();
  for (const copy of [...(await Promise.all(twice)), late]) {
    expect([copy.status, copy.ackBody]).toEqual([delivery.status, delivery.ackBody]);
  }
}

describe('the same interaction, sent twice at once and again later, happens once', () => {
  test('creating an account', async () => {
    await using house = await openHouse();
    await fillsIn(house.ada, house);
    await sentAgain(house, await house.ada.submits());
    await house.ada.waitsFor('Done: I created account Acme.');
    expect(trail(house, 'account create')).toEqual(['asked', 'verified']);
    expect(house.ada.messages(house.voiceOps)).toHaveLength(1);
  });

  test('approving', async () => {
    await using house = await openHouse();
    await asked(house);
    await sentAgain(house, await house.ada.clicks('Approve', { in: 'Create account Acme' }));
    await house.sam.waitsFor('Done and verified', { in: house.sam.dm });
    expect(trail(house, 'account create')).toEqual(['asked', 'approved', 'verified']);
    expect(house.ada.sees()).not.toContain('This request was');
  });

  test('clearing a cache', async () => {
    await using house = await openHouse();
    await cached(house, 'Acme');
    await house.olu.types('/vg tts clear acme', { in: house.voiceOps });
    await house.olu.waitsForModal('12 cached prompts');
    await sentAgain(house, await house.olu.submits());
    await house.olu.waitsFor('12 → 0');
    expect(trail(house, 'tts clear')).toEqual(['asked', 'verified']);
    expect(house.olu.messages(house.voiceOps)).toHaveLength(1);
  });

  test('granting, by a command that acts at once', async () => {
    await using house = await openHouse();
    await sentAgain(house, await house.ada.types(`/vg access grant @eve account Tiny`));
    await house.eve.waitsFor('Tiny');
    expect(grantsOf(house, house.eve)).toHaveLength(1);
    expect(trail(house, 'access grant').filter((result) => result === 'asked')).toHaveLength(1);
  });

  test('also after a restart, when only the journal remembers', async () => {
    await using house = await openHouse();
    await fillsIn(house.ada, house);
    const submitted = await house.ada.submits();
    await house.ada.waitsFor('Done: I created account Acme.');
    await house.settled();
    await house.restart();
    await house.workspace.redeliver(submitted);
    await house.settled();
    expect(trail(house, 'account create')).toEqual(['asked', 'verified']);
  });
});

describe('a form', () => {
  test('that was refused for a field is submitted again: its id was not consumed', async () => {
    await using house = await openHouse();
    await house.account('Acme');
    await fillsIn(house.ada, house);
    const { once } = JSON.parse(String(house.ada.modal?.view.private_metadata));
    await house.ada.submits();
    expect(Object.keys(house.ada.modal?.errors ?? {})).toEqual(['Account name']);
    await house.ada.fills({ 'Account name': 'Acme Two' });
    await house.ada.submits();
    await house.ada.waitsFor('Done: I created account Acme Two.');
    expect(trail(house, 'account create')).toEqual(['asked', 'verified']);
    expect(house.rows('SELECT once FROM changes WHERE once = ?', once)).toHaveLength(1);
  });

  test('that was submitted is submitted once more, with other answers: it is the same ask', async () => {
    await using house = await openHouse();
    await fillsIn(house.ada, house);
    const form = openForm(house.ada);
    await house.ada.submits();
    await house.ada.waitsFor('Done: I created account Acme.');
    const other = JSON.stringify(form).replaceAll('acme.example.com', 'other.example.com');
    const copies = await Promise.all([
      submitsForged(house, house.ada, form),
      submitsForged(house, house.ada, JSON.parse(other)),
    ]);
    await house.settled();
    expect(copies.map(({ status }) => status)).toEqual([200, 200]);
    expect(trail(house, 'account create')).toEqual(['asked', 'verified']);
    expect(await house.gateway.accountWithRealm('other.example.com')).toBeNull();
  });

  test('that is submitted twice at once, as two interactions, is one ask', async () => {
    await using house = await openHouse();
    await cached(house, 'Acme');
    await house.olu.types('/vg tts clear acme');
    await house.olu.waitsForModal('12 cached prompts');
    const form = openForm(house.olu);
    await Promise.all(Array.from({ length: 4 }, () => submitsForged(house, house.olu, form)));
    await house.olu.waitsFor('12 → 0');
    await house.settled();
    expect(trail(house, 'tts clear')).toEqual(['asked', 'verified']);
  });
});

test('two Admins approve at once: one does, the other is told who', async () => {
  await using house = await openHouse();
  await asked(house);
  const { ada, ben } = house;
  await ben.waitsFor('Create account Acme', { in: house.approvals });
  await Promise.all([
    ada.clicks('Approve', { in: 'Create account Acme' }),
    ben.clicks('Approve', { in: 'Create account Acme' }),
  ]);
  await house.sam.waitsFor('Done and verified', { in: house.sam.dm });
  await house.settled();
  expect(trail(house, 'account create')).toEqual(['asked', 'approved', 'verified']);
  const told = [ada, ben].filter((one) => /This request was approved by \w+/.test(one.sees()));
  expect(told).toHaveLength(1);
});

test('one Admin approves while another denies: one of the two happened', async () => {
  await using house = await openHouse();
  await asked(house);
  const { ada, ben, sam } = house;
  await ben.clicks('Deny', { in: 'Create account Acme' });
  await ben.waitsForModal();
  await ben.fills({ Reason: 'not now' });
  await Promise.all([ada.clicks('Approve', { in: 'Create account Acme' }), ben.submits()]);
  await sam.waitsFor(/Done and verified|Denied by/, { in: sam.dm });
  await house.settled();
  expect(trail(house, 'account create')[1]).toMatch(/approved|denied/);
  const decided = trail(house, 'account create').filter((one) => /approved|denied/.test(one));
  expect(decided).toHaveLength(1);
});

/** A button that is in front of somebody, to be clicked twice within a moment. */
interface Clickable {
  who: Person;
  label: string;
  in?: string | RegExp;
  /** A choice in a list in place of a button. */
  chooses?: string;
  /** What has to happen before things can come to rest. */
  after?(): void;
}

interface Reach {
  /** How long the gateway may take, in milliseconds. */
  patience?: number;
  before(house: House, faults: Faults): Promise<Clickable>;
  /** How many changes two clicks ask for. */
  asks?: number;
}

/** How to get each button of the bot in front of somebody. Total: a new button without an entry fails. */
const reach: Record<string, Reach> = {
  'account.create': {
    async before({ ada }) {
      await ada.types('/vg');
      return { who: ada, label: 'Create account' };
    },
  },
  'account.list': {
    async before({ ada }) {
      await ada.types('/vg');
      return { who: ada, label: 'List accounts' };
    },
  },
  'account.list.next': {
    async before(house) {
      await manyAccounts(house);
      await house.ada.types('/vg account list');
      return { who: house.ada, label: 'Next' };
    },
  },
  'account.list.previous': {
    async before(house) {
      await manyAccounts(house);
      await house.ada.types('/vg account list');
      await house.ada.clicks('Next');
      return { who: house.ada, label: 'Previous' };
    },
  },
  'account.show': {
    async before({ ada }) {
      await ada.types('/vg account list');
      return { who: ada, label: 'Show' };
    },
  },
  ...onCard({
    'account.delete': 'Delete',
    'settings.account': 'Edit',
    'settings.limits': 'Limits',
    'settings.realm': 'SIP Realm',
    'webhooks.show': 'Webhooks',
    'secret.show': 'Reveal',
    'apps.list': 'Applications',
    'recording.show': 'Recording',
  }),
  ...whereAsked({
    'limits.show': 'limits',
    'realm.show': 'realm',
    'settings.webhooks': 'webhooks edit',
    'webhooks.test': 'webhooks test',
    'secret.rotate': 'secret rotate',
    'apps.add': 'apps add',
    'apps.edit.account': 'apps edit',
    'apps.remove.account': 'apps remove',
    'recording.edit': 'recording edit',
    'recording.test': 'recording test',
    'recording.off': 'recording off',
  }),
  'recording.on': { before: (house) => seesRecording(house, 'Turn on', { enabled: false }) },
  'recording.remove': { before: (house) => seesRecording(house, 'Remove credential') },
  'recording.edit.vendor': {
    async before(house) {
      const { who } = await editsRecording(house);
      const chooses = 'Google Cloud Storage';
      return { who, label: 'Bucket Vendor', chooses, in: 'modal' };
    },
  },
  'recording.test.typed': { before: editsRecording },
  'recording.test.again': {
    async before(house) {
      const { who } = await editsRecording(house);
      await who.clicks('Test', { in: 'modal' });
      await who.waitsForModal('It works.');
      return { who, label: 'Test again', in: 'modal' };
    },
  },
  'apps.edit': {
    async before(house) {
      await applications(house, 1);
      await house.ada.types('/vg apps tiny');
      return { who: house.ada, label: 'Edit' };
    },
  },
  'apps.edit.application': {
    async before(house) {
      await applications(house, 2);
      await house.ada.types('/vg apps edit tiny');
      await house.ada.waitsForModal('Application');
      return { who: house.ada, label: 'Application', chooses: 'App 1', in: 'modal' };
    },
  },
  'apps.remove': {
    asks: 1,
    async before(house) {
      await applications(house, 1);
      await house.ada.types('/vg apps tiny');
      return { who: house.ada, label: 'Remove' };
    },
  },
  'apps.list.next': {
    async before(house) {
      await applications(house, 11);
      await house.ada.types('/vg apps tiny');
      return { who: house.ada, label: 'Next' };
    },
  },
  'apps.list.first': {
    async before(house) {
      await applications(house, 11);
      await house.ada.types('/vg apps tiny');
      await house.ada.clicks('Next');
      return { who: house.ada, label: 'First page' };
    },
  },
  'home.next': {
    async before(house) {
      await manyAccounts(house);
      await house.ada.opensHome();
      await house.ada.waitsForHome('Next');
      return { who: house.ada, label: 'Next', in: 'home' };
    },
  },
  'home.previous': {
    async before(house) {
      await manyAccounts(house);
      await house.ada.opensHome();
      await house.ada.waitsForHome('Next');
      await house.ada.clicks('Next', { in: 'home' });
      await house.ada.waitsForHome('Previous');
      return { who: house.ada, label: 'Previous', in: 'home' };
    },
  },
  'tts.show': {
    async before(house) {
      await ambiguous(house);
      await house.ada.types('/vg tts show acme');
      return { who: house.ada, label: 'Choose' };
    },
  },
  'tts.clear': {
    async before({ tia }) {
      await tia.types('/vg tts show');
      return { who: tia, label: 'Clear' };
    },
  },
  'tts.clear.accounts': {
    async before(house) {
      await ambiguous(house);
      await house.ada.uses('Clear TTS cache');
      await house.ada.waitsForModal('Clear TTS cache');
      return { who: house.ada, label: 'Accounts', chooses: 'Acme North', in: 'modal' };
    },
  },
  'calls.show': {
    async before({ tia }) {
      await tia.types('/vg tiny');
      return { who: tia, label: 'Calls' };
    },
  },
  ...Object.fromEntries(
    ['listen', 'delete'].map((verb) => [
      `calls.${verb}.account`,
      {
        async before(house: House) {
          await ambiguous(house);
          await house.ada.types(`/vg calls ${verb} acme`);
          return { who: house.ada, label: 'Choose' };
        },
      },
    ]),
  ),
  'calls.listen': {
    async before(house) {
      await callsOfTiny(house, 1);
      await house.ada.types('/vg calls tiny');
      return { who: house.ada, label: 'Listen' };
    },
  },
  'calls.delete': {
    asks: 1,
    async before(house) {
      await callsOfTiny(house, 1);
      await house.ada.types('/vg calls tiny');
      return { who: house.ada, label: 'Delete recording' };
    },
  },
  'calls.more': {
    async before(house) {
      await callsOfTiny(house, 11);
      await house.ada.types('/vg calls tiny');
      return { who: house.ada, label: 'More' };
    },
  },
  'calls.newest': {
    async before(house) {
      await callsOfTiny(house, 11);
      await house.ada.types('/vg calls tiny');
      await house.ada.clicks('More');
      return { who: house.ada, label: 'Newest' };
    },
  },
  'recording.mute': {
    async before(house) {
      await missesRecordings(house);
      return { who: house.ada, label: 'Mute', in: 'Recordings are missing' };
    },
  },
  'recording.unmute': {
    asks: 1,
    async before(house) {
      await missesRecordings(house);
      await house.ada.clicks('Mute', { in: 'Recordings are missing' });
      await house.ada.waitsForModal('Mute alarm');
      await house.ada.submits();
      await house.ada.waitsFor('Muted until', { in: house.ops });
      await house.settled();
      return { who: house.ada, label: 'Unmute', in: 'Recordings are missing' };
    },
  },
  'keys.list': {
    async before({ tia }) {
      await tia.types('/vg tiny');
      return { who: tia, label: 'API keys' };
    },
  },
  'keys.page': {
    async before(house) {
      const sid = await tiny(house);
      for (let n = 0; n < 16; n += 1) await house.gateway.createApiKey(sid, { expiresAt: null });
      await house.tia.types('/vg keys');
      return { who: house.tia, label: 'Next' };
    },
  },
  'keys.add': {
    async before({ tia }) {
      await tia.types('/vg keys');
      return { who: tia, label: 'Add key' };
    },
  },
  ...Object.fromEntries(
    ['rotate', 'extend', 'revoke'].map((verb) => [
      `keys.${verb}`,
      {
        async before(house: House) {
          await ambiguous(house);
          await house.ada.types(`/vg keys ${verb} acme`);
          return { who: house.ada, label: 'Choose' };
        },
      },
    ]),
  ),
  ...Object.fromEntries(
    ['Rotate', 'Extend', 'Revoke'].map((label) => [
      `keys.${label.toLowerCase()}.row`,
      {
        asks: label === 'Revoke' ? 1 : 0,
        async before({ tia }: House) {
          await storesKey(tia);
          await tia.types('/vg keys');
          return { who: tia, label };
        },
      },
    ]),
  ),
  'keys.claim': { before: (house) => closesKey(house, 'I have it') },
  'keys.revoke.now': { asks: 1, before: (house) => closesKey(house, 'Revoke now') },
  'access.ask': {
    async before({ eve }) {
      await eve.types('/vg');
      return { who: eve, label: 'Ask for access' };
    },
  },
  'access.list': {
    async before(house) {
      await house.account('Acme One');
      await house.account('Acme Two');
      await house.ada.types('/vg access list acme');
      return { who: house.ada, label: 'Choose' };
    },
  },
  'access.more': {
    async before(house) {
      manyGrants(house);
      await house.ada.types('/vg access list');
      return { who: house.ada, label: 'More' };
    },
  },
  'access.revoke': {
    asks: 1,
    async before({ ada }) {
      await ada.types('/vg access list @tia');
      return { who: ada, label: 'Revoke' };
    },
  },
  'access.grant.scope': {
    async before({ ada }) {
      await ada.types('/vg access grant @eve');
      await ada.waitsForModal('Grant access');
      return { who: ada, label: 'Scope', chooses: 'Account', in: 'modal' };
    },
  },
  'approvals.map': {
    async before(house) {
      await asksForAccess(house);
      return { who: house.ada, label: 'Map…' };
    },
  },
  'approvals.approve': {
    async before(house) {
      await asked(house);
      return { who: house.ada, label: 'Approve' };
    },
  },
  'approvals.edit': {
    async before(house) {
      await asked(house);
      return { who: house.ada, label: 'Edit & approve' };
    },
  },
  'approvals.deny': {
    async before(house) {
      await asked(house);
      return { who: house.ada, label: 'Deny' };
    },
  },
  'approvals.show': {
    async before(house) {
      await asked(house);
      await house.settled();
      house.clock.forward({ days: 4 });
      await house.ada.waitsFor('Still waiting', { in: house.approvals });
      return { who: house.ada, label: 'Show request' };
    },
  },
  'approvals.withdraw': {
    async before(house) {
      await asked(house);
      await house.sam.waitsFor('You asked to create account Acme', { in: house.sam.dm });
      return { who: house.sam, label: 'Withdraw' };
    },
  },
  'approvals.again': {
    async before(house) {
      await denied(house);
      return { who: house.sam, label: 'Edit and ask again' };
    },
  },
  'approvals.first': {
    async before(house) {
      await manyRequests(house);
      await house.ada.types('/vg approvals');
      await house.ada.clicks('Next');
      return { who: house.ada, label: 'First' };
    },
  },
  'approvals.next': {
    async before(house) {
      await manyRequests(house);
      await house.ada.types('/vg approvals');
      return { who: house.ada, label: 'Next' };
    },
  },
  'approvals.newest': {
    async before(house) {
      await manyRequests(house);
      await house.sam.types('/vg approvals mine');
      await house.sam.clicks('Older');
      return { who: house.sam, label: 'Newest' };
    },
  },
  'approvals.older': {
    async before(house) {
      await manyRequests(house);
      await house.sam.types('/vg approvals mine');
      return { who: house.sam, label: 'Older' };
    },
  },
  'audit.account': {
    async before(house) {
      await ambiguous(house);
      await house.ada.types('/vg audit acme');
      return { who: house.ada, label: 'Choose' };
    },
  },
  'can.account': {
    async before(house) {
      await ambiguous(house);
      await house.ada.types('/vg can @olu tts clear acme');
      return { who: house.ada, label: 'Choose' };
    },
  },
  'audit.older': {
    async before(house) {
      await manyRequests(house);
      await house.ada.types('/vg audit');
      return { who: house.ada, label: 'Older' };
    },
  },
  'audit.newer': {
    async before(house) {
      await manyRequests(house);
      await house.ada.types('/vg audit');
      await house.ada.clicks('Older');
      return { who: house.ada, label: 'Newer' };
    },
  },
  'changes.post': {
    async before(house) {
      await clears(house);
      await house.olu.waitsFor('12 → 0');
      return { who: house.olu, label: 'Post here' };
    },
  },
  'changes.undo': {
    asks: 1,
    async before(house) {
      await house.ada.types('/vg access grant @eve account Tiny', { in: house.voiceOps });
      await house.ada.waitsFor('Done: I');
      return { who: house.ada, label: 'Undo' };
    },
  },
  'changes.stop': {
    async before(house, faults) {
      const names = Array.from({ length: 6 }, (_, n) => `Site ${n}`);
      for (const name of names) await cached(house, name);
      const hanging = faults.hang('clearTtsCache');
      await house.ada.types(`/vg tts clear ${names.join(', ')}`, { in: house.voiceOps });
      await house.ada.waitsForModal('Site 5');
      await house.ada.submits();
      await house.ada.waitsFor('waiting its turn', { in: house.ada.dm });
      return { who: house.ada, label: 'Stop', after: hanging.release };
    },
  },
  'changes.look': {
    patience: 60,
    async before(house, faults) {
      const hanging = faults.hang('clearTtsCache');
      await clears(house);
      await house.ada.waitsFor('Outcome unknown', { in: house.ops });
      await house.settled();
      hanging.release();
      return { who: house.ada, label: 'Look again' };
    },
  },
};

/** Buttons of an account's card. */
function onCard(buttons: Record<string, string>): Record<string, Reach> {
  const reached = ([id, label]: [string, string]): [string, Reach] => [
    id,
    {
      async before({ ada }) {
        await ada.types('/vg tiny');
        return { who: ada, label };
      },
    },
  ];
  return Object.fromEntries(Object.entries(buttons).map(reached));
}

/** Buttons that choose the account that a command is about. */
function whereAsked(commands: Record<string, string>): Record<string, Reach> {
  const reached = ([id, command]: [string, string]): [string, Reach] => [
    id,
    {
      async before(house) {
        await ambiguous(house);
        await house.ada.types(`/vg ${command} acme`);
        return { who: house.ada, label: 'Choose' };
      },
    },
  ];
  return Object.fromEntries(Object.entries(commands).map(reached));
}

async function applications(house: House, count: number): Promise<void> {
  const sid = await tiny(house);
  for (let n = 1; n <= count; n += 1) {
    await house.gateway.stock.addApplication(sid, { name: `App ${n}` });
  }
}

async function seesRecording(
  house: House,
  label: string,
  how?: Parameters<typeof s3Recording>[0],
): Promise<Clickable> {
  await house.gateway.stock.configure(await tiny(house), { recording: s3Recording(how) });
  await house.ada.types('/vg recording tiny');
  return { who: house.ada, label };
}

/** Has the form open, with a bucket at an address that nothing is sent to. */
async function editsRecording({ ada }: House): Promise<Clickable> {
  await ada.types('/vg recording edit tiny');
  await ada.waitsForModal('Bucket Vendor');
  await ada.fills({ 'Bucket Vendor': 'S3-compatible' });
  await ada.waitsForModal('Endpoint');
  await ada.fills({
    Endpoint: 'http://127.0.0.1:9',
    'Bucket Name': 'calls',
    'Access key ID': 'recorder',
    'Secret access key': 'not-the-secret',
  });
  return { who: ada, label: 'Test', in: 'modal' };
}

async function closesKey({ tia }: House, label: string): Promise<Clickable> {
  await asksForKey(tia);
  await copies(tia);
  await tia.closes();
  await tia.waitsFor('Did you store', { in: tia.dm });
  return { who: tia, label };
}

async function clears(house: House): Promise<void> {
  await cached(house, 'Acme');
  await house.olu.types('/vg tts clear acme', { in: house.voiceOps });
  await house.olu.waitsForModal('Clear TTS cache');
  await house.olu.submits();
}

async function ambiguous(house: House): Promise<void> {
  await house.account('Acme North');
  await house.account('Acme South');
}

async function manyAccounts(house: House): Promise<void> {
  for (let n = 0; n < 11; n += 1) await house.account(`Site ${n}`);
}

async function manyRequests(house: House): Promise<void> {
  for (let n = 0; n < 11; n += 1) await asked(house, `Site ${n}`);
}

/** More grants than a page of them holds, put there directly: told of each, people would wait for Slack's pace. */
function manyGrants({ config }: House): void {
  const client = new Database(join(config.dataDir, 'switchboard.db'));
  client.exec(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20)
     INSERT INTO grants (id, team_id, user_id, scope, target_key, granted_by, created_at)
     SELECT printf('grt_%020d', n), team_id, 'U0000' || n, 'on_call', '*', granted_by, created_at
     FROM grants, numbers WHERE scope = 'on_call'`,
  );
  client.close();
}

async function denied(house: House): Promise<void> {
  await asked(house);
  await house.ada.clicks('Deny');
  await house.ada.waitsForModal();
  await house.ada.fills({ Reason: 'not now' });
  await house.ada.submits();
  await house.sam.waitsFor('Denied by', { in: house.sam.dm });
}

async function asksForAccess(house: House): Promise<void> {
  await house.eve.types('/vg access request');
  const modal = await house.eve.waitsForModal();
  await house.eve.fills(
    Object.fromEntries(modal.fields.map((field) => [field, 'the Tiny account'])),
  );
  await house.eve.submits();
  await house.ada.waitsFor('the Tiny account', { in: house.approvals });
}

describe('a double click, which is two interactions', () => {
  test('is tried on every button that there is', async () => {
    await using house = await openHouse({ unmapped: true });
    const { actions } = house.bot.registered ?? { actions: [] };
    expect(new Set(actions)).toEqual(new Set(Object.keys(reach)));
  });

  test.each(Object.entries(reach))('on %s', async (id, { before, patience, asks = 0 }) => {
    const made: Faults[] = [];
    await using house = await openHouse({
      store: memoryStore(),
      parts: {
        ...(patience !== undefined && { patience }),
        gateway(real) {
          const gateway = faulty(real);
          made.push(gateway);
          return gateway;
        },
      },
    });
    const [faults] = made;
    if (!faults) throw new Error('the bot opened no gateway');
    const { who, label, in: where, chooses, after } = await before(house, faults);
    await house.workspace.idle();
    const seen = house.workspace.deliveries.length;
    const changes = house.rows('SELECT id FROM changes').length;
    const at = where === undefined ? {} : { in: where };
    if (chooses === undefined) await who.clicks(label, { ...at, times: 2 });
    else await Promise.all([who.picks(label, chooses, at), who.picks(label, chooses, at)]);
    after?.();
    await house.settled();

    const clicks = house.workspace.deliveries
      .slice(seen)
      .filter(({ kind }) => kind === 'block_actions');
    const ids = clicks.map(
      ({ payload }) => (payload.actions as { action_id: string }[])[0]?.action_id,
    );
    expect(ids).toEqual([id, id]);
    const triggers = clicks.map(({ payload }) => payload.trigger_id);
    expect(new Set(triggers).size).toBe(2);
    expect(clicks.map(({ status, timedOut }) => [status, timedOut])).toEqual([
      [200, false],
      [200, false],
    ]);
    expect(house.rows('SELECT id FROM changes')).toHaveLength(changes + asks);
    expect(who.sees()).not.toContain('Something broke');
    // Nothing is audited twice.
    const doubled = house.rows(
      `SELECT change_id, action, result FROM audit_entries WHERE change_id IS NOT NULL
       GROUP BY change_id, action, result HAVING count(*) > 1`,
    );
    expect(doubled).toEqual([]);
    const broke = house.logs.filter((line) => line.includes('"level":50'));
    expect(broke).toEqual([]);
  });
});
