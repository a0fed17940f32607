import type { Watch } from '../watching/watch.ts';
import type { Change } from './change.ts';
import type { Journal } from './journal.ts';

/** A journal whose steps are told once they are written down, and never where they were rolled back. */
export interface WatchedJournal {
  journal: Journal;
  /** Notes a step within the transaction that is under way. */
  noted(change: Change, result: string): void;
}

export function watchJournal(journal: Journal, watch: Watch): WatchedJournal {
  /** Steps of the transaction that is under way: it is synchronous, so there is never another. */
  let underWay: [Change, string][] = [];
  return {
    noted: (change, result) => void underWay.push([change, result]),
    journal: {
      db: journal.db,
      write: (step) =>
        watch.journalWrite(async () => {
          let steps: typeof underWay = [];
          const written = await journal.write((tx, now) => {
            // Anew at each attempt: what an earlier one noted was rolled back.
            steps = [];
            underWay = steps;
            return step(tx, now);
          });
          for (const [change, result] of steps) watch.stepped(change, result);
          return written;
        }),
    },
  };
}
