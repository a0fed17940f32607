import type { AccountSid } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Log } from '../../log.ts';
import type { TtsCacheGateway } from './tts-cache-gateway.ts';

/** How long people wait for counts, however many, in milliseconds. */
const PATIENCE = 1500;
/** Counts at once: for each the gateway looks through all that it has cached, while calls wait. */
const AT_ONCE = 4;

/** Counts for people to look at: as many as the gateway says soon. */
export interface PromptCounts {
  /** Adds to `known` the counts of these accounts that it lacks. Those that cannot be counted stay away. */
  of(
    sids: readonly AccountSid[],
    known?: Map<AccountSid, number>,
  ): Promise<ReadonlyMap<AccountSid, number>>;
  /** The count of every account, `null` where it cannot be said. */
  ofAll(): Promise<number | null>;
}

export function openPromptCounts(gateway: TtsCacheGateway, log: Log): PromptCounts {
  async function counted(count: () => Promise<number>, deadline: number): Promise<number | null> {
    const left = deadline - performance.now();
    if (left <= 0) return null;
    try {
      return await inTime(left, count());
    } catch (error) {
      log.warn({ err: error }, 'cached prompts not counted');
      return null;
    }
  }
  return {
    async of(sids, known = new Map()) {
      const deadline = performance.now() + PATIENCE;
      const waiting = sids.filter((sid) => !known.has(sid));
      const some = async () => {
        for (let sid = waiting.shift(); sid !== undefined; sid = waiting.shift()) {
          const account = sid;
          const prompts = await counted(() => gateway.cachedPrompts(account), deadline);
          if (prompts !== null) known.set(account, prompts);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, some));
      return known;
    },
    ofAll: () => counted(() => gateway.cachedPromptsOfAll(), performance.now() + PATIENCE),
  };
}
