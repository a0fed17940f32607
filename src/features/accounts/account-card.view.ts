import type { KnownBlock } from '@slack/types';
import {
  actions,
  button,
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
  type Mrkdwn,
  mrkdwn,
  number,
  shortened,
} from '../../slack/mrkdwn.ts';
import type { Action } from '../access/permissions.ts';
import { vendorNames } from '../recording/recording.ts';
import { withoutCredentials } from '../webhooks/webhook-rules.ts';
import type { Account, AccountContents, Webhook } from './account.ts';

/** Characters of a value that a card shows: escaped, five times as many, they still fit a field. */
const SHOWN = 300;

/** An account's card: every setting of it that the viewer may see, what it contains, and what the viewer may do. */
export function accountCard(card: {
  account: Account;
  /** `null` where the gateway did not say in time. */
  contents: AccountContents | null;
  cachedPrompts: number | null;
  /** How many API keys it has and which end comes next; `null` where that could not be said in time. */
  apiKeys?: { count: number; nextEnd: Date | null } | null;
  /** Which of the card's actions the viewer may do to it. */
  may: readonly Action[];
}): Message {
  const { account, contents, cachedPrompts, apiKeys = null, may } = card;
  return message(
    header(shortened(account.name, 150)),
    section(null, { fields: identity(account) }),
    section(null, { fields: calls(account) }),
    section(null, {
      fields: [
        setting('TTS prompt caching', prompts(cachedPrompts)),
        setting('Call recording', recording(account.recording)),
        setting('API keys', keys(apiKeys)),
      ],
    }),
    section(null, { fields: contained(contents) }),
    context(mrkdwn`Created ${dateTime(account.createdAt)}`),
    ...buttons(account, may),
  );
}

function identity(account: Account): Mrkdwn[] {
  const { sid, name, provider, sipRealm, webhookSecret } = account;
  const { unit, maximum, licensedSessions } = account.limits;
  const most = maximum === null ? 'no maximum' : `at most ${number(maximum)}`;
  return [
    setting('Account SID', code(sid)),
    setting('Account name', name),
    setting('Service Provider', provider.name),
    setting('SIP Realm', sipRealm === null ? 'none' : code(shortened(sipRealm, SHOWN))),
    setting('Webhook Secret', webhookSecret.masked()),
    setting('Unit', `${unit}, ${most}`),
    setting(
      'Licensed sessions',
      licensedSessions === null ? 'unlimited' : number(licensedSessions),
    ),
  ];
}

function calls(account: Account): Mrkdwn[] {
  const { deviceApplication, siprecApplication, registrationWebhook, queueEventWebhook } = account;
  return [
    setting('Application for SIP device calls', deviceApplication?.name ?? 'none'),
    setting('Application for SIPREC calls', siprecApplication?.name ?? 'none'),
    setting('Registration Webhook', webhookInWords(registrationWebhook)),
    setting('Queue Event Webhook', webhookInWords(queueEventWebhook)),
  ];
}

function setting(label: string, value: string | Mrkdwn): Mrkdwn {
  const shown = typeof value === 'string' ? shortened(value, SHOWN) : value;
  return mrkdwn`${bold(`${label}:`)} ${shown}`;
}

/** A webhook on a line, its secrets masked. */
export function webhookInWords(hook: Webhook | null): string {
  if (!hook) return 'none';
  const { url, method, username, password } = hook;
  // Cut so that the user and the password are still told: `setting` cuts the whole.
  const by = username === null ? [] : [`user ${shortened(username, 80)}`];
  const secret = password === null ? [] : [`password ${password.masked()}`];
  return [`${method} ${shortened(withoutCredentials(url), 180)}`, ...by, ...secret].join(', ');
}

function recording(kept: Account['recording']): string {
  if (!kept) return 'off';
  const { enabled, bucket, format, allCalls } = kept;
  const which = allCalls ? 'all calls of this account' : 'not all calls';
  return `${enabled ? '' : 'paused; '}${vendorNames[bucket.vendor]}, ${bucket.name}, .${format}, ${which}`;
}

function prompts(count: number | null): string {
  if (count === null) return 'count unknown';
  return count === 1 ? '1 cached prompt' : `${number(count)} cached prompts`;
}

function contained(contents: AccountContents | null): Mrkdwn[] {
  const line = (kind: { count: number; names: string[] } | undefined) => {
    if (!kind) return 'unknown';
    if (kind.count === 0) return 'none';
    const more = kind.count > kind.names.length ? ', …' : '';
    const names = kind.names.map((name) => shortened(name, 60)).join(', ');
    return mrkdwn`${number(kind.count)} (${names}${more})`;
  };
  return [
    setting('Applications', line(contents?.applications)),
    setting('Carriers', line(contents?.carriers)),
    setting('Speech services', line(contents?.speechServices)),
  ];
}

function keys(known: { count: number; nextEnd: Date | null } | null): Mrkdwn {
  if (!known) return mrkdwn`count unknown`;
  const { count, nextEnd } = known;
  if (count === 0) return mrkdwn`none`;
  const expires = nextEnd === null ? mrkdwn`none expires` : mrkdwn`next expires ${day(nextEnd)}`;
  return mrkdwn`${number(count)} (${expires})`;
}

/** What a card offers, in this order: by which right, under which words, and what the button sends. */
const offers = [
  { action: 'account edit', text: 'Edit', sends: 'settings.account' },
  { action: 'limits edit', text: 'Limits', sends: 'settings.limits' },
  { action: 'realm edit', text: 'SIP Realm', sends: 'settings.realm' },
  { action: 'account show', text: 'Webhooks', sends: 'webhooks.show' },
  { action: 'secret show', text: 'Reveal', sends: 'secret.show' },
  { action: 'apps list', text: 'Applications', sends: 'apps.list' },
  { action: 'calls', text: 'Calls', sends: 'calls.show' },
  { action: 'keys list', text: 'API keys', sends: 'keys.list' },
  { action: 'account show', text: 'Recording', sends: 'recording.show' },
  { action: 'tts clear', text: 'Clear TTS cache', sends: 'tts.clear' },
  { action: 'account delete', text: 'Delete', sends: 'account.delete', style: 'danger' },
] as const satisfies readonly {
  action: Action;
  text: string;
  sends: string;
  style?: 'danger';
}[];

/** The actions that a card offers to whoever may do them. */
export const cardActions: readonly Action[] = offers.map(({ action }) => action);

function buttons({ sid, name }: Account, may: readonly Action[]): KnownBlock[] {
  const shown = offers.filter(({ action }) => may.includes(action));
  if (shown.length === 0) return [];
  return [
    actions(
      ...shown.map(({ action: _action, text, sends, ...style }) =>
        button(text, sends, { value: sid, label: shortened(`${text}: ${name}`, 75), ...style }),
      ),
    ),
  ];
}
