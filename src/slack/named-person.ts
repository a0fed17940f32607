import { BotError } from '../errors.ts';
import { parseMention, type Token } from './command-line.ts';
import { shortened } from './mrkdwn.ts';

/** The person among the words, and the other words. Throws `invalid` for `@ann` where Slack knows nobody so. */
export function personIn(words: readonly Token[]): { userId: string | null; others: Token[] } {
  const named = words.find((word) => !word.quoted && parseMention(word) !== null);
  const mentioned = named && parseMention(named);
  if (mentioned && 'name' in mentioned) throw unknownPerson(`@${mentioned.name}`);
  return { userId: mentioned?.userId ?? null, others: words.filter((word) => word !== named) };
}

/** Nothing that Slack knows as a person: they must be picked from its list. */
export function unknownPerson(typed: string): BotError {
  return new BotError('invalid', `I do not know who “${shortened(typed, 100)}” is.`, {
    why: 'Slack did not turn the name into a mention.',
    now: 'Type @ and pick the person from Slack’s list.',
  });
}
