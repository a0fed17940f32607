import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Db, Tx } from '../../db/database.ts';
import { kept } from '../../db/kept.ts';
import { prepared } from '../../db/prepared.ts';
import { grants, people } from '../../db/schema.ts';
import type { AccountSid, Id, ProviderSid } from '../../ids.ts';
import type { Actor, Grant } from './access.ts';
import type { Widening } from './permissions.ts';
import { ITS_NAME, isItself, isTerminal, type PersonId, type Reach, type Scope } from './scope.ts';

/** How long what Slack said of a person is believed (design §2), in milliseconds. */
export const IDENTITY_TRUSTED = 15 * 60_000;

export type Identity = Omit<typeof people.$inferSelect, 'teamId' | 'userId' | 'readAt'>;
export type GrantRow = typeof grants.$inferSelect;

export function identityOf(
  tx: Db,
  { teamId, userId }: PersonId,
): (Identity & { readAt: Date }) | undefined {
  return identity(tx, { teamId, userId });
}

/** Asked for with every click, of people who seldom become others. */
const identity = kept(keyOfPerson, (db, person: PersonId) => identityRow(db, person).get());

const identityRow = prepared((db, { teamId, userId }: PersonId) =>
  db
    .select()
    .from(people)
    .where(and(eq(people.teamId, teamId), eq(people.userId, userId))),
);

function keyOfPerson({ teamId, userId }: PersonId): string {
  return `${teamId}/${userId}`;
}

/** Everybody of the workspace of whom Slack was asked, by the names that it gave. */
export function peopleKnown(db: Db, teamId: string): { userId: string; name: string }[] {
  const { userId, name } = people;
  return db.select({ userId, name }).from(people).where(eq(people.teamId, teamId)).all();
}

export function saveIdentity(tx: Tx, person: PersonId, identity: Identity, readAt: Date): void {
  tx.insert(people)
    .values({ ...person, ...identity, readAt })
    .onConflictDoUpdate({
      target: [people.teamId, people.userId],
      set: { ...identity, readAt },
    })
    .run();
}

/** Admin scope of those whom nobody granted it: by `ADMIN_USERS`, or because they sit at a terminal. */
const ungranted: Grant = {
  id: null,
  scope: 'admin',
  providerSid: null,
  accountSid: null,
  targetName: null,
  until: null,
};

/** What the operator says of rights, beside the grants. */
export interface OperatorsRules {
  adminUsers: string[];
  widened: readonly Widening[];
}

/** The person with every right they hold at this moment; deactivated people, bots and strangers hold none. */
export function actorNow(
  tx: Db,
  person: PersonId,
  now: Date,
  { adminUsers, widened }: OperatorsRules,
): Actor {
  if (isTerminal(person)) return atTerminal(person);
  if (isItself(person)) return { ...atTerminal(person), name: ITS_NAME, grants: [] };
  const identity = identityOf(tx, person);
  const shutOut = shutOutAs(identity);
  const named = adminUsers.includes(person.userId) ? [ungranted] : [];
  return {
    person,
    name: identity?.name ?? person.userId,
    grants: shutOut ? [] : [...named, ...grantsOf(tx, person, now)],
    isGuest: identity?.isGuest ?? false,
    shutOut,
    identityKnown:
      identity !== undefined && now.getTime() - identity.readAt.getTime() <= IDENTITY_TRUSTED,
    widened,
  };
}

/** Whoever can start a program on the data has Admin scope (design §1); that they decide nothing is the check's. */
function atTerminal(person: PersonId): Actor {
  return {
    person,
    name: person.userId,
    grants: [ungranted],
    isGuest: false,
    shutOut: null,
    identityKnown: true,
    widened: [],
  };
}

function shutOutAs(identity: Identity | undefined): Actor['shutOut'] {
  if (identity?.isForeign) return 'other organisation';
  if (identity?.isBot) return 'bot';
  return identity?.isDeactivated ? 'deactivated' : null;
}

const live = (now: Date) =>
  and(
    isNull(grants.endedAt),
    or(isNull(grants.until), gt(grants.until, sql.param(now, grants.until))),
  );

export function grantsOf(tx: Db, { teamId, userId }: PersonId, now: Date): GrantRow[] {
  const notOver = ({ until }: GrantRow) => until === null || until > now;
  return grantsHeld(tx, { teamId, userId }).filter(notOver);
}

/** Those that nobody has ended; whether one has run out is seen when it is asked for. */
const grantsHeld = kept(keyOfPerson, (db, person: PersonId) =>
  // Not ordered by SQLite: of the few that somebody has, that would take five times as long as to find them.
  grantRows(db, person)
    .all()
    .toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime()),
);

const grantRows = prepared((db, { teamId, userId }: PersonId) =>
  db
    .select()
    .from(grants)
    .where(and(eq(grants.teamId, teamId), eq(grants.userId, userId), isNull(grants.endedAt))),
);

/** Live grants with these scopes, all of them or those that name a target. */
export function grantsWith(tx: Db, now: Date, filter: Filter): GrantRow[] {
  return grantsFound(tx, { ...filter, now }).all();
}

interface Filter {
  scope?: Scope;
  providerSid?: ProviderSid;
  accountSid?: AccountSid;
}

const grantsFound = prepared(
  (db, { scope, providerSid, accountSid, now }: Filter & { now: Date }) =>
    db
      .select()
      .from(grants)
      .where(
        and(
          live(now),
          scope && eq(grants.scope, scope),
          providerSid && eq(grants.providerSid, providerSid),
          accountSid && eq(grants.accountSid, accountSid),
        ),
      )
      .orderBy(asc(grants.createdAt)),
);

/** Which live grants are looked for, among those that somebody with this reach may see. */
export interface GrantFilter {
  within: Reach;
  person?: PersonId;
  /** Those that reach this account: its own, its provider's, and those for everything. */
  covering?: { accountSid: AccountSid; providerSid: ProviderSid };
  offset: number;
  limit: number;
}

export function grantsSeen(db: Db, now: Date, filter: GrantFilter): GrantRow[] {
  const { within, person, covering, offset, limit } = filter;
  return db
    .select()
    .from(grants)
    .where(
      and(
        live(now),
        within.everything
          ? undefined
          : or(
              inArray(grants.providerSid, within.providers),
              inArray(grants.accountSid, within.accounts),
            ),
        person && and(eq(grants.teamId, person.teamId), eq(grants.userId, person.userId)),
        covering &&
          or(
            eq(grants.accountSid, covering.accountSid),
            and(isNull(grants.accountSid), eq(grants.providerSid, covering.providerSid)),
            and(isNull(grants.accountSid), isNull(grants.providerSid)),
          ),
      ),
    )
    .orderBy(asc(grants.createdAt), asc(grants.id))
    .limit(limit)
    .offset(offset)
    .all();
}

export function insertGrant(tx: Tx, row: typeof grants.$inferInsert): void {
  tx.insert(grants).values(row).run();
}

/** The grant of this scope and target that was not ended. */
export function liveGrant(
  tx: Db,
  person: PersonId,
  scope: Scope,
  targetKey: string,
): GrantRow | undefined {
  return tx
    .select()
    .from(grants)
    .where(
      and(
        eq(grants.teamId, person.teamId),
        eq(grants.userId, person.userId),
        eq(grants.scope, scope),
        eq(grants.targetKey, targetKey),
        isNull(grants.endedAt),
      ),
    )
    .get();
}

/** The same where it holds at this moment: one that has run out lives on until somebody or something ends it. */
export function heldGrant(
  tx: Db,
  person: PersonId,
  scope: Scope,
  targetKey: string,
  now: Date,
): GrantRow | undefined {
  const row = liveGrant(tx, person, scope, targetKey);
  return row?.until && row.until <= now ? undefined : row;
}

export function grantById(tx: Db, id: Id<'grt'>): GrantRow | undefined {
  return tx.select().from(grants).where(eq(grants.id, id)).get();
}

export function changeUntil(tx: Tx, id: Id<'grt'>, until: Date | null): void {
  tx.update(grants).set({ until }).where(eq(grants.id, id)).run();
}

export function endGrant(tx: Tx, id: Id<'grt'>, endedAt: Date, endedBy: string): void {
  tx.update(grants).set({ endedAt, endedBy }).where(eq(grants.id, id)).run();
}

/** Everybody who is an Admin now: by grant, or because `ADMIN_USERS` names them. */
export function admins(tx: Db, now: Date, teamId: string, adminUsers: string[]): PersonId[] {
  return adminsOf(tx, teamId, adminUsers, grantsWith(tx, now, { scope: 'admin' }));
}

/** Who would stay an Admin without this grant: by `ADMIN_USERS`, or by another grant that has no end. */
export function lastingAdmins(
  tx: Db,
  now: Date,
  policy: { teamId: string; adminUsers: string[] },
  without: string,
): PersonId[] {
  const lasting = grantsWith(tx, now, { scope: 'admin' }).filter(
    ({ id, until }) => id !== without && until === null,
  );
  return adminsOf(tx, policy.teamId, policy.adminUsers, lasting);
}

function adminsOf(tx: Db, teamId: string, adminUsers: string[], granted: PersonId[]): PersonId[] {
  const all = [...adminUsers.map((userId) => ({ teamId, userId })), ...granted];
  const distinct = new Map(
    all.map((one) => [
      `${one.teamId}/${one.userId}`,
      {
        teamId: one.teamId,
        userId: one.userId,
      },
    ]),
  );
  return [...distinct.values()].filter((person) => {
    const identity = identityOf(tx, person);
    return !identity || !(identity.isDeactivated || identity.isBot || identity.isGuest);
  });
}
