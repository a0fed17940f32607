import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { AccountSid, ApiKeySid, idSchema } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { context, modal, section } from '../../slack/blocks.ts';
import { choice, person } from '../../slack/choices.ts';
import { text } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import type { DrawnModal } from '../../slack/interaction.ts';
import { bold, join, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { Choice } from '../../slack/objects.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { CLAIMED_WITHIN, Grace, Lifetime, maskOf, USUAL_LIFETIME } from './api-key.ts';
import type { KnownKey } from './known-keys.ts';

const lifetimes: Record<Lifetime, string> = {
  '30': '30 days',
  '90': '90 days',
  '180': '180 days',
  '365': '365 days',
  never: 'Never',
};
const graces: Record<Grace, string> = {
  '0': 'No time: it is revoked at once',
  '60': '1 hour',
  '1440': '1 day',
  '10080': '7 days',
  '43200': '30 days',
};

const expires = choice('Expires', {
  value: Lifetime,
  alias: 'days',
  hint: 'On a working day at 10:00 UTC. Reminders come 14, 3 and 1 days before.',
});
const key = choice('API key', { value: ApiKeySid });

/** The form that makes a key. */
export const addForm = form('keys.add.form', {
  label: text('Label', { max: 60, placeholder: 'What uses it: CRM import' }),
  owner: person('Owner', {
    optional: true,
    hint: 'Reminded before it expires. Left empty: everyone mapped to the account.',
  }),
  purpose: text('Purpose', { max: 200, optional: true }),
  expires,
});

/** The form that makes a successor of a key. */
export const rotateForm = form('keys.rotate.form', {
  key,
  grace: choice('The old key works for', {
    value: Grace,
    alias: 'grace',
    hint: 'Counted from when you say that the new key is stored.',
  }),
  expires,
});

export const extendForm = form('keys.extend.form', { key, expires });
export const revokeForm = form('keys.revoke.form', { key });

/** What these forms remember: the account, and the value of a key that is drawn as text. */
export const KeyFormMemory = z.object({
  account: AccountSid,
  given: z.object({ key: z.string().optional() }).default({}),
});

/** The field in which a new key is shown, from which a phone can copy. */
export const revealForm = form('keys.reveal', { apiKey: text('API key') });
export const CREATING = 'keys.creating';
export const RevealMemory = z.object({ id: idSchema('key') });

/** Asks for a new key. `owner`: the asker, where they are somebody in Slack. */
export function addModal(drawn: {
  account: AccountSummary;
  owner: string | null;
  mayNever: boolean;
}): DrawnModal {
  const { account, owner, mayNever } = drawn;
  return {
    view: modal({
      id: addForm.id,
      title: 'Add API key',
      submit: 'Create',
      close: 'Cancel',
      blocks: [
        section(about(account)),
        ...addForm.blocks({
          initial: { owner, expires: USUAL_LIFETIME },
          options: { expires: lifetimeChoices(mayNever) },
        }),
        context(
          mrkdwn`The key is shown once, here. It opens this account over the Voice Gateway’s REST API.`,
        ),
      ],
    }),
    remembers: { account: account.sid },
  };
}

interface OfKeys {
  account: AccountSummary;
  /** The keys that there are to choose from, at least one. */
  keys: readonly KnownKey[];
}

/** Asks for a successor of a key. */
export function rotateModal({
  account,
  keys,
  mayNever,
}: OfKeys & { mayNever: boolean }): DrawnModal {
  const how = {
    initial: { grace: '1440', expires: USUAL_LIFETIME, key: only(keys) },
    options: { key: keyChoices(keys), grace: graceChoices(), expires: lifetimeChoices(mayNever) },
  } as const;
  return {
    view: modal({
      id: rotateForm.id,
      title: 'Rotate API key',
      submit: 'Rotate',
      close: 'Cancel',
      blocks: [
        section(about(account)),
        ...rotateForm.blocks(how),
        context(
          mrkdwn`The new key is shown once, here. The old one ends only after you said that the new one is stored.`,
        ),
      ],
    }),
    remembers: { account: account.sid, given: rotateForm.given(how) },
  };
}

/** Asks for a later end of a key. */
export function extendModal({
  account,
  keys,
  mayNever,
}: OfKeys & { mayNever: boolean }): DrawnModal {
  const how = {
    initial: { expires: USUAL_LIFETIME, key: only(keys) },
    options: { key: keyChoices(keys), expires: lifetimeChoices(mayNever) },
    hints: { expires: 'Counted from today; on a working day at 10:00 UTC.' },
  };
  return {
    view: modal({
      id: extendForm.id,
      title: 'Extend API key',
      submit: 'Extend',
      close: 'Cancel',
      blocks: [section(about(account)), ...extendForm.blocks(how)],
    }),
    remembers: { account: account.sid, given: extendForm.given(how) },
  };
}

/** Asks which key is revoked, and says what that means. */
export function revokeModal({ account, keys }: OfKeys): DrawnModal {
  const how = { initial: { key: only(keys) }, options: { key: keyChoices(keys) } };
  return {
    view: modal({
      id: revokeForm.id,
      title: 'Revoke API key',
      submit: 'Revoke',
      close: 'Cancel',
      blocks: [
        section(about(account)),
        ...revokeForm.blocks(how),
        section(mrkdwn`Whatever uses it is refused at once. A revoked key cannot be brought back.`),
      ],
    }),
    remembers: { account: account.sid, given: revokeForm.given(how) },
  };
}

/** What stands in place of the form while the key is made. */
export function creatingModal(label: string): ModalView {
  return modal({
    id: CREATING,
    title: 'API key',
    close: 'Close',
    blocks: [
      section(mrkdwn`Creating…`),
      context(
        mrkdwn`${shortened(label, 100)} is shown here in a moment. If you close this before, it is revoked.`,
      ),
    ],
  });
}

/** The key, once. */
export function revealModal(shown: {
  id: string;
  label: string;
  account: string;
  key: Secret;
  ends: string;
}): DrawnModal {
  const { id, label, account, key: secret, ends } = shown;
  return {
    view: modal({
      id: revealForm.id,
      title: 'API key',
      submit: 'Stored it',
      close: 'Close',
      notifyOnClose: true,
      blocks: [
        section(
          mrkdwn`${bold(shortened(label, 100))} of ${shortened(account, 100)}. Expires: ${ends}.`,
        ),
        ...revealForm.blocks({
          initial: { apiKey: secret.reveal() },
          hints: { apiKey: 'Copy it now: nobody can see it a second time.' },
        }),
        context(
          mrkdwn`Say “Stored it” within ${CLAIMED_WITHIN} minutes: a key of which nobody says so is revoked.`,
        ),
      ],
    }),
    remembers: { id },
    reveals: { name: 'API key', secret },
  };
}

/** Why there is no key to be shown. */
export function notMadeModal(why: string): ModalView {
  return modal({
    id: CREATING,
    title: 'API key',
    close: 'Close',
    blocks: [section(mrkdwn`${shortened(why, 1000)}`)],
  });
}

/** The keys of an account as what a form offers. */
export function keyChoices(keys: readonly KnownKey[]): Choice[] {
  return keys.slice(0, 100).map((one) => ({
    text: one.ours ? `${one.ours.label} (${maskOf(one)})` : `${maskOf(one)}, made elsewhere`,
    value: one.sid,
  }));
}

function lifetimeChoices(mayNever: boolean): Choice[] {
  return Lifetime.options
    .filter((one) => one !== 'never' || mayNever)
    .map((value) => ({ text: lifetimes[value], value }));
}

function graceChoices(): Choice[] {
  return Grace.options.map((value) => ({ text: graces[value], value }));
}

function only(keys: readonly KnownKey[]): string | undefined {
  return keys.length === 1 ? keys[0]?.sid : undefined;
}

function about({ name, provider }: AccountSummary) {
  return join([bold(shortened(name, 100)), shortened(provider.name, 100)], ' · ');
}
