import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { accountWords } from './schema.ts';
import { type Searchable, searchKeys, stored } from './search-keys.ts';

/** Makes an account found by its name, its realm and its SID. */
export function addWords(db: Db, account: Searchable & { id: number; providerId: number }): void {
  const { id: accountId, providerId } = account;
  const words = keysOf(account).map((key) => ({ key, accountId, providerId }));
  db.insert(accountWords).values(words).run();
}

/** The account is not found any more by what it was called. Words are found by their keys: no index has them by account. */
export function removeWords(db: Db, account: Searchable & { id: number }): void {
  const own = and(
    inArray(accountWords.key, keysOf(account)),
    eq(accountWords.accountId, account.id),
  );
  db.delete(accountWords).where(own).run();
}

function keysOf(account: Searchable): string[] {
  return [...new Set(searchKeys(account).map(stored))];
}
