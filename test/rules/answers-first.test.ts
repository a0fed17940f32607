import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openAnswersFirst } from '../../src/answers-first.ts';

/** Whether it is settled by the time that the event loop has turned a few times. */
async function soon(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  for (let times = 0; times < 5; times += 1) await turn();
  return settled;
}

test('where nobody waits for an answer, its turn comes with the next one of the event loop', async () => {
  const answers = openAnswersFirst();
  const mine = answers.turn();
  expect(await soon(mine)).toBe(true);
});

test('it comes once everybody has their answer, and a moment has passed', async () => {
  const answers = openAnswersFirst();
  const [ann, ben] = [answers.waits(), answers.waits()];
  const mine = answers.turn();
  ann();
  expect(await soon(mine)).toBe(false);
  ben();
  expect(await soon(mine)).toBe(false);
  await mine;
  expect(await soon(answers.turn())).toBe(true);
});

test('it comes also while people wait without end', async () => {
  const answers = openAnswersFirst();
  answers.waits();
  await answers.turn();
  await answers.turn();
});
