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
  type Mrkdwn,
  mrkdwn,
  number,
  shortened,
} from '../../slack/mrkdwn.ts';
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
  mayClearTts: boolean;
}): Message {
  const { account, contents, cachedPrompts, mayClearTts } = card;
  return message(
    header(shortened(account.name, 150)),
    section(null, { fields: identity(account) }),
    section(null, { fields: calls(account) }),
    section(null, {
      fields: [
        setting('TTS prompt caching', prompts(cachedPrompts)),
        setting('Call recording', recording(account.recording)),
      ],
    }),
    section(null, { fields: contained(contents) }),
    context(mrkdwn`Created ${dateTime(account.createdAt)}`),
    ...(mayClearTts ? [buttons(account)] : []),
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
    setting('Registration Webhook', webhook(registrationWebhook)),
    setting('Queue Event Webhook', webhook(queueEventWebhook)),
  ];
}

function setting(label: string, value: string | Mrkdwn): Mrkdwn {
  const shown = typeof value === 'string' ? shortened(value, SHOWN) : value;
  return mrkdwn`${bold(`${label}:`)} ${shown}`;
}

function webhook(hook: Webhook | null): string {
  if (!hook) return 'none';
  const { url, method, username, password } = hook;
  // Cut so that the user and the password are still told: `setting` cuts the whole.
  const by = username === null ? [] : [`user ${shortened(username, 80)}`];
  const secret = password === null ? [] : [`password ${password.masked()}`];
  return [`${method} ${shortened(withoutCredentials(url), 180)}`, ...by, ...secret].join(', ');
}

function recording(kept: Account['recording']): string {
  if (!kept) return 'off';
  const { vendor, bucket, format, allCalls } = kept;
  return `${vendor}, ${bucket}, .${format}, ${allCalls ? 'all calls of this account' : 'not all calls'}`;
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

function buttons({ sid, name }: Account): KnownBlock {
  const label = shortened(`Clear TTS cache of ${name}`, 75);
  return actions(button('Clear TTS cache', 'tts.clear', { value: sid, label }));
}
