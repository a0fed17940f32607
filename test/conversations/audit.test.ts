import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { type House, openHouse } from '../bot.ts';
import { clicksForged } from '../forging.ts';

/** What this person is answered last, where they typed. */
async function answer(house: House, person: Person, text: string) {
  await person.types(text, { in: house.voiceOps });
  await house.settled();
  const last = person.messages(house.voiceOps).at(-1);
  if (!last) throw new Error(`${person.name} was not answered`);
  expect(last.ephemeral).toBe(true);
  return last;
}

/** Writes into the bot's own file, as somebody would who has it: the triggers are no obstacle to them. */
function tamper(house: House, ...statements: string[]): void {
  const client = new Database(join(house.config.dataDir, 'switchboard.db'));
  try {
    for (const trigger of ['no_update', 'no_delete', 'no_replace']) {
      client.exec(`DROP TRIGGER IF EXISTS audit_entries_${trigger}`);
    }
    for (const statement of statements) client.exec(statement);
  } finally {
    client.close();
  }
}

/** Some refusals, so that there is something to tamper with: five entries. */
async function things(house: House): Promise<void> {
  for (let time = 0; time < 5; time += 1) await house.eve.types('/vg status');
  await house.settled();
}

const count = (house: House) => house.rows('SELECT seq FROM audit_entries').length;

test('an Admin reads everything, newest first: who, what, to what, with which result', async () => {
  await using house = await openHouse({ history: true });
  const { ada, eve } = house;
  await eve.types('/vg account list');
  await house.settled();
  const page = await answer(house, ada, '/vg audit');
  const [newest = '', older = ''] = page.plain.split('\n#').slice(1);
  expect(newest).toContain('@eve');
  expect(newest).toContain('refused: account list\nWhy: Nobody has mapped them to a scope.');
  expect(older).toContain('@ada');
  expect(older).toContain('verified: access grant');
  expect(page.plain).not.toContain('cannot be read');
});

test('an entry shows the differences, the reason and who decided', async () => {
  await using house = await openHouse({ history: true });
  const { ada, tia } = house;
  await tia.types('/vg account create Acme');
  await tia.waitsForModal('Create account');
  await tia.fills({ 'SIP Realm': 'acme.example.com', Reason: 'A *new* customer' });
  await tia.submits();
  await tia.waitsForNoModal();
  await house.settled();
  await ada.clicks('Approve', { in: 'Create account Acme' });
  await house.settled();
  const page = await answer(house, ada, '/vg audit');
  expect(page.plain).toContain('verified: account create, Acme');
  expect(page.plain).toContain('SIP Realm: acme.example.com');
  expect(page.plain).toMatch(/Reason: A .*new.* customer/);
  expect(page.plain).toContain('Decided by @ada');
  // Masks are for receipts: the audit tells two secrets apart, and no more.
  expect(page.plain).toMatch(/Webhook Secret: fingerprint [0-9a-f]{16}/);
  const kept = house.rows<{ detail: string }>('SELECT detail FROM audit_entries');
  expect(kept.map(({ detail }) => detail).join('\n')).not.toContain('••••');
});

test('a Service Provider reads its tenant, an Account its account, others nothing', async () => {
  await using house = await openHouse({ history: true });
  const { ada, sam, tia, olu, eve } = house;
  const other = await house.account('Other', 'Elsewhere');
  const tiny = (await house.gateway.accountsMeant('Tiny', { everything: true }, 1))[0];
  const beta = await house.account('Beta');
  for (const name of ['Other', 'Tiny', 'Beta']) {
    await ada.types(`/vg access grant @${eve.name} account ${name}`);
    await house.settled();
  }
  const seenBy = async (person: Person, line = '/vg audit') =>
    (await answer(house, person, line)).plain;
  const all = await seenBy(ada);
  expect(all).toContain(other.name);
  expect(all).toContain(beta.name);
  const tenant = await seenBy(sam);
  expect(tenant).toContain(beta.name);
  expect(tenant).toContain(tiny?.name);
  expect(tenant).not.toContain(other.name);
  const own = await seenBy(tia);
  expect(own).toContain('Tiny');
  expect(own).not.toContain('Beta');
  expect(own).not.toContain('Other');

  expect(await seenBy(tia, '/vg audit beta')).toContain('I find no account “beta” in your reach.');
  expect(await seenBy(sam, '/vg audit other')).toContain('I find no account “other”');
  expect(await seenBy(sam, '/vg audit missing')).toContain('I find no account “missing”');
  expect(await seenBy(olu)).toContain('You may not read the audit.');
  const narrowed = await seenBy(ada, '/vg audit beta');
  expect(narrowed).toContain('Audit of Beta');
  expect(narrowed).not.toContain('Other');
  // eve holds three scopes by now; what is about a person is narrowed to the reader's own reach.
  expect(await seenBy(sam, `/vg audit @${eve.name}`)).not.toContain('Other');
});

test('what was typed is neither in the audit, nor in the database, nor in the log', async () => {
  await using house = await openHouse({ history: true });
  const { ada, eve, tia } = house;
  const canary = 'hunter2-canary';
  for (const line of [
    `account show ${canary}`,
    `tts clear “${canary}”`,
    `audit ${canary}`,
    `${canary} and more`,
    `account ${canary}`,
    `access grant @eve account ${canary}`,
    `access list @${canary}`,
    `can @eve ${canary}`,
  ]) {
    for (const person of [ada, tia, eve]) await person.types(`/vg ${line}`);
  }
  await ada.types('/vg account create', { in: house.voiceOps });
  await ada.waitsForModal('Create account');
  await ada.fills({ 'Account name': `${canary}${'x'.repeat(80)}`, 'SIP Realm': `${canary} !` });
  await ada.submits();
  await ada.types('/vg tts clear --all');
  await ada.waitsForModal('Clear every TTS cache');
  await ada.fills({ Phrase: canary });
  await ada.submits();
  await house.workspace.forge({
    by: eve,
    kind: 'block_actions',
    payload: {
      actions: [
        { type: 'button', action_id: 'tts.clear', block_id: 'b', value: canary },
        { type: 'button', action_id: 'audit.older', block_id: 'b', value: canary },
      ],
    },
  });
  await house.settled();
  expect(ada.sees()).toContain(`I find no account “${canary}” in your reach.`);
  const refused = house.rows<{ target: string; detail: string }>(
    "SELECT target, detail FROM audit_entries WHERE result = 'refused'",
  );
  expect(refused.length).toBeGreaterThan(5);
  expect(new Set(refused.map(({ target }) => target))).toEqual(new Set(['—']));
  expect(refused[0]?.detail).toMatch(
    /^{"code":"not_found","because":"target","reference":"ref_\w+"}$/,
  );
  expect(JSON.stringify(house.rows('SELECT * FROM audit_entries'))).not.toContain('hunter2');
  expect(house.dataBytes()).not.toContain('hunter2');
  expect(house.logs.filter((line) => line.includes('hunter2'))).toEqual([]);
});

test('those who own a target see who tried what on it; who tried is not told what it is', async () => {
  await using house = await openHouse({ history: true });
  const { ada, sam, tia, eve } = house;
  const beta = await house.account('Beta');
  const other = await house.account('Other', 'Elsewhere');
  for (const [person, { sid }] of [
    [tia, beta],
    [eve, beta],
    [tia, other],
  ] as const) {
    await clicksForged(house, person, 'account.show', sid);
    await house.settled();
  }
  const tried = house.rows<{ account_sid: string | null; provider_sid: string | null }>(
    "SELECT account_sid, provider_sid FROM audit_entries WHERE result = 'refused'",
  );
  expect(tried).toEqual([
    { account_sid: beta.sid, provider_sid: beta.provider.sid },
    { account_sid: beta.sid, provider_sid: beta.provider.sid },
    { account_sid: other.sid, provider_sid: other.provider.sid },
  ]);
  const tenant = (await answer(house, sam, '/vg audit')).plain;
  expect(tenant.match(new RegExp(`refused: account.show, ${beta.sid}`, 'g'))).toHaveLength(2);
  expect(tenant).toContain('@eve');
  expect(tenant).not.toContain(other.sid);
  expect((await answer(house, ada, '/vg audit beta')).plain).toContain('refused: account.show');
  for (const person of [tia, eve]) expect(person.sees()).not.toContain('Beta');
});

test('the audit of a person holds what they did and what was done to them', async () => {
  await using house = await openHouse({ history: true });
  const { ada, tia, eve } = house;
  await eve.types('/vg account list');
  await house.settled();
  const aboutTia = (await answer(house, ada, `/vg audit @${tia.name}`)).plain;
  expect(aboutTia).toContain('Audit by or about @tia');
  expect(aboutTia).toContain('verified: access grant');
  expect(aboutTia).not.toContain('@eve');
  const byEve = (await answer(house, ada, `/vg audit @${eve.name}`)).plain;
  expect(byEve).toContain('refused: account list');
  expect(byEve).not.toContain('access grant');
  expect((await answer(house, ada, '/vg audit @nobody')).plain).toContain(
    'I do not know who “@nobody” is',
  );
  expect((await answer(house, ada, `/vg audit @${eve.name} tiny`)).plain).toContain(
    'Name an account or a person, not both.',
  );
});

test('where several accounts are meant, each is offered', async () => {
  await using house = await openHouse({ history: true });
  await house.account('Acme East');
  await house.account('Acme West');
  const { ada } = house;
  const which = await answer(house, ada, '/vg audit acme');
  expect(which.buttons).toEqual(['Choose', 'Choose']);
  await ada.clicks('Choose', { in: which });
  await house.settled();
  expect(ada.messages(house.voiceOps).at(-1)?.plain).toContain('Audit of Acme East');
});

test('pages turn both ways and lose nothing when entries are added meanwhile', async () => {
  await using house = await openHouse({ history: true });
  const { ada, eve } = house;
  for (let time = 0; time < 12; time += 1) await eve.types('/vg status');
  await house.settled();
  const numbers = (text: string) => [...text.matchAll(/^#(\d+)/gm)].map(([, seq]) => Number(seq));
  const first = await answer(house, ada, '/vg audit');
  expect(first.buttons).toEqual(['Older']);
  const shown = numbers(first.plain);
  expect(shown).toHaveLength(8);
  await eve.types('/vg status');
  await house.settled();
  const turned = async (label: string) => {
    await ada.clicks(label, { in: ada.messages(house.voiceOps).at(-1) ?? '' });
    await house.settled();
    return ada.messages(house.voiceOps).at(-1) ?? first;
  };
  const older = await turned('Older');
  expect(older.ts).toBe(first.ts);
  expect(numbers(older.plain)[0]).toBe((shown.at(-1) ?? 0) - 1);
  expect(older.buttons).toEqual(expect.arrayContaining(['Newer']));
  const back = await turned('Newer');
  expect(numbers(back.plain)).toEqual(shown);
  const newest = await turned('Newer');
  expect(numbers(newest.plain)[0]).toBe((shown[0] ?? 0) + 1);
});

test('a forged page reaches no further than its reader', async () => {
  await using house = await openHouse({ history: true });
  const { ada, tia, eve } = house;
  const other = await house.account('Other', 'Elsewhere');
  await ada.types(`/vg access grant @${eve.name} account Other`);
  await house.settled();
  const forged = (value: string) =>
    house.workspace.forge({
      by: tia,
      kind: 'block_actions',
      payload: { actions: [{ type: 'button', action_id: 'audit.older', block_id: 'b', value }] },
    });
  await forged(JSON.stringify({ accounts: [other.sid], before: 1000 }));
  await tia.waitsFor('I find no such account in your reach.');
  await forged('{');
  await tia.waitsFor('This page cannot be turned.');
  await forged(JSON.stringify({ before: 'x' }));
  await house.settled();
  expect(tia.sees()).not.toContain('Other');
});

test('an untouched audit is whole, and says what cannot be vouched for', async () => {
  await using house = await openHouse({ history: true });
  await things(house);
  const { ada, sam, clock, audit } = house;
  const entries = count(house);
  const whole = (await answer(house, ada, '/vg audit verify')).plain;
  expect(whole).toContain(`The audit is whole: ${entries} entries since 20`);
  expect(whole).toContain(`No head was posted yet. ${entries} entries cannot be vouched for`);

  clock.forward({ days: 1 });
  const anchor = await ada.waitsFor('Audit anchor: entry', { in: audit });
  expect(anchor.plain).toContain(`Audit anchor: entry ${entries}`);
  const [head] = house.rows<{ mac: string }>('SELECT mac FROM audit_entries ORDER BY seq DESC');
  expect(anchor.plain).toContain(head?.mac);
  await sam.types('/vg audit verify');
  await house.settled();
  const later = (await answer(house, ada, '/vg audit verify')).plain;
  expect(later).toContain('The audit is whole');
  expect(later).toContain(`Last anchor: entry ${entries}, posted in #audit`);
  expect(later).toContain(head?.mac);
  expect(later).toContain('After it, 1 entry cannot be vouched for');
  expect(sam.sees()).toContain('You may not verify the audit chain');
});

test('an anchor is posted each day, across a restart too', async () => {
  await using house = await openHouse({ history: true });
  const { ada, eve, clock, audit } = house;
  for (const anchors of [1, 2]) {
    clock.forward({ days: 1 });
    await ada.waitsFor(`Audit anchor: entry ${count(house)}`, { in: audit });
    expect(house.rows('SELECT seq FROM audit_anchors')).toHaveLength(anchors);
    await eve.types('/vg status');
    await house.settled();
    await house.restart();
  }
});

test('an anchor that the channel refuses goes to the Admins, and vouches once it stands there', async () => {
  await using house = await openHouse({ history: true });
  const { ada, ben, tia, clock, audit, workspace } = house;
  audit.members.delete(workspace.botUserId);
  // A line that only informs tells them so already: the anchor comes all the same.
  await ada.types(`/vg access grant @${tia.name} account Tiny until 2030-01-31`);
  await ada.waitsFor('I could not post this in', { in: ada.dm });
  clock.forward({ days: 1 });
  for (const admin of [ada, ben]) await admin.waitsFor('Audit anchor: entry', { in: admin.dm });
  await house.settled();
  const verdict = (await answer(house, ada, '/vg audit verify')).plain;
  expect(verdict).toContain('posted in direct messages of Admins');
  expect(verdict).not.toContain('#audit');
});

test('an anchor that is still on its way vouches for nothing', async () => {
  await using house = await openHouse({ history: true });
  const { ada, clock, audit, workspace } = house;
  workspace.faults.next('chat.postMessage', { status: 429, retryAfter: 600 });
  clock.forward({ days: 1 });
  const queued = () => house.rows('SELECT seq FROM audit_anchors').length;
  await expect.poll(queued, { timeout: 5000 }).toBe(1);
  await house.settled();
  expect((await answer(house, ada, '/vg audit verify')).plain).toContain('No head was posted yet.');
  clock.forward({ minutes: 11 });
  await ada.waitsFor('Audit anchor: entry', { in: audit });
  await house.settled();
  expect((await answer(house, ada, '/vg audit verify')).plain).toContain('posted in #audit');
});

test('without AUDIT_CHANNEL no head is posted, and the answer says so', async () => {
  await using house = await openHouse({ history: true });
  const { channels } = house.config;
  house.config.channels = { ...channels, audit: null };
  await house.restart();
  house.clock.forward({ days: 2 });
  await things(house);
  const verdict = (await answer(house, house.ada, '/vg audit verify')).plain;
  expect(verdict).toContain('No head is ever posted, because AUDIT_CHANNEL is not set.');
  expect(house.rows('SELECT seq FROM audit_anchors')).toEqual([]);
});

test('the database refuses to change, delete or replace an entry', async () => {
  await using house = await openHouse({ history: true });
  const client = new Database(join(house.config.dataDir, 'switchboard.db'));
  try {
    for (const statement of [
      "UPDATE audit_entries SET result = 'x' WHERE seq = 1",
      'DELETE FROM audit_entries WHERE seq = 1',
      "INSERT OR REPLACE INTO audit_entries SELECT seq, at, actor_team, actor_user, actor_name, surface, action, 'x', change_id, provider_sid, account_sid, subject, target, detail, mac FROM audit_entries WHERE seq = 1",
    ]) {
      expect(() => client.exec(statement)).toThrow('audit entries are append-only');
    }
  } finally {
    client.close();
  }
});

const columns =
  'at, actor_team, actor_user, actor_name, surface, action, result, change_id, provider_sid, account_sid, subject, target, detail, mac';

test.each([
  [
    'a change',
    ["UPDATE audit_entries SET actor_user = 'U0' WHERE seq = 3"],
    'Entry 3 does not fit',
  ],
  [
    'a change of what happened',
    [`UPDATE audit_entries SET detail = '{"facts":[]}' WHERE seq = 2`],
    'Entry 2 does not fit',
  ],
  [
    'what is no JSON any more',
    ["UPDATE audit_entries SET detail = 'nothing' WHERE seq = 2"],
    'Entry 2 does not fit',
  ],
  ['another time', ["UPDATE audit_entries SET at = 'long ago' WHERE seq = 4"], 'Entry 4 does not'],
  ['another MAC', ["UPDATE audit_entries SET mac = 'abc' WHERE seq = 3"], 'Entry 3 does not fit'],
  ['a deletion', ['DELETE FROM audit_entries WHERE seq = 3'], 'Entry 3 is missing: deleted.'],
  [
    'a deletion of several',
    ['DELETE FROM audit_entries WHERE seq IN (4, 5)'],
    'Entries 4 to 5 are missing: deleted.',
  ],
  [
    'an insertion',
    [
      'UPDATE audit_entries SET seq = -seq WHERE seq >= 4',
      'UPDATE audit_entries SET seq = 1 - seq WHERE seq < 0',
      `INSERT INTO audit_entries (seq, ${columns}) SELECT 4, ${columns} FROM audit_entries WHERE seq = 2`,
    ],
    'Entries 4 to',
  ],
  [
    'an insertion before the first',
    [
      `INSERT INTO audit_entries (seq, ${columns}) SELECT -7, ${columns} FROM audit_entries WHERE seq = 2`,
    ],
    'Entry -7 does not fit',
  ],
  [
    'a swap',
    [
      'UPDATE audit_entries SET seq = -2 WHERE seq = 2',
      'UPDATE audit_entries SET seq = 2 WHERE seq = 4',
      'UPDATE audit_entries SET seq = 4 WHERE seq = -2',
    ],
    'Entries 2 to',
  ],
])('%s is found and located', async (_what, statements, said) => {
  await using house = await openHouse({ history: true });
  await things(house);
  tamper(house, ...statements);
  const verdict = (await answer(house, house.ada, '/vg audit verify')).plain;
  expect(verdict).toContain('The audit was tampered with');
  expect(verdict).toContain(said);
  // What is no valid entry any more can still be listed, beside the others.
  await answer(house, house.ada, '/vg audit');
  await house.ada.clicks('Older');
  await house.settled();
  expect(house.ada.messages(house.voiceOps).at(-1)?.plain).toContain('#1');
});

test('a tail that is cut off is missed by the anchor, and so is one that grew anew', async () => {
  await using house = await openHouse({ history: true });
  await things(house);
  house.clock.forward({ days: 1 });
  const entries = count(house);
  await house.ada.waitsFor('Audit anchor', { in: house.audit });
  tamper(house, `DELETE FROM audit_entries WHERE seq > ${entries - 2}`);
  const cut = (await answer(house, house.ada, '/vg audit verify')).plain;
  expect(cut).toContain(`Entries ${entries - 1} to ${entries}: cut off from the end`);
  await things(house);
  const regrown = (await answer(house, house.ada, '/vg audit verify')).plain;
  expect(regrown).toContain('The audit was tampered with');
  expect(regrown).toContain(`Entries 1 to ${entries}: replaced, since entry ${entries} is not`);
});

test('a tampered head keeps nobody from working: the next entry is written behind it', async () => {
  await using house = await openHouse({ history: true });
  await things(house);
  const entries = count(house);
  tamper(house, `UPDATE audit_entries SET detail = 'nothing' WHERE seq = ${entries}`);
  await things(house);
  expect(count(house)).toBe(entries + 5);
  const verdict = (await answer(house, house.ada, '/vg audit verify')).plain;
  expect(verdict).toContain(`Entry ${entries} does not fit`);
  expect(verdict).not.toContain('Entries');
});

test('an account’s audit begins with its creation, and people see what they asked for themselves', async () => {
  await using house = await openHouse({ history: true });
  const { ada, tia } = house;
  await ada.types('/vg account create');
  await ada.fills({ 'Account name': 'Fresh', 'SIP Realm': 'fresh.example.com' });
  await ada.submits();
  await ada.waitsFor('Done: I created account Fresh');
  await ada.types('/vg audit fresh');
  expect((await ada.waitsFor('Audit of Fresh')).plain).toContain('verified: account create, Fresh');

  await tia.types('/vg account create');
  await tia.fills({ 'Account name': 'Later', 'SIP Realm': 'later.example.com', Reason: 'a pilot' });
  await tia.submits();
  await tia.waitsFor('You asked to create account Later');
  await tia.types('/vg audit');
  expect((await tia.waitsFor(/^Audit/)).plain).toContain('asked: account create, Later');
});
