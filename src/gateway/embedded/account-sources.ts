import { and, eq, inArray, notInArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { AccountSid, ProviderSid } from '../../ids.ts';
import { type Order, type Place, prepareRanges, type Source } from './account-ranges.ts';
import { accounts, serviceProviders } from './schema.ts';
import { compareKeys, listedAs, searchKeys, stored } from './search-keys.ts';
import { among, summaryColumns, toSummary } from './summaries.ts';

/** Which accounts a search is confined to. `providers: null`: all of them; `accounts` are further ones. */
export interface Confines {
  providers: ProviderSid[] | null;
  accounts: AccountSid[];
  /** Only those of this provider, if given. */
  only: ProviderSid | undefined;
}

export type Sources = (confines: Confines, order: Order) => Source;

/**
 * Reads accounts in order within confines, never more than the page asks for: one range of an index for all
 * providers, or one for each provider, merged. Accounts that are listed one by one are sorted in memory.
 */
export function openSources(db: Db): Sources {
  const range = prepareRanges(db);
  return (confines, order) => {
    if (confines.providers === null) return range(order, null);
    const sources = rowsOf(db, confines.providers).map((provider) => range(order, provider));
    if (confines.accounts.length > 0) sources.push(listedOneByOne(db, confines, order));
    return merged(sources);
  };
}

function rowsOf(db: Db, providers: ProviderSid[]): number[] {
  if (providers.length === 0) return [];
  const { id, sid } = serviceProviders;
  const rows = db
    .select({ id })
    .from(serviceProviders)
    .where(inArray(sid, among(providers)));
  return rows.all().map((row) => row.id);
}

function listedOneByOne(db: Db, confines: Confines, order: Order): Source {
  const rows = db
    .select(summaryColumns)
    .from(accounts)
    .innerJoin(serviceProviders, eq(serviceProviders.id, accounts.providerId))
    .where(
      and(
        inArray(accounts.sid, among(confines.accounts)),
        notInArray(serviceProviders.sid, among(confines.providers ?? [])),
        confines.only === undefined ? undefined : eq(serviceProviders.sid, confines.only),
      ),
    )
    .all();
  const found = rows.flatMap((row) => {
    const account = toSummary(row);
    const keys = order === 'by word' ? searchKeys(account).map(stored) : [listedAs(account.name)];
    return [...new Set(keys)].map((key) => ({ key, id: row.id, account }));
  });
  found.sort(inOrder);
  return (prefix, after, count) =>
    found
      .filter((match) => match.key.startsWith(prefix) && inOrder(match, after) > 0)
      .slice(0, count);
}

function merged(sources: Source[]): Source {
  const [only, ...others] = sources;
  if (only && others.length === 0) return only;
  return (prefix, after, count) =>
    sources
      .flatMap((source) => source(prefix, after, count))
      .sort(inOrder)
      .slice(0, count);
}

function inOrder(one: Place, other: Place): number {
  return compareKeys(one.key, other.key) || one.id - other.id;
}
