import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import type { BucketError } from '../../src/features/recording/bucket-client.ts';
import type { BucketTestResult, TestStep } from '../../src/features/recording/bucket-test.ts';
import { testSteps } from '../../src/features/recording/bucket-test.ts';
import { openLog } from '../../src/log.ts';
import { readAllowedAddresses } from '../../src/outbound/addresses.ts';

export const loopback = readAllowedAddresses('127.0.0.0/8,::1/128');

/** What was logged by all clients here. */
export const logs: string[] = [];
export const log = openLog('trace', { write: (line: string) => void logs.push(line) });
export const clock: Clock = { now: () => new Date() };

/** All is well but these steps: `write ok`, `list warning`, … */
export function but(states: Partial<Record<TestStep, string>> = {}): string[] {
  return testSteps.map((step) => `${step} ${states[step] ?? 'ok'}`);
}

/** Nothing was done after the first step failed. */
export const writeFailed = testSteps.map((step) =>
  step === 'write' ? 'write failed' : `${step} skipped`,
);

export function statesOf({ steps }: BucketTestResult): string[] {
  return steps.map(({ step, state }) => `${step} ${state}`);
}

/** What a call that must fail failed with. */
export async function errorOf(work: Promise<unknown>): Promise<BucketError> {
  return work.then(
    () => expect.unreachable('it did not fail'),
    (error: unknown) => error as BucketError,
  );
}

/** None of these words is told, however the values and the log are looked at. */
export function expectNone(words: readonly string[], ...values: unknown[]): void {
  const texts = values.flatMap((value) => [
    String(value),
    JSON.stringify(value),
    inspect(value, { depth: 20, showHidden: true }),
    value instanceof Error ? `${value.message}${value.stack}` : '',
  ]);
  for (const text of [...texts, logs.join('\n')]) {
    for (const word of words) expect(text).not.toContain(word);
  }
}

/** What this process holds, once garbage is collected. */
function inUse(): { megabytes: number; sockets: number; timers: number } {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const resources = process.getActiveResourcesInfo();
  const count = (name: string) => resources.filter((one) => one === name).length;
  return {
    megabytes: process.memoryUsage().heapUsed / 1024 ** 2,
    sockets: count('TCPSocketWrap') + count('TLSWrap'),
    timers: count('Timeout'),
  };
}

/**
 * A thousand tests, one after the other, keep nothing. Most of them are of what is refused at once, which is soon over,
 * and opens and closes a client all the same.
 */
export async function keepNothing(
  whole: () => Promise<BucketTestResult>,
  refused: () => Promise<BucketTestResult>,
): Promise<void> {
  const came = new Map<string, number>();
  const some = async (times: number) => {
    for (let time = 0; time < times; time++) {
      const states = statesOf(await (time % 40 === 0 ? whole() : refused())).join();
      came.set(states, (came.get(states) ?? 0) + 1);
    }
  };
  await some(200);
  const before = inUse();
  await some(800);
  const after = inUse();
  expect(Object.fromEntries(came)).toEqual({ [but().join()]: 25, [writeFailed.join()]: 975 });
  expect(after.sockets).toBeLessThanOrEqual(before.sockets);
  expect(after.timers).toBeLessThanOrEqual(before.timers);
  expect(after.megabytes - before.megabytes).toBeLessThan(6);
}
