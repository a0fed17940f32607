import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { z } from 'zod';
import { isLive, isReady, isVerified } from '../db/conditions.ts';
import type { Db, Tx } from '../db/database.ts';
import { prepared } from '../db/prepared.ts';
import { changes } from '../db/schema.ts';
import type { PersonId } from '../features/access/scope.ts';
import type { AccountSid, Id } from '../ids.ts';
import type { Change, ChangeState, Failure } from './change.ts';

type Row = typeof changes.$inferSelect;
export type NewChange = typeof changes.$inferInsert;

const StoredOrigin = z.object({
  surface: z.enum([
    'command',
    'button',
    'shortcut',
    'message shortcut',
    'home',
    'direct message',
    'terminal',
    'schedule',
  ]),
  channel: z.string().optional(),
  thread: z.string().optional(),
});
const StoredFailure = z.object({
  message: z.string(),
  why: z.string().optional(),
  now: z.string().optional(),
});

export function insertChange(tx: Tx, row: NewChange): Change {
  return asChange(insertion(tx, row).get());
}

const insertion = prepared((db, row: NewChange) => db.insert(changes).values(row).returning());

/** Writes what has moved on, only while the change is still in the state that was seen: the compare in compare-and-swap. */
export function moveChange(tx: Tx, id: Id<'chg'>, from: ChangeState, to: Moved): Change | null {
  const row = move(tx, { ...to, id, from }).get();
  return row ? asChange(row) : null;
}

type Moved = Partial<Omit<NewChange, 'id' | 'seq'>>;

const move = prepared((db, { id, from, ...to }: Moved & { id: Id<'chg'>; from: ChangeState }) =>
  db
    .update(changes)
    .set(to)
    .where(and(eq(changes.id, id), eq(changes.state, from)))
    .returning(),
);

export function changeById(tx: Db, id: string): Change | null {
  const row = byId(tx, { id }).get();
  return row ? asChange(row) : null;
}

const byId = prepared((db, { id }: { id: string }) =>
  db
    .select()
    .from(changes)
    .where(eq(changes.id, id as Id<'chg'>)),
);

/** How a change stands; `null` where there is none. */
export function stateOf(db: Db, id: Id<'chg'>): ChangeState | null {
  return stateById(db, { id }).get()?.state ?? null;
}

const stateById = prepared((db, { id }: { id: Id<'chg'> }) =>
  db.select({ state: changes.state }).from(changes).where(eq(changes.id, id)),
);

/** The changes that consumed this id: more than one where a form named several accounts. */
export function changesByOnce(tx: Db, once: string): Change[] {
  const first = byOnce(tx, { once }).get();
  if (!first) return [];
  return first.batch ? changesOfBatch(tx, first.batch) : [asChange(first)];
}

const byOnce = prepared((db, { once }: { once: string }) =>
  db.select().from(changes).where(eq(changes.once, once)),
);

export function changesOfBatch(tx: Db, batch: Id<'bat'>): Change[] {
  return ofBatch(tx, { batch }).all().map(asChange);
}

const ofBatch = prepared((db, { batch }: { batch: Id<'bat'> }) =>
  db.select().from(changes).where(eq(changes.batch, batch)).orderBy(asc(changes.seq)),
);

/** Changes that may begin now, oldest first, one for each lane that has nothing under way. */
export function changesToBegin(tx: Db, now: Date, kinds: string[], limit: number): Change[] {
  const ofKinds = JSON.stringify(kinds);
  // Where none is ready, those of other kinds need not be gone through to see it.
  if (!anyReady(tx, { kinds: ofKinds }).get()) return [];
  return toBegin(tx, { now, kinds: ofKinds, limit }).all().map(asChange);
}

const anyReady = prepared((db, { kinds }: { kinds: string }) =>
  db
    .select({ one: sql<number>`1` })
    // Left to itself, SQLite goes through all that is ready.
    .from(sql`${changes} indexed by changes_ready`)
    .where(and(isReady(changes.state), isOneOf(kinds)))
    .limit(1),
);

function isOneOf(kinds: string): SQL {
  return sql`${changes.kind} in (select value from json_each(${kinds}))`;
}

const toBegin = prepared(
  (db, { now, kinds, limit }: { now: Date; kinds: string; limit: number }) => {
    const comesFirst = sql`(other.state = 'applying' or other.seq < ${changes.seq})`;
    const before = sql`exists (select 1 from ${changes} as other where other.lane = ${changes.lane} and ${isLive(sql`other.state`)} and ${comesFirst})`;
    return db
      .select()
      .from(changes)
      .where(
        and(
          eq(changes.state, 'ready'),
          isOneOf(kinds),
          or(isNull(changes.dueAt), lte(changes.dueAt, sql.param(now, changes.dueAt))),
          sql`not ${before}`,
        ),
      )
      .orderBy(asc(changes.seq))
      .limit(limit);
  },
);

/** Changes of the same kind and lane that were verified after this one had begun. */
export function verifiedSince(tx: Db, change: Change): Change[] {
  return tx
    .select()
    .from(changes)
    .where(
      and(
        isVerified(changes.state),
        eq(changes.lane, change.lane),
        eq(changes.kind, change.kind),
        gt(changes.endedAt, change.startedAt ?? change.requestedAt),
      ),
    )
    .all()
    .map(asChange);
}

/** Changes of an account that were verified since then, newest first. */
export function verifiedOn(tx: Db, accountSid: AccountSid, since: Date): Change[] {
  return tx
    .select()
    .from(changes)
    .where(
      and(
        eq(changes.accountSid, accountSid),
        eq(changes.state, 'verified'),
        gt(changes.endedAt, since),
      ),
    )
    .orderBy(desc(changes.seq))
    .limit(100)
    .all()
    .map(asChange);
}

/** The newest change of this kind on an account that was verified. */
export function lastVerified(tx: Db, accountSid: AccountSid, kind: string): Change | null {
  const row = newestVerified(tx, { accountSid, kind }).get();
  return row ? asChange(row) : null;
}

const newestVerified = prepared(
  (db, { accountSid, kind }: { accountSid: AccountSid; kind: string }) =>
    db
      .select()
      .from(changes)
      .where(
        and(
          eq(changes.accountSid, accountSid),
          eq(changes.state, 'verified'),
          eq(changes.kind, kind),
        ),
      )
      .orderBy(desc(changes.seq))
      .limit(1),
);

/** Changes in a state, oldest first: those behind `after`, a change's place in the journal. */
export function changesIn(tx: Db, state: ChangeState, limit = 100, after = 0): Change[] {
  return tx
    .select()
    .from(changes)
    .where(and(eq(changes.state, state), gt(changes.seq, after)))
    .orderBy(asc(changes.seq))
    .limit(limit)
    .all()
    .map(asChange);
}

/** The newest changes that a person asked for. */
export function changesAskedBy(tx: Db, { teamId, userId }: PersonId, limit: number): Change[] {
  return askedBy(tx, { teamId, userId, limit }).all().map(asChange);
}

const askedBy = prepared((db, { teamId, userId, limit }: PersonId & { limit: number }) =>
  db
    .select()
    .from(changes)
    .where(and(eq(changes.actorTeam, teamId), eq(changes.actorUser, userId)))
    .orderBy(desc(changes.seq))
    .limit(limit),
);

/** The accounts that a person's changes touched last, newest first. */
export function accountsTouchedBy(db: Db, person: PersonId, limit: number): AccountSid[] {
  const last = sql<number>`max(${changes.seq})`;
  return db
    .select({ accountSid: changes.accountSid, last })
    .from(changes)
    .where(
      and(
        eq(changes.actorTeam, person.teamId),
        eq(changes.actorUser, person.userId),
        isNotNull(changes.accountSid),
      ),
    )
    .groupBy(changes.accountSid)
    .orderBy(desc(last))
    .limit(limit)
    .all()
    .flatMap(({ accountSid }) => accountSid ?? []);
}

/** How many changes are not over, by state. */
export function countsByState(db: Db): { state: ChangeState; count: number }[] {
  return db
    .select({ state: changes.state, count: sql<number>`count(*)` })
    .from(changes)
    .where(inArray(changes.state, ['waiting', 'ready', 'applying', 'unknown']))
    .groupBy(changes.state)
    .all();
}

/** Since when the oldest change has been ready that may begin now; `null` where none may. */
export function oldestReady(db: Db, now: Date): Date | null {
  const since = sql<
    number | null
  >`min(coalesce(${changes.dueAt}, ${changes.decidedAt}, ${changes.requestedAt}))`;
  const due = or(isNull(changes.dueAt), lte(changes.dueAt, now));
  const found = db
    .select({ since })
    .from(changes)
    .where(and(eq(changes.state, 'ready'), due))
    .get();
  return found?.since == null ? null : new Date(found.since);
}

/** The sealed response_url of where a change was asked. */
export function replyUrlOf(tx: Db, id: Id<'chg'>): Buffer | null {
  return sealedReplyUrl(tx, { id }).get()?.url ?? null;
}

const sealedReplyUrl = prepared((db, { id }: { id: Id<'chg'> }) =>
  db.select({ url: changes.replyUrl }).from(changes).where(eq(changes.id, id)),
);

/** A row as the rest of the journal knows it. */
export function asChange(row: Row): Change {
  const { actorTeam, actorUser, origin, failure, replyUrl: _sealed, once: _once, ...rest } = row;
  return {
    ...rest,
    actor: { teamId: actorTeam, userId: actorUser },
    origin: withoutUndefined(StoredOrigin.parse(origin)),
    failure: failure === null ? null : withoutUndefined(StoredFailure.parse(failure)),
  };
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** zod gives optional members as possibly undefined; ours are absent or there. */
function withoutUndefined<T extends object>(value: T): Defined<T> & Pick<Failure, never> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Defined<T>;
}
