import { z } from 'zod';
import {
  type AnyKind,
  defineChange,
  type Fact,
  type Reading,
  type Words,
} from '../../changes/change.ts';
import { BotError } from '../../errors.ts';
import { AccountSid, ProviderSid } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import { requireRight } from '../access/access.ts';
import type { TtsCacheGateway } from './tts-cache-gateway.ts';

/** The account whose cache is cleared, as the change remembers it. */
export const ClearedAccount = z.object({
  accountSid: AccountSid,
  providerSid: ProviderSid,
  name: z.string(),
  providerName: z.string(),
});
export type ClearedAccount = z.infer<typeof ClearedAccount>;

/** How many prompts were cached; `null` where they could not be counted. */
const Seen = z.object({ prompts: z.number().int().min(0).nullable() });
type Seen = z.infer<typeof Seen>;

/** What clearing means, said before and after. */
export const meaning = 'The next prompts are slower and cost vendor calls; there is no undo.';

/** How long the count before a change may take, in milliseconds: it is for the receipt, and holds nothing up. */
const COUNT_PATIENCE = 2000;

/** What people are told of clearing one cache, before and after. */
export const clearingInWords = {
  describe: ({ name, providerName }) => ({
    what: `clear the TTS cache of ${name}`,
    several: 'Clear TTS cache',
    target: name,
    facts: [{ label: 'Service Provider', value: providerName }],
  }),
  outcome: ({ name }, before, after) => ({
    did: `cleared the TTS cache of ${name}`,
    facts: [difference(before, after)],
  }),
  noUndo: meaning,
} satisfies Words<ClearedAccount, Seen>;

/** The same of clearing all of them. */
export const clearingAllInWords = {
  describe: () => ({
    what: 'clear the TTS cache of every account',
    target: 'every account',
    facts: [],
  }),
  outcome: (_input, before, after) => ({
    did: 'cleared the TTS cache of every account',
    facts: [difference(before, after)],
  }),
  noUndo: meaning,
} satisfies Words<object, Seen>;

interface Needs {
  gateway: TtsCacheGateway;
  /** The slash command, for what people are told to type. */
  command: string;
}

/** Clears the cache of one account. */
export function clearTtsCache({ gateway, command }: Needs): AnyKind {
  return defineChange({
    kind: 'tts clear',
    input: ClearedAccount,
    seen: Seen,
    about: ({ accountSid, providerSid }) => ({
      lane: `account/${accountSid}`,
      accountSid,
      providerSid,
    }),
    action: () => 'tts clear',
    authorize(actor, { accountSid, providerSid }) {
      requireRight(actor, 'tts clear', { kind: 'account', accountSid, providerSid });
    },
    ...clearingInWords,
    effect: {
      where: 'gateway',
      before: async ({ accountSid }) => ({
        prompts: await countBefore(gateway.cachedPrompts(accountSid)),
      }),
      write: ({ accountSid }) => gateway.clearTtsCache(accountSid),
      readBack: async ({ accountSid }, before, wrote) =>
        reading(before.prompts, await gateway.cachedPrompts(accountSid), wrote),
      // What is cached between two clears is lost once more, which is what clearing means.
      repeatable: true,
      howToLook: `Type ${command} tts show <account>: 0 cached prompts mean that it was cleared. If in doubt, clear it again.`,
    },
  });
}

/** Clears the cache of every account: a kind of its own, with a right of its own. */
export function clearEveryTtsCache({ gateway, command }: Needs): AnyKind {
  return defineChange({
    kind: 'tts clear --all',
    input: z.object({}),
    seen: Seen,
    about: () => ({ lane: 'everything' }),
    action: () => 'tts clear --all',
    authorize: (actor) => requireRight(actor, 'tts clear --all', { kind: 'everything' }),
    ...clearingAllInWords,
    effect: {
      where: 'gateway',
      before: async () => ({ prompts: await countBefore(gateway.cachedPromptsOfAll()) }),
      write: () => gateway.clearTtsCacheOfAll(),
      readBack: async (_input, before, wrote) =>
        reading(before.prompts, await gateway.cachedPromptsOfAll(), wrote),
      repeatable: true,
      howToLook: `Type ${command} tts clear --all, which counts before it asks: 0 cached prompts mean that they were cleared. If in doubt, clear them again.`,
    },
  });
}

/**
 * What the counts before and after say. The gateway's yes alone is no proof: it says yes where clearing failed
 * too. Fewer prompts alone are none either: a clearing that broke off half-way leaves fewer, as does one after
 * which calls cached new ones. Together they are. Where nothing was cached before, whatever is cached now is fresh.
 */
export function reading(
  before: number | null,
  after: number,
  wrote: 'accepted' | 'unsure',
): Reading<Seen> {
  const seen = { prompts: after };
  if (after === 0 || before === 0) return { found: 'done', seen };
  if (before !== null && after < before) {
    if (wrote === 'accepted') return { found: 'done', seen };
    const why = `${grouped(after)} of ${grouped(before)} prompts are cached now.`;
    return { found: 'partly done', seen, why };
  }
  const now = after === 1 ? '1 prompt is' : `${grouped(after)} prompts are`;
  if (before !== null) return { found: 'not done', seen, why: `${now} still cached.` };
  return {
    found: 'cannot tell',
    seen,
    why: `${now} cached now, and how many there were before could not be counted.`,
  };
}

function difference(before: Seen, after: Seen): Fact {
  const now = after.prompts ?? 0;
  return {
    label: 'Cached prompts',
    was: before.prompts === null ? 'not counted' : grouped(before.prompts),
    value: now === 0 ? '0' : `${grouped(now)}, refilling`,
  };
}

/** The count, `null` where the gateway cannot say it soon. Anything else that is wrong stops the change. */
async function countBefore(counting: Promise<number>): Promise<number | null> {
  try {
    return await inTime(COUNT_PATIENCE, counting);
  } catch (error) {
    if (error instanceof BotError && error.code === 'unavailable') return null;
    throw error;
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
