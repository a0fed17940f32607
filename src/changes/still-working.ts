import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../slack/blocks.ts';
import { ended } from './change.ts';
import { stateOf } from './changes.store.ts';
import type { Asked } from './changes.ts';
import type { Journal } from './journal.ts';
import { stillUnderWay } from './notice.view.ts';

/** How long whoever asked waits before they are told that it takes longer, in milliseconds. */
const SOON = 2500;
/** When we look first, in milliseconds; each time after twice as long, since many may wait. */
const LOOK_AFTER = 25;

/**
 * Tells who submitted a form that its change is still under way, where it has not ended soon: after the form is
 * closed, silence reads as if nothing had happened. Says nothing of requests, which have answers of their own.
 */
export async function sayIfSlow(
  it: { close(): Promise<void>; answer(message: Message): Promise<void> },
  { changes, repeated }: Asked,
  what: string,
  journal: Journal,
): Promise<void> {
  await it.close();
  if (repeated || changes.some(({ state }) => state === 'waiting')) return;
  const over = () => changes.every(({ id }) => ended.has(stateOf(journal.db, id) ?? 'ready'));
  const late = performance.now() + SOON;
  for (let pause = LOOK_AFTER; ; pause *= 2) {
    const left = late - performance.now();
    if (left <= 0) break;
    await sleep(Math.min(pause, left));
    if (over()) return;
  }
  await it.answer(stillUnderWay(what));
}
