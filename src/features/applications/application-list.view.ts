import type { Button, KnownBlock } from '@slack/types';
import type { Id } from '../../ids.ts';
import {
  actions,
  button,
  confirm,
  context,
  type Message,
  message,
  section,
} from '../../slack/blocks.ts';
import { bold, code, join, type Mrkdwn, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { accountLine } from '../accounts/which-account.view.ts';
import { asShown, listed } from './application-rules.ts';
import type { Application, ApplicationWebhook } from './applications-gateway.ts';
import { REMOVAL_STAYS } from './remove-application.ts';

export const NEXT = 'apps.list.next';
export const FIRST = 'apps.list.first';

/** Characters of an address that a list shows, as an account's card does. */
const URL_SHOWN = 180;

/** What the viewer may do with the applications of this account. */
export interface MayDo {
  add: boolean;
  edit: boolean;
  remove: boolean;
}

/** A page of an account's applications: the settings of each, where it is chosen, and what the viewer may do. */
export function applicationList(page: {
  account: AccountSummary;
  items: readonly Application[];
  may: MayDo;
  /** Whether it is the first page. */
  first: boolean;
  /** The cursor of the next page, if there is more. */
  next: string | null;
  /** For each application the id under which its removal is asked for. */
  removals: readonly Id<'frm'>[];
  /** The slash command, for what people are told to type. */
  command: string;
}): Message {
  const { account, items, may, first, next, removals, command } = page;
  const { sid } = account;
  const buttons: Button[] = [
    ...(may.add ? [addButton(account)] : []),
    ...(first ? [] : [button('First page', FIRST, { value: sid })]),
    ...(next === null ? [] : [button('Next', NEXT, { value: `${sid} ${next}` })]),
  ];
  return message(
    section(mrkdwn`${bold('Applications')} of ${accountLine(account)}`),
    ...items.flatMap((application, index) => [
      section(settings(application)),
      ...one(account, application, may, removals[index]),
    ]),
    ...(items.length > 0 ? [] : [section(nothing({ first, may, command }))]),
    ...(next === null ? [] : [context(mrkdwn`There are more.`)]),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

function nothing({ first, may, command }: { first: boolean; may: MayDo; command: string }): Mrkdwn {
  if (!first) return mrkdwn`None on this page.`;
  return may.add
    ? mrkdwn`It has none yet. Add one here, or with ${code(`${command} apps add`)}.`
    : mrkdwn`It has none yet.`;
}

function settings(application: Application): Mrkdwn {
  const { name, callingWebhook, callStatusWebhook, recordAllCalls } = asShown(application);
  const chosen = application.chosenFor;
  return join(
    [
      bold(shortened(name, 64)),
      mrkdwn`Calling Webhook: ${webhook(callingWebhook)}`,
      mrkdwn`Call Status Webhook: ${webhook(callStatusWebhook)}`,
      mrkdwn`Record calls of this application: ${recordAllCalls ? 'yes' : 'no'}`,
      mrkdwn`Chosen for: ${chosen.length === 0 ? 'nothing' : listed(chosen)}`,
    ],
    '\n',
  );
}

function webhook(hook: ApplicationWebhook | null): string {
  return hook ? `${hook.method} ${shortened(hook.url, URL_SHOWN)}` : 'none';
}

function one(
  account: AccountSummary,
  { sid, name }: Application,
  may: MayDo,
  removal: Id<'frm'> | undefined,
): KnownBlock[] {
  const label = (verb: string) => shortened(`${verb} ${name}`, 75);
  const value = `${account.sid} ${sid}`;
  const buttons = [
    ...(may.edit ? [button('Edit', 'apps.edit', { value, label: label('Edit') })] : []),
    ...(may.remove && removal
      ? [
          button('Remove', 'apps.remove', {
            value: `${value} ${removal}`,
            label: label('Remove'),
            style: 'danger',
            confirm: confirm(
              'Remove the application?',
              `${shortened(name, 64)} of ${shortened(account.name, 64)}. ${REMOVAL_STAYS}`,
              'Remove',
              'Keep it',
            ),
          }),
        ]
      : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

function addButton({ sid, name }: AccountSummary): Button {
  const label = shortened(`Add application to ${name}`, 75);
  return button('Add application', 'apps.add', { value: sid, label });
}
