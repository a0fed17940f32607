import type { Clock } from '../clock.ts';
import type { Webhook } from '../features/accounts/account.ts';
import {
  type Came,
  type Delivery,
  TIME_LIMIT,
  type WebhookSender,
} from '../features/webhooks/webhook-test.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import { version } from '../version.ts';
import { type Call, type ConnectNeeds, connect } from './connect.ts';
import { exchange, handshake } from './exchange.ts';
import { CallFault, faultOf } from './faults.ts';
import { signatureHeader } from './signature.ts';

interface Needs extends ConnectNeeds {
  clock: Clock;
  log: Log;
  /** How long a call may take in all, in milliseconds. */
  limit?: number;
}

/**
 * Calls webhooks as the Voice Gateway does, over a connection of their own to an address that was checked: `POST` with
 * the event as JSON, `GET` without a body; both signed. A WebSocket is opened and closed.
 */
export function openWebhookSender(needs: Needs): WebhookSender {
  const { clock, log, limit = TIME_LIMIT } = needs;
  return {
    async send({ webhook, secret, event }) {
      const began = performance.now();
      const call: Call = {
        signal: AbortSignal.timeout(limit),
        stage: 'DNS',
        timing: { dns: null, connect: null, tls: null, firstByte: null },
        tls: null,
      };
      const came = await deliver(webhook, secret, event, call).catch((error: unknown): Came => {
        const fault = error instanceof CallFault ? error.fault : faultOf(error);
        if (fault === 'other') log.warn({ err: error }, 'a webhook test failed');
        return { to: 'nothing', fault, stage: call.stage };
      });
      const timing = { ...call.timing, total: performance.now() - began };
      return { came: withoutSecrets(came, webhook, secret), timing, tls: call.tls };
    },
  };

  async function deliver(
    webhook: Webhook,
    secret: Secret,
    event: object,
    call: Call,
  ): Promise<Came> {
    const url = callable(webhook.url);
    if (!url) throw new CallFault('no address');
    const socket = await connect(url, call, needs);
    call.stage = 'answer';
    const headers = { ...agent, ...authorization(webhook) };
    try {
      if (/^wss?:$/.test(url.protocol)) return await handshake(url, headers, socket, call);
      const { method } = webhook;
      const json = JSON.stringify(event);
      const sent = {
        method,
        headers: {
          ...headers,
          ...signatureHeader(event, secret, clock.now()),
          ...(method === 'POST' && { 'Content-Type': 'application/json' }),
        },
        body: method === 'POST' ? json : null,
      };
      return await exchange(url, sent, socket, call);
    } finally {
      socket.destroySoon();
      if (call.signal.aborted) socket.destroy();
    }
  }
}

const agent = { 'User-Agent': `Switchboard/${version} (webhook test)` };

/** The URL as it is called: without credentials, which the gateway does not send from there. */
function callable(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^(https?|wss?):$/.test(url.protocol)) return null;
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

/** Both or neither, as the gateway does it. */
function authorization({ username, password }: Webhook): Record<string, string> {
  if (!username || !password) return {};
  const both = Buffer.from(`${username}:${password.reveal()}`).toString('base64');
  return { Authorization: `Basic ${both}` };
}

/** A receiver may answer with what it was sent: a host that holds some of it is not told. */
function withoutSecrets(came: Came, { password }: Webhook, secret: Secret): Delivery['came'] {
  if (came.to !== 'answer' || came.redirectsTo === null) return came;
  const told = came.redirectsTo.toLowerCase();
  const kept = [secret, ...(password ? [password] : [])].map((one) => one.reveal().toLowerCase());
  const holds = kept.some((one) => one !== '' && told.includes(one));
  return holds ? { ...came, redirectsTo: null } : came;
}
