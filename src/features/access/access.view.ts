import type { KnownBlock } from '@slack/types';
import type { Change } from '../../changes/change.ts';
import { capital } from '../../changes/receipts.view.ts';
import {
  actions,
  button,
  confirm,
  context,
  type Message,
  message,
  section,
  sections,
} from '../../slack/blocks.ts';
import {
  bold,
  code,
  dateTime,
  join,
  type Mrkdwn,
  mention,
  mrkdwn,
  shortened,
} from '../../slack/mrkdwn.ts';
import { lastDay, scopeOn } from './grant.ts';
import type { Scope } from './scope.ts';

/** How much of a scope with its target's name is shown: a gateway may hold longer names than we allow. */
const SHOWN = 200;
/** How many sections a packed list may take, of the 50 blocks of a message. */
const PACKED = 18;

/** A grant as it is shown. */
export interface ShownGrant {
  id: string;
  userId: string;
  scope: Scope;
  targetName: string | null;
  until: Date | null;
  grantedBy: string;
  createdAt: Date;
  /** The id of the Revoke button, where the viewer may use it. */
  revoke: string | null;
}

export interface AccessList {
  /** What it is a list of: "Access to Acme". */
  title: Mrkdwn;
  grants: ShownGrant[];
  /** Admins of the operator's, where the viewer may see them. */
  named: string[];
  /** Where the next page begins, if there is one. */
  more: string | null;
}

/** Who holds what, a line and a button each. */
export function accessList({ title, grants, named, more }: AccessList): Message {
  return message(
    section(bold(title)),
    ...(grants.length + named.length === 0
      ? [section(mrkdwn`Nobody is mapped here, as far as you may see.`)]
      : []),
    ...sections(named.map((userId) => mrkdwn`${mention(userId)}: Admin scope, by ADMIN_USERS`)),
    ...grants.map((grant) => grantBlock(grant, mrkdwn`${mention(grant.userId)}: `)),
    ...(more === null ? [] : [actions(button('More', 'access.more', { value: more }))]),
  );
}

/** How many grants are offered, of 50 blocks in a message. */
const OFFERED = 20;

/** Which of somebody's grants is to be revoked. */
export function revokeChoices(userId: string, grants: ShownGrant[], named: boolean): Message {
  const more = grants.length - OFFERED;
  return message(
    section(mrkdwn`${mention(userId)} holds several grants. Which one is to be revoked?`),
    ...grants.slice(0, OFFERED).map((grant) => grantBlock(grant, mrkdwn``)),
    ...(more > 0
      ? [section(mrkdwn`…and ${more} more. Name the target behind the person to see it.`)]
      : []),
    ...(named
      ? [context(mrkdwn`Admin scope by ADMIN_USERS is not revoked here: the operator lists it.`)]
      : []),
  );
}

interface OpenRequest {
  change: Pick<Change, 'id' | 'expiresAt'>;
  what: string;
}

export interface Myself {
  command: string;
  grants: ShownGrant[];
  /** Whether `ADMIN_USERS` names them. */
  named: boolean;
  /** Whether they are Admin because they sit at a terminal. */
  atTerminal?: boolean;
  isGuest: boolean;
  identityKnown: boolean;
  requests: OpenRequest[];
  /** What their grants let them do, in the words of the permission table. */
  may: readonly string[];
}

/** What somebody holds, where it comes from, and what it lets them do. */
export function myself(me: Myself): Message {
  const { command, grants, named, atTerminal = false, requests, may } = me;
  const none = grants.length === 0 && !named && !atTerminal;
  return message(
    section(none ? mrkdwn`${bold('You have no access yet.')}` : bold('What you hold')),
    ...sections(
      [
        ...(named ? [mrkdwn`• Admin scope, without an end. ADMIN_USERS lists you.`] : []),
        ...(atTerminal
          ? [mrkdwn`• Admin scope, at this terminal. You ask, and decide nothing.`]
          : []),
        ...grants.map((grant) => mrkdwn`• ${held(grant)}`),
      ],
      PACKED,
    ),
    ...(me.isGuest
      ? [section(mrkdwn`You are a guest here: only Account scope counts, and guests never decide.`)]
      : []),
    ...(may.length > 0
      ? [section(mrkdwn`${bold('That lets you')} ${join(may, '; ')}.`)]
      : [section(mrkdwn`You can read ${code(`${command} help`)} and ask for access.`)]),
    ...(me.identityKnown
      ? []
      : [section(mrkdwn`Slack does not confirm who you are right now, so changes have to wait.`)]),
    ...(requests.length > 0
      ? [
          section(mrkdwn`${bold('Your open requests')}`),
          ...sections(requests.map(openRequest), PACKED),
        ]
      : []),
    ...(none ? [actions(button('Ask for access', 'access.ask', { style: 'primary' }))] : []),
    ...(none || atTerminal
      ? []
      : [context(mrkdwn`Something missing? ${code(`${command} access request`)}`)]),
  );
}

function openRequest({ change, what }: OpenRequest): Mrkdwn {
  const until = change.expiresAt ? mrkdwn`, open until ${dateTime(change.expiresAt)}` : mrkdwn``;
  return mrkdwn`• ${shortened(what, 300)}${until} (${change.id})`;
}

function grantBlock(grant: ShownGrant, before: Mrkdwn): KnownBlock {
  const text = mrkdwn`${before}${held(grant)}`;
  if (grant.revoke === null) return section(text);
  return section(text, {
    accessory: button('Revoke', 'access.revoke', {
      value: grant.revoke,
      style: 'danger',
      label: 'Revoke this grant',
      confirm: confirm(
        'Revoke this grant?',
        `${shortened(capital(scopeOn(grant)), SHOWN)} ends at once. You can undo it for 24 hours.`,
        'Revoke',
        'Keep it',
      ),
    }),
  });
}

/** `Account scope on Acme, until 2027-01-31. Granted by Ada, Nov 3.` */
function held(grant: ShownGrant): Mrkdwn {
  const end = grant.until ? `until ${lastDay(grant.until)}` : 'without an end';
  return mrkdwn`${shortened(scopeOn(grant), SHOWN)}, ${end}. Granted by ${mention(grant.grantedBy)}, ${dateTime(grant.createdAt)}`;
}
