import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openEmbeddedGateway } from '../../src/gateway/embedded/embedded-gateway.ts';
import { Secret } from '../../src/secret.ts';
import { type BotProcess, openStreet, type Street } from './process.ts';

/** Accounts of these names, each with so many cached prompts. */
async function stock(street: Street, names: string[], prompts: number): Promise<void> {
  const gateway = openEmbeddedGateway({
    file: join(street.dataDir, 'gateway.db'),
    secretsKeys: { current: new Secret(Buffer.alloc(32, 7).toString('base64')), old: [] },
    clock: systemClock,
  });
  const [provider] = await gateway.serviceProviders({ everything: true });
  if (!provider) throw new Error('no provider');
  for (const name of names) {
    const sipRealm = `${name.toLowerCase()}.example.com`;
    const { sid } = await gateway.createAccount({ name, providerSid: provider.sid, sipRealm });
    await gateway.stock.cachePrompts(sid, prompts);
  }
  await gateway.close();
}

async function clears(street: Street, accounts: string): Promise<void> {
  await street.ada.types(`/vg tts clear ${accounts}`, { in: street.voiceOps });
  await street.ada.waitsForModal(/cached prompts/);
  await street.ada.submits();
}

const states = (street: Street) =>
  street
    .rows<{ state: string }>('switchboard.db', "SELECT state FROM changes WHERE kind = 'tts clear'")
    .map(({ state }) => state);

const readyz = async ({ port }: BotProcess) =>
  (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.status;

const left = ({ child: { exitCode, signalCode } }: BotProcess) => signalCode ?? exitCode;

const settled = (street: Street) =>
  expect
    .poll(() => street.rows('switchboard.db', "SELECT 1 FROM outbox WHERE state != 'sent'"))
    .toEqual([]);

test('SIGTERM while a batch runs: what runs is ended, what waits is done by the next bot', async () => {
  await using street = await openStreet();
  await (await street.serve('main')).kill();
  const names = ['Alfa', 'Bravo', 'Charlie', 'Delta', 'Echo', 'Foxtrot', 'Golf', 'Hotel'];
  await stock(street, names, 5000);
  const first = await street.serve('main');
  await clears(street, names.join(', '));
  await expect.poll(() => states(street)).toContain('applying');
  first.child.kill('SIGTERM');
  await first.died();
  expect(left(first)).toBe(0);
  expect(states(street)).not.toContain('applying');

  await street.serve('main');
  await expect.poll(() => states(street)).toEqual(names.map(() => 'verified'));
  const trail = street.rows<{ times: number }>(
    'switchboard.db',
    "SELECT count(*) AS times FROM audit_entries WHERE result = 'verified' AND action = 'tts clear' GROUP BY change_id",
  );
  expect(trail.map(({ times }) => times)).toEqual(names.map(() => 1));
  await settled(street);
});

test('SIGTERM while the gateway hangs: Slack is served, not ready any more, until the deadline', async () => {
  await using street = await openStreet();
  await (await street.serve('main')).kill();
  await stock(street, ['Alfa'], 12);
  const first = await street.serve('hangs:clearTtsCache');
  await clears(street, 'Alfa');
  await expect.poll(() => states(street)).toEqual(['applying']);
  first.child.kill('SIGTERM');
  await expect.poll(() => readyz(first)).toBe(503);
  await street.ada.types('/vg help', { in: street.voiceOps });
  expect(street.ada.sees()).toContain('/vg account create');
  await first.died();
  expect(left(first)).toBe(1);
  expect(first.lines.join('\n')).toContain('stopped at the deadline');

  await street.serve('main');
  await street.ada.waitsFor('12 → 0');
  expect(street.rows('gateway.db', 'SELECT 1 FROM tts_prompts')).toEqual([]);
});

test('SIGTERM while Slack does not answer: it leaves, and what was not told is told by the next bot', async () => {
  await using street = await openStreet();
  const first = await street.serve('main');
  await settled(street);
  street.workspace.faults.next('chat.postMessage', { delayMs: 60_000 });
  await street.ada.types('/vg access grant @tia oncall', { in: street.voiceOps });
  first.child.kill('SIGTERM');
  await first.died();
  expect(left(first)).toBe(1);

  await street.serve('main');
  await street.tia.waitsFor(/granted you/);
  await settled(street);
});

test('SIGTERM when nothing is under way, beside connections that say nothing: nobody holds it', async () => {
  await using street = await openStreet();
  const first = await street.serve('main');
  await settled(street);
  await Promise.all(Array.from({ length: 5 }, () => street.connects(first)));
  first.child.kill('SIGINT');
  await first.died();
  expect(left(first)).toBe(0);
});

test('a second signal leaves at once', async () => {
  await using street = await openStreet();
  await (await street.serve('main')).kill();
  await stock(street, ['Alfa'], 12);
  const first = await street.serve('hangs:clearTtsCache');
  await clears(street, 'Alfa');
  await expect.poll(() => states(street)).toEqual(['applying']);
  first.child.kill('SIGTERM');
  await expect.poll(() => readyz(first)).toBe(503);
  first.child.kill('SIGINT');
  await first.died();
  expect(left(first)).toBe(1);
  expect(first.lines.join('\n')).not.toContain('stopped at the deadline');
});
