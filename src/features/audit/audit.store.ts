import { and, asc, desc, eq, getTableColumns, gt, inArray, lt, or, sql } from 'drizzle-orm';
import type { Db, Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { auditAnchors, auditEntries } from '../../db/schema.ts';
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
  tx.insert(auditEntries)
    .values({ ...placed, mac })
    .run();
  return { ...placed, mac };
}

export function headOfChain(tx: Tx | Db): Anchor | undefined {
  const { seq, mac, at } = auditEntries;
  return tx.select({ seq, mac, at }).from(auditEntries).orderBy(desc(seq)).limit(1).get();
}

export function firstOfChain(tx: Tx | Db): Anchor | undefined {
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
  accounts?: AccountSid[];
  /** Entries by this person or about them. */
  person?: PersonId;
}

/** Where a page of the audit begins: with the newest, below an entry, or above one. */
export type AuditCursor = { before?: number; after?: number };

/** A page of what somebody with this reach may see, newest first, at most `limit` entries. */
export function auditPage(
  db: Db,
  { within, accounts, person }: AuditFilter,
  { before, after }: AuditCursor,
  limit: number,
): AuditEntry[] {
  const found = db
    .select(columns)
    .from(auditEntries)
    .where(
      and(
        within.everything
          ? undefined
          : or(
              inArray(auditEntries.providerSid, within.providers),
              inArray(auditEntries.accountSid, within.accounts),
            ),
        accounts && inArray(auditEntries.accountSid, accounts),
        person &&
          or(
            and(
              eq(auditEntries.actorTeam, person.teamId),
              eq(auditEntries.actorUser, person.userId),
            ),
            eq(auditEntries.subject, `${person.teamId}/${person.userId}`),
          ),
        before === undefined ? undefined : lt(auditEntries.seq, before),
        after === undefined ? undefined : gt(auditEntries.seq, after),
      ),
    )
    .orderBy(after === undefined ? desc(auditEntries.seq) : asc(auditEntries.seq))
    .limit(limit)
    .all()
    .map(asEntry);
  return after === undefined ? found : found.reverse();
}

/** The heads that were posted, oldest first. */
export function anchors(db: Tx | Db): Anchor[] {
  return db.select().from(auditAnchors).orderBy(asc(auditAnchors.seq)).all();
}

export function lastAnchor(db: Tx | Db): Anchor | undefined {
  return db.select().from(auditAnchors).orderBy(desc(auditAnchors.seq)).limit(1).get();
}

export function saveAnchor(tx: Tx, anchor: Anchor): void {
  tx.insert(auditAnchors).values(anchor).onConflictDoNothing().run();
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
