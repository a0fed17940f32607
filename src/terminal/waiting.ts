import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, ended } from '../changes/change.ts';
import { changeById } from '../changes/changes.store.ts';
import type { Id } from '../ids.ts';
import type { Station } from './station.ts';

/** How often the journal is looked into, in milliseconds. */
const LOOK_EVERY = 50;
/** How often it is looked whether somebody still carries changes out: once in so many times. */
const LOOKS_BETWEEN = 10;

/** Changes as they stand once each is over or waits for a second person, or at the latest when `signal` says so. */
export async function outcomesOf(
  ids: readonly Id<'chg'>[],
  { stores, perform }: Pick<Station, 'stores' | 'perform'>,
  signal: AbortSignal,
): Promise<Change[]> {
  for (let look = 0; ; look += 1) {
    // Whoever carried them out may have died meanwhile: then it is on us.
    if (look % LOOKS_BETWEEN === 0) await perform();
    const changes = ids.flatMap((id) => changeById(stores.journal.db, id) ?? []);
    if (signal.aborted || changes.every(isSettled)) return changes;
    await sleep(LOOK_EVERY);
  }
}

/** Whether nothing more happens to it by itself. */
export function isSettled({ state }: Change): boolean {
  return state === 'waiting' || ended.has(state);
}
