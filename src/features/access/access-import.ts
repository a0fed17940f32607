import { z } from 'zod';
import { BotError } from '../../errors.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import type { Identity } from './access.store.ts';
import type { Actor } from './access.ts';
import { endOf, lastDay, type Mapping, requireGrantable, targetKey } from './grant.ts';
import { sidsOf, targetMeant, targetPicked } from './grant-target.ts';
import type { GrantLine, GrantRecord, LineProblem } from './grants-csv.ts';
import { type PersonId, Scope } from './scope.ts';

/** What a line of a file comes to, beside what is held already. */
export interface Planned {
  line: number;
  mapping: Mapping;
  does: 'grant' | 'change' | 'nothing';
  /** The last day on which it holds now; `null`: without an end. */
  was: string | null;
}

export interface ImportNeeds {
  actor: Actor;
  gateway: AccountsGateway;
  teamId: string;
  now: Date;
  /** The live grant of this scope and target. */
  held(person: PersonId, scope: Scope, targetKey: string): { until: Date | null } | undefined;
  /** Who somebody is, read anew. */
  identity(person: PersonId): Promise<Identity | null>;
}

/** The most lines of one file: for each new one Slack is asked who that is. */
const MOST = 500;

/** What a file would do, with every problem of every line at once. Nothing is ever revoked by it. */
export async function planImport(
  lines: readonly GrantLine[],
  needs: ImportNeeds,
): Promise<{ planned: Planned[]; problems: LineProblem[] }> {
  if (lines.length > MOST) throw tooMany(lines.length);
  const planned: Planned[] = [];
  const problems: LineProblem[] = [];
  const seen = new Map<string, number>();
  for (const { line, record } of lines) {
    try {
      const one = await plan(line, record, needs);
      const { person, scope } = one.mapping;
      const key = `${person.userId} ${scope} ${targetKey(one.mapping)}`;
      const before = seen.get(key);
      if (before !== undefined) {
        problems.push({ line, why: `Line ${before} is about the same scope of the same person.` });
      } else planned.push(one);
      seen.set(key, before ?? line);
    } catch (error) {
      // What keeps every line from being read is told once.
      if (!(error instanceof BotError) || error.code === 'unavailable') throw error;
      problems.push({ line, why: reasonOf(error) });
    }
  }
  return { planned, problems };
}

async function plan(line: number, record: GrantRecord, needs: ImportNeeds): Promise<Planned> {
  const person = { teamId: needs.teamId, userId: userIdIn(record.person_id) };
  const scope = scopeIn(record.scope);
  const until = untilIn(record.until, needs.now);
  const target = sidsOf(await targetIn(scope, record, needs));
  const bare = { person, personName: record.name || person.userId, scope, ...target };
  const mapping: Mapping = { ...bare, ...(until !== null && { until }) };
  const row = needs.held(person, scope, targetKey(mapping));
  const was = row?.until ? lastDay(row.until) : null;
  if (row && was === until) return { line, mapping, does: 'nothing', was };
  const identity = await needs.identity(person);
  requireGrantable(identity, scope);
  const personName = identity?.name ?? mapping.personName;
  return { line, mapping: { ...mapping, personName }, does: row ? 'change' : 'grant', was };
}

async function targetIn(scope: Scope, record: GrantRecord, { actor, gateway }: ImportNeeds) {
  const { target_sid: sid, target_name: name } = record;
  // The SID counts: a name may have changed since it was written down.
  if (sid !== '' && scope !== 'admin') return targetPicked(scope, sid, actor, gateway);
  const target = await targetMeant(scope, sid || name, actor, gateway);
  if (target) return target;
  throw new BotError(
    'invalid',
    name === ''
      ? 'It names no target.'
      : `Several match “${name.slice(0, 100)}”: give the target_sid.`,
  );
}

function userIdIn(typed: string): string {
  const id = /^(?:<@)?(?<id>[UW][A-Z0-9]{2,})(?:\|[^>]*)?>?$/.exec(typed)?.groups?.id;
  if (id) return id;
  throw new BotError(
    'invalid',
    `“${typed.slice(0, 100)}” is no user id. It looks like U0123ABCD (in Slack: profile, ⋮, Copy member ID).`,
  );
}

function scopeIn(typed: string): Scope {
  const scope = Scope.safeParse(typed.toLowerCase().replaceAll(/[\s-]+/g, '_')).data;
  if (scope) return scope;
  const all = Scope.options.join(', ');
  throw new BotError('invalid', `“${typed.slice(0, 100)}” is no scope. There are ${all}.`);
}

function untilIn(typed: string, now: Date): string | null {
  if (typed === '') return null;
  const day = z.iso.date().safeParse(typed);
  if (!day.success) {
    throw new BotError(
      'invalid',
      `“${typed.slice(0, 100)}” is not a day. Write it like 2027-01-31.`,
    );
  }
  if (endOf(day.data) <= now) throw new BotError('invalid', `${day.data} is in the past.`);
  return day.data;
}

function reasonOf({ message, why, fields }: BotError): string {
  const more = Object.values(fields)[0] ?? why;
  return more && more !== message ? `${message} ${more}` : message;
}

function tooMany(lines: number): BotError {
  return new BotError('invalid', `The file has ${lines} lines.`, {
    why: `At most ${MOST} are imported at once.`,
    now: 'Split it, and import its parts one after the other.',
  });
}
