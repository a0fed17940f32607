import { z } from 'zod';
import { type AnyKind, defineChange, type Reading, type Words } from '../../changes/change.ts';
import type { Keyring } from '../../db/keyring.ts';
import { AccountSid, ProviderSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { noSuchAccount, requireRight } from '../access/access.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import type { WebhookSecretGateway } from './webhook-secret-gateway.ts';

/** The account whose Webhook Secret is rotated, as the change remembers it. */
export const RotatedAccount = z.object({
  accountSid: AccountSid,
  providerSid: ProviderSid,
  name: z.string(),
  providerName: z.string(),
});
export type RotatedAccount = z.infer<typeof RotatedAccount>;

/** A Webhook Secret as it may be kept: its mask for people, its fingerprint for the audit. */
const Seen = z.object({ mask: z.string(), fingerprint: z.string() });
type Seen = z.infer<typeof Seen>;

/** What rotating means, said before and after. */
export const meaning =
  'The old secret dies at once: calls are signed with the new one, which every webhook receiver must get. There is no undo.';

/** What people are told of a rotation, before and after. */
export const rotationInWords = {
  describe: ({ name, providerName }) => ({
    what: `rotate the Webhook Secret of ${name}`,
    target: name,
    facts: [{ label: 'Service Provider', value: providerName }],
  }),
  outcome: ({ name }, before, after) => ({
    did: `rotated the Webhook Secret of ${name}`,
    facts: [
      {
        label: 'Webhook Secret',
        was: before.mask,
        value: after.mask,
        fingerprint: { was: before.fingerprint, value: after.fingerprint },
      },
    ],
  }),
  noUndo: meaning,
  offers: ({ accountSid, name }) => [
    {
      text: 'Reveal',
      actionId: 'secret.show',
      value: accountSid,
      label: `Reveal the Webhook Secret of ${name}`,
    },
  ],
} satisfies Words<RotatedAccount, Seen>;

interface Needs {
  gateway: Pick<AccountsGateway, 'account'> & WebhookSecretGateway;
  keyring: Pick<Keyring, 'fingerprint'>;
  /** The slash command, for what people are told to type. */
  command: string;
}

/** Rotates the Webhook Secret of one account. */
export function rotateWebhookSecret({ gateway, keyring, command }: Needs): AnyKind {
  /** By account, what the gateway said that it generated. One account has one change at a time; lost, it is not compared. */
  const told = new Map<AccountSid, string>();

  function seen(secret: Secret): Seen {
    return { mask: secret.masked(), fingerprint: keyring.fingerprint(secret) };
  }

  async function present(sid: AccountSid): Promise<Seen> {
    const account = await gateway.account(sid);
    if (!account) throw noSuchAccount();
    return seen(account.webhookSecret);
  }

  return defineChange<RotatedAccount, Seen>({
    kind: 'secret rotate',
    input: RotatedAccount,
    seen: Seen,
    about: ({ accountSid, providerSid }) => ({
      lane: `account/${accountSid}`,
      accountSid,
      providerSid,
    }),
    action: () => 'secret rotate',
    authorize(actor, { accountSid, providerSid }) {
      requireRight(actor, 'secret rotate', { kind: 'account', accountSid, providerSid });
    },
    ...rotationInWords,
    effect: {
      where: 'gateway',
      before: ({ accountSid }) => present(accountSid),
      async write({ accountSid }) {
        told.delete(accountSid);
        told.set(accountSid, seen(await gateway.rotateWebhookSecret(accountSid)).fingerprint);
      },
      async readBack({ accountSid }, before) {
        const now = await present(accountSid);
        const expected = told.get(accountSid) ?? null;
        told.delete(accountSid);
        return reading(before, now, expected);
      },
      // A second rotation would kill the secret that the first one made.
      repeatable: false,
      howToLook: `Type ${command} account show <account>: another end of the Webhook Secret than before means that it was rotated.`,
    },
  });
}

/** What the secrets before and after say. `expected`: the fingerprint of the one that the gateway gave, where it did. */
export function reading(before: Seen, now: Seen, expected: string | null): Reading<Seen> {
  if (now.fingerprint === before.fingerprint) {
    return { found: 'not done', seen: now, why: 'The old secret is still there.' };
  }
  if (expected !== null && now.fingerprint !== expected) {
    const why =
      'The old secret is gone, but another one is there than the gateway gave: somebody else has changed it since.';
    return { found: 'cannot tell', seen: now, why };
  }
  return { found: 'done', seen: now };
}
