import { z } from 'zod';
import { type AnyKind, defineChange, type Words } from '../../changes/change.ts';
import { BotError } from '../../errors.ts';
import { ApiKeySid, idSchema } from '../../ids.ts';
import { requireRight } from '../access/access.ts';
import { keyInWords } from './api-key.ts';
import { keyById, updateKey } from './api-keys.store.ts';
import { endInWords, KeyAccount, type KeyNeeds, keyIsGone } from './create-key.ts';

/** The end of a key is moved. */
export const ExtendKeyInput = KeyAccount.extend({
  id: idSchema('key'),
  sid: ApiKeySid,
  label: z.string(),
  mask: z.string(),
  /** `null`: never. */
  expiresAt: z.iso.datetime().nullable(),
});
export type ExtendKeyInput = z.infer<typeof ExtendKeyInput>;

const Seen = z.object({ expiresAt: z.iso.datetime().nullable() });
type Seen = z.infer<typeof Seen>;

/** What people are told of it, before and after. */
export const extensionInWords = {
  describe: (input) => ({
    what: `extend ${keyInWords(input.label, input.mask)} of ${input.accountName}`,
    target: input.accountName,
    facts: [{ label: 'Expires', value: ending(input.expiresAt) }],
  }),
  outcome: (input, before, after) => ({
    did: `extended ${keyInWords(input.label, input.mask)} of ${input.accountName}`,
    facts: [{ label: 'Expires', value: ending(after.expiresAt), was: ending(before.expiresAt) }],
  }),
  undo: (input, before) => ({
    kind: 'keys extend',
    input: { ...input, expiresAt: before.expiresAt },
  }),
} satisfies Words<ExtendKeyInput, Seen>;

/** Moves the end of a key: ours, by which it is revoked, and the gateway's, where that enforces one. */
export function extendKey({ gateway, clock, db, command }: KeyNeeds): AnyKind {
  const endOf = (id: ExtendKeyInput['id']) => {
    const row = keyById(db, id);
    if (!row || row.revokedAt) throw keyIsGone();
    return row.expiresAt?.toISOString() ?? null;
  };
  return defineChange<ExtendKeyInput, Seen>({
    kind: 'keys extend',
    input: ExtendKeyInput,
    seen: Seen,
    about: ({ accountSid, providerSid }) => ({
      lane: `account/${accountSid}`,
      accountSid,
      providerSid,
    }),
    action: () => 'keys extend',
    authorize(actor, { accountSid, providerSid, expiresAt }) {
      const target = { kind: 'account', accountSid, providerSid } as const;
      requireRight(actor, 'keys extend', target);
      if (expiresAt === null) requireRight(actor, 'keys add --never', target);
    },
    precondition(tx, { id, accountSid, expiresAt }) {
      const row = keyById(tx, id);
      if (!row || row.revokedAt || row.accountSid !== accountSid) throw keyIsGone();
      if (expiresAt === null || new Date(expiresAt) > clock.now()) return;
      throw new BotError('conflict', 'That end is in the past by now.', {
        now: 'Choose another with `keys extend`.',
      });
    },
    ...extensionInWords,
    stillAsWritten(tx, { id }, after) {
      const row = keyById(tx, id);
      return row?.revokedAt === null && (row.expiresAt?.toISOString() ?? null) === after.expiresAt;
    },
    onVerified(tx, _change, { id }, { expiresAt }) {
      updateKey(tx, id, {
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
        reminded: null,
      });
    },
    effect: {
      where: 'gateway',
      before: async ({ id }) => ({ expiresAt: endOf(id) }),
      write: ({ accountSid, sid, expiresAt }) =>
        gateway.setApiKeyExpiry(accountSid, sid, expiresAt === null ? null : new Date(expiresAt)),
      async readBack({ accountSid, sid, expiresAt }) {
        const key = (await gateway.apiKeys(accountSid)).find((one) => one.sid === sid);
        if (!key) return { found: 'not done', why: 'The key is not there any more.' };
        const moved = (key.expiresAt?.toISOString() ?? null) === expiresAt;
        return key.expiresAt === undefined || moved
          ? { found: 'done', seen: { expiresAt } }
          : { found: 'not done', why: 'The gateway lists another end.' };
      },
      repeatable: true,
      howToLook: `Type ${command} keys list <account>, which shows when each key expires. If in doubt, extend it again.`,
    },
  });
}

function ending(expiresAt: string | null): string {
  return endInWords(expiresAt === null ? null : new Date(expiresAt));
}
