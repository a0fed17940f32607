import {
  actions,
  button,
  confirm,
  context,
  type Message,
  message,
  section,
} from '../../slack/blocks.ts';
import {
  bold,
  code,
  dateTime,
  type Mrkdwn,
  mention,
  mrkdwn,
  shortened,
} from '../../slack/mrkdwn.ts';
import { keyInWords, maskOf } from './api-key.ts';

/** A key as messages about it name it. */
export interface ToldKey {
  id: string;
  sid: string;
  accountSid: string;
  accountName: string;
  label: string;
  prefix: string;
  lastFour: string;
  owner: string | null;
  expiresAt: Date | null;
}

/** The form was closed, and nobody has said that the key is stored. */
export function claimCard(key: ToldKey, claimUntil: Date): Message {
  return message(
    section(
      mrkdwn`Did you store the ${named(key)}? Until ${dateTime(claimUntil)} you can say so; then it is revoked.`,
    ),
    actions(
      button('I have it', 'keys.claim', { value: key.id, style: 'primary' }),
      button('Revoke now', 'keys.revoke.now', {
        value: key.id,
        style: 'danger',
        confirm: confirm(
          'Revoke this API key?',
          'It is refused at once, and cannot be brought back.',
          'Revoke now',
          'Keep it',
        ),
      }),
    ),
  );
}

/** The same once its maker has said so. */
export function claimedCard(key: ToldKey): Message {
  return message(
    section(mrkdwn`You have stored the ${named(key)}. It holds${ending(key.expiresAt)}.`),
  );
}

/** A key that was revoked because its maker never saw it, or never said that it is stored. */
export function unclaimedMessage(
  key: ToldKey,
  why: 'not shown' | 'unclaimed',
  { late }: { late: string | null },
): Message {
  const because =
    why === 'unclaimed'
      ? mrkdwn`nobody said in time that it is stored`
      : mrkdwn`I could not show it to you: its form was closed, or I was restarted`;
  return message(
    section(
      mrkdwn`I revoked the ${named(key)}, because ${because}${late === null ? '' : ` (${late})`}.`,
    ),
    context(mrkdwn`Nothing works with it. Make another where you still need one.`),
    actions(button('Add key', 'keys.add', { value: key.accountSid })),
  );
}

/** A key is about to expire. */
export function keyReminder(
  key: ToldKey,
  { days, late, because }: { days: number; late: string | null; because: string },
): Message {
  const when = key.expiresAt ? dateTime(key.expiresAt) : mrkdwn`soon`;
  return message(
    section(
      mrkdwn`The ${named(key)} expires ${when}, ${days === 1 ? 'within a day' : `within ${days} days`}.`,
    ),
    context(
      mrkdwn`${because}${late === null ? '' : ` This reminder is ${late}: I was not running, or could not write it down.`}`,
    ),
    actions(...rowButtons(key)),
  );
}

/** A key that is still used is about to end, or has: for those who operate. */
export function lastCard(
  key: ToldKey,
  { lastUsedAt, ended }: { lastUsedAt: Date | null; ended: boolean },
): Message {
  const used =
    lastUsedAt === null
      ? mrkdwn`I could not find out whether it is still used.`
      : mrkdwn`It was used last ${dateTime(lastUsedAt)}.`;
  const what = ended
    ? mrkdwn`The ${named(key)} has expired and is revoked.`
    : mrkdwn`The ${named(key)} expires ${key.expiresAt ? dateTime(key.expiresAt) : 'soon'}.`;
  const owner = key.owner === null ? mrkdwn`everyone mapped to the account` : mention(key.owner);
  return message(
    section(mrkdwn`${bold('An API key in use:')} ${what} ${used}`),
    context(mrkdwn`Owner: ${owner}`),
    ...(ended
      ? [actions(button('Add key', 'keys.add', { value: key.accountSid }))]
      : [actions(...rowButtons(key))]),
  );
}

/** A key has expired, or was replaced and its grace is over. */
export function endedMessage(
  key: ToldKey,
  { why, late }: { why: 'expired' | 'replaced'; late: string | null },
): Message {
  const what =
    why === 'expired' ? mrkdwn`has expired` : mrkdwn`has given its place to its successor`;
  return message(
    section(mrkdwn`The ${named(key)} ${what} and is revoked. Whatever still uses it is refused.`),
    ...(late === null
      ? []
      : [
          context(
            mrkdwn`This is ${late}: until now I was not running, or the Voice Gateway did not answer.`,
          ),
        ]),
    actions(button('Add key', 'keys.add', { value: key.accountSid })),
  );
}

/** Somebody else has revoked one's key. */
export function revokedByMessage(key: ToldKey, by: string): Message {
  return message(
    section(
      mrkdwn`${mention(by)} revoked the ${named(key)}, which you own. Whatever uses it is refused.`,
    ),
  );
}

function rowButtons(key: ToldKey) {
  const value = `${key.accountSid}/${key.sid}`;
  return [
    button('Extend', 'keys.extend.row', { value, style: 'primary' }),
    button('Rotate', 'keys.rotate.row', { value }),
  ];
}

function named(key: ToldKey): Mrkdwn {
  const label = keyInWords(shortened(key.label, 60), '');
  return mrkdwn`${label} ${code(maskOf(key))} of ${bold(shortened(key.accountName, 100))}`;
}

function ending(expiresAt: Date | null): Mrkdwn {
  return expiresAt === null ? mrkdwn` and never expires` : mrkdwn` until ${dateTime(expiresAt)}`;
}
