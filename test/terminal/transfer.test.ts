import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { openKeyring } from '../../src/db/keyring.ts';
import { type AuditEntry, walkChain } from '../../src/features/audit/audit.ts';
import { type House, openHouse } from '../bot.ts';
import { write } from '../grants.ts';
import { types, typesJson } from './terminal.ts';

const header = 'person_id,name,scope,target_sid,target_name,until';
const file = (...lines: string[]) => ({ 'people.csv': [header, ...lines].join('\n') });
const imports = ['access', 'import', 'people.csv'];

const grantsOf = (house: House, userId: string) =>
  house.rows(
    `SELECT scope, target_name AS target, date(until / 1000 - 1, 'unixepoch') AS until FROM grants
      WHERE user_id = ? AND ended_at IS NULL ORDER BY created_at`,
    userId,
  );

test('what is exported and imported again is as it is', async () => {
  await using house = await openHouse({ history: true });
  const exported = await types(house, ['access', 'export']);
  expect(exported.out.split('\n')[0]).toBe(header);
  expect(exported.out).toContain(`${house.tia.id},tia,account,`);
  const back = await types(house, imports, { files: { 'people.csv': exported.out } });
  expect([back.code, back.out]).toEqual([
    0,
    expect.stringContaining('0 to grant, 0 to change, 3 as they are.'),
  ]);
  const { json } = await typesJson(house, ['access', 'export']);
  expect((json.data as { grants: unknown[] }).grants).toHaveLength(3);
});

test('an import shows the difference first, does nothing then, and does it when told so', async () => {
  await using house = await openHouse({ history: true });
  const { eve, tia, olu } = house;
  const files = file(
    `${eve.id},,account,,Tiny,2127-01-31`,
    `${tia.id},tia,account,,tiny.sip.example.com,2127-02-28`,
    `${olu.id},olu,on_call,,,`,
    `<@${eve.id}|eve>,eve,on-call,,Default,`,
  );
  const dry = await types(house, [...imports, '--dry-run'], { files });
  expect(dry.code).toBe(0);
  expect(dry.out).toContain('What the import would do: 2 to grant, 1 to change, 1 as they are.');
  expect(dry.out).toContain(`+ eve (${eve.id}): Account scope on Tiny, until 2127-01-31`);
  expect(dry.out).toContain(
    `± tia (${tia.id}): Account scope on Tiny, without an end → until 2127-02-28`,
  );
  expect(dry.out).toContain('Nothing was done.');
  expect(grantsOf(house, eve.id)).toEqual([]);

  const real = await types(house, [...imports, '--reason', 'The new rota'], { files });
  expect(real.code).toBe(0);
  expect(grantsOf(house, eve.id)).toEqual([
    { scope: 'account', target: 'Tiny', until: '2127-01-31' },
    { scope: 'on_call', target: 'Default', until: null },
  ]);
  expect(grantsOf(house, tia.id)).toEqual([
    { scope: 'account', target: 'Tiny', until: '2127-02-28' },
  ]);
  // Whom the file does not list keeps what they hold.
  expect(grantsOf(house, house.sam.id)).toHaveLength(1);
  await house.ada.waitsFor('3 of 3 verified', { in: house.audit });
  await eve.waitsFor('terminal:ann granted you');
  expect(
    house.rows("SELECT DISTINCT reason FROM changes WHERE actor_user = 'terminal:ann'"),
  ).toEqual([{ reason: 'The new rota' }]);
  const again = await types(house, [...imports, '--reason', 'The new rota'], { files });
  expect([again.code, again.out]).toEqual([0, expect.stringContaining('4 as they are')]);
});

test('every line that cannot be accepted is told at once, by its number, and nothing is done', async () => {
  await using house = await openHouse({ history: true });
  await house.account('Acme North');
  await house.account('Acme South');
  const { eve } = house;
  const gone = house.workspace.addPerson({ name: 'gone', deactivated: true });
  const files = file(
    `${eve.id},,account,,Tiny,`,
    `@eve,,account,,Tiny,`,
    `${eve.id},,boss,,,`,
    `${eve.id},,account,,Globex,`,
    `${eve.id},,account,,Acme,`,
    `${eve.id},,account,,,`,
    `${eve.id},,on_call,,,2020-01-01`,
    `${eve.id},,on_call,,,someday`,
    `${eve.id},,account,,Tiny,2127-01-01`,
    `${gone.id},,on_call,,,`,
    `U0NOSUCH99,,on_call,,,`,
    `${eve.id},,account`,
    `${eve.id},,admin,,Tiny,`,
  );
  const { code, err } = await types(house, imports, { files });
  expect(code).toBe(2);
  for (const [line, why] of [
    [3, 'is no user id'],
    [4, '“boss” is no scope'],
    [5, 'I find no account “Globex”'],
    [6, 'Several match “Acme”'],
    [7, 'It names no target'],
    [8, '2020-01-01 is in the past'],
    [9, '“someday” is not a day'],
    [10, 'Line 2 is about the same scope'],
    [11, 'gone is deactivated in Slack'],
    [12, 'Slack knows no such person'],
    [13, 'It has 3 values, and the header names 6'],
    [14, 'Admin scope is for everything'],
  ]) {
    expect(err).toMatch(new RegExp(`  line ${line}: .*${why}`));
  }
  expect(err).not.toContain('line 2:');
  expect(grantsOf(house, eve.id)).toEqual([]);
});

test.each([
  ['no column of a needed name', 'name,scope', 'The header names no column person_id.'],
  ['a slip in a column’s name', `${header},untill`, 'I know no column “untill”'],
  ['a column twice', `${header},until`, 'The column until is there twice.'],
  ['a quote left open', `${header}\nU012345678,"ann,account,,Tiny,\n`, 'a quote is open'],
])('a file with %s is refused', async (_what, text, says) => {
  await using house = await openHouse({ history: true });
  const { code, err } = await types(house, imports, { files: { 'people.csv': text } });
  expect([code, err]).toEqual([2, expect.stringContaining(says)]);
});

test('what a spreadsheet would compute is text, there and back', async () => {
  await using house = await openHouse({ history: true });
  const { provider } = await house.account('Plain');
  const name = '=SUM(A1:A9) "Acme", Inc';
  const odd = { name, sipRealm: 'sum.example.com', providerSid: provider.sid };
  await house.gateway.createAccount(odd);
  await types(house, ['access', 'grant', house.eve.id, 'account', 'sum.example.com']);
  const { out } = await types(house, ['access', 'export']);
  expect(out).toContain(`"'=SUM(A1:A9) ""Acme"", Inc"`);
  const [, ...rows] = out.trim().split('\n');
  const line = rows.find((row) => row.includes('SUM'))?.replace(/[0-9a-f-]{36}/, '');
  await types(house, ['access', 'revoke', house.eve.id]);
  const back = await types(house, imports, { files: file(line ?? '') });
  expect([back.code, grantsOf(house, house.eve.id)]).toEqual([
    0,
    [{ scope: 'account', target: name, until: null }],
  ]);
});

test('a spreadsheet’s semicolons, byte order mark and column order are taken', async () => {
  await using house = await openHouse({ history: true });
  const text = `\uFEFFScope;Target Name;Person ID\r\naccount;Tiny;${house.eve.id}\r\n\r\n`;
  const { code } = await types(house, ['access', 'import', '-'], { files: { '-': text } });
  expect([code, grantsOf(house, house.eve.id)]).toEqual([
    0,
    [{ scope: 'account', target: 'Tiny', until: null }],
  ]);
});

test('what needs a second person waits, 3, and the rest is done', async () => {
  await using house = await openHouse({ history: true });
  const files = file(
    `${house.eve.id},,account,,Tiny,`,
    `${house.eve.id},,admin,,,`,
    `${house.eve.id},,service_provider,,Default,`,
  );
  const { code, json } = await typesJson(house, imports, { files });
  const states = (json.changes as { state: string }[]).map(({ state }) => state);
  expect([code, states]).toEqual([3, ['verified', 'waiting', 'verified']]);
  await house.ada.waitsFor('Grant eve Admin scope', { in: house.approvals });
  await house.ada.waitsFor('As an Admin they need no second person', { in: house.approvals });
  expect(grantsOf(house, house.eve.id)).toHaveLength(2);
});

test('an import that is refused half-way failed: it is not told as if nothing had been done', async () => {
  await using house = await openHouse({ history: true });
  const { workspace } = house;
  const many = Array.from({ length: 51 }, (_, index) =>
    workspace.addPerson({ name: `person${index}` }),
  );
  const files = file(...many.map(({ id }) => `${id},,on_call,,Default,`));
  const last = many.at(-1)?.id ?? '';
  const { code, json } = await typesJson(house, imports, {
    files,
    observe(step) {
      // Between the first fifty and the last: Slack says that this one has left.
      if (step === 'asked')
        write(house, 'UPDATE people SET is_deactivated = 1 WHERE user_id = ?', last);
    },
  });
  expect([code, json.decision, json.changes]).toEqual([1, 'failed', expect.any(Array)]);
  expect(json.changes).toHaveLength(50);
  expect(json.notes).toEqual([expect.stringContaining('stands; the rest was not asked for')]);
  expect(grantsOf(house, many[0]?.id ?? '')).toHaveLength(1);
  expect(grantsOf(house, last)).toEqual([]);
});

test('the whole audit is exported as JSON lines, whose chain can be walked elsewhere', async () => {
  await using house = await openHouse({ history: true });
  await types(house, ['tts', 'clear', 'Tiny', '--reason', 'Stale “greeting”\nof last year']);
  await types(house, ['account', 'show', 'Nothing like it']);
  const { code, out } = await types(house, ['audit', 'export']);
  expect(code).toBe(0);
  const entries = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Omit<AuditEntry, 'at'> & { at: string });
  const { db, close } = openDatabase(join(house.config.dataDir, 'switchboard.db'), 'switchboard');
  const keyring = openKeyring(db, house.config.secretsKeys, house.clock.now());
  const walk = (lines: typeof entries) => {
    const chain = walkChain((text) => keyring.mac('audit', text), []);
    for (const { at, ...entry } of lines) chain.next({ ...entry, at: new Date(at) });
    return chain.end();
  };
  expect(walk(entries)).toMatchObject({ entries: entries.length, breaks: [] });
  expect(entries.length).toBeGreaterThan(8);
  const forged = entries.map((one) => (one.seq === 3 ? { ...one, target: 'else' } : one));
  expect(walk(forged).breaks).toEqual([{ from: 3, to: 3, what: 'changed' }]);
  close();
});

test('an export is narrowed to an account, a person, and what is since', async () => {
  await using house = await openHouse({ history: true });
  await house.account('Acme');
  await types(house, ['tts', 'clear', 'Tiny']);
  await types(house, ['tts', 'clear', 'Acme']);
  const targets = (out: string) =>
    out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { target: string }).target);
  const of = async (...words: string[]) =>
    targets((await types(house, ['audit', 'export', ...words])).out);
  expect(await of('Acme')).toEqual(['Acme', 'Acme']);
  expect(new Set(await of('@tia'))).toEqual(new Set(['tia']));
  const today = new Date(house.clock.now()).toISOString().slice(0, 10);
  expect(await of('--since', today)).toEqual(await of());
  expect(await of('--since', '2127-01-01')).toEqual([]);
  expect((await types(house, ['audit', 'export', 'Nobody'])).code).toBe(2);
});

test('a long audit is exported whole', async () => {
  await using house = await openHouse({ history: true });
  const [{ seq } = { seq: 0 }] = house.rows<{ seq: number }>(
    'SELECT max(seq) AS seq FROM audit_entries',
  );
  write(
    house,
    `INSERT INTO audit_entries (seq, at, actor_team, actor_user, actor_name, surface, action, result, target, detail, mac)
     WITH RECURSIVE n(i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     SELECT i, 1, 'T', 'U', 'u', 'command', 'tts clear', 'asked', 'X', '{}', 'm' FROM n`,
    seq + 1,
    seq + 2345,
  );
  const { out } = await types(house, ['audit', 'export']);
  expect(out.trim().split('\n')).toHaveLength(seq + 2345);
});
