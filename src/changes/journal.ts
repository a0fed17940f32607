import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import { BUSY_TIMEOUT, type Db, inTransaction, type Tx } from '../db/database.ts';
import { isBusy, troubleOf } from '../db/trouble.ts';
import { BotError } from '../errors.ts';

/** How often a write that finds the database busy is tried again, and for how long, in milliseconds. */
const RETRY_EVERY = 25;
const RETRY_FOR = 1500;

/** The only opener of write transactions. Each writes one step: state, audit entry and outbox rows together. */
export interface Journal {
  /** Runs `step` in an immediate transaction. Rejects with `unavailable` where the database does not take it; nothing is then written. */
  write<Result>(step: (tx: Tx, now: Date) => Result): Promise<Result>;
  readonly db: Db;
}

/**
 * Opens the journal over a database. SQLite waits for another's lock by holding up the whole process, so it may
 * do so once (`BUSY_TIMEOUT`); while the lock is known to be there, attempts give up at once and the process goes on.
 */
export function openJournal(db: Db, clock: Clock): Journal {
  let busy = false;

  function attempt<Result>(step: (tx: Tx, now: Date) => Result): Result {
    const wasBusy = busy;
    if (wasBusy) db.get(sql`PRAGMA busy_timeout = 0`);
    try {
      const result = inTransaction(db, (tx) => step(tx, clock.now()));
      busy = false;
      return result;
    } catch (error) {
      busy = isBusy(error);
      throw error;
    } finally {
      if (wasBusy) db.get(sql.raw(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`));
    }
  }

  return {
    db,
    async write(step) {
      const deadline = performance.now() + RETRY_FOR;
      for (;;) {
        try {
          return attempt(step);
        } catch (error) {
          if (!isBusy(error)) throw asPeopleSeeIt(error);
          if (performance.now() > deadline) throw asPeopleSeeIt(error);
          await sleep(RETRY_EVERY);
        }
      }
    },
  };
}

function asPeopleSeeIt(error: unknown): unknown {
  const trouble = troubleOf(error);
  if (!trouble) return error;
  return new BotError('unavailable', 'I could not write that down, so I did not do it.', {
    why: `My database ${trouble.state}.`,
    now: 'Tell whoever runs the bot, then try again. Nothing was changed.',
    cause: error,
  });
}
