import type { Db } from '../db/database.ts';
import { BotError } from '../errors.ts';
import { peopleKnown } from '../features/access/access.store.ts';
import { foldForSearch } from '../features/accounts/account-rules.ts';
import { parseMention, type Token } from '../slack/command-line.ts';
import { nounIn, nounOf } from '../slack/command-suggestions.ts';
import type { CommandRoute } from '../slack/commands.ts';
import { shortened } from '../slack/mrkdwn.ts';

/** An id as Slack shows it in a profile. */
const USER_ID = /^[UW][A-Z0-9]{4,}$/;
const HOW = 'Give the user id, as in Slack: profile, ⋮, Copy member ID.';

/**
 * Names of people in a command's words become mentions, as Slack makes them: `@ann` by the names that the bot
 * knows, `U0123ABCD` as it is. Only behind nouns that people are named to; elsewhere such a word is a name.
 */
export function withPeople(
  tokens: readonly Token[],
  routes: readonly CommandRoute[],
  people: { db: Db; teamId: string },
): Token[] {
  const noun = nounIn(routes, tokens[0]);
  const takesPeople = routes.some(
    (route) => nounOf(route) === noun && route.usage.includes('@user'),
  );
  if (!takesPeople) return [...tokens];
  return tokens.map((token, index) => {
    const isPerson = token.text.startsWith('@') || (!token.quoted && isId(token.text, people));
    if (index === 0 || !isPerson) return token;
    const text = `<@${userIdOf(token.text, people)}>`;
    return { ...token, text, quoted: false, parts: [{ text, quoted: false }] };
  });
}

/** Whether a word is somebody's id. One without a digit may be a word, unless it is that of somebody known. */
function isId(word: string, { db, teamId }: { db: Db; teamId: string }): boolean {
  if (!USER_ID.test(word)) return false;
  return /\d/.test(word) || peopleKnown(db, teamId).some(({ userId }) => userId === word);
}

/** The user id of whom somebody names: `<@U1>`, `<@U1|ann>`, `U1…`, `@ann` or `ann`. Throws `invalid`. */
export function userIdOf(typed: string, { db, teamId }: { db: Db; teamId: string }): string {
  const text = typed.trim();
  const mentioned = parseMention({ text, quoted: false, start: 0, parts: [] });
  if (mentioned && 'userId' in mentioned) return mentioned.userId;
  if (USER_ID.test(text)) return text;
  const wanted = foldForSearch(text.replace(/^@/, ''));
  const known = peopleKnown(db, teamId);
  const named = known.filter(({ name }) => foldForSearch(name) === wanted);
  const [one, ...others] = named;
  if (one && others.length === 0) return one.userId;
  if (one) throw several(text, named);
  const near = known.filter(({ name }) => ` ${foldForSearch(name)}`.includes(` ${wanted}`));
  throw unknown(text, wanted === '' ? [] : near);
}

type Known = ReturnType<typeof peopleKnown>;

function several(typed: string, people: Known): BotError {
  return new BotError('invalid', `Several people are called “${shortened(typed, 100)}”.`, {
    why: `They are ${listed(people)}.`,
    now: HOW,
  });
}

function unknown(typed: string, near: Known): BotError {
  return new BotError('invalid', `I do not know who “${shortened(typed, 100)}” is.`, {
    why:
      near.length > 0
        ? `Of whom I know, these come near: ${listed(near)}.`
        : 'I know the names of those with whom the bot has dealt.',
    now: HOW,
  });
}

function listed(people: Known): string {
  return people
    .slice(0, 5)
    .map(({ name, userId }) => `@${name} (${userId})`)
    .join(', ');
}
