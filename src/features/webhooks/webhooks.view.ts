import type { KnownBlock } from '@slack/types';
import { actions, button, context, type Message, message, section } from '../../slack/blocks.ts';
import { bold, type Mrkdwn, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { Account, AccountSummary, Webhook } from '../accounts/account.ts';
import { webhookInWords } from '../accounts/account-card.view.ts';

/** Characters of a name that a line shows: more than a name may have, since a gateway may hold longer ones. */
const NAME_SHOWN = 100;

/** The webhooks of an account, their passwords masked. */
export function webhooksMessage(shown: {
  account: Account;
  mayTest: boolean;
  mayEdit: boolean;
}): Message {
  const { account, mayTest, mayEdit } = shown;
  const { registrationWebhook, queueEventWebhook, webhookSecret } = account;
  const any = registrationWebhook !== null || queueEventWebhook !== null;
  const edit = shortened(`Edit: the webhooks of ${account.name}`, 75);
  const buttons = [
    ...(mayEdit ? [button('Edit', 'settings.webhooks', { value: account.sid, label: edit })] : []),
    ...(mayTest && any ? [testButton('Test', account)] : []),
  ];
  return message(
    section(mrkdwn`${bold(`Webhooks of ${shortened(account.name, NAME_SHOWN)}`)}`),
    section(webhookLine('Registration Webhook', registrationWebhook)),
    section(webhookLine('Queue Event Webhook', queueEventWebhook)),
    context(mrkdwn`Signed with the Webhook Secret ${webhookSecret.masked()}`),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

/** A webhook on a line, under its name. */
export function webhookLine(label: string, webhook: Webhook | null): Mrkdwn {
  return mrkdwn`${bold(`${label}:`)} ${webhookInWords(webhook)}`;
}

/** Tests the webhooks of an account. */
export function testButton(text: string, { sid, name }: AccountSummary) {
  const label = shortened(`${text}: the webhooks of ${name}`, 75);
  return button(text, 'webhooks.test', { value: sid, label });
}

/** Nothing is set that could be tested. */
export function noWebhooks(account: AccountSummary): Message {
  const name = shortened(account.name, NAME_SHOWN);
  const blocks: KnownBlock[] = [
    section(mrkdwn`${bold(name)} has no webhook that could be tested.`),
    context(mrkdwn`Neither its Registration Webhook nor its Queue Event Webhook is set.`),
  ];
  return message(...blocks);
}
