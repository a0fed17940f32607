import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';
import { worldOf } from '../world.ts';

const acme = { 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' };
const notWritten = 'I could not write that down, so I did not do it.';

/** A second connection to the bot's database, such as an operator's shell. */
function shell(house: House): Database.Database {
  return new Database(join(house.config.dataDir, 'switchboard.db'));
}

/** From now on no audit entry can be written, until what it gives is called. */
function auditRefused(house: House): () => void {
  const client = shell(house);
  client.exec(
    `CREATE TRIGGER no_audit BEFORE INSERT ON audit_entries
     BEGIN SELECT RAISE(ABORT, 'a trigger of the operator'); END`,
  );
  return () => {
    client.exec('DROP TRIGGER no_audit');
    client.close();
  };
}

/** Holds the database's write lock, until what it gives is called. */
function locked(house: House): () => void {
  const client = shell(house);
  client.exec('BEGIN EXCLUSIVE');
  return () => {
    client.exec('ROLLBACK');
    client.close();
  };
}

/** What must be as before: state, grants, accounts, and what is to be told. */
const left = (house: House) => ({
  ...worldOf(house),
  outbox: house.rows('SELECT id, conversation FROM outbox ORDER BY id'),
});

const isThere = async (house: House, sipRealm = 'acme.example.com') =>
  (await house.gateway.accountWithRealm(sipRealm)) !== null;

async function fillsIn(person: House['ada'], house: House): Promise<void> {
  await person.types('/vg account create', { in: house.voiceOps });
  await person.waitsForModal('Create account');
  await person.fills({ ...acme, Reason: 'A new customer' });
}

/** Sam's request for Acme, waiting on its card. */
async function asked(house: House): Promise<void> {
  await fillsIn(house.sam, house);
  await house.sam.submits();
  await house.ada.waitsFor('Create account Acme', { in: house.approvals });
  await house.settled();
}

test('a creation whose audit entry cannot be written is refused, leaves nothing, and works afterwards', async () => {
  await using house = await openHouse({ history: true });
  const { ada } = house;
  await fillsIn(ada, house);
  await house.settled();
  const before = left(house);
  const mend = auditRefused(house);
  await ada.submits();
  const form = await ada.waitsForModal(notWritten);
  expect(form.text).toContain('Nothing was changed.');
  expect(form.text).not.toContain('trigger of the operator');
  expect(form.values['Account name']).toBe('Acme');
  expect(left(house)).toEqual(before);

  mend();
  await ada.submits();
  await ada.waitsFor('Done: I created account Acme.');
  expect(await isThere(house)).toBe(true);
});

test('an approval whose audit entry cannot be written is refused, leaves nothing, and works afterwards', async () => {
  await using house = await openHouse({ history: true });
  const { ada, sam, approvals } = house;
  await asked(house);
  await house.settled();
  const before = left(house);
  const mend = auditRefused(house);
  await ada.clicks('Approve', { in: 'Create account Acme' });
  const refused = await ada.waitsFor(notWritten, { in: approvals });
  expect(refused.ephemeral).toBe(true);
  await house.settled();
  expect(left(house)).toEqual(before);
  expect(await isThere(house)).toBe(false);

  mend();
  await ada.clicks('Approve', { in: 'Create account Acme' });
  await sam.waitsFor('Done and verified', { in: sam.dm });
  expect(await isThere(house)).toBe(true);
});

test('a grant whose audit entry cannot be written is refused, leaves nothing, and works afterwards', async () => {
  await using house = await openHouse({ history: true });
  const { ada, eve } = house;
  await house.settled();
  const before = left(house);
  const mend = auditRefused(house);
  await ada.types('/vg access grant @eve account Tiny');
  await ada.waitsFor(notWritten);
  expect(left(house)).toEqual(before);

  mend();
  await ada.types('/vg access grant @eve account Tiny');
  await eve.waitsFor('Tiny');
});

test('a refusal that cannot be audited is told all the same, and changes nothing', async () => {
  await using house = await openHouse({ history: true });
  const mend = auditRefused(house);
  await house.olu.types('/vg account create');
  await house.olu.waitsFor('You may not create an account');
  mend();
});

test('where the audit breaks after the gateway has done it, the bot goes on, and the end is written when it can be', async () => {
  await using house = await openHouse({ history: true });
  const { ada, tia } = house;
  await fillsIn(ada, house);
  let mend = () => {};
  const { gateway } = house;
  // The moment of the write, seen from the gateway: what was asked is journaled, its end is not.
  const create = gateway.createAccount.bind(gateway);
  gateway.createAccount = async (account) => {
    mend = auditRefused(house);
    return create(account);
  };
  await ada.submits();
  await expect.poll(() => isThere(house)).toBe(true);
  await expect.poll(() => house.logs.join('\n')).toContain('change not carried out');
  // Everybody else is served meanwhile.
  await tia.types('/vg tts show');
  await tia.waitsFor('Tiny · Default: 0 cached prompts');
  expect(ada.sees()).not.toContain('Done');

  mend();
  await ada.waitsFor('Done: I created account Acme.');
  const ends = house.rows("SELECT result FROM audit_entries WHERE action = 'account create'");
  expect(ends).toEqual([{ result: 'asked' }, { result: 'verified' }]);
});

test('where the audit breaks before a change begins, the bot goes on, and carries it out when it can', async () => {
  await using house = await openHouse({ history: true });
  const { ada, eve, tia } = house;
  let mend = () => {};
  await house.restart({
    observe(step) {
      if (step === 'asked') mend = auditRefused(house);
    },
  });
  await ada.types('/vg access grant @eve account Tiny');
  await expect.poll(() => house.logs.join('\n')).toContain('change not carried out');
  await tia.types('/vg tts show');
  await tia.waitsFor('Tiny · Default: 0 cached prompts');
  expect(house.rows('SELECT id FROM grants')).toHaveLength(3);

  mend();
  await eve.waitsFor('Tiny');
  expect(house.rows('SELECT id FROM grants')).toHaveLength(4);
});

test('a database that another program has locked: changes are refused in time, reads go on, all works afterwards', async () => {
  await using house = await openHouse({ history: true });
  const { ada, olu, sam, tia, voiceOps } = house;
  await asked(house);
  await fillsIn(ada, house);
  await ada.fills({ 'Account name': 'Umbrella', 'SIP Realm': 'umbrella.example.com' });
  await house.settled();
  const before = left(house);
  const release = locked(house);
  const [submitted, granted] = await Promise.all([
    ada.submits(),
    sam.types(`/vg access grant @${house.eve.name} account Tiny`, { in: voiceOps }),
    tia.types('/vg tts show'),
    olu.types('/vg help'),
  ]);
  expect([submitted.timedOut, granted.timedOut]).toEqual([false, false]);
  await tia.waitsFor('Tiny · Default: 0 cached prompts');
  await olu.waitsFor('/vg help [topic]');
  const form = await ada.waitsForModal(notWritten);
  expect(form.text).toContain('My database is locked by another program.');
  await sam.waitsFor(notWritten, { in: voiceOps });
  await ada.clicks('Approve', { in: 'Create account Acme' });
  await ada.waitsFor(notWritten);
  expect(left(house)).toEqual(before);

  release();
  await ada.submits();
  await ada.waitsFor('Done: I created account Umbrella.');
  await ada.clicks('Approve', { in: 'Create account Acme' });
  await sam.waitsFor('Done and verified', { in: sam.dm });
});

test('a lock that is there while a change is carried out loses nothing', async () => {
  await using house = await openHouse({ history: true });
  const { ada, tia } = house;
  await fillsIn(ada, house);
  let release = () => {};
  const { gateway } = house;
  const create = gateway.createAccount.bind(gateway);
  gateway.createAccount = async (account) => {
    release = locked(house);
    return create(account);
  };
  await ada.submits();
  await expect.poll(() => isThere(house)).toBe(true);
  await expect
    .poll(() => house.logs.join('\n'), { timeout: 4000 })
    .toContain('change not carried out');
  await tia.types('/vg tts show');
  await tia.waitsFor('Tiny · Default: 0 cached prompts');
  release();
  await ada.waitsFor('Done: I created account Acme.');
});

test.each([
  [
    'another account',
    (input: object) => ({ ...input, name: 'Mallory', sipRealm: 'm.example.com' }),
  ],
  ['nonsense', () => ({ nonsense: true })],
])(
  'what was asked and then rewritten in the database as %s is not approved and not carried out',
  async (_, rewritten) => {
    await using house = await openHouse({ history: true });
    const { ada, sam } = house;
    await asked(house);
    const [row] = house.rows<{ id: string; input: string }>(
      "SELECT id, input FROM changes WHERE kind = 'account create'",
    );
    const client = shell(house);
    const input = JSON.stringify(rewritten(JSON.parse(row?.input ?? '{}')));
    client.prepare('UPDATE changes SET input = ? WHERE id = ?').run(input, row?.id);
    client.close();
    await ada.clicks('Approve', { in: 'Create account Acme' });
    await house.settled();
    expect(await isThere(house)).toBe(false);
    expect(await isThere(house, 'm.example.com')).toBe(false);
    await ada.waitsFor('What is stored is not what was asked or approved.');
    expect(sam.sees()).not.toContain('Done');
  },
);

test('what was approved and then rewritten in the database is not carried out', async () => {
  await using house = await openHouse({ history: true });
  const { ada, sam } = house;
  await asked(house);
  await house.restart({
    observe(step) {
      if (step !== 'decided') return;
      const client = shell(house);
      client.prepare("UPDATE changes SET input = json_set(input, '$.name', 'Mallory')").run();
      client.close();
    },
  });
  await ada.clicks('Approve', { in: 'Create account Acme' });
  await sam.waitsFor('What is stored is not what was asked or approved.');
  expect(await isThere(house)).toBe(false);
  const [change] = house.rows("SELECT state FROM changes WHERE kind = 'account create'");
  expect(change).toEqual({ state: 'failed' });
});
