import { eq, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { prepared } from '../../db/prepared.ts';
import type { AccountSummary } from '../../features/accounts/account.ts';
import type { AccountSid, ProviderSid } from '../../ids.ts';
import { noSuchAccount } from './answering.ts';
import { accounts, serviceProviders } from './schema.ts';

/** What a query selects from accounts and their providers for `toSummary`. */
export const summaryColumns = {
  id: accounts.id,
  sid: accounts.sid,
  name: accounts.name,
  sipRealm: accounts.sipRealm,
  providerSid: serviceProviders.sid,
  providerName: serviceProviders.name,
};

export interface SummaryRow {
  id: number;
  sid: AccountSid;
  name: string;
  sipRealm: string | null;
  providerSid: ProviderSid;
  providerName: string;
}

export function toSummary({ sid, name, sipRealm, ...row }: SummaryRow): AccountSummary {
  return { sid, name, sipRealm, provider: { sid: row.providerSid, name: row.providerName } };
}

/** The query for summaries of the accounts that meet a condition, in no order. */
export function summariesWhere(db: Db, condition: SQL) {
  return db
    .select(summaryColumns)
    .from(accounts)
    .innerJoin(serviceProviders, eq(serviceProviders.id, accounts.providerId))
    .where(condition);
}

/** The row number of an account. Throws `not_found`. */
export function idOf(db: Db, sid: AccountSid): number {
  const row = numberOf(db, { sid }).get();
  if (!row) throw noSuchAccount();
  return row.id;
}

const numberOf = prepared((db, { sid }: { sid: AccountSid }) =>
  db.select({ id: accounts.id }).from(accounts).where(eq(accounts.sid, sid)),
);

/** A list as one parameter of a query, however long it is. */
export function among(list: readonly string[]): SQL {
  return sql`(select value from json_each(${JSON.stringify(list)}))`;
}
