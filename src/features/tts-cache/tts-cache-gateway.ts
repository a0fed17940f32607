import type { AccountSid } from '../../ids.ts';

/**
 * What the TTS cache needs of a gateway. Every method may reject with a `BotError`: `not_found` for an account
 * that does not exist, `unavailable` with `mayHaveHappened` for a clearing that broke off half-way. A clearing
 * takes what was cached when it began; what is cached meanwhile stays. Clearing one account and
 * clearing all are separate functions, so that no lost argument can turn the one into the other.
 */
export interface TtsCacheGateway {
  /** Cached prompts of one account. */
  cachedPrompts(sid: AccountSid): Promise<number>;
  clearTtsCache(sid: AccountSid): Promise<void>;
  /** Cached prompts of every account. */
  cachedPromptsOfAll(): Promise<number>;
  clearTtsCacheOfAll(): Promise<void>;
}
