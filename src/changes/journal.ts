import { sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import { BUSY_TIMEOUT, type Db, inTransaction, type Tx } from '../db/database.ts';
import { isBusy, troubleOf } from '../db/trouble.ts';
import { BotError } from '../errors.ts';

/** How often a write that finds the database busy is tried again, and for how long, in milliseconds. */
const RETRY_EVERY = 25;
const RETRY_FOR = 1500;
/** How many steps share a transaction at most, so that the process is not held up for long. */
const TOGETHER = 64;

/** The only opener of write transactions. Each step is written as a whole: state, audit entry and outbox rows. */
export interface Journal {
  /**
   * Writes a step, and resolves once it is on the disk. Steps that are asked for in one turn of the event loop share a
   * transaction, in their order; one that throws is taken back alone, and rejects with what it threw. Rejects with
   * `unavailable` where the database does not take it; nothing is then written. A step may be run more than once.
   */
  write<Result>(step: (tx: Tx, now: Date) => Result): Promise<Result>;
  readonly db: Db;
}

/** A step that waits to be written. `run` gives how its promise is settled, once it is on the disk. */
interface Waiting {
  run(tx: Tx): () => void;
  refuse(error: unknown): void;
  /** Until when it is tried again while another program holds the database. */
  deadline: number;
}

/**
 * Opens the journal over a database. SQLite waits for another's lock by holding up the whole process, so it may
 * do so once (`BUSY_TIMEOUT`); while the lock is known to be there, attempts give up at once and the process goes on.
 */
export function openJournal(db: Db, clock: Clock): Journal {
  const { $client: client } = db;
  let waiting: Waiting[] = [];
  let awaited = false;
  let busy = false;

  /** Runs a step in a savepoint of its own. Throws only where SQLite has taken back the whole transaction. */
  function runAlone(tx: Tx, { run, refuse }: Waiting): () => void {
    try {
      return inTransaction(tx, run);
    } catch (error) {
      if (!client.inTransaction || isBusy(error)) throw error;
      return () => refuse(asPeopleSeeIt(error));
    }
  }

  /** One transaction. Where it throws, nothing of it was written. */
  function attempt(group: Waiting[]): (() => void)[] {
    const wasBusy = busy;
    if (wasBusy) db.get(sql`PRAGMA busy_timeout = 0`);
    try {
      const settled = inTransaction(db, (tx) => group.map((one) => runAlone(tx, one)));
      busy = false;
      return settled;
    } catch (error) {
      busy = isBusy(error);
      throw error;
    } finally {
      if (wasBusy) db.get(sql.raw(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`));
    }
  }

  function writeTogether(group: Waiting[]): void {
    try {
      for (const settle of attempt(group)) settle();
    } catch (error) {
      const now = performance.now();
      const again = group.filter(({ deadline }) => isBusy(error) && now <= deadline);
      waiting = [...again, ...waiting];
      const rest = group.filter((one) => !again.includes(one));
      // What all of them cannot do together, some may do alone.
      if (group.length > 1 && !isBusy(error)) for (const one of rest) writeTogether([one]);
      else for (const one of rest) one.refuse(asPeopleSeeIt(error));
    }
  }

  function writeWaiting(): void {
    awaited = false;
    const group = waiting.slice(0, TOGETHER);
    waiting = waiting.slice(TOGETHER);
    writeTogether(group);
    if (waiting.length > 0) comeBack();
  }

  function comeBack(): void {
    if (awaited) return;
    awaited = true;
    if (busy) setTimeout(writeWaiting, RETRY_EVERY);
    else setImmediate(writeWaiting);
  }

  return {
    db,
    write: (step) =>
      new Promise((resolve, reject) => {
        waiting.push({
          run(tx) {
            const result = step(tx, clock.now());
            return () => resolve(result);
          },
          refuse: reject,
          deadline: performance.now() + RETRY_FOR,
        });
        comeBack();
      }),
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
