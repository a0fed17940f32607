import { BotError } from './errors.ts';

/**
 * The gateway's answer; rejects with `unavailable` where it takes longer than this many milliseconds. The work
 * itself goes on: `writes` says that it may still take effect, so that nobody is told that nothing was changed.
 */
export function inTime<Result>(
  limit: number,
  work: Promise<Result>,
  { writes = false } = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(noAnswer(writes)), Math.max(0, limit));
    work.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

/** The work's result, or `null` where it takes longer than this many milliseconds or fails: for what may be missing. */
export function inTimeOrNull<Result>(limit: number, work: Promise<Result>): Promise<Result | null> {
  return inTime(limit, work).catch(() => null);
}

function noAnswer(writes: boolean): BotError {
  return new BotError('unavailable', 'The Voice Gateway did not answer in time.', {
    why: 'It is slow, or it cannot be reached.',
    now: writes ? 'Try again in a minute.' : 'Try again in a minute. Nothing was changed.',
    mayHaveHappened: writes,
  });
}
