import { and, asc, desc, eq, gt, inArray, lt, or } from 'drizzle-orm';
import type { Db, Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { auditAnchors, auditEntries } from '../../db/schema.ts';
import type { Reach } from '../access/scope.ts';
import { type Anchor, type AuditEntry, chainedText, type NewAuditEntry } from './audit.ts';

/** Appends an entry to the chain, in the transaction of what it records: if this fails, that fails. */
export function appendAudit(tx: Tx, keyring: Keyring, entry: NewAuditEntry): AuditEntry {
  const last = headOfChain(tx);
  // JSON as it will be read back, so that the MAC covers exactly what is stored.
  const detail: unknown = JSON.parse(JSON.stringify(entry.detail ?? null));
  const placed = { ...entry, detail, seq: (last?.seq ?? 0) + 1 };
  const mac = keyring.mac('audit', chainedText(last?.mac ?? '', placed));
  tx.insert(auditEntries)
    .values({ ...placed, mac })
    .run();
  return { ...placed, mac };
}

export function headOfChain(tx: Tx | Db): AuditEntry | undefined {
  return tx.select().from(auditEntries).orderBy(desc(auditEntries.seq)).limit(1).get();
}

/** Entries after `seq`, in order: one slice of a walk. */
export function auditAfter(db: Db, seq: number, limit: number): AuditEntry[] {
  return db
    .select()
    .from(auditEntries)
    .where(gt(auditEntries.seq, seq))
    .orderBy(asc(auditEntries.seq))
    .limit(limit)
    .all();
}

export interface AuditFilter {
  within: Reach;
  accountSid?: AuditEntry['accountSid'];
  /** `team/user`: entries by this person or about them. */
  person?: { teamId: string; userId: string };
  before?: number;
  limit: number;
}

/** The newest entries that somebody with this reach may see. */
export function auditPage(db: Db, filter: AuditFilter): AuditEntry[] {
  const { within, accountSid, person, before, limit } = filter;
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        within.everything
          ? undefined
          : or(
              inArray(auditEntries.providerSid, within.providers),
              inArray(auditEntries.accountSid, within.accounts),
            ),
        accountSid ? eq(auditEntries.accountSid, accountSid) : undefined,
        person &&
          or(
            and(
              eq(auditEntries.actorTeam, person.teamId),
              eq(auditEntries.actorUser, person.userId),
            ),
            eq(auditEntries.subject, `${person.teamId}/${person.userId}`),
          ),
        before === undefined ? undefined : lt(auditEntries.seq, before),
      ),
    )
    .orderBy(desc(auditEntries.seq))
    .limit(limit)
    .all();
}

export function anchors(db: Tx | Db): Anchor[] {
  return db.select().from(auditAnchors).orderBy(asc(auditAnchors.seq)).all();
}

export function saveAnchor(tx: Tx, anchor: Anchor): void {
  tx.insert(auditAnchors).values(anchor).onConflictDoNothing().run();
}
