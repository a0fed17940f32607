import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import type { AccountSummary } from '../../src/features/accounts/account.ts';
import { type House, openHouse } from '../bot.ts';
import { full, openConnectedHouse, readOnly } from '../connections.ts';

const notWritten = 'I could not write that down, so I did not do it.';
/** So many bytes that writing it takes another page of the database. */
const long = '🔥'.repeat(500);

async function fillsIn(person: Person, { voiceOps }: House, name: string): Promise<void> {
  await person.types(`/vg account create ${name}`, { in: voiceOps });
  await person.waitsForModal('Create account');
  await person.fills({ 'SIP Realm': `${name.toLowerCase()}.example.com`, Reason: long });
}

const realmsOf = async (house: House, ...names: string[]) => {
  const found = names.map((name) => house.gateway.accountWithRealm(`${name}.example.com`));
  return (await Promise.all(found)).map((account) => account?.name ?? null);
};

test.each([
  ['full', full, 'My database has no space left on its disk.'],
  ['read-only', readOnly, 'My database cannot be written to.'],
])(
  'a database that is %s: reads go on, changes are refused by name, and all works afterwards',
  async (_, troubled, why) => {
    const { house, connection } = await openConnectedHouse();
    await using __ = house;
    const { ada, sam, olu, tia, approvals, voiceOps } = house;
    await fillsIn(sam, house, 'Acme');
    await sam.submits();
    await ada.waitsFor('Create account Acme', { in: approvals });
    await fillsIn(ada, house, 'Umbrella');
    await house.settled();
    const audited = house.rows('SELECT seq FROM audit_entries').length;
    const mend = troubled(connection('switchboard.db'));

    await ada.submits();
    const form = await ada.waitsForModal(notWritten);
    expect(form.text).toContain(why);
    expect(form.values).toMatchObject({ 'Account name': 'Umbrella', Reason: long });
    await ada.clicks('Approve', { in: 'Create account Acme' });
    expect((await ada.waitsFor(notWritten, { in: approvals })).plain).toContain(why);
    await tia.types('/vg tts show');
    await tia.waitsFor('Tiny · Default: 0 cached prompts');
    await olu.types('/vg account create', { in: voiceOps });
    await olu.waitsFor('You may not create an account', { in: voiceOps });
    expect(await realmsOf(house, 'acme', 'umbrella')).toEqual([null, null]);
    if (troubled === readOnly) {
      await olu.types('/vg status');
      await olu.waitsFor(`Database: does not answer: ${why}`);
      expect(house.rows('SELECT seq FROM audit_entries')).toHaveLength(audited);
    }

    mend();
    await ada.submits();
    await ada.waitsFor('Done: I created account Umbrella.');
    await ada.clicks('Approve', { in: 'Create account Acme' });
    await sam.waitsFor('Done and verified', { in: sam.dm });
    expect(await realmsOf(house, 'acme', 'umbrella')).toEqual(['Acme', 'Umbrella']);
    await olu.types('/vg status');
    await olu.waitsFor('Database: answers');
  },
);

test('who is not known yet is not told that Slack is to blame for a database that takes nothing', async () => {
  const { house, connection } = await openConnectedHouse();
  await using _ = house;
  const { eve } = house;
  const mend = readOnly(connection('switchboard.db'));
  await eve.types('/vg access request');
  await eve.waitsFor('or I could not keep what it said');
  mend();
  house.clock.forward({ seconds: 6 });
  await eve.types('/vg access request');
  await eve.waitsForModal('Ask for access');
});

test.each([
  ['full', full],
  ['read-only', readOnly],
])(
  'a database that is %s while a change is carried out and told loses and repeats nothing',
  async (_, troubled) => {
    const { house, connection } = await openConnectedHouse();
    await using __ = house;
    const { ada, tia } = house;
    await fillsIn(ada, house, 'Acme');
    const { gateway } = house;
    let mend = () => {};
    const create = gateway.createAccount.bind(gateway);
    gateway.createAccount = async (account) => {
      mend = troubled(connection('switchboard.db'));
      return create(account);
    };
    await ada.submits();
    await expect.poll(() => house.logs.join('\n')).toContain('change not carried out');
    await tia.types('/vg tts show');
    await tia.waitsFor('Tiny · Default: 0 cached prompts');
    expect(ada.sees()).not.toContain('Done');

    mend();
    await ada.waitsFor('Done: I created account Acme.');
    await house.settled();
    const said = ada.messages().filter(({ plain }) => plain.startsWith('Done: I created account'));
    expect(said).toHaveLength(1);
    expect(house.rows("SELECT result FROM audit_entries WHERE action = 'account create'")).toEqual([
      { result: 'asked' },
      { result: 'verified' },
    ]);
  },
);

test('what is to be told while the database takes nothing is told afterwards, once', async () => {
  const { house, connection } = await openConnectedHouse();
  await using _ = house;
  const { ada, sam, approvals, workspace } = house;
  workspace.faults.next('chat.postMessage', { status: 429, retryAfter: 1 });
  await fillsIn(sam, house, 'Acme');
  await sam.submits();
  await expect
    .poll(() => workspace.calls.filter(({ answer }) => answer.error === 'ratelimited').length)
    .toBe(1);
  await house.settled();
  const mend = readOnly(connection('switchboard.db'));
  house.clock.forward({ seconds: 2 });
  await expect.poll(() => house.logs.join('\n'), { timeout: 5000 }).toContain('delivery broke');
  // It waits to be woken: a database that takes nothing is not asked without a pause.
  const broke = house.logs.filter((line) => line.includes('delivery broke'));
  expect(broke.length).toBeLessThan(20);
  mend();
  await ada.waitsFor('Create account Acme', { in: approvals });
  await house.settled();
  for (const [person, where] of [
    [ada, approvals],
    [sam, sam.dm],
  ] as const) {
    const cards = person.messages(where).filter(({ plain }) => plain.includes('account Acme'));
    expect(cards).toHaveLength(1);
    expect(cards[0]?.plain).not.toContain('Sent again');
  }
});

test.each([
  ['full', full, 'Its database has no space left on its disk.'],
  ['read-only', readOnly, 'Its database cannot be written to.'],
])(
  'a gateway whose database is %s: what is asked fails by name, reads go on, and all works afterwards',
  async (_, troubled, why) => {
    const { house, connection } = await openConnectedHouse();
    await using __ = house;
    const { ada, tia, gateway } = house;
    await fillsIn(ada, house, 'Acme');
    const mend = troubled(connection('gateway.db'));
    // What there still is room for.
    for (let n = 0; await house.account(`${n}`).catch(() => null); n += 1);
    await ada.submits();
    const failed = await ada.waitsFor('Create account Acme: It failed, and nothing is done:', {
      in: ada.dm,
    });
    expect(failed.plain).toContain(why);
    expect(failed.plain).not.toContain('may still happen');
    await tia.types('/vg tts show');
    await tia.waitsFor('Tiny · Default: 0 cached prompts');

    mend();
    expect(await gateway.accountWithRealm('acme.example.com')).toBeNull();
    await fillsIn(ada, house, 'Acme');
    await ada.submits();
    await ada.waitsFor('Done: I created account Acme.');
  },
);

test('a gateway’s locked database is waited for a little, and then named', async () => {
  await using house = await openHouse({ history: true });
  const { olu, voiceOps } = house;
  const tiny = await house.gateway.accountWithRealm('tiny.sip.example.com');
  await house.gateway.stock.cachePrompts((tiny as AccountSummary).sid, 12);
  await olu.types('/vg tts clear', { in: voiceOps });
  await olu.waitsForModal('12 cached prompts');
  const other = new Database(join(house.config.dataDir, 'gateway.db'));
  other.exec('BEGIN IMMEDIATE');
  await olu.submits();
  const failed = await olu.waitsFor('Its database is locked by another program.');
  expect(failed.plain).toContain('failed');
  other.close();
  await olu.types('/vg tts clear', { in: voiceOps });
  await olu.waitsForModal('12 cached prompts');
  await olu.submits();
  await olu.waitsFor('Done: I cleared');
});
