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
import { type Actor, decide, requireRight } from '../access/access.ts';
import { PersonId, samePerson } from '../access/scope.ts';
import {
  type AccountSummary,
  type AccountsGateway,
  Limits,
  type LimitsGateway,
} from './account.ts';
import { checkAccountName, checkSipRealm, fold } from './account-rules.ts';
import { grantCreated } from './create-account.store.ts';

/** Who is granted the new account when it is there: the Account-scope person who asks for it (design §3). */
export const Grantee = PersonId.extend({ name: z.string() });
export type Grantee = z.infer<typeof Grantee>;

/** What it takes to create an account. `limits`: set by an Admin while approving. */
export const CreateAccountInput = z.object({
  name: z.string(),
  providerSid: ProviderSid,
  providerName: z.string(),
  sipRealm: z.string(),
  limits: Limits.nullable().default(null),
  grantTo: Grantee.nullable().default(null),
});
export type CreateAccountInput = z.infer<typeof CreateAccountInput>;

/** What reading the account back found. */
const Created = z.object({
  sid: AccountSid,
  name: z.string(),
  sipRealm: z.string(),
  limits: Limits,
  /** As it may be shown: the last four characters. */
  webhookSecret: z.string(),
  /** As the audit keeps it. */
  webhookSecretPrint: z.string().optional(),
});
export type Created = z.infer<typeof Created>;

/** Said before and after. */
export const CREATION_STAYS = 'This cannot be undone: a created account keeps its SIP Realm.';

/** What people are told of it, before and after. */
export const creationInWords = {
  describe: (input) => ({
    what: `create account ${input.name}`,
    target: input.name,
    facts: [...settings(input), ...grantFact(input)],
  }),
  outcome: (input, _before, after) => ({
    did: `created account ${input.name}`,
    facts: [
      ...settings(input),
      ...(after
        ? [
            { label: 'Account SID', value: after.sid },
            {
              label: 'Webhook Secret',
              value: `generated, ${after.webhookSecret}`,
              fingerprint: { value: after.webhookSecretPrint ?? 'not kept' },
            },
          ]
        : []),
      ...grantFact(input),
    ],
  }),
  noUndo: CREATION_STAYS,
} satisfies Words<CreateAccountInput, Created | null>;

type Gateway = AccountsGateway & LimitsGateway;

/** The kind `account create`: an account with its name, provider and realm; perhaps its limits, perhaps a grant. */
export function createAccount({
  gateway,
  keyring,
}: {
  gateway: Gateway;
  keyring: Keyring;
}): AnyKind {
  return defineChange<CreateAccountInput, Created | null>({
    kind: 'account create',
    input: CreateAccountInput,
    seen: Created.nullable(),
    about: ({ providerSid }) => ({ lane: `provider/${providerSid}`, providerSid }),
    action: () => 'account create',
    authorize: authorizeCreation,
    precondition(_tx, { name, sipRealm }) {
      checkAccountName(name);
      checkSipRealm(sipRealm);
    },
    ...creationInWords,
    deciding: { approve: 'Approve', editable: true },
    made: (after) => after?.sid ?? null,
    onVerified: (tx: Tx, change: Change, input, after) => {
      if (after && input.grantTo) grantCreated(tx, keyring, change, input, after, input.grantTo);
    },
    effect: {
      where: 'gateway',
      async before({ sipRealm }) {
        if (await gateway.accountWithRealm(sipRealm)) throw realmTaken();
        return null;
      },
      async write(input) {
        // There already: an earlier attempt of ours got so far, since the realm was free before it.
        const account =
          (await ours(gateway, input)) ??
          (await gateway.createAccount({
            name: input.name,
            providerSid: input.providerSid,
            sipRealm: input.sipRealm,
          }));
        if (input.limits) await gateway.setLimits(account.sid, input.limits);
      },
      readBack: (input) => readBack(gateway, keyring, input),
      repeatable: true,
      howToLook:
        'See whether the account with this SIP Realm is there, with “account show” or in the Voice Gateway portal; then press Look again.',
    },
  });
}

/**
 * Throws unless this actor may ask for this account, as `editor` has left it. Limits are an Admin's to set; the
 * grant goes to nobody but the Account-scope person who asks; and an editor must be able to decide there, or an
 * edit could move a request out of their own tenant.
 */
export function authorizeCreation(
  actor: Actor,
  input: CreateAccountInput,
  editor: Actor | null,
): void {
  const there = { kind: 'provider', providerSid: input.providerSid } as const;
  requireRight(actor, 'account create', there);
  if (editor) requireRight(editor, 'approvals decide', there);
  if (input.limits && !decide(actor, 'limits edit', there).allowed) {
    requireRight(editor ?? actor, 'limits edit', there);
  }
  if (input.grantTo && !mayBeGranted(actor, input.grantTo, input.providerSid)) {
    throw new BotError('forbidden', 'The new account cannot be granted to that person.', {
      why: 'Only the Account-scope person who asks for an account is granted it with its creation.',
      now: 'Create it without the grant, and map the person afterwards.',
    });
  }
}

/** Whom the creation would also grant the account: the asker, where they hold Account scope there and nothing wider. */
export function granteeOf(asker: Actor, providerSid: ProviderSid): Grantee | null {
  const here = asker.grants.filter(
    (grant) => grant.scope === 'admin' || grant.providerSid === providerSid,
  );
  const asAccount = here.length > 0 && here.every(({ scope }) => scope === 'account');
  return asAccount ? { ...asker.person, name: asker.name } : null;
}

function mayBeGranted(actor: Actor, grantTo: Grantee, providerSid: ProviderSid): boolean {
  return (
    samePerson(actor.person, grantTo) &&
    actor.grants.some((one) => one.scope === 'account' && one.providerSid === providerSid)
  );
}

async function ours(
  gateway: AccountsGateway,
  { name, providerSid, sipRealm }: CreateAccountInput,
): Promise<AccountSummary | null> {
  const there = await gateway.accountWithRealm(sipRealm);
  const same = there?.provider.sid === providerSid && fold(there.name) === fold(name);
  return same ? there : null;
}

async function readBack(gateway: Gateway, keyring: Keyring, input: CreateAccountInput) {
  const summary = await ours(gateway, input);
  const account = summary && (await gateway.account(summary.sid));
  if (!account) return { found: 'not done', why: 'There is no such account.' } as const;
  const seen: Created = {
    sid: account.sid,
    name: account.name,
    sipRealm: account.sipRealm ?? input.sipRealm,
    limits: account.limits,
    webhookSecret: account.webhookSecret.masked(),
    webhookSecretPrint: keyring.fingerprint(account.webhookSecret),
  };
  if (input.limits && !sameLimits(input.limits, account.limits)) {
    const why = `The account is there (${account.sid}), but Unit, maximum and Licensed sessions are not as asked.`;
    return { found: 'partly done', seen, why } as const;
  }
  return { found: 'done', seen } as const;
}

function sameLimits(one: Limits, other: Limits): boolean {
  return (
    one.unit === other.unit &&
    one.maximum === other.maximum &&
    one.licensedSessions === other.licensedSessions
  );
}

function settings({ name, providerName, sipRealm, limits }: CreateAccountInput): Fact[] {
  return [
    { label: 'Account name', value: name },
    { label: 'Service Provider', value: providerName },
    { label: 'SIP Realm', value: sipRealm },
    ...(limits ? limitFacts(limits) : []),
  ];
}

/** Unit, its maximum and Licensed sessions as people read them. */
export function limitFacts({ unit, maximum, licensedSessions }: Limits): Fact[] {
  const amount = (value: number | null) =>
    value === null ? 'unlimited' : value.toLocaleString('en-US');
  return [
    { label: 'Unit', value: unit },
    { label: 'Maximum', value: amount(maximum) },
    { label: 'Licensed sessions', value: amount(licensedSessions) },
  ];
}

function grantFact({ grantTo }: CreateAccountInput): Fact[] {
  return grantTo ? [{ label: 'Also grants', value: `@${grantTo.name} Account scope on it` }] : [];
}

function realmTaken(): BotError {
  // Who holds it is not said: it may be a tenant that the person does not know of.
  return new BotError('conflict', 'This account cannot be created.', {
    why: 'This SIP realm is not available.',
    now: 'Choose another and ask again.',
  });
}
