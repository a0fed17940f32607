import { BotError } from '../errors.ts';
import { parseMention, type Token } from './command-line.ts';
import { shortened } from './mrkdwn.ts';

/**
 * The person among the words, and the other words. Throws `invalid` for `@ann` where Slack knows nobody so, and
 * where several are named.
 */
export function personIn(words: readonly Token[]): { userId: string | null; others: Token[] } {
  const named = words.flatMap((word) => {
    const mentioned = parseMention(word);
    // In quotes `@ann` is a name; what Slack made a mention is one there too.
    if (mentioned === null || (word.quoted && 'name' in mentioned)) return [];
    if ('name' in mentioned) throw unknownPerson(`@${mentioned.name}`);
    return [{ word, userId: mentioned.userId }];
  });
  const [first, another] = named;
  if (another && another.userId !== first?.userId) {
    throw new BotError('invalid', 'You named several people.', {
      why: 'It is asked and done for one person at a time.',
      now: 'Name one, and then the other.',
    });
  }
  const others = words.filter((word) => !named.some((one) => one.word === word));
  return { userId: first?.userId ?? null, others };
}

/** The person whom the words name, alone; `null` where they name none. */
export function personAlone(words: readonly Token[]): string | null {
  const { userId, others } = personIn(words);
  if (userId !== null && others.length > 0) {
    throw new BotError('invalid', 'Name an account or a person, not both.', {
      now: 'Leave one of them out.',
    });
  }
  return userId;
}

/** Nothing that Slack knows as a person: they must be picked from its list. */
export function unknownPerson(typed: string): BotError {
  return new BotError('invalid', `I do not know who “${shortened(typed, 100)}” is.`, {
    why: 'Slack did not make it a mention of a person; groups and channels cannot be named here.',
    now: 'Type @ and pick the person from Slack’s list.',
  });
}
