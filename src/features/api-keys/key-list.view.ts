import type { KnownBlock } from '@slack/types';
import {
  actions,
  button,
  confirm,
  context,
  header,
  type Message,
  message,
  section,
} from '../../slack/blocks.ts';
import {
  bold,
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
import type { AccountSummary } from '../accounts/account.ts';
import { keyInWords, maskOf } from './api-key.ts';
import type { KnownKey } from './known-keys.ts';

/** Keys that one page lists: two blocks each. */
export const LISTED = 15;
/** Characters of a label or a name that a line shows. */
const SHOWN = 100;

/** What the reader may do to the keys of an account. */
export interface MayDo {
  add: boolean;
  extend: boolean;
  rotate: boolean;
  revoke: boolean;
}

/** The keys of an account, masked, each with what the reader may do to it. */
export function keyList(drawn: {
  account: AccountSummary;
  keys: readonly KnownKey[];
  /** How many come before this page. */
  from: number;
  may: MayDo;
}): Message {
  const { account, keys, from, may } = drawn;
  const page = keys.slice(from, from + LISTED);
  const onward = from + LISTED;
  return message(
    header(shortened(`API keys of ${account.name}`, 150)),
    ...(keys.length === 0 ? [section(mrkdwn`There is none yet.`)] : []),
    ...page.flatMap((key) => rowOf(account, key, may)),
    ...(keys.length > LISTED
      ? [
          context(
            mrkdwn`${number(from + 1)} to ${number(from + page.length)} of ${number(keys.length)}`,
          ),
        ]
      : []),
    ...footer(account, keys.length > onward ? onward : null, may),
  );
}

function footer({ sid }: AccountSummary, next: number | null, may: MayDo): KnownBlock[] {
  const buttons = [
    ...(may.add ? [button('Add key', 'keys.add', { value: sid })] : []),
    ...(next === null ? [] : [button('Next', 'keys.page', { value: `${sid}/${next}` })]),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

function rowOf({ sid, name }: AccountSummary, key: KnownKey, may: MayDo): KnownBlock[] {
  const { ours } = key;
  const value = `${sid}/${key.sid}`;
  const of = shortened(ours?.label ?? maskOf(key), 50);
  const buttons = [
    ...(ours && may.extend
      ? [button('Extend', 'keys.extend.row', { value, label: `Extend ${of}` })]
      : []),
    ...(ours && !ours.replaced && may.rotate
      ? [button('Rotate', 'keys.rotate.row', { value, label: `Rotate ${of}` })]
      : []),
    ...(may.revoke
      ? [
          button('Revoke', 'keys.revoke.row', {
            value,
            label: `Revoke ${of}`,
            style: 'danger',
            confirm: confirm(
              'Revoke this API key?',
              shortened(
                `${capital(keyInWords(ours?.label ?? null, maskOf(key)))} of ${name}: whatever uses it is refused at once. It cannot be brought back.`,
                300,
              ),
              'Revoke',
              'Keep it',
            ),
          }),
        ]
      : []),
  ];
  const block = section(join([titleOf(key), ...aboutOf(key)], '\n'));
  return buttons.length > 0 ? [block, actions(...buttons)] : [block];
}

function titleOf(key: KnownKey): Mrkdwn {
  const { ours } = key;
  const label = ours === null ? mrkdwn`_made elsewhere_` : bold(shortened(ours.label, SHOWN));
  return join([label, code(maskOf(key))], ' · ');
}

function aboutOf(key: KnownKey): Mrkdwn[] {
  const { ours, createdAt, lastUsedAt, expiresAt } = key;
  const used = lastUsedAt === null ? mrkdwn`never used` : mrkdwn`last used ${dateTime(lastUsedAt)}`;
  const ends = expiresAt === null ? mrkdwn`never expires` : mrkdwn`expires ${dateTime(expiresAt)}`;
  const owner =
    ours && (ours.owner === null ? 'everyone mapped to the account' : mention(ours.owner));
  return [
    ...(owner === null ? [] : [mrkdwn`Owner ${owner}`]),
    ...(ours?.purpose ? [mrkdwn`${shortened(ours.purpose, 300)}`] : []),
    join([mrkdwn`Created ${day(createdAt)}`, used, ends], ' · '),
    ...(ours?.replaced ? [mrkdwn`It has a successor, and goes on until then.`] : []),
    ...(ours?.unclaimed ? [mrkdwn`Nobody has said yet that it is stored.`] : []),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
