import { and, asc, count, desc, eq, isNull, like, lt, lte } from 'drizzle-orm';
import type { Db, Tx } from '../../db/database.ts';
import {
  changes,
  recordingAlarmed,
  recordingAlarms,
  recordingVerdicts,
  recordingWatch,
} from '../../db/schema.ts';
import type { AccountSid, Id } from '../../ids.ts';
import { type Judged, THE_GATEWAY } from './heartbeat.ts';

export type WatchRow = typeof recordingWatch.$inferSelect;
export type AlarmRow = typeof recordingAlarms.$inferSelect;
export type AlarmedRow = typeof recordingAlarmed.$inferSelect;

export function watchOf(db: Db | Tx, sid: AccountSid): WatchRow | null {
  const own = eq(recordingWatch.accountSid, sid);
  return db.select().from(recordingWatch).where(own).get() ?? null;
}

export function saveWatch(tx: Tx, row: WatchRow): void {
  tx.insert(recordingWatch)
    .values(row)
    .onConflictDoUpdate({ target: recordingWatch.accountSid, set: row })
    .run();
}

/** Ends watching an account: it records no more. */
export function forgetWatch(tx: Tx, sid: AccountSid): void {
  tx.delete(recordingWatch).where(eq(recordingWatch.accountSid, sid)).run();
  tx.delete(recordingVerdicts).where(eq(recordingVerdicts.accountSid, sid)).run();
}

/** Removes what is too old to matter: verdicts on calls that ended before, what was not looked at since, and old alarms. */
export function forgetOld(tx: Tx, before: { ended: Date; looked: Date }): void {
  tx.delete(recordingVerdicts).where(lt(recordingVerdicts.endedAt, before.ended)).run();
  tx.delete(recordingWatch).where(lt(recordingWatch.lookedAt, before.looked)).run();
  tx.delete(recordingAlarmed).where(lt(recordingAlarmed.endedAt, before.looked)).run();
}

export function judgedOf(db: Db | Tx, sid: AccountSid): Judged[] {
  const { callSid, verdict, endedAt, accountSid } = recordingVerdicts;
  const own = eq(accountSid, sid);
  return db.select({ callSid, verdict, endedAt }).from(recordingVerdicts).where(own).all();
}

export function saveVerdicts(tx: Tx, accountSid: AccountSid, judged: readonly Judged[]): void {
  for (const { callSid, verdict, endedAt } of judged) {
    tx.insert(recordingVerdicts)
      .values({ callSid, accountSid, verdict, endedAt })
      .onConflictDoUpdate({ target: recordingVerdicts.callSid, set: { verdict } })
      .run();
  }
}

export function alarmOf(db: Db | Tx, cause: string): AlarmRow | null {
  return db.select().from(recordingAlarms).where(eq(recordingAlarms.cause, cause)).get() ?? null;
}

/** The alarm on a gateway that does not say which accounts record, while it stands and no account is on it. */
export function unlistedNow(db: Db | Tx): AlarmRow | null {
  const alarm = alarmOf(db, THE_GATEWAY);
  if (!alarm || alarm.endedAt) return null;
  return alarmedOf(db, alarm.id).some(({ endedAt }) => endedAt === null) ? null : alarm;
}

/** The alarm with this id, as long as it is the newest of its cause. */
export function alarmById(db: Db | Tx, id: Id<'alm'>): AlarmRow | null {
  return db.select().from(recordingAlarms).where(eq(recordingAlarms.id, id)).get() ?? null;
}

/** Alarms whose mute is over by now. */
export function mutesOver(db: Db | Tx, now: Date): AlarmRow[] {
  return db.select().from(recordingAlarms).where(lte(recordingAlarms.mutedUntil, now)).all();
}

export function saveAlarm(tx: Tx, row: AlarmRow): void {
  tx.insert(recordingAlarms)
    .values(row)
    .onConflictDoUpdate({ target: recordingAlarms.cause, set: row })
    .run();
}

/** The accounts of an alarm, in order of their name. */
export function alarmedOf(db: Db | Tx, alarm: Id<'alm'>): AlarmedRow[] {
  return db
    .select()
    .from(recordingAlarmed)
    .where(eq(recordingAlarmed.alarm, alarm))
    .orderBy(asc(recordingAlarmed.accountName))
    .all();
}

/** The alarm on an account; `null` where there is none. */
export function alarmedNow(db: Db | Tx, sid: AccountSid): AlarmedRow | null {
  const own = and(eq(recordingAlarmed.accountSid, sid), isNull(recordingAlarmed.endedAt));
  return db.select().from(recordingAlarmed).where(own).get() ?? null;
}

/** Accounts with an alarm on them. */
export function accountsAlarmed(db: Db | Tx): AccountSid[] {
  const { accountSid, endedAt } = recordingAlarmed;
  const rows = db.select({ accountSid }).from(recordingAlarmed).where(isNull(endedAt)).all();
  return rows.map((row) => row.accountSid);
}

export function insertAlarmed(tx: Tx, row: AlarmedRow): void {
  // It may have recovered, and be missing again while the card is open.
  tx.insert(recordingAlarmed)
    .values(row)
    .onConflictDoUpdate({
      target: [recordingAlarmed.alarm, recordingAlarmed.accountSid],
      set: { ...row, toldAt: undefined },
    })
    .run();
}

export function endAlarmed(
  tx: Tx,
  { alarm, accountSid }: AlarmedRow,
  to: { state: 'recovered' | 'set aside'; endedAt: Date },
): void {
  tx.update(recordingAlarmed).set(to).where(oneOf(alarm, accountSid)).run();
}

export function updateMissed(
  tx: Tx,
  { alarm, accountSid }: AlarmedRow,
  missed: AlarmedRow['missed'],
): void {
  tx.update(recordingAlarmed).set({ missed }).where(oneOf(alarm, accountSid)).run();
}

/** Accounts that are still to be told in the thread of their card. */
export function untold(db: Db | Tx, limit: number): AlarmedRow[] {
  return db
    .select()
    .from(recordingAlarmed)
    .where(isNull(recordingAlarmed.toldAt))
    .limit(limit)
    .all();
}

export function markTold(tx: Tx, { alarm, accountSid }: AlarmedRow, toldAt: Date): void {
  tx.update(recordingAlarmed).set({ toldAt }).where(oneOf(alarm, accountSid)).run();
}

/** When the call recording of an account was changed last from here; `null` where it never was. */
export function recordingChangedAt(db: Db | Tx, accountSid: AccountSid): Date | null {
  const { endedAt, state, kind, seq } = changes;
  const own = and(eq(changes.accountSid, accountSid), eq(state, 'verified'));
  const found = db
    .select({ endedAt })
    .from(changes)
    .where(and(own, like(kind, 'recording %')))
    .orderBy(desc(seq))
    .limit(1)
    .get();
  return found?.endedAt ?? null;
}

/** How many alarms are open, and how many accounts they are about. */
export function countAlarms(db: Db): { alarms: number; accounts: number } {
  const open = isNull(recordingAlarms.endedAt);
  const missing = isNull(recordingAlarmed.endedAt);
  const counted = { count: count() };
  return {
    alarms: db.select(counted).from(recordingAlarms).where(open).get()?.count ?? 0,
    accounts: db.select(counted).from(recordingAlarmed).where(missing).get()?.count ?? 0,
  };
}

function oneOf(alarm: Id<'alm'>, accountSid: AccountSid) {
  return and(eq(recordingAlarmed.alarm, alarm), eq(recordingAlarmed.accountSid, accountSid));
}
