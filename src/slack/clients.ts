import type { LogLevel, WebClient, WebClientOptions } from '@slack/web-api';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import { unwatched, type Watch } from '../watching/watch.ts';
import { type GrantedScopes, openGrantedScopes } from './granted-scopes.ts';
import { type Reply, replying } from './reply.ts';
import { WatchedClient } from './watched-client.ts';

/** How long Slack may take, in milliseconds. */
const PATIENCE = 10_000;
/** A trigger id lives 3 s: later than this an answer is of no use. */
const TRIGGER_PATIENCE = 2_500;

/** Two clients, because what is bound to a trigger id must neither wait nor be repeated (design §5). */
export interface SlackClients {
  /** For what may wait. Rejects at once with `WebAPIRateLimitedError`, so that the outbox decides when. */
  patient: WebClient;
  /** For `views.open` and `views.push`. */
  triggered: WebClient;
  /** What their token may. */
  scopes: GrantedScopes;
  /** Posts to a response_url. */
  reply: Reply;
}

export function openClients(
  token: Secret,
  apiUrl: string | null,
  log: Log,
  watch: Watch = unwatched,
): SlackClients {
  // Separate objects: Bolt's Socket Mode client writes its own retry rules into the one it is given.
  const scopes = openGrantedScopes();
  const options = (timeout: number): WebClientOptions => ({
    ...clientOptions(apiUrl, log),
    timeout,
    async fetch(url, init) {
      const response = await fetch(url, init);
      scopes.hear(response.headers.get('x-oauth-scopes'));
      return response;
    },
  });
  return {
    scopes,
    patient: new WatchedClient(token, options(PATIENCE), watch),
    triggered: new WatchedClient(token, options(TRIGGER_PATIENCE), watch),
    reply: replying(watch),
  };
}

/** What every client of ours shares: no retries of its own (0 by default is ten in 30 minutes), our log. */
export function clientOptions(apiUrl: string | null, log: Log): WebClientOptions {
  return {
    ...(apiUrl !== null && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: PATIENCE,
    logger: slackLogger(log),
  };
}

/** Slack's libraries log through ours. Their debug lines hold raw payloads, so these are dropped. */
export function slackLogger(log: Log) {
  const line = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug() {},
    info: (...parts: unknown[]) => log.debug({ said: line(parts) }, 'from Slack’s library'),
    warn: (...parts: unknown[]) => log.warn({ said: line(parts) }, 'from Slack’s library'),
    error: (...parts: unknown[]) => log.error({ said: line(parts) }, 'from Slack’s library'),
    setLevel() {},
    getLevel: () => 'info' as LogLevel,
    setName() {},
  };
}
