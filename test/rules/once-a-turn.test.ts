import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { onceATurn } from '../../src/once-a-turn.ts';

test('work is done once, however often it is asked for in a turn, and never in that turn', async () => {
  const work = vi.fn();
  const looking = onceATurn(work);
  for (let times = 0; times < 3; times += 1) looking.ask();
  expect(work).toHaveBeenCalledTimes(0);
  await looking.done();
  expect(work).toHaveBeenCalledTimes(1);
  looking.ask();
  await turn();
  await turn();
  expect(work).toHaveBeenCalledTimes(2);
});

test('what the work itself asks for is done in the turn after', async () => {
  const work = vi.fn(() => {
    if (work.mock.calls.length < 3) looking.ask();
  });
  const looking = onceATurn(work);
  looking.ask();
  await looking.done();
  expect(work).toHaveBeenCalledTimes(1);
  await looking.done();
  await looking.done();
  expect(work).toHaveBeenCalledTimes(3);
  await looking.done();
  expect(work).toHaveBeenCalledTimes(3);
});
