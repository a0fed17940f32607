import type { Secret } from '../../secret.ts';
import type { Account, Webhook } from '../accounts/account.ts';

/** A webhook with the test event that it gets. */
export interface TestedWebhook {
  /** As the portal calls it. */
  label: string;
  webhook: Webhook;
  event: object;
}

/** Why a call did not come to an answer. */
export type Fault =
  | 'no address'
  | 'private address'
  | 'metadata address'
  | 'address not routable'
  | 'name not found'
  | 'refused'
  | 'unreachable'
  | 'closed'
  | 'timeout'
  | 'certificate expired'
  | 'certificate not yet valid'
  | 'certificate self-signed'
  | 'certificate of unknown issuer'
  | 'certificate of another host'
  | 'certificate refused'
  | 'no TLS'
  | 'no HTTP'
  | 'other';

/** What it waited for when the time was up. */
export type Stage = 'DNS' | 'connect' | 'TLS' | 'answer';

/** How long each part took, in milliseconds; `null` for those that it did not come to, or does not have. */
export interface Timing {
  dns: number | null;
  connect: number | null;
  tls: number | null;
  /** From the request to the first byte of its answer. */
  firstByte: number | null;
  total: number;
}

/** The certificate that was shown, with the protocol. */
export interface TlsSeen {
  protocol: string | null;
  issuer: string;
  validTo: Date;
}

export type Came =
  /** `body`: whether all of it came, in time and within what is read of it. */
  | {
      to: 'answer';
      status: number;
      redirectsTo: string | null;
      body: 'whole' | 'cut' | 'unfinished';
    }
  | { to: 'websocket'; subprotocol: boolean }
  | { to: 'nothing'; fault: Fault; stage: Stage };

/** What came of a call. Never what was answered: it may hold anything, secrets among it. */
export interface Delivery {
  came: Came;
  timing: Timing;
  tls: TlsSeen | null;
}

/** Calls webhooks as the Voice Gateway does. */
export interface WebhookSender {
  /** Calls it once, follows no redirect, and resolves within the time limit whatever happens. */
  send(call: { webhook: Webhook; secret: Secret; event: object }): Promise<Delivery>;
}

/** How long a test may take in all, in milliseconds. */
export const TIME_LIMIT = 5000;
/** How much of an answer is read, in bytes. */
export const BODY_LIMIT = 65_536;
/** The subprotocol that the gateway asks for. */
export const SUBPROTOCOL = 'ws.jambonz.org';
/** What the gateway takes for success. */
const ACCEPTED = [200, 202, 204];
/** A certificate that ends within so many days is to be renewed. */
const SOON = 21;
const DAY = 24 * 60 * 60_000;

/** The webhooks of an account that are set, each with an event that its receiver knows, marked as a test. */
export function webhooksOf(account: Account, now: Date): TestedWebhook[] {
  const { registrationWebhook, queueEventWebhook, sipRealm } = account;
  const realm = sipRealm ?? 'test.invalid';
  return [
    ...(registrationWebhook
      ? [
          {
            label: 'Registration Webhook',
            webhook: registrationWebhook,
            event: registration(realm, now),
          },
        ]
      : []),
    ...(queueEventWebhook
      ? [{ label: 'Queue Event Webhook', webhook: queueEventWebhook, event: queueEvent(now) }]
      : []),
  ];
}

/** A device that nobody has: whoever checks its password refuses it. */
function registration(realm: string, now: Date): object {
  return {
    test: true,
    method: 'REGISTER',
    expires: 3600,
    scheme: 'digest',
    username: 'switchboard-test',
    realm,
    nonce: String(now.getTime()),
    uri: `sip:${realm}`,
    response: '0'.repeat(32),
    qop: 'auth',
    nc: '00000001',
    cnonce: 'switchboard-test',
    algorithm: 'MD5',
  };
}

function queueEvent(now: Date): object {
  return {
    test: true,
    event: 'join',
    queue: 'switchboard-test',
    length: 1,
    join_time: now.toISOString(),
  };
}

/** What a test says: whether the gateway would be content, what happened, and what to do about it. */
export interface Verdict {
  works: boolean;
  happened: string;
  fixes: string[];
}

export function verdictOn(
  { came, tls }: Pick<Delivery, 'came' | 'tls'>,
  webhook: Webhook,
  now: Date,
): Verdict {
  const { works, happened, fix } = cameTo(came, webhook);
  return { works, happened, fixes: [...(fix ? [fix] : []), ...cautions(webhook, tls, now)] };
}

/** In how many whole days a certificate ends; negative once it has ended. */
export function daysLeft({ validTo }: TlsSeen, now: Date): number {
  return Math.floor((validTo.getTime() - now.getTime()) / DAY);
}

interface Found {
  works: boolean;
  happened: string;
  fix?: string;
}

function cameTo(came: Came, webhook: Webhook): Found {
  if (came.to === 'nothing') {
    const { happened, fix } = faults[came.fault];
    const late = came.fault === 'timeout' ? ` It was waiting for ${waitedFor[came.stage]}.` : '';
    return { works: false, happened: `${happened}${late}`, fix };
  }
  if (came.to === 'websocket') {
    return came.subprotocol
      ? { works: true, happened: 'The WebSocket opened.' }
      : {
          works: false,
          happened: 'The WebSocket opened without its subprotocol.',
          fix: `Let the receiver choose the subprotocol ${SUBPROTOCOL}: the gateway hangs up without it.`,
        };
  }
  const answered = `It answered ${came.status}${meanings[came.status] ?? ''}.`;
  if (isWebSocket(webhook)) {
    return {
      works: false,
      happened: `${answered} It did not open a WebSocket.`,
      fix: statusFix(came, webhook),
    };
  }
  if (!ACCEPTED.includes(came.status)) {
    return { works: false, happened: answered, fix: statusFix(came, webhook) };
  }
  if (came.body === 'unfinished') {
    return {
      works: false,
      happened: `${answered} The rest of its answer did not come in time.`,
      fix: 'Let the receiver end its answer at once, and work on after it.',
    };
  }
  const cut = `Its answer is longer than ${BODY_LIMIT / 1024} kB, and was cut off.`;
  return came.body === 'cut'
    ? { works: true, happened: `${answered} ${cut}`, fix: 'Let the receiver answer briefly.' }
    : { works: true, happened: answered };
}

const waitedFor: Record<Stage, string> = {
  DNS: 'the address of its name',
  connect: 'a connection',
  TLS: 'the TLS handshake',
  answer: 'the answer',
};

const faults: Record<Fault, { happened: string; fix: string }> = {
  'no address': {
    happened: 'Nothing was sent: the URL names no host that could be called.',
    fix: 'Set a URL that begins with https://, http://, wss:// or ws://.',
  },
  'private address': {
    happened: 'Nothing was sent: its host has a private address.',
    fix: 'Use a public address. For receivers in your own network, whoever runs this bot names them in ALLOW_PRIVATE_ADDRESSES.',
  },
  'metadata address': {
    happened: 'Nothing was sent: its host is the metadata service of a cloud.',
    fix: 'Use the address of your receiver. This one is never called.',
  },
  'address not routable': {
    happened: 'Nothing was sent: its host has an address that leads nowhere.',
    fix: 'Correct the host in the URL, or its entry in DNS.',
  },
  'name not found': {
    happened: 'The name of its host was not found.',
    fix: 'Correct the host in the URL, or add it to DNS.',
  },
  refused: {
    happened: 'The connection was refused.',
    fix: 'Start the receiver, or correct the port in the URL.',
  },
  unreachable: {
    happened: 'Its host cannot be reached.',
    fix: 'Check the network and the firewall before the receiver.',
  },
  closed: {
    happened: 'The connection was closed before an answer came.',
    fix: 'Look into the log of the receiver, or of the proxy before it.',
  },
  timeout: {
    happened: `It took longer than ${TIME_LIMIT / 1000} seconds.`,
    fix: 'Check that the receiver runs, that its firewall lets the call in, and that it answers at once.',
  },
  'certificate expired': {
    happened: 'Its certificate has expired.',
    fix: 'Renew the certificate, and let the receiver load it.',
  },
  'certificate not yet valid': {
    happened: 'Its certificate is not valid yet.',
    fix: 'Check the clock of the receiver, or wait until the certificate begins.',
  },
  'certificate self-signed': {
    happened: 'Its certificate is self-signed.',
    fix: 'Use a certificate of a public authority, such as Let’s Encrypt.',
  },
  'certificate of unknown issuer': {
    happened: 'The issuer of its certificate is not known.',
    fix: 'Let the receiver send the whole chain, with the intermediate certificates, of a public authority.',
  },
  'certificate of another host': {
    happened: 'Its certificate is that of another host.',
    fix: 'Use the host that the certificate is for in the URL, or a certificate for this host.',
  },
  'certificate refused': {
    happened: 'Its certificate is not accepted.',
    fix: 'Use a certificate of a public authority for this host.',
  },
  'no TLS': {
    happened: 'It speaks no TLS that the gateway could use.',
    fix: 'Correct the port in the URL, or let the receiver speak TLS 1.2 or newer there.',
  },
  'no HTTP': {
    happened: 'What it answered is not HTTP.',
    fix: 'Correct the port in the URL: something else listens there.',
  },
  other: {
    happened: 'The call failed.',
    fix: 'Try again; if it stays, whoever runs this bot finds the cause in its log.',
  },
};

/** What statuses mean that receivers often answer. */
const meanings: Record<number, string> = {
  400: ' (bad request)',
  401: ' (unauthorized)',
  403: ' (forbidden)',
  404: ' (not found)',
  405: ' (method not allowed)',
  408: ' (request timeout)',
  413: ' (too large)',
  415: ' (unsupported media type)',
  429: ' (too many requests)',
  500: ' (internal error)',
  502: ' (bad gateway)',
  503: ' (unavailable)',
  504: ' (gateway timeout)',
};

function statusFix(came: Extract<Came, { to: 'answer' }>, webhook: Webhook): string {
  const { status, redirectsTo } = came;
  if (status >= 300 && status < 400) {
    const where = redirectsTo === null ? '' : ` It points to ${redirectsTo}.`;
    return `Set the URL to where it redirects: the gateway follows no redirects.${where}`;
  }
  if (status === 401) {
    return 'Check user name and password, and that the receiver has the present Webhook Secret.';
  }
  if (status === 403) {
    return 'Let the receiver, or the firewall before it, accept this call; it may refuse the signature, so check that it has the present Webhook Secret.';
  }
  if (status === 404 || status === 410) return 'Correct the path in the URL.';
  if (status === 405) return `Let the receiver accept ${webhook.method}, or change the method.`;
  if (status === 426 || (isWebSocket(webhook) && status < 300)) {
    return 'Let the receiver accept WebSockets there, or use http:// or https://.';
  }
  if (status === 429) return 'Let the receiver accept more calls.';
  if (status === 502 || status === 503 || status === 504) {
    return 'Start what stands behind the proxy of the receiver.';
  }
  if (status >= 500) return 'Look into the log of the receiver: it broke on this event.';
  if (status >= 400) return 'Look into the log of the receiver: it does not accept this event.';
  return `Let the receiver answer ${ACCEPTED.join(', ').replace(/, (\d+)$/, ' or $1')}: the gateway takes nothing else for success.`;
}

/** What works, and should be mended all the same. */
function cautions(webhook: Webhook, tls: TlsSeen | null, now: Date): string[] {
  const url = URL.canParse(webhook.url) ? new URL(webhook.url) : null;
  const left = tls ? daysLeft(tls, now) : null;
  return [
    ...(left !== null && left >= 0 && left < SOON
      ? [`Renew the certificate: it expires in ${left === 1 ? '1 day' : `${left} days`}.`]
      : []),
    ...(url && /^(http|ws):$/.test(url.protocol)
      ? ['Use https:// or wss://: what is sent is not encrypted.']
      : []),
    ...(url && (url.username !== '' || url.password !== '')
      ? [
          'Move user name and password from the URL to their own fields: the gateway does not send them from there.',
        ]
      : []),
    ...(webhook.username !== null && webhook.password === null
      ? ['Set a password: without one the gateway sends no user name either.']
      : []),
  ];
}

function isWebSocket({ url }: Webhook): boolean {
  return /^wss?:/i.test(url);
}
