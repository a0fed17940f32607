import { expect, test } from 'vitest';
import { openStreet, type Street } from './process.ts';

// The real program over Socket Mode, where a rejection that nobody handles ends the process.

const readyz = async (port: number) => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;

async function helps({ ada, voiceOps }: Street): Promise<void> {
  const { status } = await ada.types('/vg help', { in: voiceOps });
  expect(status).toBe(200);
  await ada.waitsFor('/vg account create', { in: voiceOps });
}

test('the process survives what ends Slack’s own client: app_rate_limited, and a reconnect that is refused', async () => {
  await using street = await openStreet('socket');
  const { workspace } = street;
  const bot = await street.serve('main');
  const odd = { envelope_id: 'odd', type: 'events_api', payload: { type: 'app_rate_limited' } };
  expect((await workspace.sockets.sendRaw(odd)).status).toBe(200);
  for (const fault of [
    { error: 'invalid_auth' },
    { status: 500 } as const,
    'lose answer' as const,
  ]) {
    workspace.faults.next('apps.connections.open', fault, 1000);
    workspace.sockets.breakOff('all');
    await expect.poll(() => readyz(bot.port), { interval: 10 }).toBe(503);
    workspace.faults.clear();
    await expect.poll(() => readyz(bot.port), { interval: 50, timeout: 20_000 }).toBe(200);
    await workspace.connected(2);
    await helps(street);
  }
  expect(bot.child.exitCode).toBeNull();
  expect(bot.lines.filter((line) => line.includes('unhandled'))).toEqual([]);
});

test('SIGTERM ends it in order: what came is acked, done and told, and the next bot takes over', async () => {
  await using street = await openStreet('socket');
  const { workspace, ada, tia, voiceOps } = street;
  const first = await street.serve('main');
  await ada.types('/vg access grant @tia oncall', { in: voiceOps });
  first.child.kill('SIGTERM');
  await first.died();
  expect(first.child.exitCode).toBe(0);
  await workspace.connected(0);
  expect(first.lines.join('\n')).not.toContain('stopped before all was done');

  await street.serve('main');
  await tia.waitsFor(/granted you/);
  const granted = street.rows('switchboard.db', "SELECT 1 FROM grants WHERE scope = 'on_call'");
  expect(granted).toHaveLength(1);
  await helps(street);
});

test('a bot that waits to take over opens no connection: it would get commands that it cannot serve', async () => {
  await using street = await openStreet('socket');
  const { workspace } = street;
  const first = await street.serve();
  const second = await street.start();
  await expect.poll(() => readyz(second.port).catch(() => 0), { timeout: 30_000 }).toBe(503);
  expect(workspace.sockets.open).toBe(2);
  await helps(street);
  await first.kill();
  await second.ready();
  await workspace.connected(2);
  await helps(street);
});
