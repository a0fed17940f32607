import { BotError } from '../errors.ts';
import { grantScopes, type ScopeName } from './scopes.ts';

const because = 'The app lacks the scope users:read in Slack, so I may not read who people are.';
const mended = `For whoever runs the bot: ${grantScopes(['users:read'])} Nothing was changed.`;

/** Why nobody can be looked up. */
export function mayNotReadPeople(cause: unknown): BotError {
  return new BotError('unavailable', 'I may not read who people are.', {
    why: 'The app lacks the scope users:read in Slack.',
    now: mended,
    cause,
  });
}

/** A refusal of somebody whom Slack did not confirm: where the app may not even ask, it says so, and what mends it. */
export function asLacking(error: unknown, missing: readonly ScopeName[]): unknown {
  if (!(error instanceof BotError) || error.because !== 'identity unknown') return error;
  if (!missing.includes('users:read')) return error;
  const { code, message, cause, because: reason, ...details } = error;
  const said = message.replace(/ right now\.$/, '.');
  return new BotError(code, said, {
    ...details,
    why: because,
    now: mended,
    because: reason,
    cause,
  });
}
