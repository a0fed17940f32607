import { z } from 'zod';
import {
  type AnyKind,
  type Change,
  defineChange,
  type Fact,
  type Words,
} from '../../changes/change.ts';
import type { Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import { AccountSid, ProviderSid } from '../../ids.ts';
import { inTimeOrNull } from '../../in-time.ts';
import { requireRight } from '../access/access.ts';
import type { ApiKeysGateway } from '../api-keys/api-keys-gateway.ts';
import type { TtsCacheGateway } from '../tts-cache/tts-cache-gateway.ts';
import type { AccountsGateway } from './account.ts';
import { endGrantsOnDeleted } from './delete-account.store.ts';

const Count = z.number().int().min(0);

/** How much an account contains of each kind. A further kind is one more number here, in `kinds` and in `containedIn`. */
export const Contained = z.object({
  applications: Count,
  liveApiKeys: Count,
  carriers: Count,
  speechServices: Count,
  /** `null` where they could not be counted in time. */
  cachedPrompts: Count.nullable(),
});
export type Contained = z.infer<typeof Contained>;

/**
 * Each kind of content with its words. `removedBy`: it must be gone before its account can be, by this command.
 * `approved`: whoever approves a deletion approves of so many.
 */
const kinds: readonly {
  kind: keyof Contained;
  label: string;
  one: string;
  removedBy?: string;
  approved?: true;
}[] = [
  { kind: 'applications', label: 'Applications', one: 'application', removedBy: 'apps remove' },
  {
    kind: 'liveApiKeys',
    label: 'Live API keys',
    one: 'live API key',
    removedBy: 'keys revoke',
  },
  { kind: 'carriers', label: 'Carriers', one: 'carrier', approved: true },
  { kind: 'speechServices', label: 'Speech services', one: 'speech service', approved: true },
  { kind: 'cachedPrompts', label: 'Cached prompts', one: 'cached prompt' },
];

/** How long the cached prompts may take to be counted, in milliseconds: the count decides nothing. */
const PATIENCE = 1000;

type Gateway = AccountsGateway &
  Pick<ApiKeysGateway, 'apiKeys'> &
  Pick<TtsCacheGateway, 'cachedPrompts'>;

/** What an account contains now. Rejects with `not_found` where there is none. */
export async function containedIn(gateway: Gateway, sid: AccountSid): Promise<Contained> {
  const [contents, keys, cachedPrompts] = await Promise.all([
    gateway.accountContents(sid),
    gateway.apiKeys(sid),
    inTimeOrNull(PATIENCE, gateway.cachedPrompts(sid)),
  ]);
  const { applications, carriers, speechServices } = contents;
  return {
    applications: applications.count,
    liveApiKeys: keys.length,
    carriers: carriers.count,
    speechServices: speechServices.count,
    cachedPrompts,
  };
}

/** Throws `conflict` while the account contains what must be removed first, with the commands that do. */
export function requireEmptied(name: string, contained: Contained): void {
  const left = kinds.filter(({ kind, removedBy }) => removedBy && (contained[kind] ?? 0) > 0);
  if (left.length === 0) return;
  const counted = left.map(({ kind, one }) => {
    const count = contained[kind] ?? 0;
    return count === 1 ? `1 ${one}` : `${grouped(count)} ${one}s`;
  });
  const commands = left.map(({ removedBy }) => `\`${removedBy} ${name.replaceAll('`', '')}\``);
  throw new BotError('conflict', `${name} cannot be deleted: it has ${counted.join(' and ')}.`, {
    why: 'What calls and programs still use is not deleted along with an account.',
    now: `Remove them first, with ${commands.join(' and ')}.`,
  });
}

/** Throws `invalid` with `fields.name` unless the name was typed exactly as it is. */
export function requireNameTyped(typed: string, name: string): void {
  if (typed === name) return;
  const why = `Type ${name} exactly as it is written.`;
  throw new BotError('invalid', 'That is not the name of this account.', {
    why,
    fields: { name: why },
  });
}

/** What an account contains, as people read it. */
export function containedFacts(contained: Contained): Fact[] {
  return kinds.map(({ kind, label }) => {
    const count = contained[kind];
    return { label, value: count === null ? 'not counted' : count === 0 ? 'none' : grouped(count) };
  });
}

/** What it takes to delete an account, with what it contained when it was asked for. */
export const DeleteAccountInput = z.object({
  accountSid: AccountSid,
  providerSid: ProviderSid,
  name: z.string(),
  providerName: z.string(),
  sipRealm: z.string().nullable(),
  contained: Contained,
});
export type DeleteAccountInput = z.infer<typeof DeleteAccountInput>;

/** Said before and after. */
export const DELETION_STAYS =
  'This cannot be undone: all that the account contains goes with it, and everybody’s Account scope on it ends.';

/** What people are told of it, before and after. */
export const deletionInWords = {
  describe: (input) => ({
    what: `delete account ${input.name}`,
    target: input.name,
    facts: [...identity(input), ...containedFacts(input.contained)],
  }),
  outcome: (input, before) => ({
    did: `deleted account ${input.name}`,
    facts: [...identity(input), ...containedFacts(before ?? input.contained)],
  }),
  noUndo: DELETION_STAYS,
} satisfies Words<DeleteAccountInput, Contained | null>;

/** The kind `account delete`. */
export function deleteAccount({
  gateway,
  keyring,
}: {
  gateway: Gateway;
  keyring: Keyring;
}): AnyKind {
  return defineChange<DeleteAccountInput, Contained | null>({
    kind: 'account delete',
    input: DeleteAccountInput,
    seen: Contained.nullable(),
    about: ({ accountSid, providerSid }) => ({
      lane: `account/${accountSid}`,
      accountSid,
      providerSid,
    }),
    action: () => 'account delete',
    authorize(actor, { accountSid, providerSid }) {
      requireRight(actor, 'account delete', { kind: 'account', accountSid, providerSid });
    },
    precondition: (_tx, { name, contained }) => requireEmptied(name, contained),
    ...deletionInWords,
    deciding: { approve: 'Approve', editable: false },
    onVerified: (tx: Tx, change: Change, input) => endGrantsOnDeleted(tx, keyring, change, input),
    effect: {
      where: 'gateway',
      async before({ accountSid, name, contained }) {
        const account = await gateway.account(accountSid);
        if (!account) throw goneAlready(name);
        if (account.name !== name) throw otherThanShown(`It is called ${account.name} now.`);
        const now = await containedIn(gateway, accountSid);
        requireEmptied(name, now);
        const changed = kinds.find(
          ({ kind, approved }) => approved && now[kind] !== contained[kind],
        );
        if (changed) {
          const { kind, label } = changed;
          throw otherThanShown(`${label}: ${now[kind]} now, and ${contained[kind]} were shown.`);
        }
        return now;
      },
      write: ({ accountSid }) => gateway.deleteAccount(accountSid),
      async readBack({ accountSid }) {
        const there = await gateway.account(accountSid);
        if (!there) return { found: 'done', seen: null };
        return { found: 'not done', why: 'The account is still there.' };
      },
      repeatable: true,
      howToLook:
        'See whether the account is still there, with “account show” or in the Voice Gateway portal; then press Look again.',
    },
  });
}

function identity({ accountSid, name, providerName, sipRealm }: DeleteAccountInput): Fact[] {
  return [
    { label: 'Account name', value: name },
    { label: 'Account SID', value: accountSid },
    { label: 'Service Provider', value: providerName },
    { label: 'SIP Realm', value: sipRealm ?? 'none' },
  ];
}

function goneAlready(name: string): BotError {
  return new BotError('not_found', `${name} is not there any more.`, {
    why: 'Somebody else may have deleted it.',
    now: 'Nothing more is to be done.',
  });
}

function otherThanShown(why: string): BotError {
  return new BotError('conflict', 'The account is not as it was when its deletion was asked for.', {
    why,
    now: 'Nothing was deleted. Look at it with `account show`, and ask again.',
  });
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
