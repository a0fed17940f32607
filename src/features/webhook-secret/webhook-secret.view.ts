import type { ModalView } from '@slack/types';
import type { Secret } from '../../secret.ts';
import { context, type Message, message, modal, section } from '../../slack/blocks.ts';
import { text } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import type { DrawnModal } from '../../slack/interaction.ts';
import { bold, code, join, type Mrkdwn, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { meaning } from './webhook-secret.ts';

/** Characters of a name that a line shows: more than a name may have, since a gateway may hold longer ones. */
const NAME_SHOWN = 100;

/** Where a secret is shown: in an input, from which a phone can copy too. Slack wants a submit beside an input. */
export const revealForm = form('secret.show', {
  secret: text('Webhook Secret', {
    hint: 'Copy it from here. What you change in this field changes nothing.',
  }),
});

export const rotateForm = form('secret.rotate', {});

/** The views before anything is known of what they show. */
export const revealPlace = { id: revealForm.id, title: 'Webhook Secret' };

/** The Webhook Secret itself: the one view in Slack that holds it. */
export function revealModal(account: AccountSummary, secret: Secret): ModalView {
  return modal({
    ...revealPlace,
    submit: 'Done',
    close: 'Close',
    blocks: [
      section(accountLine(account)),
      ...revealForm.blocks({ initial: { secret: secret.reveal() } }),
      context(audited()),
    ],
  });
}

/** The same for a terminal, which shows no modals. */
export function revealedAtTerminal(account: AccountSummary, secret: Secret): Message {
  return message(
    section(accountLine(account)),
    section(mrkdwn`${bold('Webhook Secret:')} ${code(secret.reveal())}`),
    context(audited()),
  );
}

/** Asks before the Webhook Secret is rotated. */
export function rotateModal(account: AccountSummary, secret: Secret): DrawnModal {
  const view = modal({
    id: rotateForm.id,
    title: 'Rotate Webhook Secret',
    submit: 'Rotate',
    close: 'Cancel',
    blocks: [
      section(accountLine(account)),
      section(mrkdwn`${bold('Webhook Secret now:')} ${secret.masked()}`),
      section(mrkdwn`${meaning}`),
      ...rotateForm.blocks(),
    ],
  });
  return { view, remembers: { accountSid: account.sid } };
}

/** Where it is rotated before the present secret is known. */
export const rotatePlace = { id: rotateForm.id, title: 'Rotate Webhook Secret' };

function accountLine({ name, provider }: AccountSummary): Mrkdwn {
  return join([bold(shortened(name, NAME_SHOWN)), shortened(provider.name, NAME_SHOWN)], ' · ');
}

function audited(): Mrkdwn {
  return mrkdwn`Whoever has it can sign calls as the Voice Gateway. That you have seen it is in the audit.`;
}
