import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import { gatewayFile } from './embedded-file.ts';
import { faulty } from './faulty.ts';
import { addAccount, refusal } from './given.ts';

const down = new BotError('unavailable', 'Down.');

async function opened() {
  const file = gatewayFile();
  const embedded = file.open();
  const { sid } = await addAccount({ gateway: embedded }, { name: 'Acme' });
  await embedded.stock.cachePrompts(sid, 3);
  return {
    sid,
    embedded,
    gateway: faulty(embedded),
    async [Symbol.asyncDispose]() {
      await embedded.close();
      file[Symbol.dispose]();
    },
  };
}

test('A faulty gateway works like its own, and writes down its calls', async () => {
  await using it = await opened();
  expect(await it.gateway.cachedPrompts(it.sid)).toBe(3);
  await it.gateway.ping();
  expect(it.gateway.calls).toEqual([
    { method: 'cachedPrompts', args: [it.sid] },
    { method: 'ping', args: [] },
  ]);
});

test('It fails as often as it is told, without doing the work', async () => {
  await using it = await opened();
  it.gateway.fail('clearTtsCache', down, 2);
  expect(await refusal(it.gateway.clearTtsCache(it.sid))).toBe(down);
  expect(await refusal(it.gateway.clearTtsCache(it.sid))).toBe(down);
  expect(await it.embedded.cachedPrompts(it.sid)).toBe(3);
  await it.gateway.clearTtsCache(it.sid);
  expect(await it.embedded.cachedPrompts(it.sid)).toBe(0);
});

test('It fails until it is healed', async () => {
  await using it = await opened();
  it.gateway.fail('ping', down);
  for (const _ of [1, 2, 3]) expect(await refusal(it.gateway.ping())).toBe(down);
  it.gateway.heal('ping');
  await it.gateway.ping();
});

test('It hangs before the work until it is released', async () => {
  await using it = await opened();
  const { release } = it.gateway.hang('clearTtsCache');
  const clearing = it.gateway.clearTtsCache(it.sid);
  await setImmediate();
  expect(await it.embedded.cachedPrompts(it.sid)).toBe(3);
  release();
  await clearing;
  expect(await it.embedded.cachedPrompts(it.sid)).toBe(0);
});

test('It answers late, with the work done', async () => {
  await using it = await opened();
  const { promise, resolve } = Promise.withResolvers<void>();
  it.gateway.late('clearTtsCache', promise);
  let answered = false;
  const clearing = it.gateway.clearTtsCache(it.sid).then(() => {
    answered = true;
  });
  await setImmediate();
  expect(await it.embedded.cachedPrompts(it.sid)).toBe(0);
  expect(answered).toBe(false);
  resolve();
  await clearing;
  expect(answered).toBe(true);
});

test('It loses one answer, with the work done', async () => {
  await using it = await opened();
  it.gateway.loseAnswer('clearTtsCache');
  const error = await refusal(it.gateway.clearTtsCache(it.sid));
  expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: true });
  expect(await it.embedded.cachedPrompts(it.sid)).toBe(0);
  await it.gateway.clearTtsCache(it.sid);
});

test('It pretends', async () => {
  await using it = await opened();
  it.gateway.pretend('cachedPrompts', 99);
  it.gateway.pretend('clearTtsCache', undefined);
  await it.gateway.clearTtsCache(it.sid);
  expect(await it.gateway.cachedPrompts(it.sid)).toBe(99);
  it.gateway.heal();
  expect(await it.gateway.cachedPrompts(it.sid)).toBe(3);
});
