import { setImmediate } from 'node:timers/promises';

/** Work that is done once, however often it is asked for until its turn comes. */
export interface OnceATurn {
  /** Has the work done when its turn comes. */
  ask(): void;
  /** Resolves when what was asked for has been done. */
  done(): Promise<void>;
}

/** `work` must not throw: nobody would hear of it. `turn`: its turn has come; in the next one of the event loop. */
export function onceATurn(work: () => void, turn: () => Promise<void> = setImmediate): OnceATurn {
  let asked: Promise<void> | null = null;
  async function inNextTurn(): Promise<void> {
    await turn();
    asked = null;
    work();
  }
  return {
    ask() {
      asked ??= inNextTurn();
    },
    async done() {
      await asked;
    },
  };
}
