import { and, asc, eq, inArray, isNotNull, isNull, lte, or } from 'drizzle-orm';
import type { Db, Tx } from '../../db/database.ts';
import { apiKeys, changes } from '../../db/schema.ts';
import type { AccountSid, ApiKeySid, Id } from '../../ids.ts';

/** What the bot knows of a key that it made. */
export type KeyRow = typeof apiKeys.$inferSelect;
/** Why a key was revoked. `gone`: somebody deleted it in the gateway. */
export type RevokedWhy = NonNullable<KeyRow['revokedWhy']>;

const live = isNull(apiKeys.revokedAt);

export function insertKey(tx: Tx, row: typeof apiKeys.$inferInsert): void {
  tx.insert(apiKeys).values(row).run();
}

export function keyById(tx: Tx | Db, id: Id<'key'>): KeyRow | null {
  return tx.select().from(apiKeys).where(eq(apiKeys.id, id)).get() ?? null;
}

export function keyBySid(tx: Tx | Db, sid: ApiKeySid): KeyRow | null {
  return tx.select().from(apiKeys).where(eq(apiKeys.sid, sid)).get() ?? null;
}

export function keysOfAccount(tx: Tx | Db, accountSid: AccountSid): KeyRow[] {
  return tx.select().from(apiKeys).where(eq(apiKeys.accountSid, accountSid)).all();
}

/** Writes what has become of a key, as long as it is not revoked. False where it is. */
export function updateKey(tx: Tx, id: Id<'key'>, to: Partial<Omit<KeyRow, 'id' | 'sid'>>): boolean {
  return (
    tx
      .update(apiKeys)
      .set(to)
      .where(and(eq(apiKeys.id, id), live))
      .run().changes > 0
  );
}

/** Keys of which nobody has said yet that they are stored. */
export function unclaimedKeys(tx: Tx | Db): KeyRow[] {
  return tx
    .select()
    .from(apiKeys)
    .where(and(live, isNull(apiKeys.claimedAt)))
    .orderBy(asc(apiKeys.createdAt))
    .all();
}

/** Keys whose end comes before this moment, the first first. */
export function keysEndingBefore(tx: Tx | Db, until: Date, limit: number): KeyRow[] {
  return tx
    .select()
    .from(apiKeys)
    .where(and(live, isNotNull(apiKeys.expiresAt), lte(apiKeys.expiresAt, until)))
    .orderBy(asc(apiKeys.expiresAt))
    .limit(limit)
    .all();
}

/** Creations of unknown outcome that ended before this moment, oldest first. */
export function creationsUnknown(db: Db, until: Date, limit: number): Id<'chg'>[] {
  return db
    .select({ id: changes.id })
    .from(changes)
    .where(
      and(
        eq(changes.state, 'unknown'),
        inArray(changes.kind, ['keys add', 'keys rotate']),
        or(isNull(changes.endedAt), lte(changes.endedAt, until)),
      ),
    )
    .orderBy(asc(changes.seq))
    .limit(limit)
    .all()
    .map(({ id }) => id);
}
