import { and, asc, desc, eq, gt, inArray, isNotNull, lt, lte, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { kept } from '../db/kept.ts';
import { prepared } from '../db/prepared.ts';
import { changes } from '../db/schema.ts';
import type { PersonId, Reach } from '../features/access/scope.ts';
import type { Change } from './change.ts';
import { asChange } from './changes.store.ts';

/** Requests that wait within reach, oldest first: those behind `after`, a place in the journal. */
export function waitingWithin(tx: Db, within: Reach, after: number, limit: number): Change[] {
  return tx
    .select()
    .from(changes)
    .where(
      and(
        eq(changes.state, 'waiting'),
        gt(changes.seq, after),
        within.everything ? undefined : inArray(changes.providerSid, within.providers),
      ),
    )
    .orderBy(asc(changes.seq))
    .limit(limit)
    .all()
    .map(asChange);
}

/** Requests whose time is over, and those to be reminded of. */
export function requestsDue(tx: Db, now: Date): { expired: Change[]; toRemind: Change[] } {
  return {
    expired: expiring(tx, { now }).all().map(asChange),
    toRemind: reminding(tx, { now }).all().map(asChange),
  };
}

const waitingUntil = (column: typeof changes.expiresAt | typeof changes.remindAt) =>
  prepared((db, { now }: { now: Date }) =>
    db
      .select()
      .from(changes)
      .where(
        and(eq(changes.state, 'waiting'), isNotNull(column), lte(column, sql.param(now, column))),
      )
      .orderBy(asc(changes.seq))
      .limit(100),
  );
const expiring = waitingUntil(changes.expiresAt);
const reminding = waitingUntil(changes.remindAt);

export function waitingChangesOf(tx: Db, person: PersonId, kind: string): Change[] {
  return tx
    .select()
    .from(changes)
    .where(
      and(
        eq(changes.state, 'waiting'),
        eq(changes.kind, kind),
        eq(changes.actorTeam, person.teamId),
        eq(changes.actorUser, person.userId),
      ),
    )
    .all()
    .map(asChange);
}

/** The newest requests of a person's that wait, whatever else they have asked for since. */
export function waitingOf(tx: Db, { teamId, userId }: PersonId, limit: number): Change[] {
  return waitingKept(tx, { teamId, userId, limit });
}

const waitingKept = kept(
  ({ teamId, userId, limit }: PersonId & { limit: number }) => `${teamId}/${userId}/${limit}`,
  (db, asked) => waitingBy(db, asked).all().map(asChange),
);

/** Few changes wait at a time; a person may have asked for thousands, so no index is chosen for them (that is `+`). */
const waitingBy = prepared((db, { teamId, userId, limit }: PersonId & { limit: number }) =>
  db
    .select()
    .from(changes)
    .where(
      and(
        eq(changes.state, 'waiting'),
        sql`+${changes.actorTeam} = ${teamId}`,
        sql`+${changes.actorUser} = ${userId}`,
      ),
    )
    .orderBy(desc(changes.seq))
    .limit(limit),
);

/** Requests of a person's that needed a second one, newest first: those before `before`, a place in the journal. */
export function requestsOf(
  tx: Db,
  person: PersonId,
  { before, limit }: { before?: number; limit: number },
): Change[] {
  return tx
    .select()
    .from(changes)
    .where(
      and(
        eq(changes.actorTeam, person.teamId),
        eq(changes.actorUser, person.userId),
        eq(changes.needsSecond, true),
        before === undefined ? undefined : lt(changes.seq, before),
      ),
    )
    .orderBy(desc(changes.seq))
    .limit(limit)
    .all()
    .map(asChange);
}
