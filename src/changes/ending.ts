import { BotError } from '../errors.ts';
import type { Failure, Reading } from './change.ts';

/** How a change ended. */
export type Ending =
  | { state: 'verified'; after: unknown }
  | { state: 'failed' | 'unknown'; failure: Failure; after?: unknown };

/** What became of a write: the gateway took it, said no, or nobody knows. */
export type Wrote = 'accepted' | { refused: BotError } | { unsure: unknown };

/**
 * How a change ends, from what was read back and what became of the write; `null`: write again. `wrote` is
 * `null` where this process has not written: whoever did may still be under way.
 */
export function endingOf(
  reading: Reading<unknown>,
  wrote: Wrote | null,
  mayRepeat: boolean,
): Ending | null {
  if (reading.found === 'done') return { state: 'verified', after: reading.seen };
  const seen = reading.seen === undefined ? {} : { after: reading.seen };
  const ending = (state: 'failed' | 'unknown', message: string, why?: string): Ending => ({
    state,
    failure: { message, ...(why && { why }) },
    ...seen,
  });
  const refused = wrote && wrote !== 'accepted' && 'refused' in wrote ? wrote.refused : null;
  // A part that cannot now may be able to in a moment.
  const again = mayRepeat && (!refused || refused.code === 'unavailable');
  if (reading.found === 'partly done') {
    return again ? null : ending('unknown', 'Some of it happened, and some did not.', reading.why);
  }
  if (reading.found === 'cannot tell') {
    return ending('unknown', 'The effect could not be read back.', reading.why);
  }
  if (wrote === 'accepted') {
    return ending('failed', 'The gateway accepted it, but it has no effect.', reading.why);
  }
  if (again) return null;
  if (refused) return { state: 'failed', failure: failureOf(refused), ...seen };
  return ending('unknown', 'The gateway did not answer, and it may still happen.', reading.why);
}

/** Whether an error says no for good; anything that we do not know may have happened. */
export function isFinal(error: unknown): error is BotError {
  return error instanceof BotError && !error.mayHaveHappened && error.code !== 'unavailable';
}

/** Whether a write that was answered so did nothing, now or later. */
export function didNothing(error: unknown): error is BotError {
  return isFinal(error) || (error instanceof BotError && error.didNothing);
}

export function failureOf(error: unknown): Failure {
  const known = error instanceof BotError ? error : null;
  return {
    message: known?.message ?? 'Something broke on our side.',
    ...(known?.why !== undefined && { why: known.why }),
    ...(known?.now !== undefined && { now: known.now }),
  };
}
