import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Tx } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import type { NamedApplication, Page } from '../../features/accounts/account.ts';
import { fold } from '../../features/accounts/account-rules.ts';
import {
  checkSettings,
  nameTaken,
  noSuchApplication,
  requireNotChosen,
  sameSettings,
} from '../../features/applications/application-rules.ts';
import type {
  Application,
  ApplicationSettings,
  ApplicationWebhook,
  ChosenFor,
} from '../../features/applications/applications-gateway.ts';
import { type AccountSid, ApplicationSid } from '../../ids.ts';
import { accounts, applications } from './schema.ts';
import { compareKeys, listedAs, partsOf, searchKeys } from './search-keys.ts';
import { newSid } from './sids.ts';
import { among, idOf } from './summaries.ts';

/** An account's applications in order of their name, a page at a time. Throws `not_found`, or `invalid` for a cursor. */
export function applicationsOf(
  db: Db,
  account: AccountSid,
  { after, limit }: { after?: string; limit: number },
): Page<Application> {
  const all = namesOf(db, idOf(db, account));
  const from = after === undefined ? null : readCursor(after);
  const rest = from ? all.filter((one) => inOrder(one, from) > 0) : all;
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const sids = page.map(({ sid }) => sid);
  const found = new Map(read(db, account, sids).map((one) => [one.sid, one]));
  return {
    items: sids.flatMap((sid) => found.get(sid) ?? []),
    next: rest.length > limit && last ? cursorOf(last) : null,
  };
}

/** Those with words that begin so, in order of their name. Throws `not_found`. */
export function suggestApplications(
  db: Db,
  account: AccountSid,
  text: string,
  limit: number,
): NamedApplication[] {
  const parts = partsOf(text);
  const matches = (one: NamedApplication) => {
    const keys = searchKeys({ ...one, sipRealm: null });
    return parts.every((part) => keys.some((key) => key.startsWith(part)));
  };
  const all = namesOf(db, idOf(db, account));
  const found = all.filter(matches).slice(0, limit);
  return found.map(({ sid, name }) => ({ sid, name }));
}

export function application(db: Db, account: AccountSid, sid: ApplicationSid): Application | null {
  return read(db, account, [sid])[0] ?? null;
}

/** The account's application of this name. Throws `not_found` for the account. */
export function applicationNamed(db: Db, account: AccountSid, name: string): Application | null {
  const there = named(db, idOf(db, account), name);
  return there ? application(db, account, there.sid) : null;
}

/** Adds one, in an immediate transaction. Throws `invalid`, `conflict` or `not_found`. */
export function addApplication(
  db: Db,
  account: AccountSid,
  settings: ApplicationSettings,
): Application {
  checkSettings(settings, null);
  const accountId = idOf(db, account);
  if (named(db, accountId, settings.name)) throw nameTaken();
  const sid = newSid(ApplicationSid);
  db.insert(applications)
    .values({ sid, accountId, ...columnsOf(settings) })
    .run();
  return { sid, ...settings, chosenFor: [] };
}

/** Sets all of it where it is as expected, in an immediate transaction. Throws `invalid`, `conflict` or `not_found`. */
export function changeApplication(
  db: Db,
  account: AccountSid,
  sid: ApplicationSid,
  expected: ApplicationSettings,
  settings: ApplicationSettings,
): void {
  const now = application(db, account, sid);
  if (!now) throw noSuchApplication();
  if (!sameSettings(now, expected)) {
    throw new BotError('conflict', 'Somebody changed this application meanwhile.', {
      why: 'It is not as it was when you looked.',
      now: 'Look at it as it is now, and change it from there.',
    });
  }
  checkSettings(settings, now);
  const other = named(db, idOf(db, account), settings.name);
  if (other && other.sid !== sid) throw nameTaken();
  db.update(applications).set(columnsOf(settings)).where(eq(applications.sid, sid)).run();
}

/** Removes it, in an immediate transaction. Throws `conflict` while it is chosen, or `not_found`. */
export function removeApplication(db: Db, account: AccountSid, sid: ApplicationSid): void {
  const there = application(db, account, sid);
  if (!there) throw noSuchApplication();
  requireNotChosen(there);
  db.delete(applications).where(eq(applications.sid, sid)).run();
}

/** The columns of an application that hold its settings. */
export function columnsOf(settings: ApplicationSettings) {
  const { name, callingWebhook, callStatusWebhook, recordAllCalls } = settings;
  return {
    name,
    callHookUrl: callingWebhook?.url ?? null,
    callHookMethod: callingWebhook?.method ?? 'POST',
    callStatusHookUrl: callStatusWebhook?.url ?? null,
    callStatusHookMethod: callStatusWebhook?.method ?? 'POST',
    recordAllCalls,
  } as const;
}

interface Listed extends NamedApplication {
  key: string;
}

/** The names of an account's applications in the order of lists: it has few enough to look at all of them. */
function namesOf(db: Db | Tx, accountId: number): Listed[] {
  return db
    .select({ sid: applications.sid, name: applications.name })
    .from(applications)
    .where(eq(applications.accountId, accountId))
    .all()
    .map((one) => ({ ...one, key: listedAs(one.name) }))
    .sort(inOrder);
}

function named(db: Db | Tx, accountId: number, name: string): Listed | undefined {
  const folded = fold(name);
  return namesOf(db, accountId).find((one) => fold(one.name) === folded);
}

function inOrder(one: Pick<Listed, 'key' | 'sid'>, other: Pick<Listed, 'key' | 'sid'>): number {
  return compareKeys(one.key, other.key) || compareKeys(one.sid, other.sid);
}

function read(db: Db | Tx, account: AccountSid, sids: ApplicationSid[]): Application[] {
  const { deviceApplicationSid, siprecApplicationSid } = accounts;
  return db
    .select({
      row: applications,
      chosen: { device: deviceApplicationSid, siprec: siprecApplicationSid },
    })
    .from(applications)
    .innerJoin(accounts, eq(accounts.id, applications.accountId))
    .where(and(eq(accounts.sid, account), inArray(applications.sid, among(sids))))
    .all()
    .map(({ row, chosen }) => {
      const { sid, name, recordAllCalls } = row;
      const chosenFor: ChosenFor[] = [];
      if (chosen.device === sid) chosenFor.push('SIP device calls');
      if (chosen.siprec === sid) chosenFor.push('SIPREC calls');
      return {
        sid,
        name,
        callingWebhook: webhookOf(row.callHookUrl, row.callHookMethod),
        callStatusWebhook: webhookOf(row.callStatusHookUrl, row.callStatusHookMethod),
        recordAllCalls,
        chosenFor,
      };
    });
}

function webhookOf(
  url: string | null,
  method: ApplicationWebhook['method'],
): ApplicationWebhook | null {
  return url === null ? null : { url, method };
}

const Cursor = z.object({ key: z.string(), sid: ApplicationSid });

function cursorOf({ key, sid }: Listed): string {
  return Buffer.from(JSON.stringify({ key, sid })).toString('base64url');
}

function readCursor(text: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (cause) {
    throw new BotError('invalid', 'This list cannot be continued.', {
      now: 'List the applications again.',
      cause,
    });
  }
}
