import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stocked } from './data.ts';
import { type BotProcess, openStreet, type Street } from './process.ts';

// Each test kills the real process (SIGKILL, by its own hand, at a step that the journal has just taken), starts
// it again on the same data, and looks for one effect, one audit trail, and the outcome told. What goes on is the
// bot of the next test: all of them are one day on one street.

let street: Street;
let bot: BotProcess | null = null;
let tests = 0;
/** What this test's account is called. */
let name = '';

beforeAll(async () => {
  street = await openStreet();
  bot = await street.serve();
  const { ada, tia, voiceOps } = street;
  await ada.types('/vg access grant @tia service_provider Default', { in: voiceOps });
  await tia.waitsFor(/granted you/);
}, 180_000);
afterAll(() => street[Symbol.asyncDispose]());
beforeEach(async () => {
  bot ??= await street.serve();
  await street.toldAll();
  tests += 1;
  name = `Acme ${tests}`;
}, 180_000);

/** The bot dies after this step of what is done. */
async function dies(step: string, doing: () => Promise<void>): Promise<void> {
  const doomed = bot;
  bot = null;
  await doomed?.diesAt(step);
  await doing();
  await doomed?.died();
}

async function goesOn(): Promise<void> {
  bot = await street.serve();
}

const trail = (action: string) =>
  street
    .rows<{ result: string }>(
      'switchboard.db',
      'SELECT result FROM audit_entries WHERE action = ? AND target = ? ORDER BY seq',
      action,
      name,
    )
    .map(({ result }) => result);

const accountsNamed = (wanted: string) =>
  street.rows<{ sid: string }>('gateway.db', 'SELECT sid FROM accounts WHERE name = ?', wanted);

const realm = () => `acme-${tests}.example.com`;

/** What a person may see twice says so (design §4: telling). */
function toldOnceOrSaysSo(what: RegExp): void {
  const told = street.ada.messages().filter(({ plain }) => what.test(plain));
  expect(told.length).toBeGreaterThan(0);
  const again = told.slice(1).map(({ text, plain }) => `${text} ${plain}`);
  for (const text of again) expect(text).toContain('Sent again');
}

describe('an account creation, cut off', { timeout: 180_000 }, () => {
  const creates = async () => {
    const { ada, voiceOps } = street;
    await ada.types('/vg account create', { in: voiceOps });
    await ada.fills({ 'Account name': name, 'SIP Realm': realm() });
    await ada.submits();
  };

  test.each(['asked', 'begun', 'written', 'read back', 'ended', 'sent', 'told'])(
    'after the step “%s”',
    async (step) => {
      await dies(step, creates);
      await goesOn();
      const done = new RegExp(`Done: I created account “?${name}\\b`);
      await street.ada.waitsFor(done);
      await expect.poll(() => trail('account create')).toEqual(['asked', 'verified']);
      expect(accountsNamed(name)).toHaveLength(1);
      await street.toldAll();
      toldOnceOrSaysSo(done);
      if (street.ada.modal) await street.ada.closes({ all: true });
    },
  );

  test('before its ack: the form is still open, and sending it again makes no second account', async () => {
    const { ada } = street;
    await dies('asked', creates);
    expect(ada.modal?.trouble).toBeTruthy();

    await goesOn();
    await ada.submits();
    await ada.waitsFor(new RegExp(`created account “?${name}\\b`, 'i'));
    expect(trail('account create')).toEqual(['asked', 'verified']);
    expect(accountsNamed(name)).toHaveLength(1);
  });
});

describe('an approval, cut off', { timeout: 180_000 }, () => {
  test.each(['decided', 'begun', 'written', 'read back', 'ended', 'sent', 'told'])(
    'after the step “%s”',
    async (step) => {
      const { ada, tia, voiceOps, approvals } = street;
      const asked = new RegExp(`create account “?${name}\\b`, 'i');
      await tia.types('/vg account create', { in: voiceOps });
      await tia.fills({ 'Account name': name, 'SIP Realm': realm(), Reason: 'a pilot' });
      await tia.submits();
      await ada.waitsFor(asked, { in: approvals });
      await street.toldAll();

      await dies(step, async () => void (await ada.clicks('Approve', { in: asked })));
      await goesOn();
      const done = new RegExp(`${name}\\b[^]*Done and verified|Done and verified[^]*${name}\\b`);
      await tia.waitsFor(done);
      await expect.poll(() => trail('account create')).toEqual(['asked', 'approved', 'verified']);
      expect(accountsNamed(name)).toHaveLength(1);
      await ada.waitsFor(done, { in: approvals });
    },
  );
});

describe('a TTS clear, cut off', { timeout: 180_000 }, () => {
  /** An account with 4,812 cached prompts, which somebody clears until the bot dies after this step. */
  const clearedUntil = async (step: string) => {
    const { ada, voiceOps, dataDir } = street;
    await stocked(dataDir, { name, sipRealm: realm(), prompts: 4812 });
    await dies(step, async () => {
      await ada.types(`/vg tts clear "${name}"`, { in: voiceOps });
      await ada.waitsForModal(/4,812/);
      await ada.submits();
    });
  };
  const cleared = () => new RegExp(`${name}\\b[^]*4,812 → 0`);

  test.each(['asked', 'begun', 'written', 'read back', 'ended', 'sent', 'told'])(
    'after the step “%s”',
    async (step) => {
      await clearedUntil(step);
      await goesOn();
      await street.ada.waitsFor(cleared());
      await expect.poll(() => trail('tts clear')).toEqual(['asked', 'verified']);
      await street.toldAll();
      toldOnceOrSaysSo(cleared());
      if (street.ada.modal) await street.ada.closes({ all: true });
    },
  );

  test('half-way: the rest is cleared too before it is called done', async () => {
    await clearedUntil('begun');
    // As far as a clearing gets whose process dies between two of its slices.
    const file = new Database(join(street.dataDir, 'gateway.db'));
    file.exec('DELETE FROM tts_prompts WHERE id IN (SELECT id FROM tts_prompts LIMIT 2000)');
    file.close();

    await goesOn();
    await street.ada.waitsFor(cleared());
    expect(street.rows('gateway.db', 'SELECT id FROM tts_prompts')).toEqual([]);
  });
});
