import { setTimeout as sleep } from 'node:timers/promises';

/** Draws what is newest, one after another, and not more often than it may. */
export interface Redrawing {
  /** Something changed: it is drawn as soon as it may be. */
  changed(): void;
  /** Draws no more of what changed before, and resolves when nothing is being drawn. */
  end(): Promise<void>;
}

/** `every`: how many milliseconds lie between two drawings at least. `draw` says itself what it cannot draw. */
export function openRedrawing(draw: () => Promise<void>, every: number): Redrawing {
  let pending = false;
  let over = false;
  let drawing: Promise<void> | null = null;
  const waiting = new AbortController();

  async function work(): Promise<void> {
    while (pending && !over) {
      pending = false;
      await draw();
      await sleep(every, undefined, { signal: waiting.signal, ref: false }).catch(() => {});
    }
    drawing = null;
  }

  return {
    changed() {
      pending = true;
      if (!over) drawing ??= work();
    },
    async end() {
      over = true;
      waiting.abort();
      await drawing;
    },
  };
}
