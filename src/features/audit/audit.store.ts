import { and, asc, desc, eq, getTableColumns, gt, inArray, lt, or, sql } from 'drizzle-orm';
import type { Db, Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { prepared } from '../../db/prepared.ts';
import { auditAnchors, auditEntries, cards } from '../../db/schema.ts';
import type { AccountSid } from '../../ids.ts';
import type { PersonId, Reach } from '../access/scope.ts';
import { type Anchor, type AuditEntry, chainedText, type NewAuditEntry } from './audit.ts';

/** Appends an entry to the chain, in the transaction of what it records: if this fails, that fails. */
export function appendAudit(tx: Tx, keyring: Keyring, entry: NewAuditEntry): AuditEntry {
  const last = headOfChain(tx);
  // As it will be read back (half a surrogate pair would not come back), so that the MAC covers what is stored.
  const detail: unknown = JSON.parse(JSON.stringify(entry.detail ?? null));
  const placed = {
    ...entry,
    actorName: entry.actorName.toWellFormed(),
    target: entry.target.toWellFormed(),
    detail,
    seq: (last?.seq ?? 0) + 1,
  };
  const mac = keyring.mac('audit', chainedText(last?.mac ?? '', placed));
  insertion(tx, { ...placed, mac }).run();
  return { ...placed, mac };
}

const insertion = prepared((db, entry: AuditEntry) => db.insert(auditEntries).values(entry));

export function headOfChain(tx: Db): Anchor | undefined {
  return head(tx, {}).get();
}

const head = prepared((db) => {
  const { seq, mac, at } = auditEntries;
  return db.select({ seq, mac, at }).from(auditEntries).orderBy(desc(seq)).limit(1);
});

export function firstOfChain(tx: Db): Anchor | undefined {
  const { seq, mac, at } = auditEntries;
  return tx.select({ seq, mac, at }).from(auditEntries).orderBy(asc(seq)).limit(1).get();
}

/** Entries after `seq` (`null`: from the very first), in order: one slice of a walk. */
export function auditAfter(db: Db, seq: number | null, limit: number): AuditEntry[] {
  return db
    .select(columns)
    .from(auditEntries)
    .where(seq === null ? undefined : gt(auditEntries.seq, seq))
    .orderBy(asc(auditEntries.seq))
    .limit(limit)
    .all()
    .map(asEntry);
}

export interface AuditFilter {
  within: Reach;
  /** Who reads: what they did themselves they may see, wherever it was. */
  viewer: PersonId;
  accounts?: AccountSid[];
  /** Entries by this person or about them. */
  person?: PersonId;
}

/** Where a page of the audit begins: with the newest, below an entry, or above one. */
export type AuditCursor = { before?: number; after?: number };

/** A page of what somebody with this reach may see, newest first, at most `limit` entries. */
export function auditPage(
  db: Db,
  filter: AuditFilter,
  cursor: AuditCursor,
  limit: number,
): AuditEntry[] {
  const newestFirst = (one: { seq: number }, other: { seq: number }) => other.seq - one.seq;
  const found = auditQueries(db, filter, cursor, limit).flatMap((query) => query.all());
  // An entry may be found for its provider and its account, or by its actor and its subject.
  const entries = [...new Map(found.map((row) => [row.seq, row])).values()].sort(newestFirst);
  const page = cursor.after === undefined ? entries.slice(0, limit) : entries.slice(-limit);
  return page.map(asEntry);
}

/**
 * The queries whose rows, merged, hold the page: each walks one index in its order and stops at the limit, where a
 * single one with alternatives would read and sort all that ever happened.
 */
export function auditQueries(
  db: Db,
  { within, viewer, accounts, person }: AuditFilter,
  { before, after }: AuditCursor,
  limit: number,
) {
  const { accountSid, providerSid, actorTeam, actorUser, subject, seq } = auditEntries;
  const reachable = within.everything
    ? [undefined]
    : [
        ...within.providers.map((sid) => eq(providerSid, sid)),
        ...within.accounts.map((sid) => eq(accountSid, sid)),
        and(eq(actorTeam, viewer.teamId), eq(actorUser, viewer.userId)),
      ];
  const places = accounts
    ? accounts.map((sid) => and(eq(accountSid, sid), reached(within)))
    : reachable;
  const people = person
    ? [
        and(eq(actorTeam, person.teamId), eq(actorUser, person.userId)),
        eq(subject, `${person.teamId}/${person.userId}`),
      ]
    : [undefined];
  const page = and(
    before === undefined ? undefined : lt(seq, before),
    after === undefined ? undefined : gt(seq, after),
  );
  return places.flatMap((place) =>
    people.map((who) =>
      db
        .select(columns)
        .from(auditEntries)
        .where(and(place, who, page))
        .orderBy(after === undefined ? desc(seq) : asc(seq))
        .limit(limit),
    ),
  );
}

/** Whether an entry lies within reach, said so that no index is chosen for it (that is what `+` is for). */
function reached(within: Reach) {
  if (within.everything) return undefined;
  return or(
    inArray(sql`+${auditEntries.providerSid}`, within.providers),
    inArray(sql`+${auditEntries.accountSid}`, within.accounts),
  );
}

/** The card as which an anchor is told: its place is known once Slack has taken it, and no sooner. */
export const anchorCard = ({ seq }: Pick<Anchor, 'seq'>): string => `anchor/${seq}`;

/** The heads that stand in Slack, oldest first: what was only queued, or refused everywhere, vouches for nothing. */
export function anchors(db: Db): Anchor[] {
  return db
    .select()
    .from(auditAnchors)
    .where(
      sql`exists (select 1 from ${cards} where ${cards.card} = 'anchor/' || ${auditAnchors.seq})`,
    )
    .orderBy(asc(auditAnchors.seq))
    .all();
}

/** The newest head that was queued, whatever has become of it. */
export function lastQueuedAnchor(db: Db): Anchor | undefined {
  return db.select().from(auditAnchors).orderBy(desc(auditAnchors.seq)).limit(1).get();
}

/** The conversations in which an anchor stands. */
export function placesOfAnchor(db: Db, anchor: Anchor): string[] {
  return db
    .select({ conversation: cards.conversation })
    .from(cards)
    .where(eq(cards.card, anchorCard(anchor)))
    .all()
    .map(({ conversation }) => conversation);
}

export function saveAnchor(tx: Tx, anchor: Anchor): void {
  const { mac, at } = anchor;
  tx.insert(auditAnchors)
    .values(anchor)
    .onConflictDoUpdate({ target: auditAnchors.seq, set: { mac, at } })
    .run();
}

/** `detail` as the text that is stored: tampering may have left something there that is no JSON. */
const columns = { ...getTableColumns(auditEntries), detail: sql<string>`${auditEntries.detail}` };

function asEntry(row: Omit<AuditEntry, 'detail'> & { detail: string }): AuditEntry {
  try {
    return { ...row, detail: JSON.parse(row.detail) };
  } catch {
    return { ...row, detail: { unreadable: String(row.detail) } };
  }
}
