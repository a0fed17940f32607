import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceiverEvent } from '@slack/bolt';
import type { SocketModeOptions } from '@slack/socket-mode';
import type { Log } from '../../log.ts';
import { OneConnectionClient } from './client.ts';

/** How long Slack may take to say hello once its address is known, in milliseconds. */
const HELLO_WITHIN = 10_000;
/** A payload that is not acked by now is not acked at all: Slack waits 3 s. */
const ACKED_WITHIN = 3_000;
/** How long Slack may take to answer that a connection is closed, in milliseconds. */
const CLOSED_WITHIN = 500;
/** How often a connection is looked at that Slack may have closed by half, in milliseconds. */
const LOOKED_AT_EVERY = 1000;

/** The state of a WebSocket that was told to close, or told so. */
const CLOSING = 2;

/** One payload as it came over a connection. */
export interface Envelope extends ReceiverEvent {
  type: string;
}

/** One open connection to Slack. */
export interface Connection {
  /** Resolves when Slack warns that it is about to go, or when it is gone: the time for another one. Never rejects. */
  readonly leaving: Promise<'warned' | 'gone'>;
  /** Resolves when it is gone. Never rejects. */
  readonly gone: Promise<void>;
  /** How many connections of the app Slack counted when it was opened. */
  readonly counted: number;
  /** Takes nothing any more, waits until what it took is acked, and closes. Never rejects. */
  close(): Promise<void>;
}

type Open = Pick<SocketModeOptions, 'appToken' | 'clientOptions' | 'logger'>;

/** Opens one connection, which ends for good when it is closed. What comes over it is served by `serve`, which never rejects. */
export async function openConnection(
  { logger, ...options }: Open,
  serve: (envelope: Envelope) => Promise<void>,
  log: Log,
): Promise<Connection> {
  const client = new OneConnectionClient({
    ...options,
    ...(logger && { logger }),
    autoReconnectEnabled: false,
  });
  const unacked = new Set<Promise<void>>();
  const gone = Promise.withResolvers<void>();
  const leaving = Promise.withResolvers<'warned' | 'gone'>();
  let counted = 0;
  let closing = false;

  client.on('counted', (connections: number) => {
    counted = connections;
  });
  client.on('leaving', (reason: string) => {
    log.info({ reason }, 'Slack is about to close a connection');
    leaving.resolve('warned');
  });
  client.on('disconnected', () => {
    gone.resolve();
    leaving.resolve('gone');
  });
  client.on('misread', (error: unknown) => {
    log.error({ err: error }, 'what Slack sent could not be read');
  });
  client.on('slack_event', ({ type, body, ack, retry_num, retry_reason }: SlackEvent) => {
    // Nobody would see its work through. Unacked, Slack tells the person, and sends an event again.
    if (closing) return;
    const acked = Promise.withResolvers<void>();
    unacked.add(acked.promise);
    const settle = () => {
      unacked.delete(acked.promise);
      acked.resolve();
    };
    const envelope: Envelope = {
      type,
      body: body ?? {},
      ...(retry_num !== undefined && { retryNum: retry_num }),
      ...(retry_reason !== undefined && { retryReason: retry_reason }),
      ack: (response) => ack(response).finally(settle),
    };
    void serve(envelope).finally(settle);
  });

  await hello(client);
  // Slack may say that it closes, and never end what carries the connection (node-slack-sdk#2752): the library then
  // waits for that end, and nothing comes any more.
  const looking = setInterval(() => {
    if (client.websocket?.readyState === CLOSING) void client.disconnect();
  }, LOOKED_AT_EVERY).unref();
  void gone.promise.then(() => clearInterval(looking));
  return {
    leaving: leaving.promise,
    gone: gone.promise,
    counted,
    async close() {
      closing = true;
      await within(ACKED_WITHIN, Promise.all(unacked));
      void client.disconnect();
      await within(CLOSED_WITHIN, gone.promise);
      // The second time it waits for no answer.
      void client.disconnect();
      await within(CLOSED_WITHIN, gone.promise);
    },
  };
}

interface SlackEvent {
  type: string;
  body: ReceiverEvent['body'] | null;
  ack(response?: unknown): Promise<void>;
  retry_num?: number;
  retry_reason?: string;
}

/** Resolves when Slack has said hello; rejects where it refuses, or says nothing in time. */
async function hello(client: OneConnectionClient): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  client.once('authenticated', () => {
    timer = setTimeout(() => void client.disconnect(), HELLO_WITHIN);
  });
  try {
    await client.start();
  } catch (error) {
    // The library rejects with nothing where the connection closed before the hello.
    throw error ?? new Error('Slack closed the connection before it said hello.');
  } finally {
    clearTimeout(timer);
  }
}

async function within(limit: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const timeout = sleep(limit, undefined, { signal: over.signal }).catch(() => {});
  await Promise.race([work, timeout]);
  over.abort();
}
