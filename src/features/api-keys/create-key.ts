import { z } from 'zod';
import {
  type AnyKind,
  type Change,
  defineChange,
  type Fact,
  type Words,
} from '../../changes/change.ts';
import type { Clock } from '../../clock.ts';
import type { Db, Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import { AccountSid, ApiKeySid, idSchema, ProviderSid } from '../../ids.ts';
import { requireRight } from '../access/access.ts';
import type { Action } from '../access/permissions.ts';
import { PersonId } from '../access/scope.ts';
import { CLAIMED_WITHIN, keyInWords, maskOf } from './api-key.ts';
import { insertKey, keyById, keyBySid } from './api-keys.store.ts';
import type { ApiKeysGateway } from './api-keys-gateway.ts';
import type { FreshKeys } from './fresh-keys.ts';
import { handOver } from './handover.ts';

/** The account whose key it is, as a change remembers it. */
export const KeyAccount = z.object({
  accountSid: AccountSid,
  providerSid: ProviderSid,
  accountName: z.string(),
  providerName: z.string(),
});
export type KeyAccount = z.infer<typeof KeyAccount>;

/** What it takes to make a key. `id`: minted when it is asked for, so that the key finds whoever waits for it. */
export const CreateKeyInput = KeyAccount.extend({
  id: idSchema('key'),
  label: z.string(),
  purpose: z.string().nullable(),
  owner: PersonId.extend({ name: z.string() }).nullable(),
  /** `null`: never. */
  expiresAt: z.iso.datetime().nullable(),
  /** The public key of the terminal that waits for it beside a running bot. */
  handover: z.string().nullable(),
});
export type CreateKeyInput = z.infer<typeof CreateKeyInput>;

/** The same in the place of another key. */
export const RotateKeyInput = CreateKeyInput.extend({
  replaces: z.object({ id: idSchema('key'), label: z.string(), mask: z.string() }),
  graceMinutes: z.number().int().min(0),
});
export type RotateKeyInput = z.infer<typeof RotateKeyInput>;

/** Before: the keys that there were. After: the one that was made. */
export const MadeKey = z.object({
  known: z.array(ApiKeySid),
  made: z
    .object({
      sid: ApiKeySid,
      prefix: z.string(),
      lastFour: z.string(),
      createdAt: z.iso.datetime(),
      /** As the audit keeps it; `null`: the key was lost on its way, and nobody has seen it. */
      print: z.string().nullable(),
    })
    .nullable(),
});
export type MadeKey = z.infer<typeof MadeKey>;

export interface KeyNeeds {
  gateway: ApiKeysGateway;
  keyring: Keyring;
  clock: Clock;
  db: Db;
  fresh: FreshKeys;
  /** The slash command, for what people are told to type. */
  command: string;
}

/** What people are told of a new key, before and after. */
export const creationInWords = {
  describe: (input) => ({
    what: `make ${keyInWords(input.label, '')} of ${input.accountName}`,
    target: input.accountName,
    facts: factsOf(input),
  }),
  outcome: (input, _before, after) => ({
    did: `made ${keyInWords(input.label, '')} of ${input.accountName}${lost(after)}`,
    facts: [...keyFact(after), ...factsOf(input)],
  }),
  noUndo: 'To take it back, revoke it.',
} satisfies Words<CreateKeyInput, MadeKey>;

/** The same of one that takes another's place. */
export const rotationInWords = {
  describe: (input) => ({
    what: `rotate ${keyInWords(input.replaces.label, '')} of ${input.accountName}`,
    target: input.accountName,
    facts: [...factsOf(input), replacedFact(input)],
  }),
  outcome: (input, _before, after) => ({
    did: `made a successor of ${keyInWords(input.replaces.label, '')} of ${input.accountName}${lost(after)}`,
    facts: [...keyFact(after), ...factsOf(input), replacedFact(input)],
  }),
  noUndo: creationInWords.noUndo,
} satisfies Words<RotateKeyInput, MadeKey>;

/** Makes a key of an account. */
export function createKey(needs: KeyNeeds): AnyKind {
  return defineChange<CreateKeyInput, MadeKey>({
    kind: 'keys add',
    input: CreateKeyInput,
    ...common(needs, 'keys add'),
    ...creationInWords,
    precondition: (_tx, input) => requireAhead(input, needs.clock),
    onVerified: (tx, change, input, after) => keepRow(needs, tx, change, input, after),
  });
}

/** Makes a key that takes the place of another, which ends once this one is stored and its grace is over. */
export function rotateKey(needs: KeyNeeds): AnyKind {
  return defineChange<RotateKeyInput, MadeKey>({
    kind: 'keys rotate',
    input: RotateKeyInput,
    ...common(needs, 'keys rotate'),
    ...rotationInWords,
    precondition(tx, input) {
      requireAhead(input, needs.clock);
      const old = keyById(tx, input.replaces.id);
      if (!old || old.revokedAt || old.accountSid !== input.accountSid) throw keyIsGone();
      if (old.replacedBy) throw isReplaced();
    },
    onVerified(tx, change, input, after) {
      const { replaces, graceMinutes } = input;
      keepRow(needs, tx, change, input, after, { replaces: replaces.id, graceMinutes });
    },
  });
}

/** What both have in common: who may, and what happens in the gateway. */
function common({ gateway, keyring, db, fresh, command }: KeyNeeds, action: Action) {
  return {
    seen: MadeKey,
    about: ({ accountSid, providerSid }: KeyAccount) => ({
      lane: `account/${accountSid}`,
      accountSid,
      providerSid,
    }),
    action: () => action,
    authorize(actor: Parameters<typeof requireRight>[0], input: CreateKeyInput) {
      const { accountSid, providerSid, expiresAt } = input;
      const target = { kind: 'account', accountSid, providerSid } as const;
      requireRight(actor, action, target);
      if (expiresAt === null) requireRight(actor, 'keys add --never', target);
    },
    effect: {
      where: 'gateway' as const,
      async before({ accountSid }: CreateKeyInput): Promise<MadeKey> {
        const keys = await gateway.apiKeys(accountSid);
        return { known: keys.map(({ sid }) => sid), made: null };
      },
      async write({ accountSid, id, expiresAt }: CreateKeyInput) {
        const until = { expiresAt: expiresAt === null ? null : new Date(expiresAt) };
        fresh.keep(id, await gateway.createApiKey(accountSid, until));
      },
      /**
       * The key whose SID the gateway gave; where its answer was lost, the one that is listed anew. Changes of an
       * account come one after the other, and every key that the bot made is in its table: what is in neither is
       * this one, unless somebody made one elsewhere in the same moment, which then cannot be told apart.
       */
      async readBack({ accountSid, id }: CreateKeyInput, before: MadeKey) {
        const keys = await gateway.apiKeys(accountSid);
        const held = fresh.of(id);
        const known = new Set(before.known);
        const anew = keys.filter(({ sid }) => !known.has(sid) && keyBySid(db, sid) === null);
        const found = held ? keys.filter(({ sid }) => sid === held.sid) : anew;
        const [key, ...others] = found;
        if (!key) return { found: 'not done' as const, why: 'No new key is listed.' };
        if (others.length > 0) {
          const why = `${found.length} new keys are listed: somebody made one elsewhere in the same moment.`;
          return { found: 'cannot tell' as const, why };
        }
        const { sid, prefix, lastFour } = key;
        const made = {
          sid,
          prefix,
          lastFour,
          createdAt: key.createdAt.toISOString(),
          print: held ? keyring.fingerprint(held.key) : null,
        };
        return { found: 'done' as const, seen: { known: [], made } };
      },
      repeatable: false,
      howToLook: `Type ${command} keys list <account>: a key that nobody knows there is listed as made elsewhere, and can be revoked. I look again myself within a few minutes.`,
    },
  };
}

/** Keeps what the gateway does not know of the key; for a terminal that waits for it elsewhere, the key as only that reads it. */
function keepRow(
  { fresh, clock }: KeyNeeds,
  tx: Tx,
  change: Change,
  input: CreateKeyInput,
  { made }: MadeKey,
  successor: { replaces?: RotateKeyInput['replaces']['id']; graceMinutes?: number } = {},
): void {
  if (!made) return;
  const { id, accountSid, accountName, providerSid, providerName, label, purpose, owner } = input;
  const now = change.endedAt ?? clock.now();
  const held = fresh.of(id);
  const handover = input.handover && held ? handOver(input.handover, held.key, id) : null;
  insertKey(tx, {
    id,
    sid: made.sid,
    accountSid,
    accountName,
    providerSid,
    providerName,
    prefix: made.prefix,
    lastFour: made.lastFour,
    label,
    purpose,
    ownerTeam: owner?.teamId ?? null,
    ownerUser: owner?.userId ?? null,
    madeByTeam: change.actor.teamId,
    madeByUser: change.actor.userId,
    changeId: change.id,
    createdAt: new Date(made.createdAt),
    expiresAt: input.expiresAt === null ? null : new Date(input.expiresAt),
    claimUntil: new Date(now.getTime() + CLAIMED_WITHIN * 60_000),
    handover,
    ...successor,
  });
}

function factsOf({ owner, purpose, expiresAt }: CreateKeyInput): Fact[] {
  return [
    { label: 'Owner', value: owner?.name ?? 'everyone mapped to the account' },
    ...(purpose === null ? [] : [{ label: 'Purpose', value: purpose }]),
    { label: 'Expires', value: endInWords(expiresAt === null ? null : new Date(expiresAt)) },
  ];
}

function keyFact({ made }: MadeKey): Fact[] {
  if (!made) return [];
  const fingerprint = { value: made.print ?? 'never seen' };
  return [{ label: 'API key', value: maskOf(made), fingerprint }];
}

function replacedFact({ replaces, graceMinutes }: RotateKeyInput): Fact {
  const when = graceMinutes === 0 ? 'at once' : `${graceInWords(graceMinutes)} later`;
  return {
    label: 'Replaces',
    value: `${replaces.mask}, which ends ${when} once this one is stored`,
  };
}

function lost({ made }: MadeKey): string {
  return made?.print === null ? ', but it was lost before anybody saw it, so I revoke it' : '';
}

/** When a key ends, in words. */
export function endInWords(expiresAt: Date | null): string {
  if (expiresAt === null) return 'never';
  return `${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** How long a replaced key goes on, in words. */
export function graceInWords(minutes: number): string {
  const [count, unit] =
    minutes % 1440 === 0 && minutes > 0 ? [minutes / 1440, 'day'] : [minutes / 60, 'hour'];
  return minutes === 0 ? 'no time' : `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function requireAhead({ expiresAt }: { expiresAt: string | null }, clock: Clock): void {
  if (expiresAt === null || new Date(expiresAt) > clock.now()) return;
  throw new BotError('conflict', 'That end is in the past by now.', { now: 'Choose another.' });
}

/** What is said where a key is not there (any more). */
export function keyIsGone(): BotError {
  return new BotError('conflict', 'This API key is not there any more.', {
    why: 'It was revoked, or deleted in the Voice Gateway.',
    now: 'Look at those that are there with `keys list`.',
  });
}

function isReplaced(): BotError {
  return new BotError('conflict', 'This API key has a successor already.', {
    why: 'It ends when the grace is over that was given to it.',
    now: 'Look at both with `keys list`, and rotate the new one if need be.',
  });
}
