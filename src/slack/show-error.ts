import type { Origin } from '../changes/change.ts';
import { BotError } from '../errors.ts';
import type { Actor } from '../features/access/access.ts';
import { newId } from '../ids.ts';
import { type Log, ownError } from '../log.ts';

/** A refusal, as it is audited. */
export interface RefusedInteraction {
  actor: Actor;
  surface: Origin['surface'];
  /** What was tried: a command's words, or the id of a button or form. Never what was typed. */
  action: string;
  error: BotError;
  reference: string;
}

/**
 * Turns whatever was thrown into what the person is shown, and writes the log line that carries the same
 * reference. What is not ours is a bug: its text stays in the log. `command`: what stands before the commands that
 * the person is told to type.
 */
export function explain(
  error: unknown,
  log: Log,
  command = '',
): { shown: BotError; reference: string } {
  const reference = newId('ref');
  if (error instanceof BotError) {
    const line = { reference, ...ownError(error) };
    if (error.code === 'unavailable') log.warn(line, 'unavailable');
    else log.info(line, 'refused');
    return { shown: asTypedHere(error, command), reference };
  }
  log.error({ reference, err: error }, 'broke');
  const shown = new BotError('unavailable', 'Something broke on our side.', {
    why: 'It is a fault of the bot, not of what you did.',
    now: 'Try again; if it stays, tell whoever runs the bot this reference.',
  });
  return { shown, reference };
}

/** The error with its commands as they are typed here: rules know them without the slash command. */
export function asTypedHere(error: BotError, command: string): BotError {
  if (command === '' || !error.now?.includes('`')) return error;
  const { code, message, cause, because, ...details } = error;
  const now = error.now.replace(/`([^`]+)`/gu, (_, words: string) => `\`${command} ${words}\``);
  return new BotError(code, message, { ...details, now, cause, ...(because && { because }) });
}

/** Whether an error is a refusal that belongs in the audit. */
export function isRefusal(error: BotError): boolean {
  const outOfReach = error.code === 'not_found' && error.askForAccess;
  return error.code === 'forbidden' || outOfReach || error.audited;
}
