import { setImmediate } from 'node:timers/promises';
import { and, count, eq, inArray, lte, max } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { prepared } from '../../db/prepared.ts';
import type { AccountSid } from '../../ids.ts';
import { unavailableOr } from './answering.ts';
import { ttsPrompts } from './schema.ts';
import { idOf } from './summaries.ts';

/** Prompts per transaction: few enough that nobody waits for one, a few milliseconds. */
const SLICE = 2000;

/** Cached prompts of one account. Throws `not_found`. */
export function cachedPrompts(db: Db, sid: AccountSid): number {
  return counted(db, { accountId: idOf(db, sid) });
}

/** Cached prompts of every account. */
export function cachedPromptsOfAll(db: Db): number {
  return counted(db, {});
}

/** Clears what one account has cached by now. Throws `not_found`. */
export async function clearTtsCache(db: Db, sid: AccountSid): Promise<void> {
  await clear(db, { accountId: idOf(db, sid) });
}

/** Clears what every account has cached by now. */
export async function clearTtsCacheOfAll(db: Db): Promise<void> {
  await clear(db, {});
}

/** Deletes in slices with a turn of the event loop between. What is cached meanwhile stays: it is fresh. */
async function clear(db: Db, which: Which): Promise<void> {
  const newest = newestOf(db, which).get()?.id;
  if (newest == null) return;
  let cleared = 0;
  try {
    for (;;) {
      const { changes } = slice(db, { ...which, newest }).run();
      if (changes < SLICE) return;
      cleared += changes;
      await setImmediate();
    }
  } catch (error) {
    throw unavailableOr(error, cleared > 0);
  }
}

function counted(db: Db, which: Which): number {
  return counting(db, which).get()?.count ?? 0;
}

/** Whose prompts: those of every account where it is left out. */
interface Which {
  accountId?: number;
}

const within = ({ accountId }: Which) =>
  accountId === undefined ? undefined : eq(ttsPrompts.accountId, accountId);

const counting = prepared((db, which: Which) =>
  db.select({ count: count() }).from(ttsPrompts).where(within(which)),
);

const newestOf = prepared((db, which: Which) =>
  db
    .select({ id: max(ttsPrompts.id) })
    .from(ttsPrompts)
    .where(within(which)),
);

const slice = prepared((db, { newest, ...which }: Which & { newest: number }) =>
  db.delete(ttsPrompts).where(
    inArray(
      ttsPrompts.id,
      db
        .select({ id: ttsPrompts.id })
        .from(ttsPrompts)
        .where(and(within(which), lte(ttsPrompts.id, newest)))
        .orderBy(ttsPrompts.id)
        .limit(SLICE),
    ),
  ),
);
