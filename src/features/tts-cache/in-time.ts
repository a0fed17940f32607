import { setTimeout as sleep } from 'node:timers/promises';
import { BotError } from '../../errors.ts';

/** The work's result; rejects with `unavailable` where the gateway takes longer than this many milliseconds. */
export function inTime<Result>(limit: number, work: Promise<Result>): Promise<Result> {
  const late = sleep(Math.max(0, limit), undefined, { ref: false }).then((): never => {
    throw new BotError('unavailable', 'The Voice Gateway did not answer in time.', {
      why: 'It is slow, or it cannot be reached.',
      now: 'Try again in a minute. Nothing was changed.',
    });
  });
  return Promise.race([work, late]);
}
