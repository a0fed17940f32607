import { and, asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { isBusy } from '../../db/trouble.ts';
import { BotError } from '../../errors.ts';
import type { ApiKey, NewApiKey } from '../../features/api-keys/api-keys-gateway.ts';
import { type AccountSid, ApiKeySid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { apiKeyHash, isApiKey, keptOf, newApiKey } from './api-key-format.ts';
import { accounts, apiKeys } from './schema.ts';
import { newSid } from './sids.ts';
import { idOf } from './summaries.ts';

/** How often the use of a key is written down at most, in milliseconds. */
const USE_NOTED_EVERY = 60_000;

/** A key for a stock; what is left out is random, or never was. */
export interface GivenApiKey {
  sid?: ApiKeySid;
  key?: Secret;
  createdAt?: Date;
  lastUsedAt?: Date | null;
  expiresAt?: Date | null;
}

/** The keys of an account, oldest first. Throws `not_found`. */
export function apiKeysOf(db: Db, account: AccountSid): ApiKey[] {
  const { sid, prefix, lastFour, createdAt, lastUsedAt, expiresAt } = apiKeys;
  return db
    .select({ sid, prefix, lastFour, createdAt, lastUsedAt, expiresAt })
    .from(apiKeys)
    .where(eq(apiKeys.accountId, idOf(db, account)))
    .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
    .all();
}

/** Makes a key of an account, of which only a keyed hash is kept. Throws `not_found`. */
export function createApiKey(
  db: Db,
  keyring: Keyring,
  account: AccountSid,
  given: GivenApiKey,
  now: Date,
): NewApiKey {
  const { key, row } = rowOf(keyring, idOf(db, account), given, now);
  db.insert(apiKeys).values(row).run();
  return { sid: row.sid, key };
}

/** A key as a row of an account, by the account's row number. */
export function rowOf(keyring: Keyring, accountId: number, given: GivenApiKey, now: Date) {
  const key = given.key ?? newApiKey();
  const row = {
    sid: given.sid ?? newSid(ApiKeySid),
    accountId,
    ...keptOf(key, keyring),
    createdAt: given.createdAt ?? now,
    lastUsedAt: given.lastUsedAt ?? null,
    expiresAt: given.expiresAt ?? null,
  };
  return { key, row };
}

/** Moves the end of a key. Throws `not_found`. */
export function setApiKeyExpiry(
  db: Db,
  account: AccountSid,
  sid: ApiKeySid,
  expiresAt: Date | null,
): void {
  const { changes } = db
    .update(apiKeys)
    .set({ expiresAt })
    .where(ofAccount(db, account, sid))
    .run();
  if (changes === 0) throw noSuchKey();
}

/** Deletes a key. Throws `not_found`. */
export function deleteApiKey(db: Db, account: AccountSid, sid: ApiKeySid): void {
  const { changes } = db
    .delete(apiKeys)
    .where(ofAccount(db, account, sid))
    .run();
  if (changes === 0) throw noSuchKey();
}

/**
 * The account whose key this is; `null` for what is no key, or one that was revoked or has expired. It is looked up
 * by its keyed hash, so that how long that takes tells nothing of other keys.
 */
export function accountOfApiKey(
  db: Db,
  keyring: Keyring,
  bearer: string,
  now: Date,
): AccountSid | null {
  if (!isApiKey(bearer)) return null;
  const { id, lastUsedAt, expiresAt } = apiKeys;
  const found = db
    .select({ id, lastUsedAt, expiresAt, account: accounts.sid })
    .from(apiKeys)
    .innerJoin(accounts, eq(accounts.id, apiKeys.accountId))
    .where(eq(apiKeys.hash, apiKeyHash(bearer, keyring)))
    .get();
  if (!found || (found.expiresAt && found.expiresAt <= now)) return null;
  const since = now.getTime() - (found.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY);
  if (since >= USE_NOTED_EVERY) noteUse(db, found.id, now);
  return found.account;
}

/** Where another process holds the file, the use is noted the next time: nobody is refused for that. */
function noteUse(db: Db, id: number, lastUsedAt: Date): void {
  try {
    db.update(apiKeys).set({ lastUsedAt }).where(eq(apiKeys.id, id)).run();
  } catch (error) {
    if (!isBusy(error)) throw error;
  }
}

function ofAccount(db: Db, account: AccountSid, sid: ApiKeySid) {
  return and(eq(apiKeys.accountId, idOf(db, account)), eq(apiKeys.sid, sid));
}

function noSuchKey(): BotError {
  return new BotError('not_found', 'There is no such API key.', {
    why: 'It may have been revoked meanwhile.',
    now: 'List the keys of the account to see those that are there.',
  });
}
