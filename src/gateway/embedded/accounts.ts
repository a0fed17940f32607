import { eq, inArray, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { prepared } from '../../db/prepared.ts';
import type { Reach } from '../../features/access/scope.ts';
import type {
  Account,
  AccountContents,
  AccountSummary,
  ServiceProvider,
  Webhook,
} from '../../features/accounts/account.ts';
import type { AccountSid } from '../../ids.ts';
import { recordingIn } from './recordings.ts';
import { accounts, applications, carriers, serviceProviders, speechServices } from './schema.ts';
import { type SealedColumn, sealedIn } from './secrets.ts';
import { among, idOf, summariesWhere, toSummary } from './summaries.ts';

/** Names that a card shows of each kind of content. */
const SHOWN = 5;

/** Providers in order of their name, of those within reach and those of accounts within reach. */
export function providersWithin(db: Db, within: Reach): ServiceProvider[] {
  const ofAccounts = (sids: AccountSid[]) =>
    db
      .select({ id: accounts.providerId })
      .from(accounts)
      .where(inArray(accounts.sid, among(sids)));
  return db
    .select({ sid: serviceProviders.sid, name: serviceProviders.name })
    .from(serviceProviders)
    .where(
      within.everything
        ? undefined
        : or(
            inArray(serviceProviders.sid, among(within.providers)),
            inArray(serviceProviders.id, ofAccounts(within.accounts)),
          ),
    )
    .orderBy(serviceProviders.nameFolded)
    .all();
}

/** Summaries in the order asked for, without the accounts that are gone. */
export function accountSummaries(db: Db, sids: AccountSid[]): AccountSummary[] {
  const found = summariesOf(db, { sids: JSON.stringify(sids) })
    .all()
    .map(toSummary);
  const bySid = new Map(found.map((account) => [account.sid, account]));
  return sids.flatMap((sid) => bySid.get(sid) ?? []);
}

const summariesOf = prepared((db, { sids }: { sids: string }) =>
  summariesWhere(db, inArray(accounts.sid, sql`(select value from json_each(${sids}))`)),
);

export function accountWithRealm(db: Db, sipRealm: string): AccountSummary | null {
  const found = summariesWhere(db, eq(accounts.sipRealm, sipRealm.trim().toLowerCase())).get();
  return found ? toSummary(found) : null;
}

/** An account with every setting, its secrets unsealed. */
export function account(db: Db, keyring: Keyring, sid: AccountSid): Account | null {
  const device = alias(applications, 'device');
  const siprec = alias(applications, 'siprec');
  const found = db
    .select({
      row: accounts,
      provider: { sid: serviceProviders.sid, name: serviceProviders.name },
      deviceApplication: { sid: device.sid, name: device.name },
      siprecApplication: { sid: siprec.sid, name: siprec.name },
    })
    .from(accounts)
    .innerJoin(serviceProviders, eq(serviceProviders.id, accounts.providerId))
    .leftJoin(device, eq(device.sid, accounts.deviceApplicationSid))
    .leftJoin(siprec, eq(siprec.sid, accounts.siprecApplicationSid))
    .where(eq(accounts.sid, sid))
    .get();
  if (!found) return null;
  const { row, ...joined } = found;
  const unseal = (column: SealedColumn) => {
    const value = row[column];
    return value === null ? null : keyring.unseal(value, sealedIn(sid, column));
  };
  return {
    sid,
    name: row.name,
    sipRealm: row.sipRealm,
    ...joined,
    limits: { unit: row.unit, maximum: row.maximum, licensedSessions: row.licensedSessions },
    webhookSecret: keyring.unseal(row.webhookSecret, sealedIn(sid, 'webhookSecret')),
    registrationWebhook: webhookOf({
      url: row.registrationHookUrl,
      method: row.registrationHookMethod,
      username: row.registrationHookUsername,
      password: unseal('registrationHookPassword'),
    }),
    queueEventWebhook: webhookOf({
      url: row.queueEventHookUrl,
      method: row.queueEventHookMethod,
      username: row.queueEventHookUsername,
      password: unseal('queueEventHookPassword'),
    }),
    recording: recordingIn(row, unseal('recordingCredential')),
    createdAt: row.createdAt,
  };
}

type Nullable<Type> = { [Key in keyof Type]: Type[Key] | null };

function webhookOf({ url, method, ...credentials }: Nullable<Webhook>): Webhook | null {
  return url === null || method === null ? null : { url, method, ...credentials };
}

/** What an account contains, a few names of each kind. */
export function accountContents(db: Db, sid: AccountSid): AccountContents {
  const id = idOf(db, sid);
  const contentsOf = (table: typeof applications | typeof carriers | typeof speechServices) => ({
    count:
      db.select({ count: sql<number>`count(*)` }).from(table).where(eq(table.accountId, id)).get()
        ?.count ?? 0,
    names: db
      .select({ name: table.name })
      .from(table)
      .where(eq(table.accountId, id))
      .orderBy(table.name)
      .limit(SHOWN)
      .all()
      .map(({ name }) => name),
  });
  return {
    applications: contentsOf(applications),
    carriers: contentsOf(carriers),
    speechServices: contentsOf(speechServices),
  };
}
