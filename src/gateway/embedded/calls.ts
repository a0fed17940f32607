import { and, desc, eq, gt, gte, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import type { AccountSummary, Page } from '../../features/accounts/account.ts';
import type { Call, CallPage } from '../../features/calls/calls-gateway.ts';
import type { AccountSid, ApplicationSid, CallSid } from '../../ids.ts';
import { accounts, calls } from './schema.ts';
import { idOf, summariesWhere, toSummary } from './summaries.ts';

export type CallRow = typeof calls.$inferSelect;

/** A call for a stock, or that has just been made. */
export interface GivenCall {
  sid: CallSid;
  direction: 'inbound' | 'outbound';
  from: string;
  to: string;
  attemptedAt: Date;
  answeredAt?: Date | null;
  endedAt?: Date | null;
  sipStatus?: number;
  terminationReason?: string | null;
  applicationSid?: ApplicationSid | null;
  trunk?: string | null;
  /** The key of its recording. */
  recordedAs?: string | null;
}

/** An account's calls, newest first. Throws `not_found`, or `invalid` for a cursor. */
export function callsOf(db: Db, account: AccountSid, page: CallPage): Page<Call> {
  const { after, limit, since, answered } = page;
  const from = after === undefined ? null : readCursor(after);
  const { attemptedAt, answeredAt, id, accountId } = calls;
  const conditions: (SQL | undefined)[] = [
    eq(accountId, idOf(db, account)),
    from ? sql`(${attemptedAt}, ${id}) < (${from.at}, ${from.id})` : undefined,
    since && gte(attemptedAt, since),
    answered === undefined ? undefined : answered ? isNotNull(answeredAt) : isNull(answeredAt),
  ];
  const rows = db
    .select()
    .from(calls)
    .where(and(...conditions))
    .orderBy(desc(attemptedAt), desc(id))
    .limit(limit + 1)
    .all();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(toCall), next: rows.length > limit && last ? cursorOf(last) : null };
}

/** One of an account's calls; `undefined` where it has none such. Throws `not_found` for the account. */
export function callRow(db: Db, account: AccountSid, sid: CallSid): CallRow | undefined {
  const own = and(eq(calls.sid, sid), eq(calls.accountId, idOf(db, account)));
  return db.select().from(calls).where(own).get();
}

/** Accounts that record, with a recorded call which ended then or later. Throws `invalid` for a cursor. */
export function accountsRecording(
  db: Db,
  { since, after, limit }: { since: Date; after?: string; limit: number },
): Page<AccountSummary> {
  const recorded = db
    .selectDistinct({ id: calls.accountId })
    .from(calls)
    .where(and(isNotNull(calls.recordedAs), gte(calls.endedAt, since)));
  const condition = and(
    inArray(accounts.id, recorded),
    isNotNull(accounts.recordingVendor),
    // Never written for accounts of before: they record.
    or(isNull(accounts.recordingEnabled), eq(accounts.recordingEnabled, true)),
    after === undefined ? undefined : gt(accounts.id, readPlace(after)),
  );
  const rows = summariesWhere(db, condition ?? sql`true`)
    .orderBy(accounts.id)
    .limit(limit + 1)
    .all();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(toSummary),
    next: rows.length > limit && last ? String(last.id) : null,
  };
}

export function toCall(row: CallRow): Call {
  const { sid, direction, caller, callee, attemptedAt, answeredAt, endedAt } = row;
  const { sipStatus, terminationReason, recordedAs } = row;
  return {
    sid,
    direction,
    from: caller,
    to: callee,
    attemptedAt,
    answeredAt,
    endedAt,
    sipStatus,
    terminationReason,
    recorded: recordedAs !== null,
  };
}

/** The row of a call, by its account's row number. */
export function rowOfCall(accountId: number, given: GivenCall): typeof calls.$inferInsert {
  const { sid, direction, from, to, attemptedAt, answeredAt = null, endedAt = null } = given;
  return {
    sid,
    accountId,
    direction,
    caller: from,
    callee: to,
    attemptedAt,
    answeredAt,
    endedAt,
    sipStatus: given.sipStatus ?? (answeredAt ? 200 : 487),
    terminationReason: given.terminationReason ?? null,
    applicationSid: given.applicationSid ?? null,
    trunk: given.trunk ?? null,
    recordedAs: given.recordedAs ?? null,
  };
}

const Cursor = z.tuple([z.coerce.number().int(), z.coerce.number().int()]);

function cursorOf({ attemptedAt, id }: CallRow): string {
  return `${attemptedAt.getTime()}.${id}`;
}

function readCursor(text: string): { at: number; id: number } {
  const read = /^\d+\.\d+$/.test(text) ? Cursor.safeParse(text.split('.')).data : undefined;
  if (!read) throw noCursor('calls');
  return { at: read[0], id: read[1] };
}

function readPlace(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw noCursor('accounts');
  return Number(text);
}

function noCursor(what: string): BotError {
  return new BotError('invalid', 'This list cannot be continued.', {
    now: `List the ${what} again.`,
  });
}
