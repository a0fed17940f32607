import { and, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { AccountSummary } from '../../features/accounts/account.ts';
import { accounts, accountWords, serviceProviders } from './schema.ts';
import { type SummaryRow, summaryColumns, toSummary } from './summaries.ts';

/** A place in an order of accounts: the key at which an account stands, and its row, which settles ties. */
export interface Place {
  key: string;
  id: number;
}

/** An account as it was found: at a key that begins with what was looked for. */
export interface Found extends Place {
  account: AccountSummary;
}

/** Up to `count` finds whose key begins with `prefix` and that stand behind `after`, in order. */
export type Source = (prefix: string, after: Place, count: number) => Found[];

/** What accounts are ordered by: each word that finds them, or their name. */
export type Order = 'by word' | 'by name';

/** A range of an index: of all providers, or of the one with this row number. */
export type Range = (order: Order, provider: number | null) => Source;

/** Prepares the ranges once: every keystroke in a picker reads one. */
export function prepareRanges(db: Db): Range {
  const words = { ofAll: prepareWords(db, undefined), ofOne: prepareWords(db, OF_PROVIDER.words) };
  const names = { ofAll: prepareNames(db, undefined), ofOne: prepareNames(db, OF_PROVIDER.names) };
  return (order, provider) => {
    const { ofAll, ofOne } = order === 'by word' ? words : names;
    const read = provider === null ? ofAll : ofOne;
    return (prefix, after, count) =>
      read({ ...after, end: endOf(prefix), provider: provider ?? 0, count });
  };
}

const { placeholder } = sql;
const OF_PROVIDER = {
  words: eq(accountWords.providerId, placeholder('provider')),
  names: eq(accounts.providerId, placeholder('provider')),
};

interface Bounds extends Place {
  end: string;
  provider: number;
  count: number;
}

function prepareWords(db: Db, ofProvider: SQL | undefined): (bounds: Bounds) => Found[] {
  const { key, accountId } = accountWords;
  const behind = sql`(${key}, ${accountId}) > (${placeholder('key')}, ${placeholder('id')})`;
  const range = db
    .select({ key, ...summaryColumns })
    .from(accountWords)
    .innerJoin(accounts, eq(accounts.id, accountId))
    .innerJoin(serviceProviders, eq(serviceProviders.id, accounts.providerId))
    .where(and(ofProvider, behind, lt(key, placeholder('end'))))
    .orderBy(key, accountId)
    .limit(placeholder('count'))
    .prepare();
  return (bounds) => range.all({ ...bounds }).map(toFound);
}

/** Two ranges: SQLite does not seek by a row number within an index where a pair is compared. */
function prepareNames(db: Db, ofProvider: SQL | undefined): (bounds: Bounds) => Found[] {
  const { listedAs, id } = accounts;
  const prepare = (condition: SQL | undefined) =>
    db
      .select({ key: listedAs, ...summaryColumns })
      .from(accounts)
      .innerJoin(serviceProviders, eq(serviceProviders.id, accounts.providerId))
      .where(and(ofProvider, condition))
      .orderBy(listedAs, id)
      .limit(placeholder('count'))
      .prepare();
  const namesakes = prepare(and(eq(listedAs, placeholder('key')), gt(id, placeholder('id'))));
  const others = prepare(and(gt(listedAs, placeholder('key')), lt(listedAs, placeholder('end'))));
  return (bounds) => {
    const found = namesakes.all({ ...bounds }).map(toFound);
    const left = bounds.count - found.length;
    return left === 0 ? found : [...found, ...others.all({ ...bounds, count: left }).map(toFound)];
  };
}

/** The end of the range of keys that begin so: U+10FFFF is a noncharacter, which no name may hold. */
function endOf(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

function toFound(row: SummaryRow & { key: string }): Found {
  return { key: row.key, id: row.id, account: toSummary(row) };
}
