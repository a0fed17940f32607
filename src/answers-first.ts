import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/**
 * Lets what goes on behind the answers go behind them: Slack gives three seconds for an answer, and somebody looks at
 * the screen meanwhile. What was asked for is carried out and told whenever there is time.
 */
export interface AnswersFirst {
  /** Somebody waits for an answer from now on. Call what it gives once they have it. */
  waits(): () => void;
  /** Resolves in a later turn of the event loop: when nobody has waited for a moment, but after `AT_MOST` in any case. */
  turn(): Promise<void>;
}

/** Where several ask at once, the next are here within this moment. In milliseconds. */
const MOMENT = 4;
/** So that it goes on however many ask, in milliseconds. */
const AT_MOST = 50;

export function openAnswersFirst(): AnswersFirst {
  let waiting = 0;
  let lastAnswered = Number.NEGATIVE_INFINITY;
  const answering = (now: number) => waiting > 0 || now - lastAnswered < MOMENT;
  return {
    waits() {
      waiting += 1;
      return () => {
        waiting -= 1;
        lastAnswered = performance.now();
      };
    },
    async turn() {
      await setImmediate();
      const asked = performance.now();
      for (let now = asked; answering(now) && now - asked < AT_MOST; now = performance.now()) {
        await sleep(MOMENT);
      }
    },
  };
}
