import { z } from 'zod';
import { type AnyKind, type Change, defineChange, type Words } from '../../changes/change.ts';
import { changesByOnce } from '../../changes/changes.store.ts';
import type { Db, Tx } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import { ApiKeySid, idSchema } from '../../ids.ts';
import { requireRight } from '../access/access.ts';
import { isItself } from '../access/scope.ts';
import { keyInWords } from './api-key.ts';
import { type KeyRow, keyById, updateKey } from './api-keys.store.ts';
import { KeyAccount, type KeyNeeds } from './create-key.ts';

/** A key is revoked: by somebody (`asked`), or by the bot itself because it fell due. */
export const RevokeKeyInput = KeyAccount.extend({
  sid: ApiKeySid,
  /** `null`, as its label: it was made elsewhere. */
  id: idSchema('key').nullable(),
  label: z.string().nullable(),
  mask: z.string(),
  why: z.enum(['asked', 'not shown', 'unclaimed', 'expired', 'replaced']),
  /** When it fell due. */
  dueAt: z.iso.datetime().nullable(),
});
export type RevokeKeyInput = z.infer<typeof RevokeKeyInput>;

const Seen = z.object({ there: z.boolean(), lastUsedAt: z.iso.datetime().nullable() });
type Seen = z.infer<typeof Seen>;

const reasons = {
  'not shown': 'it could not be shown to whoever made it',
  unclaimed: 'nobody said in time that it is stored',
  expired: 'it has expired',
  replaced: 'its successor has taken its place',
} as const;

/** What people are told of it, before and after. */
export const revocationInWords = {
  describe: (input) => ({
    what: `revoke ${keyInWords(input.label, input.mask)} of ${input.accountName}`,
    target: input.accountName,
    facts: factsOf(input),
  }),
  outcome: (input) => ({
    did: `revoked ${keyInWords(input.label, input.mask)} of ${input.accountName}`,
    facts: factsOf(input),
  }),
  noUndo: 'Whatever uses it is refused from now on; a revoked key cannot be brought back.',
} satisfies Words<RevokeKeyInput, Seen>;

/** A key that is not there any more, for those whom it concerns. */
export interface Revoked {
  tx: Tx;
  change: Change;
  input: RevokeKeyInput;
  row: KeyRow;
  lastUsedAt: Date | null;
}

/** Revokes a key. `tell`: tells those whom it concerns, in the transaction that journals it. */
export function revokeKey({
  gateway,
  command,
  clock,
  tell,
}: KeyNeeds & { tell(revoked: Revoked): void }): AnyKind {
  return defineChange<RevokeKeyInput, Seen>({
    kind: 'keys revoke',
    input: RevokeKeyInput,
    seen: Seen,
    about: ({ accountSid, providerSid }) => ({
      lane: `account/${accountSid}`,
      accountSid,
      providerSid,
    }),
    action: () => 'keys revoke',
    authorize(actor, { accountSid, providerSid, why }) {
      // What fell due is nobody's but the bot's to ask for; it asks for nothing else.
      if (isItself(actor.person) && why !== 'asked') return;
      requireRight(actor, 'keys revoke', { kind: 'account', accountSid, providerSid });
      if (why !== 'asked') throw new BotError('forbidden', 'Nobody asks for this but the bot.');
    },
    ...revocationInWords,
    onVerified(tx, change, input, before) {
      const row = input.id && keyById(tx, input.id);
      if (!row || row.revokedAt) return;
      const revokedAt = change.endedAt ?? clock.now();
      updateKey(tx, row.id, { revokedAt, revokedWhy: input.why, handover: null });
      const lastUsedAt = before.lastUsedAt === null ? null : new Date(before.lastUsedAt);
      tell({ tx, change, input, row, lastUsedAt });
    },
    effect: {
      where: 'gateway',
      before: (input) => seenOf(input),
      async write({ accountSid, sid }, { there }) {
        if (there) await unlessGone(gateway.deleteApiKey(accountSid, sid));
      },
      async readBack(input, before) {
        const seen = await seenOf(input);
        // What is kept is when it was used last: after it is gone nobody can say.
        if (!seen.there) return { found: 'done', seen: { ...before, there: false } };
        return { found: 'not done', seen, why: 'The key is still listed.' };
      },
      repeatable: true,
      howToLook: `Type ${command} keys list <account>: a key that is not listed is revoked. If in doubt, revoke it again.`,
    },
  });

  async function seenOf({ accountSid, sid }: RevokeKeyInput): Promise<Seen> {
    const keys = (await unlessGone(gateway.apiKeys(accountSid))) ?? [];
    const key = keys.find((one) => one.sid === sid);
    return { there: key !== undefined, lastUsedAt: key?.lastUsedAt?.toISOString() ?? null };
  }
}

/** What is not found is gone, which is what was wanted. */
async function unlessGone<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BotError && error.code === 'not_found') return null;
    throw error;
  }
}

/** After a revocation that failed, how long until the bot tries again by itself, in milliseconds. */
const AGAIN_AFTER = 10 * 60_000;

/**
 * The id under which a key is revoked: one attempt at a time, and another where the last came to nothing. `null`:
 * one is under way, or has failed only just now (`by` the bot itself; whoever clicks again means it).
 */
export function onceToRevoke(db: Db, sid: ApiKeySid, by: 'schedule' | 'person', now: Date) {
  for (let attempt = 1; ; attempt += 1) {
    const once = `revoke/${sid}/${attempt}`;
    const [earlier] = changesByOnce(db, once);
    if (!earlier) return once;
    const over = earlier.state === 'failed' || earlier.state === 'unknown';
    const rested = now.getTime() - (earlier.endedAt?.getTime() ?? 0) >= AGAIN_AFTER;
    if (!over || (by === 'schedule' && !rested)) return null;
  }
}

function factsOf({ label, mask, why }: RevokeKeyInput) {
  return [
    ...(label === null ? [] : [{ label: 'API key', value: mask }]),
    ...(why === 'asked' ? [] : [{ label: 'Why', value: reasons[why] }]),
  ];
}
