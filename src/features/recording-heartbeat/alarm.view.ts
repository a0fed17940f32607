import type { Id } from '../../ids.ts';
import {
  actions,
  button,
  context,
  type Message,
  message,
  modal,
  section,
  sections,
} from '../../slack/blocks.ts';
import { choice } from '../../slack/choices.ts';
import { form } from '../../slack/form.ts';
import type { DrawnModal } from '../../slack/interaction.ts';
import {
  bold,
  code,
  dateTime,
  join,
  type Mrkdwn,
  mention,
  mrkdwn,
  number,
  shortened,
} from '../../slack/mrkdwn.ts';
import { type Cause, causeInWords, MuteFor, muteTimes, THE_GATEWAY } from './heartbeat.ts';

/** Characters of a name that a line shows. */
const SHOWN = 100;
/** How many accounts a card names, and how many a thread tells of. */
const NAMED = 3;
export const THREADED = 20;

/** An alarm as its card tells it. */
export interface ShownAlarm {
  id: Id<'alm'>;
  cause: Cause;
  openedAt: Date;
  /** When its last account had recovered; `null` while recordings are missing. */
  endedAt: Date | null;
  accounts: readonly ShownAlarmed[];
  muted: { until: Date; by: string } | null;
  /** The id under which unmuting it is asked for. */
  unmuting: Id<'frm'>;
}

/** One of its accounts. */
export interface ShownAlarmed {
  accountSid: string;
  accountName: string;
  providerName: string;
  state: 'missing' | 'recovered' | 'set aside';
  missed: readonly { callSid: string; verdict: string }[];
}

/** One cause for which recordings are missing, for those who operate; green once they are there again. */
export function alarmCard(alarm: ShownAlarm): Message {
  const { cause, endedAt, openedAt, accounts, muted } = alarm;
  if (endedAt) {
    return message(
      section(mrkdwn`🟢 ${bold(isOver(accounts))} ${causeInWords(cause)}`),
      ...(accounts.length > 0 ? [section(stood(accounts))] : []),
      context(mrkdwn`From ${dateTime(openedAt)} to ${dateTime(endedAt)}`),
    );
  }
  const [first] = accounts.filter(({ state }) => state === 'missing');
  return message(
    section(
      accounts.length > 0
        ? mrkdwn`🔴 ${bold('Recordings are missing or unreadable:')} ${causeInWords(cause)}`
        : mrkdwn`🔴 ${bold('Nobody knows whether recordings are missing:')} ${causeInWords(cause)}`,
    ),
    section(join(accounts.length > 0 ? [stood(accounts), whatNow(cause)] : [UNLISTED], '\n')),
    context(
      mrkdwn`Since ${dateTime(openedAt)}`,
      ...(muted ? [mrkdwn`Muted until ${dateTime(muted.until)} by ${mention(muted.by)}`] : []),
    ),
    actions(
      ...(first && cause !== THE_GATEWAY ? [testButton(first)] : []),
      muted
        ? button('Unmute', 'recording.unmute', { value: `${alarm.id} ${alarm.unmuting}` })
        : button('Mute', 'recording.mute', { value: alarm.id }),
    ),
  );
}

function isOver(accounts: readonly ShownAlarmed[]): string {
  if (accounts.length === 0) return 'Recordings are looked at again:';
  const recovered = accounts.some(({ state }) => state === 'recovered');
  return recovered ? 'Recordings are there again:' : 'No recording is missed any more:';
}

/** Of a gateway that does not even say which accounts record. */
const UNLISTED = mrkdwn`It does not say which accounts record, so none can be looked at. See its own log.`;

function whatNow(cause: Cause): Mrkdwn {
  return cause === THE_GATEWAY
    ? mrkdwn`It did not say in two looks in a row which calls there were. See its own log.`
    : mrkdwn`Two looks in a row did not find what calls of the last hour should have left. Test says why, and what mends it; the calls are in the thread.`;
}

/** How many accounts it is about, and how they stand. */
function stood(accounts: readonly ShownAlarmed[]): Mrkdwn {
  const missing = accounts.filter(({ state }) => state === 'missing');
  const others = accounts.filter(({ state }) => state !== 'missing');
  const lines = [
    ...(missing.length > 0 ? [mrkdwn`${counted(missing)}: ${names(missing)}`] : []),
    ...(others.length > 0 ? [mrkdwn`No more: ${names(others)}`] : []),
    ...(accounts.length > THREADED
      ? [mrkdwn`The thread tells of the first ${number(THREADED)}.`]
      : []),
  ];
  return join(lines, '\n');
}

function counted(accounts: readonly ShownAlarmed[]): Mrkdwn {
  return accounts.length === 1 ? mrkdwn`1 account` : mrkdwn`${number(accounts.length)} accounts`;
}

function names(accounts: readonly ShownAlarmed[]): Mrkdwn {
  const named = accounts.slice(0, NAMED).map(({ accountName }) => shortened(accountName, SHOWN));
  const more = accounts.length - named.length;
  return join([...named, ...(more > 0 ? [`${number(more)} more`] : [])], ', ');
}

/** One account of an alarm, in its thread: what was missed, by the SIDs of its calls. */
export function alarmedAccount(account: ShownAlarmed): Message {
  const { accountName, providerName, state, missed } = account;
  const title = join(
    [bold(shortened(accountName, SHOWN)), shortened(providerName, SHOWN), standing[state]],
    ' · ',
  );
  return message(
    section(title),
    ...sections(missed.map(({ callSid, verdict }) => mrkdwn`${code(callSid)}: ${said(verdict)}`)),
    ...(state === 'missing' && missed.length > 0 ? [actions(testButton(account))] : []),
  );
}

const standing = {
  missing: '🔴 missing or unreadable',
  recovered: '🟢 there again',
  'set aside': '⚪ not looked at any more: its call recording was changed, or is off',
};

function said(verdict: string): string {
  return verdictWords[verdict] ?? verdict;
}

const verdictWords: Record<string, string> = {
  missing: 'no recording in the bucket',
  unreadable: 'the bucket could not be looked into',
  'missing or unreadable': 'missing, or not to be read',
  empty: 'the recording is empty',
  'no audio': 'the recording does not begin as its format does',
};

function testButton({ accountSid, accountName }: ShownAlarmed) {
  const label = shortened(`Test the call recording of ${accountName}`, 75);
  return button('Test', 'recording.test', { value: accountSid, label });
}

export const muteForm = form('recording.mute.form', {
  time: choice('For how long', { value: MuteFor, hint: 'Nothing new is told of it until then.' }),
});

/** Asks for how long an alarm is muted. */
export function muteModal({ id, cause }: Pick<ShownAlarm, 'id' | 'cause'>): DrawnModal {
  const choices = MuteFor.options.map((value) => ({ text: muteTimes[value].words, value }));
  return {
    view: modal({
      id: muteForm.id,
      title: 'Mute alarm',
      submit: 'Mute',
      close: 'Cancel',
      blocks: [
        section(mrkdwn`Missing recordings: ${bold(causeInWords(cause))}`),
        ...muteForm.blocks({ initial: { time: '8h' }, options: { time: choices } }),
      ],
    }),
    remembers: { alarm: id },
  };
}
