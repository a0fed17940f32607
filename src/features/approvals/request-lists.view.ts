import type { KnownBlock } from '@slack/types';
import type { Deciding } from '../../changes/change.ts';
import { capital, standing, type Told } from '../../changes/receipts.view.ts';
import {
  actions,
  button,
  context,
  divider,
  type Message,
  message,
  section,
} from '../../slack/blocks.ts';
import { bold, code, dateTime, mention, mrkdwn } from '../../slack/mrkdwn.ts';
import { decisions, ownButtons, requestFacts } from './approvals.view.ts';

/** What waits that somebody may decide, each with its buttons. */
export function waitingRequests(list: {
  requests: readonly { told: Told; deciding: Deciding }[];
  /** What has just been decided from this list. */
  decided: Told | null;
  /** Whether they decide anything at all. */
  decides: boolean;
  /** Whether they see what others decide: at a terminal. */
  looksOn?: boolean;
  /** How many of their own wait for others. */
  own: number;
  /** Values of the buttons to the next page, and back to the first. */
  next: string | null;
  first: string | null;
  command: string;
}): Message {
  const { requests, decided, own, decides, looksOn = false, command } = list;
  const none = decides
    ? mrkdwn`Nothing waits for ${looksOn ? 'a' : 'your'} decision.`
    : mrkdwn`You decide no requests: Admins do, and for Account-scope people the Service Providers of their tenant.`;
  const ownLine =
    own === 0
      ? mrkdwn`None of your own requests waits.`
      : mrkdwn`${own === 1 ? '1 request' : `${own} requests`} of your own ${own === 1 ? 'waits' : 'wait'}: ${code(`${command} approvals mine`)}`;
  return message(
    ...(decided
      ? [section(mrkdwn`${capital(decided.description.what)}: ${standing(decided)}`)]
      : []),
    section(requests.length > 0 ? bold(looksOn ? WAITING_IN_SLACK : WAITING) : none),
    ...requests.flatMap(({ told, deciding }) => [
      divider(),
      section(bold(capital(told.description.what))),
      ...requestFacts(told),
      context(
        mrkdwn`Asked by ${mention(told.change.actor.userId)} on ${dateTime(told.change.requestedAt)}`,
      ),
      actions(...decisions(told, deciding)),
    ]),
    divider(),
    context(ownLine),
    ...turns([
      ['First', 'approvals.first', list.first],
      ['Next', 'approvals.next', list.next],
    ]),
  );
}

const WAITING = 'Waiting for your decision';
const WAITING_IN_SLACK = 'Waiting for a decision, which is made in Slack';

/** Somebody's own requests, newest first, with what they can still do about each. */
export function ownRequests(list: {
  requests: readonly { told: Told; deciding: Deciding }[];
  older: string | null;
  newest: string | null;
}): Message {
  const { requests } = list;
  return message(
    section(
      requests.length > 0
        ? bold('Your requests')
        : mrkdwn`You have asked for nothing that needs a second person.`,
    ),
    ...requests.flatMap(({ told, deciding }) => {
      const buttons = ownButtons(told, deciding);
      return [
        divider(),
        section(mrkdwn`${bold(capital(told.description.what))}\n${standing(told)}`),
        context(mrkdwn`Asked on ${dateTime(told.change.requestedAt)}. Reference ${told.change.id}`),
        ...(buttons.length > 0 ? [actions(...buttons)] : []),
      ];
    }),
    ...turns([
      ['Newest', 'approvals.newest', list.newest],
      ['Older', 'approvals.older', list.older],
    ]),
  );
}

/** The buttons to other pages, where there are any. */
function turns(pages: readonly (readonly [string, string, string | null])[]): KnownBlock[] {
  const buttons = pages.flatMap(([text, id, value]) =>
    value === null ? [] : [button(text, id, { value })],
  );
  return buttons.length > 0 ? [actions(...buttons)] : [];
}
