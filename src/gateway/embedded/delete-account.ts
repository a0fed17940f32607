import { and, count, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import type { AccountSid } from '../../ids.ts';
import { unavailableOr } from './answering.ts';
import { accounts, accountWords, applications } from './schema.ts';
import { searchKeys, stored } from './search-keys.ts';
import { idOf } from './summaries.ts';
import { clearTtsCache } from './tts-cache.ts';

/**
 * Deletes an account with all that it contains: its cached prompts, of which there may be very many, in slices
 * before the rest. Throws `not_found`, or `conflict` while it has applications.
 */
export async function deleteAccount(db: Db, sid: AccountSid): Promise<void> {
  requireNoApplications(db, idOf(db, sid));
  await clearTtsCache(db, sid);
  try {
    db.transaction(
      () => {
        const id = idOf(db, sid);
        requireNoApplications(db, id);
        removeWords(db, id);
        db.delete(accounts).where(eq(accounts.id, id)).run();
      },
      { behavior: 'immediate' },
    );
  } catch (error) {
    throw unavailableOr(error, true);
  }
}

function requireNoApplications(db: Db, id: number): void {
  const has = db
    .select({ count: count() })
    .from(applications)
    .where(eq(applications.accountId, id))
    .get()?.count;
  if (!has) return;
  throw new BotError('conflict', 'The account still has applications.', {
    why: 'An account is deleted only once it has none.',
    now: 'Remove them first.',
  });
}

/** Words are found again by their keys: there is no index of them by account. */
function removeWords(db: Db, id: number): void {
  const row = db.select().from(accounts).where(eq(accounts.id, id)).get();
  if (!row) return;
  const keys = [...new Set(searchKeys(row).map(stored))];
  db.delete(accountWords)
    .where(and(inArray(accountWords.key, keys), eq(accountWords.accountId, id)))
    .run();
}
