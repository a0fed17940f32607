import { BucketError } from '../features/recording/bucket-client.ts';
import { within } from './reaching.ts';

/** How long what was begun may take to be given up, in milliseconds. */
export const GIVING_UP = 5000;

/** What is being given up, after whoever began it was answered. */
export interface GivingUp {
  /**
   * Fails with this error; where there is time, once it is known whether anything of what was begun stayed.
   * `undone` resolves to whether nothing did.
   */
  fail(error: unknown, undone: Promise<boolean>, rest: Rest): Promise<never>;
  /** Does it once nothing is being given up any more. */
  whenDone(work: () => void): void;
}

interface Rest {
  /** Until when the caller waits at all. */
  until: number;
  signal: AbortSignal | undefined;
}

export function openGivingUp(): GivingUp {
  const going = new Set<Promise<unknown>>();
  return {
    async fail(error, undone, { until, signal }) {
      going.add(undone);
      void undone.finally(() => going.delete(undone));
      if (!(error instanceof BucketError)) throw error;
      const { trouble, call, told, cause } = error;
      if (trouble === 'timeout' || trouble === 'stopped') throw error;
      const timeLimit = Math.max(0, until - performance.now());
      if (await within({ call, timeLimit, signal }, () => undone).catch(() => false)) throw error;
      throw new BucketError(trouble, { call, told: { ...told, left: true }, cause });
    },
    whenDone(work) {
      if (going.size === 0) work();
      else void Promise.allSettled(going).then(work);
    },
  };
}
