import type { Journal } from '../../changes/journal.ts';
import type { Clock } from '../../clock.ts';
import type { Tx } from '../../db/database.ts';
import {
  firstOfChain,
  headOfChain,
  lastQueuedAnchor,
  placesOfAnchor,
  saveAnchor,
} from './audit.store.ts';
import type { Anchor } from './audit.ts';

interface Needs {
  journal: Journal;
  clock: Clock;
  /** Puts the anchor where nobody can rewrite it, in the transaction that remembers it. */
  post: (tx: Tx, anchor: Anchor) => void;
}

const DAY = 24 * 60 * 60_000;
/** After a failure, how long until it is tried again, in milliseconds. */
const AGAIN = 60_000;

/**
 * Gives the duty that posts the head of the chain once a day (UTC), where there are new entries. Called at every
 * heartbeat: it looks into the database only once a day.
 */
export function dailyAnchor({ journal, clock, post }: Needs): () => Promise<void> {
  let due = 0;
  return async () => {
    const now = clock.now().getTime();
    if (now < due) return;
    due = now + AGAIN;
    await journal.write((tx, at) => {
      const last = lastQueuedAnchor(tx);
      const head = headOfChain(tx);
      if (!head) return;
      // One that Slack took nowhere is posted again with the next day, though nothing has happened since.
      if (last && head.seq <= last.seq && placesOfAnchor(tx, last).length > 0) return;
      // The first head is posted on the day after the first entry.
      const before = last ?? firstOfChain(tx);
      if (before && dayOf(before.at.getTime()) >= dayOf(at.getTime())) return;
      const anchor = { seq: head.seq, mac: head.mac, at };
      saveAnchor(tx, anchor);
      post(tx, anchor);
    });
    due = (dayOf(now) + 1) * DAY;
  };
}

function dayOf(time: number): number {
  return Math.floor(time / DAY);
}
