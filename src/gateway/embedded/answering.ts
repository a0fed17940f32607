import { isBusy, troubleOf } from '../../db/trouble.ts';
import { BotError } from '../../errors.ts';

/** Runs a method of the gateway: what SQLite refuses becomes `unavailable`, as if a remote gateway did not answer. */
export async function answering<Result>(
  work: () => Result | Promise<Result>,
): Promise<Awaited<Result>> {
  try {
    return await work();
  } catch (error) {
    throw unavailableOr(error);
  }
}

/** `unavailable` where SQLite is the cause, the error itself where it is anything else. */
export function unavailableOr(error: unknown, mayHaveHappened = false): unknown {
  const trouble = troubleOf(error);
  if (!trouble && !isClosed(error)) return error;
  return new BotError('unavailable', 'The Voice Gateway did not answer.', {
    why: trouble ? `Its database ${trouble.state}.` : 'It is closed.',
    now: 'Try again in a minute.',
    mayHaveHappened,
    didNothing: !mayHaveHappened,
    cause: error,
  });
}

/** True where another connection held the file for all of the time that a statement waits. */
export function wasBusy(error: unknown): boolean {
  return isBusy(error instanceof BotError ? error.cause : error);
}

export function noSuchAccount(): BotError {
  return new BotError('not_found', 'There is no such account.', {
    why: 'It may have been deleted meanwhile.',
    now: 'List the accounts to see those that are there.',
  });
}

export function noSuchProvider(): BotError {
  return new BotError('not_found', 'There is no such Service Provider.', {
    why: 'It may have been deleted meanwhile.',
    now: 'Ask again with one that is there.',
  });
}

function isClosed(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'The database connection is not open';
}
