import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { count, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { AccountSid } from '../../ids.ts';
import { accounts, ttsPrompts } from './schema.ts';
import { among, idOf } from './summaries.ts';

/** Prompts per transaction, with a turn of the event loop between. */
const PROMPTS = 5000;

/** How many prompts an account is to have cached. */
export interface CachedPrompts {
  account: AccountSid;
  count: number;
}

/** Fills the TTS cache, as the gateway's speech services do. */
export interface PromptStock {
  /** Caches so many more prompts of an account. */
  cachePrompts(account: AccountSid, count: number): Promise<void>;
  /**
   * Caches prompts of these accounts, in their order, until each has as many as it is to have: at most `most` of
   * them, in one transaction. Gives how many it cached. Accounts that are not there are passed over.
   */
  cacheUpTo(wanted: readonly CachedPrompts[], most: number): Promise<number>;
}

/** Prepares the filling of the TTS cache. */
export function openPromptStock(db: Db, clock: { now(): Date }): PromptStock {
  const { placeholder } = sql;
  const insert = db
    .insert(ttsPrompts)
    .values({
      accountId: placeholder('accountId'),
      textHash: placeholder('textHash'),
      createdAt: placeholder('createdAt'),
    })
    .prepare();
  const cache = (accountId: number, from: number, end: number) => {
    const createdAt = clock.now();
    for (let nth = from; nth < end; nth += 1) {
      insert.run({ accountId, textHash: hash('sha256', `prompt ${nth}`, 'buffer'), createdAt });
    }
  };
  const inOne = <Result>(work: () => Result) => db.transaction(work, { behavior: 'immediate' });
  return {
    async cachePrompts(account, many) {
      const id = idOf(db, account);
      for (let from = 0; from < many; from += PROMPTS) {
        inOne(() => cache(id, from, Math.min(from + PROMPTS, many)));
        await setImmediate();
      }
    },
    cacheUpTo: async (wanted, most) =>
      inOne(() => {
        const found = new Map(cachedNow(db, wanted).map((row) => [row.sid, row]));
        let left = most;
        for (const { account, count: wants } of wanted) {
          const row = found.get(account);
          if (!row || row.cached >= wants) continue;
          const end = Math.min(wants, row.cached + left);
          cache(row.id, row.cached, end);
          left -= end - row.cached;
          if (left === 0) break;
        }
        return most - left;
      }),
  };
}

function cachedNow(db: Db, wanted: readonly CachedPrompts[]) {
  const sids = wanted.map(({ account }) => account);
  return db
    .select({ id: accounts.id, sid: accounts.sid, cached: count(ttsPrompts.id) })
    .from(accounts)
    .leftJoin(ttsPrompts, eq(ttsPrompts.accountId, accounts.id))
    .where(inArray(accounts.sid, among(sids)))
    .groupBy(accounts.id)
    .all();
}
