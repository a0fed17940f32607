import { setImmediate } from 'node:timers/promises';
import { and, count, eq, inArray, lte, max, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { AccountSid } from '../../ids.ts';
import { unavailableOr } from './answering.ts';
import { ttsPrompts } from './schema.ts';
import { idOf } from './summaries.ts';

/** Prompts per transaction: few enough that nobody waits for one, a few milliseconds. */
const SLICE = 2000;

/** Cached prompts of one account. Throws `not_found`. */
export function cachedPrompts(db: Db, sid: AccountSid): number {
  return counted(db, eq(ttsPrompts.accountId, idOf(db, sid)));
}

/** Cached prompts of every account. */
export function cachedPromptsOfAll(db: Db): number {
  return counted(db, undefined);
}

/** Clears what one account has cached by now. Throws `not_found`. */
export async function clearTtsCache(db: Db, sid: AccountSid): Promise<void> {
  await clear(db, eq(ttsPrompts.accountId, idOf(db, sid)));
}

/** Clears what every account has cached by now. */
export async function clearTtsCacheOfAll(db: Db): Promise<void> {
  await clear(db, undefined);
}

/** Deletes in slices with a turn of the event loop between. What is cached meanwhile stays: it is fresh. */
async function clear(db: Db, which: SQL | undefined): Promise<void> {
  const newest = db
    .select({ id: max(ttsPrompts.id) })
    .from(ttsPrompts)
    .where(which)
    .get()?.id;
  if (newest == null) return;
  const slice = db
    .select({ id: ttsPrompts.id })
    .from(ttsPrompts)
    .where(and(which, lte(ttsPrompts.id, newest)))
    .orderBy(ttsPrompts.id)
    .limit(SLICE);
  let cleared = 0;
  try {
    for (;;) {
      const { changes } = db.delete(ttsPrompts).where(inArray(ttsPrompts.id, slice)).run();
      if (changes < SLICE) return;
      cleared += changes;
      await setImmediate();
    }
  } catch (error) {
    throw unavailableOr(error, cleared > 0);
  }
}

function counted(db: Db, which: SQL | undefined): number {
  return db.select({ count: count() }).from(ttsPrompts).where(which).get()?.count ?? 0;
}
