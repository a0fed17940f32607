import { BotError } from '../../errors.ts';
import type { Token } from '../../slack/command-line.ts';
import { shortened } from '../../slack/mrkdwn.ts';
import { personIn, unknownPerson } from '../../slack/named-person.ts';
import { parseUntil } from '../../slack/until.ts';
import { nearest, nounMeant } from '../../slack/words.ts';
import { Scope } from './scope.ts';

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
  if (scope === null && rest.length > 0) throw notUnderstood(rest, userId);
  return { userId, scope, target: textOf(rest), until };
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

/** The words begin with no scope: perhaps a name without its `@`, a slip, or a scope that there is not. */
function notUnderstood(words: Token[], userId: string | null): BotError {
  const [first, ...others] = words;
  const typed = shortened(first?.text ?? '', 100);
  const { scope, rest } = scopeIn(others);
  if (scope !== null && userId === null) return unknownPerson(typed);
  const near = nearest(typed, Scope.options, { most: 2, least: 4 });
  const meant = scope
    ? `${scope} ${textOf(rest)}`.trim()
    : near && `${near} ${textOf(others)}`.trim();
  const person = userId === null ? '@ann' : `<@${userId}>`;
  return new BotError('invalid', `I know no scope “${typed}”.`, {
    why: 'The scopes are admin, service_provider, account and on_call.',
    now: meant
      ? `Did you mean \`access grant ${person} ${shortened(meant, 100)}\`?`
      : 'Write it like this: `access grant @ann account Acme until 2027-01-31`.',
  });
}
