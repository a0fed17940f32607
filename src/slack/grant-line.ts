import { BotError } from '../errors.ts';
import { Scope } from '../features/access/scope.ts';
import { parseMention, parseUntil, type Token } from './command-line.ts';
import { nounMeant } from './words.ts';

/** What somebody typed behind `access grant`: what is left out is `null`, or an empty target. */
export interface GrantLine {
  userId: string | null;
  scope: Scope | null;
  target: string;
  until: string | null;
}

/**
 * Reads `@ann account Acme until 2027-01-31`. Throws `invalid` for a name that Slack does not know as a person,
 * for what is no scope, and for what is no day.
 */
export function readGrantLine(words: readonly Token[], now: Date): GrantLine {
  const { until, before } = parseUntil(words, now);
  const { userId, others } = personIn(before);
  const { scope, rest } = scopeIn(others);
  if (scope === null && rest.length > 0) throw notUnderstood(rest);
  return { userId, scope, target: textOf(rest), until };
}

/** The person among the words, and the other words. Throws `invalid` for `@ann` where Slack knows nobody so. */
export function personIn(words: readonly Token[]): { userId: string | null; others: Token[] } {
  const named = words.find((word) => !word.quoted && parseMention(word) !== null);
  const mentioned = named && parseMention(named);
  if (mentioned && 'name' in mentioned) throw unknownPerson(`@${mentioned.name}`);
  return { userId: mentioned?.userId ?? null, others: words.filter((word) => word !== named) };
}

/** The scope that the first word (or the first two) names, by any of its names. */
export function scopeIn(words: readonly Token[]): { scope: Scope | null; rest: Token[] } {
  for (const count of [2, 1]) {
    const first = words.slice(0, count);
    if (first.length < count || first.some(({ quoted }) => quoted)) continue;
    const name = nounMeant(first.map(({ text }) => text).join('_'), Scope.options);
    const scope = Scope.safeParse(name);
    if (scope.success) return { scope: scope.data, rest: words.slice(count) };
  }
  return { scope: null, rest: [...words] };
}

export function textOf(words: readonly Token[]): string {
  return words.map(({ text }) => text).join(' ');
}

/** Nothing that Slack knows as a person: they must be picked from its list. */
export function unknownPerson(typed: string): BotError {
  return new BotError('invalid', `I do not know who “${typed}” is.`, {
    why: 'Slack did not turn the name into a mention.',
    now: 'Type @ and pick the person from Slack’s list.',
  });
}

/** The words begin with no scope: perhaps a name without its `@`, perhaps a scope that there is not. */
function notUnderstood(words: Token[]): BotError {
  const [first, ...others] = words;
  const typed = first?.text ?? '';
  if (scopeIn(others).scope !== null) return unknownPerson(typed);
  return new BotError('invalid', `I know no scope “${typed}”.`, {
    why: 'The scopes are admin, service_provider, account and on_call.',
    now: 'Write it like this: access grant @ann account Acme until 2027-01-31.',
  });
}
