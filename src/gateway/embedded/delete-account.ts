import { eq } from 'drizzle-orm';
import { type Db, inTransaction } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import type { AccountSid } from '../../ids.ts';
import { removeWords } from './account-words.ts';
import { noSuchAccount, unavailableOr } from './answering.ts';
import { accounts, apiKeys, applications } from './schema.ts';
import { clearTtsCache } from './tts-cache.ts';

/**
 * Deletes an account with all that it contains: its cached prompts, of which there may be very many, in slices
 * before the rest. Throws `not_found`, or `conflict` while it has applications or API keys.
 */
export async function deleteAccount(db: Db, sid: AccountSid): Promise<void> {
  emptied(db, sid);
  await clearTtsCache(db, sid);
  try {
    inTransaction(db, () => {
      const account = emptied(db, sid);
      removeWords(db, account);
      db.delete(accounts).where(eq(accounts.id, account.id)).run();
    });
  } catch (error) {
    throw unavailableOr(error, true);
  }
}

/** The account, once what must be removed first is gone. */
function emptied(db: Db, sid: AccountSid): typeof accounts.$inferSelect {
  const account = db.select().from(accounts).where(eq(accounts.sid, sid)).get();
  if (!account) throw noSuchAccount();
  const has = (table: typeof applications | typeof apiKeys) =>
    db
      .select({ id: table.id })
      .from(table)
      .where(eq(table.accountId, account.id))
      .limit(1)
      .get() !== undefined;
  const left = [
    ...(has(applications) ? ['applications'] : []),
    ...(has(apiKeys) ? ['API keys'] : []),
  ];
  if (left.length === 0) return account;
  throw new BotError('conflict', `The account still has ${left.join(' and ')}.`, {
    why: 'An account is deleted only once it has none.',
    now: 'Remove them first.',
  });
}
