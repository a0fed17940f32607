import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openEmbeddedGateway } from '../../src/gateway/embedded/embedded-gateway.ts';
import { Secret } from '../../src/secret.ts';
import { openStreet, type Street } from './process.ts';

// Each test kills the real process (SIGKILL, by its own hand, at a step that the journal has just taken), starts
// it again on the same data, and looks for one effect, one audit trail, and the outcome told.

const trail = (street: Street, action: string) =>
  street
    .rows<{ result: string }>(
      'switchboard.db',
      'SELECT result FROM audit_entries WHERE action = ? ORDER BY seq',
      action,
    )
    .map(({ result }) => result);

const accountsNamed = (street: Street, name: string) =>
  street.rows<{ sid: string }>('gateway.db', 'SELECT sid FROM accounts WHERE name = ?', name);

/** A street on which a bot has run before: the welcome is told, and nothing is on its way. */
async function settledStreet(): Promise<Street> {
  const street = await openStreet();
  const bot = await street.serve();
  await expect
    .poll(() =>
      street.rows('switchboard.db', "SELECT 1 FROM outbox WHERE state IN ('due', 'sending')"),
    )
    .toEqual([]);
  await bot.kill();
  return street;
}

/** What a person may see twice says so (design §4: telling). */
function toldOnceOrSaysSo(seen: string, what: RegExp): void {
  const times = [...seen.matchAll(new RegExp(what, 'g'))].length;
  expect(times).toBeGreaterThan(0);
  if (times > 1) expect(seen).toContain('Sent again');
}

describe('an account creation, cut off', () => {
  test.each(['asked', 'begun', 'written', 'read back', 'ended', 'sent', 'told'])(
    'after the step “%s”',
    async (step) => {
      await using street = await settledStreet();
      const { ada } = street;
      const doomed = await street.serve(`${step}:1`);
      await ada.types('/vg account create', { in: street.voiceOps });
      await ada.fills({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' });
      await ada.submits();
      await doomed.died();

      await street.serve();
      await ada.waitsFor(/Done: I created account “?Acme/);
      await expect.poll(() => trail(street, 'account create')).toEqual(['asked', 'verified']);
      expect(accountsNamed(street, 'Acme')).toHaveLength(1);
      toldOnceOrSaysSo(ada.sees(), /Done: I created account “?Acme/);
    },
  );

  test('before its ack: the form is still open, and sending it again makes no second account', async () => {
    await using street = await settledStreet();
    const { ada } = street;
    const doomed = await street.serve('asked:1');
    await ada.types('/vg account create', { in: street.voiceOps });
    await ada.fills({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' });
    await ada.submits();
    await doomed.died();
    expect(ada.modal?.trouble).toBeTruthy();

    await street.serve();
    await ada.submits();
    await ada.waitsFor(/created account “?Acme/i);
    expect(trail(street, 'account create')).toEqual(['asked', 'verified']);
    expect(accountsNamed(street, 'Acme')).toHaveLength(1);
  });
});

describe('an approval, cut off', () => {
  test.each(['decided', 'begun', 'written', 'read back', 'ended', 'sent', 'told'])(
    'after the step “%s”',
    async (step) => {
      await using street = await settledStreet();
      const { ada, tia } = street;
      const first = await street.serve();
      await ada.types('/vg access grant @tia service_provider Default', { in: street.voiceOps });
      await tia.waitsFor(/granted you/);
      await tia.types('/vg account create', { in: street.voiceOps });
      await tia.fills({
        'Account name': 'Acme',
        'SIP Realm': 'acme.example.com',
        Reason: 'a pilot',
      });
      await tia.submits();
      await ada.waitsFor(/create account “?Acme/i, { in: street.approvals });
      await expect
        .poll(() =>
          street.rows('switchboard.db', "SELECT 1 FROM outbox WHERE state IN ('due', 'sending')"),
        )
        .toEqual([]);
      await first.kill();

      const doomed = await street.serve(`${step}:1`);
      await ada.clicks('Approve', { in: /create account “?Acme/i });
      await doomed.died();

      await street.serve();
      await tia.waitsFor(/Done and verified/);
      await expect
        .poll(() => trail(street, 'account create'))
        .toEqual(['asked', 'approved', 'verified']);
      expect(accountsNamed(street, 'Acme')).toHaveLength(1);
      await ada.waitsFor(/Done and verified/, { in: street.approvals });
    },
  );
});

describe('a TTS clear, cut off', () => {
  test.each(['asked', 'begun', 'written', 'read back', 'ended', 'sent', 'told'])(
    'after the step “%s”',
    async (step) => {
      await using street = await settledStreet();
      const { ada } = street;
      await cacheOfAcme(street);
      await clearedUntil(street, step);

      await street.serve();
      await ada.waitsFor(/4,812 → 0/);
      await expect.poll(() => trail(street, 'tts clear')).toEqual(['asked', 'verified']);
      toldOnceOrSaysSo(ada.sees(), /4,812 → 0/);
    },
  );

  test('half-way: the rest is cleared too before it is called done', async () => {
    await using street = await settledStreet();
    await cacheOfAcme(street);
    await clearedUntil(street, 'begun');
    // As far as a clearing gets whose process dies between two of its slices.
    const file = new Database(join(street.dataDir, 'gateway.db'));
    file.exec('DELETE FROM tts_prompts WHERE id IN (SELECT id FROM tts_prompts LIMIT 2000)');
    file.close();

    await street.serve();
    await street.ada.waitsFor(/4,812 → 0/);
    expect(street.rows('gateway.db', 'SELECT id FROM tts_prompts')).toEqual([]);
  });
});

/** An account "Acme" with 4,812 cached prompts. */
async function cacheOfAcme(street: Street): Promise<void> {
  const gateway = openEmbeddedGateway({
    file: join(street.dataDir, 'gateway.db'),
    secretsKeys: { current: new Secret(Buffer.alloc(32, 7).toString('base64')), old: [] },
    clock: systemClock,
  });
  const [provider] = await gateway.serviceProviders({ everything: true });
  if (!provider) throw new Error('no provider');
  const { sid } = await gateway.createAccount({
    name: 'Acme',
    providerSid: provider.sid,
    sipRealm: 'acme.example.com',
  });
  await gateway.stock.cachePrompts(sid, 4812);
  await gateway.close();
}

/** Clears it with a bot that dies after this step. */
async function clearedUntil({ serve, ada, voiceOps }: Street, step: string): Promise<void> {
  const doomed = await serve(`${step}:1`);
  await ada.types('/vg tts clear acme', { in: voiceOps });
  await ada.waitsForModal(/4,812/);
  await ada.submits();
  await doomed.died();
}
