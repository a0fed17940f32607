import { expect, test } from 'vitest';
import { startBot } from '../../src/bot.ts';
import { openLog } from '../../src/log.ts';
import { openHouse } from '../bot.ts';
import { openStreet } from './process.ts';

test('a second bot on the same data waits, live but not ready, and takes over when the first is killed', async () => {
  await using street = await openStreet();
  const first = await street.serve();
  const second = await street.start();

  const health = async (path: string) => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${second.port}${path}`).catch(() => null);
      if (answer) return answer.status;
    }
  };
  expect(await health('/healthz')).toBe(200);
  expect(await health('/readyz')).toBe(503);

  await first.kill();
  await second.ready();
  street.workspace.connect(`http://127.0.0.1:${second.port}/slack/events`);
  await street.ada.types('/vg help', { in: street.voiceOps });
  expect(street.ada.sees()).toContain('/vg account create');
});

test('a bot that is stopped while it waits stops without complaint', async () => {
  await using house = await openHouse();
  const waiting = await startBot(house.config, { log: openLog('silent') });
  await waiting.stop();
  await expect(waiting.ready).resolves.toBeUndefined();
});

test('SIGTERM ends the real program in order: what is told is told, and the next bot takes over', async () => {
  await using street = await openStreet();
  const first = await street.serve('main');
  await street.ada.types('/vg access grant @tia oncall', { in: street.voiceOps });
  first.child.kill('SIGTERM');
  await first.died();
  expect(first.child.exitCode).toBe(0);
  expect(first.lines.join('\n')).toContain('"msg":"stopping"');

  await street.serve('main');
  await street.tia.waitsFor(/granted you/);
  const granted = street.rows('switchboard.db', "SELECT 1 FROM grants WHERE scope = 'on_call'");
  expect(granted).toHaveLength(1);
});
