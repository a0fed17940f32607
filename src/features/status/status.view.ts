import type { Change } from '../../changes/change.ts';
import { type Message, message, section, sections } from '../../slack/blocks.ts';
import {
  bold,
  channelLink,
  code,
  dateTime,
  join,
  type Mrkdwn,
  mention,
  mrkdwn,
  number,
} from '../../slack/mrkdwn.ts';
import { reasonOf, remedyFor } from '../../slack/remedies.ts';
import { grantScopes, type ScopeName, withoutScope } from '../../slack/scopes.ts';

/** A part that answers or does not; `trouble` in words for people. */
export type Answering = { answers: true } | { answers: false; trouble: string };

/** The state of the bot and of what it depends on. */
export interface Status {
  version: string;
  /** Since when the bot runs; `null`: it does not, and somebody looks from a terminal. */
  since: Date | null;
  gateway: Answering;
  database: Answering;
  /** Messages that are still to be delivered, and since when the oldest waits. */
  undelivered: { count: number; oldest: Date | null };
  /** Messages that Slack refused, by conversation and reason. */
  setAside: readonly {
    conversation: string;
    error: string;
    count: number;
    last: Date;
    worksAgain: boolean;
  }[];
  /** Whether Slack's own codes are shown: to Admins, who look them up. */
  codes: boolean;
  /** What the Slack app may not. */
  missingScopes: readonly ScopeName[];
  /** Changes that are not over, by state. */
  changes: Partial<Record<Change['state'], number>>;
}

/** The answer to `/vg status`: each part on a line, and what to do about what is not well. */
export function statusMessage(status: Status): Message {
  const {
    version,
    since,
    gateway,
    database,
    undelivered,
    setAside,
    codes,
    changes,
    missingScopes,
  } = status;
  const waits = undelivered.oldest
    ? mrkdwn`${counted(undelivered.count, 'message')} to be delivered, the oldest since ${dateTime(undelivered.oldest)}`
    : mrkdwn`everything is delivered`;
  const unknown = changes.unknown ?? 0;
  return message(
    section(
      since
        ? mrkdwn`${bold('Switchboard')} ${version}, running since ${dateTime(since)}`
        : mrkdwn`${bold('Switchboard')} ${version}, no bot is running`,
    ),
    ...sections([
      line('Voice Gateway', answering(gateway)),
      line('Database', answering(database)),
      line('Messages', waits),
      line(
        'Changes',
        mrkdwn`${changes.waiting ?? 0} waiting for a decision, ${(changes.ready ?? 0) + (changes.applying ?? 0)} under way, ${unknown} with an unknown outcome`,
      ),
      ...(unknown > 0
        ? [mrkdwn`→ Unknown outcomes are in the operations channel, each with how to look.`]
        : []),
    ]),
    ...(missingScopes.length > 0
      ? [
          section(bold('What the Slack app may not')),
          ...sections([...missingScopes.map(lacking), mrkdwn`→ ${grantScopes(missingScopes)}`]),
        ]
      : []),
    ...(setAside.length > 0
      ? [
          section(bold('Messages that Slack refused')),
          ...sections(
            setAside.map((group) => refused(group, codes)),
            20,
          ),
        ]
      : []),
  );
}

function answering(part: Answering): Mrkdwn {
  return part.answers ? mrkdwn`answers` : mrkdwn`${bold('does not answer:')} ${part.trouble}`;
}

function lacking(scope: ScopeName): Mrkdwn {
  return mrkdwn`• ${code(scope)}: ${withoutScope(scope)}`;
}

function line(label: string, said: Mrkdwn): Mrkdwn {
  return mrkdwn`${bold(`${label}:`)} ${said}`;
}

function refused(group: Status['setAside'][number], codes: boolean): Mrkdwn {
  const { conversation, error, count, last, worksAgain } = group;
  const [place = ''] = conversation.split('/');
  const where = /^[UW]/.test(place)
    ? mrkdwn`direct messages of ${mention(place)}`
    : channelLink(place);
  const why = codes ? mrkdwn`${reasonOf(error)} (${code(error)})` : reasonOf(error);
  const what = mrkdwn`• ${counted(count, 'message')} to ${where}, last ${dateTime(last)}: ${why}.`;
  const now = worksAgain ? 'Messages have arrived there since.' : remedyFor(error);
  return join([what, now], ' ');
}

function counted(count: number, what: string): string {
  return `${number(count)} ${count === 1 ? what : `${what}s`}`;
}
