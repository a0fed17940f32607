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
  sections,
} from '../../slack/blocks.ts';
import {
  code,
  dateTime,
  day,
  join,
  type Mrkdwn,
  mention,
  mrkdwn,
  number,
  shortened,
} from '../../slack/mrkdwn.ts';
import { scopeOn } from '../access/grant.ts';
import type { Scope } from '../access/scope.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { accountLine } from '../accounts/which-account.view.ts';
import { decisions, ownButtons, requestFacts } from '../approvals/approvals.view.ts';
import type { Concern, Posture } from './posture.ts';

interface Waiting {
  told: Told;
  deciding: Deciding;
}

/** A page of accounts. */
export interface AccountsShown {
  items: readonly {
    account: AccountSummary;
    /** `null` where it could not be said in time. */
    posture: Posture | null;
  }[];
  /** Whether there are pages before and behind this one. */
  before: boolean;
  behind: boolean;
}

/** What the buttons that turn the pages of accounts send. */
export const NEXT = 'home.next';
export const PREVIOUS = 'home.previous';

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
  accounts: AccountsShown | 'unavailable' | null;
  /** What they did last, newest first. */
  last: readonly Told[];
  at: Date;
}

/** The Home tab of somebody who holds something. */
export function homeTab(shown: HomeShown): HomeView {
  const { command, grants, shortcuts, waiting, own, accounts, last, at } = shown;
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
    ...(last.length > 0 ? [header('What you did last'), ...sections(last.map(didLast))] : []),
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
  const { items, before, behind } = accounts;
  if (items.length === 0) return [section(mrkdwn`There are none yet.`)];
  return [
    ...items.flatMap(({ account, posture }) => [
      section(accountLine(account), {
        accessory: button('Show', 'account.show', {
          value: account.sid,
          label: shortened(`Show ${account.name}`, 75),
        }),
      }),
      ...(posture ? [context(postureLine(posture))] : []),
    ]),
    divider(),
    actions(
      picker('Find an account', 'account.show'),
      ...(before ? [button('Previous', PREVIOUS)] : []),
      ...(behind ? [button('Next', NEXT), button('All accounts', 'account.list')] : []),
    ),
  ];
}

/** How many concerns of an account are told. */
const CONCERNS = 4;

function postureLine({ secretDays, concerns }: Posture): Mrkdwn {
  const age = secretDays === 1 ? '1 day old' : `${number(secretDays)} days old`;
  const told = concerns.slice(0, CONCERNS).map(concernLine);
  const more = concerns.length - told.length;
  return join(
    [
      ...told.map((line) => mrkdwn`:warning: ${line}`),
      ...(more > 0 ? [mrkdwn`and ${more} more`] : []),
      mrkdwn`Webhook Secret ${age}`,
    ],
    ' · ',
  );
}

function concernLine(concern: Concern): Mrkdwn {
  switch (concern.is) {
    case 'no bucket':
      return mrkdwn`calls are to be recorded, and there is no bucket`;
    case 'recording paused':
      return mrkdwn`calls are to be recorded, and call recording is turned off`;
    case 'old secret':
      return mrkdwn`rotate the Webhook Secret`;
    case 'key expires':
      return mrkdwn`${keyNamed(concern.label)} expires ${day(concern.at)}`;
    case 'owner left':
      return mrkdwn`the owner of ${keyNamed(concern.label)} has left`;
  }
}

function keyNamed(label: string | null): string {
  return label === null ? 'an API key' : `API key “${shortened(label, 60)}”`;
}

function didLast(told: Told): Mrkdwn {
  const { requestedAt } = told.change;
  return mrkdwn`• ${dateTime(requestedAt)}: ${capital(told.description.what)}. ${standing(told)}`;
}
