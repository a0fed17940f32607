import { setImmediate } from 'node:timers/promises';

/** Work that is done once, however often it is asked for in one turn of the event loop. */
export interface OnceATurn {
  /** Has the work done in the next turn. */
  ask(): void;
  /** Resolves when what was asked for has been done. */
  done(): Promise<void>;
}

/** `work` must not throw: nobody would hear of it. */
export function onceATurn(work: () => void): OnceATurn {
  let asked: Promise<void> | null = null;
  async function inNextTurn(): Promise<void> {
    await setImmediate();
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
