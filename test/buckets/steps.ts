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

/**
 * How many tests run one after the other: enough to see what each would leave. `BUCKET_TESTS=1000` takes the time to
 * look longer.
 */
export const IN_A_ROW = Number(process.env.BUCKET_TESTS ?? 150);

/** What is in use once all that nobody holds is gone, in MB. */
export function memory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1e6;
}

/** Does something so often, and sees that the later half holds no more memory than the first. */
export async function keepsMemory(times: number, work: () => Promise<unknown>): Promise<void> {
  const half = Math.floor(times / 2);
  for (let count = 0; count < half; count++) await work();
  const before = memory();
  for (let count = 0; count < half; count++) await work();
  // Less than 20 kB each, where a client alone has more.
  expect(memory() - before).toBeLessThan(1 + half * 0.02);
}
