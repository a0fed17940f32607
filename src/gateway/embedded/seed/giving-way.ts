import { setTimeout as sleep } from 'node:timers/promises';
import { wasBusy } from '../answering.ts';

/** For how long the file is held before others get a turn, in milliseconds. */
const HELD = 50;
/**
 * How long they get, in milliseconds. Who waits for the file looks for it every 25 ms or more often in the first
 * 128 ms (SQLite's busy handler), and so finds it free well before the quarter of a second that we all wait.
 */
const REST = 25;
/** How often a transaction is tried that never finds the file free: half a minute, and longer than others need. */
const TRIES = 100;

/** Runs a transaction on the gateway's file. */
export type Run = <Result>(transaction: () => Promise<Result>) => Promise<Result>;

/** Runs transactions one after the other, so that other processes get at the file too, and waits for them. */
export function givingWay(): Run {
  let held = 0;
  return async (transaction) => {
    for (let tries = 1; ; tries += 1) {
      const began = performance.now();
      try {
        const result = await transaction();
        held += performance.now() - began;
        if (held >= HELD) {
          await sleep(REST);
          held = 0;
        }
        return result;
      } catch (error) {
        if (!wasBusy(error) || tries === TRIES) throw error;
        await sleep(REST);
      }
    }
  };
}
