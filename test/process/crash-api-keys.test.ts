import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openEmbeddedGateway } from '../../src/gateway/embedded/embedded-gateway.ts';
import { Secret } from '../../src/secret.ts';
import { openStreet, type Street } from './process.ts';

// A key whose process dies between any two steps of its creation is found and revoked, or was never made: nothing
// is left behind that opens an account and that nobody has.

async function withAccount(street: Street): Promise<void> {
  const gateway = openEmbeddedGateway({
    file: join(street.dataDir, 'gateway.db'),
    secretsKeys: { current: new Secret(Buffer.alloc(32, 7).toString('base64')), old: [] },
    clock: systemClock,
  });
  const [provider] = await gateway.serviceProviders({ everything: true });
  if (!provider) throw new Error('no provider');
  await gateway.createAccount({
    name: 'Acme',
    providerSid: provider.sid,
    sipRealm: 'acme.example.com',
  });
  await gateway.close();
}

const keys = (street: Street) => street.rows('gateway.db', 'SELECT sid FROM api_keys');
const known = (street: Street) =>
  street.rows<{ sid: string; shown_at: number | null; revoked_why: string | null }>(
    'switchboard.db',
    'SELECT sid, shown_at, revoked_why FROM api_keys',
  );
const creation = (street: Street) =>
  street.rows<{ state: string }>(
    'switchboard.db',
    "SELECT state FROM changes WHERE kind = 'keys add'",
  );

async function asks({ ada, voiceOps }: Street): Promise<void> {
  await ada.types('/vg keys add acme', { in: voiceOps });
  await ada.waitsForModal('Add API key');
  await ada.fills({ Label: 'CRM import' });
  await ada.submits();
}

async function streetWithAccount(): Promise<Street> {
  const street = await openStreet();
  await withAccount(street);
  return street;
}

// Two bots start in each, one after the other: on a busy machine that takes its time.
describe('the creation of an API key, cut off', { timeout: 180_000 }, () => {
  test.each(['asked', 'written', 'read back', 'ended'])(
    'after the step “%s”: it is revoked, and its maker told',
    async (step) => {
      await using street = await streetWithAccount();
      const { ada } = street;
      const doomed = await street.serve(`${step}:1`);
      await asks(street);
      await doomed.died();

      await street.serve();
      await ada.waitsFor('I could not show it to you', { timeoutMs: 20_000 });
      await expect.poll(() => keys(street)).toEqual([]);
      expect(known(street)).toMatchObject([{ revoked_why: 'not shown' }]);
      expect(creation(street)).toEqual([{ state: 'verified' }]);
    },
  );

  test('after the step “begun”, before anything was written: there is no key, and it is said so', async () => {
    await using street = await streetWithAccount();
    const { ada } = street;
    const doomed = await street.serve('begun:1');
    await asks(street);
    await doomed.died();

    await street.serve();
    await ada.waitsFor('I do not know whether it happened', { timeoutMs: 20_000 });
    expect([keys(street), known(street)]).toEqual([[], []]);
  });

  test.each(['sent', 'told'])(
    'after the step “%s”: it was seen, and waits to be stored, or it is revoked',
    async (step) => {
      await using street = await streetWithAccount();
      // A bot before it has sent the welcome, so that the receipt of the key is the first thing to be sent.
      const first = await street.serve();
      const underWay = "SELECT 1 FROM outbox WHERE state IN ('due', 'sending')";
      await expect.poll(() => street.rows('switchboard.db', underWay)).toEqual([]);
      await first.kill();
      const doomed = await street.serve(`${step}:1`);
      await asks(street);
      await doomed.died();

      await street.serve();
      const decided = () =>
        known(street).every(({ shown_at, revoked_why }) => (shown_at ?? revoked_why) !== null);
      await expect.poll(decided, { timeout: 20_000 }).toBe(true);
      const live = known(street).filter(({ revoked_why }) => revoked_why === null);
      expect(known(street)).toHaveLength(1);
      expect(keys(street)).toEqual(live.map(({ sid }) => ({ sid })));
      if (live.length > 0) expect(street.ada.modal?.text).toContain('[Stored it]');
    },
  );
});
