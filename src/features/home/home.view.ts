import type { HomeView, KnownBlock } from '@slack/types';
import type { Deciding } from '../../changes/change.ts';
import { capital, standing, type Told } from '../../changes/receipts.view.ts';
import {
  actions,
  button,
  context,
  divider,
  header,
  home,
  picker,
  section,
} from '../../slack/blocks.ts';
import {
  code,
  dateTime,
  join,
  type Mrkdwn,
  mention,
  mrkdwn,
  shortened,
} from '../../slack/mrkdwn.ts';
import { scopeOn } from '../access/grant.ts';
import type { Scope } from '../access/scope.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { accountLine } from '../accounts/which-account.view.ts';
import { decisions, ownButtons, requestFacts } from '../approvals/approvals.view.ts';

interface Waiting {
  told: Told;
  deciding: Deciding;
}

/** What somebody's Home tab says; all of it is only what they may see. */
export interface HomeShown {
  /** The slash command. */
  command: string;
  grants: readonly { scope: Scope; targetName: string | null }[];
  /** The commonest things that they may do. */
  shortcuts: readonly { text: string; action: string }[];
  /** What waits that they may decide, and whether there is more of it. */
  waiting: { requests: readonly Waiting[]; more: boolean };
  /** Their own requests that wait. */
  own: readonly Waiting[];
  /** Their accounts, `null` where they may list none; `unavailable` where the gateway does not say. */
  accounts: { items: readonly AccountSummary[]; more: boolean } | 'unavailable' | null;
  at: Date;
}

/** The Home tab of somebody who holds something. */
export function homeTab(shown: HomeShown): HomeView {
  const { command, grants, shortcuts, waiting, own, accounts, at } = shown;
  return home([
    header('Switchboard'),
    section(mrkdwn`You hold ${join(grants.map(held), ', ')}. More: ${code(`${command} me`)}`),
    ...(shortcuts.length > 0
      ? [actions(...shortcuts.map(({ text, action }) => button(text, action)))]
      : []),
    ...(waiting.requests.length > 0
      ? [
          header('Waits for you'),
          ...waiting.requests.flatMap(({ told, deciding }) => [
            ...requestBlocks(told),
            actions(...decisions(told, deciding)),
          ]),
          ...(waiting.more
            ? [context(mrkdwn`There are more: ${code(`${command} approvals`)}`)]
            : []),
        ]
      : []),
    ...(own.length > 0
      ? [
          header('You asked for'),
          ...own.flatMap(({ told, deciding }) => [
            section(mrkdwn`*${capital(told.description.what)}*\n${standing(told)}`),
            actions(...ownButtons(told, deciding)),
          ]),
        ]
      : []),
    ...(accounts === null ? [] : [header('Your accounts'), ...accountBlocks(accounts)]),
    context(mrkdwn`As of ${dateTime(at)}. All commands: ${code(`${command} help`)}`),
  ]);
}

/** The Home tab of somebody whom nobody has mapped: what this is, and how to get in. */
export function strangersHome({ command, asked }: { command: string; asked: boolean }): HomeView {
  return home([
    header('Switchboard'),
    section(mrkdwn`It runs Voice Gateway accounts from Slack. You have no access yet.`),
    asked
      ? section(
          mrkdwn`You have asked for it: ${code(`${command} approvals mine`)} says how it stands.`,
        )
      : actions(button('Ask for access', 'access.ask', { style: 'primary' })),
    context(mrkdwn`What you may do here: ${code(`${command} help`)}`),
  ]);
}

function held({ scope, targetName }: HomeShown['grants'][number]): Mrkdwn {
  return mrkdwn`${shortened(scopeOn({ scope, ...(targetName !== null && { targetName }) }), 200)}`;
}

function requestBlocks(told: Told): KnownBlock[] {
  const { actor, requestedAt } = told.change;
  return [
    section(mrkdwn`*${capital(told.description.what)}*`),
    ...requestFacts(told),
    context(mrkdwn`Asked by ${mention(actor.userId)} on ${dateTime(requestedAt)}`),
  ];
}

function accountBlocks(accounts: Exclude<HomeShown['accounts'], null>): KnownBlock[] {
  if (accounts === 'unavailable') {
    return [
      section(
        mrkdwn`The Voice Gateway does not answer right now. Open this tab again in a minute.`,
      ),
    ];
  }
  const { items, more } = accounts;
  if (items.length === 0) return [section(mrkdwn`There are none yet.`)];
  return [
    ...items.map((account) =>
      section(accountLine(account), {
        accessory: button('Show', 'account.show', {
          value: account.sid,
          label: shortened(`Show ${account.name}`, 75),
        }),
      }),
    ),
    divider(),
    actions(
      picker('Find an account', 'account.show'),
      ...(more ? [button('All accounts', 'account.list')] : []),
    ),
  ];
}
