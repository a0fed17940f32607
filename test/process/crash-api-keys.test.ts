import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stocked } from './data.ts';
import { type BotProcess, openStreet, type Street } from './process.ts';

// A key whose process dies between any two steps of its creation is found and revoked, or was never made: nothing
// is left behind that opens an account and that nobody has. The bot that goes on is the bot of the next test.

let street: Street;
let bot: BotProcess | null = null;
let tests = 0;
/** What this test's account is called. */
let name = '';

beforeAll(async () => {
  street = await openStreet();
  bot = await street.serve();
}, 180_000);
afterAll(() => street[Symbol.asyncDispose]());
beforeEach(async () => {
  bot ??= await street.serve();
  if (street.ada.modal) await street.ada.closes({ all: true });
  tests += 1;
  name = `Acme ${tests}`;
  await stocked(street.dataDir, { name, sipRealm: `acme-${tests}.example.com` });
  await street.toldAll();
}, 180_000);

const ofAccount = 'WHERE account_id = (SELECT id FROM accounts WHERE name = ?)';
const keys = () => street.rows('gateway.db', `SELECT sid FROM api_keys ${ofAccount}`, name);
const known = () =>
  street.rows<{ sid: string; shown_at: number | null; revoked_why: string | null }>(
    'switchboard.db',
    'SELECT sid, shown_at, revoked_why FROM api_keys WHERE account_name = ?',
    name,
  );
const creation = () =>
  street.rows<{ state: string }>(
    'switchboard.db',
    "SELECT state FROM changes WHERE kind = 'keys add' ORDER BY seq DESC LIMIT 1",
  );

/** Somebody adds a key to the account; the bot dies after this step of it, and the next one goes on. */
async function cutOffAt(step: string): Promise<void> {
  const { ada, voiceOps } = street;
  const doomed = bot;
  bot = null;
  await doomed?.diesAt(step);
  await ada.types(`/vg keys add "${name}"`, { in: voiceOps });
  await ada.waitsForModal('Add API key');
  await ada.fills({ Label: 'CRM import' });
  await ada.submits();
  await doomed?.died();
  bot = await street.serve();
}

// A bot starts in each: on a busy machine that takes its time.
describe('the creation of an API key, cut off', { timeout: 180_000 }, () => {
  test.each(['asked', 'written', 'read back', 'ended'])(
    'after the step “%s”: it is revoked, and its maker told',
    async (step) => {
      await cutOffAt(step);
      const said = new RegExp(
        `${name}\\b[^]*I could not show it to you|I could not show it to you[^]*${name}\\b`,
      );
      await street.ada.waitsFor(said, { timeoutMs: 20_000 });
      await expect.poll(keys).toEqual([]);
      expect(known()).toMatchObject([{ revoked_why: 'not shown' }]);
      expect(creation()).toEqual([{ state: 'verified' }]);
    },
  );

  test('after the step “begun”, before anything was written: there is no key, and it is said so', async () => {
    await cutOffAt('begun');
    await street.ada.waitsFor('I do not know whether it happened', { timeoutMs: 20_000 });
    expect([keys(), known()]).toEqual([[], []]);
  });

  test.each(['sent', 'told'])(
    'after the step “%s”: it was seen, and waits to be stored, or it is revoked',
    async (step) => {
      await cutOffAt(step);
      const decided = () =>
        known().length > 0 &&
        known().every(({ shown_at, revoked_why }) => (shown_at ?? revoked_why) !== null);
      await expect.poll(decided, { timeout: 20_000 }).toBe(true);
      const live = known().filter(({ revoked_why }) => revoked_why === null);
      expect(known()).toHaveLength(1);
      expect(keys()).toEqual(live.map(({ sid }) => ({ sid })));
      if (live.length > 0) expect(street.ada.modal?.text).toContain('[Stored it]');
    },
  );
});
