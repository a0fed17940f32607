import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takePerformerLock } from './changes/performer-lock.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { makeDataDir } from './data-dir.ts';
import { notServing } from './gateway/embedded/rest.ts';
import { listen, type Readiness } from './health.ts';
import type { Parts } from './parts.ts';
import { openRefusals } from './refusals.ts';
import { type Serving, serve } from './serving.ts';
import { openClients } from './slack/clients.ts';
import { openHttpReceiver } from './slack/http-receiver.ts';
import type { Registered } from './slack/listeners.ts';
import { whoAmI } from './slack/who-am-i.ts';
import { version } from './version.ts';
import { openMetrics } from './watching/metrics.ts';
import { serveMetrics } from './watching/metrics-server.ts';
import { measure } from './watching/state.ts';
import { traced } from './watching/traced.ts';
import { openWatch } from './watching/watch.ts';

/** A running bot. */
export interface Bot {
  port: number;
  /** The port of `/metrics`; `null` where it is off. */
  metricsPort: number | null;
  /** Resolves when it serves Slack: at once, or when it takes over from the bot that did. Rejects with `StartupError`. */
  ready: Promise<void>;
  /** Resolves when nothing is to be carried out or told. */
  idle(): Promise<void>;
  /**
   * Is not ready any more, ends and tells what is under way, and hands over to the bot that waits. True where all of
   * it ended; false where the deadline came first: what was under way is then gone on with at the next start.
   */
  stop(): Promise<boolean>;
  /** What it listens to; `null` before it is ready. */
  readonly registered: Registered | null;
}

/**
 * How long a bot that stops goes on serving Slack, so that it hands over only once nothing else is left to do; until
 * when it has handed over at the latest; and how long stopping may take in all, which is what Docker gives before it
 * kills. In milliseconds since it was told to.
 */
const SERVES_ON = 6_000;
const HANDS_OVER_WITHIN = 8_000;
const STOPS_WITHIN = 10_000;
/** How long traces may take to be exported when it stops, in milliseconds: beside the closing of the port. */
const EXPORTS_WITHIN = 2_000;

/** Starts a bot: what listens and is watched is there at once, what serves once no other bot does. */
export async function startBot(config: Config, parts: Parts): Promise<Bot> {
  const { log, clock = systemClock } = parts;
  const stopping = new AbortController();
  const closers: (() => Promise<void> | void)[] = [];
  let serving: Serving | null = null;

  const readiness = async (): Promise<Readiness> => {
    const gateway = await (serving?.gatewayAnswers() ?? false);
    const database = serving?.databaseAnswers() ?? false;
    return {
      ready: database && (serving?.slackConnected() ?? false) && !stopping.signal.aborted,
      database,
      slack: serving?.slackConnected() ?? false,
      gateway,
      standby: serving === null,
      stopping: stopping.signal.aborted,
    };
  };
  const { host, dataDir } = config;
  // Loaded only where it is asked for.
  const tracing =
    config.tracing &&
    (await import('./watching/opentelemetry.ts')).openTracing(config.tracing, log);
  const refused = openRefusals(log);
  const http = await listen({ host, port: config.port }, readiness, refused);
  const { receive } = config.slack;
  const receiver =
    receive.kind === 'http' ? openHttpReceiver(receive.signingSecret, log, refused) : null;
  if (receiver) http.serveSlack(receiver.listener);
  http.serveGateway((request, response) => {
    if (!serving) return notServing(request, response);
    serving
      .rest(request, response)
      .catch((error: unknown) => log.error({ err: error }, 'the REST API broke'));
  });
  const metrics = openMetrics();
  metrics.build.set({ version, node: process.versions.node }, 1);
  const counted = openWatch(metrics);
  const watch = tracing ? traced(counted, tracing) : counted;
  const refresh = async () =>
    measure(metrics, {
      dataDir,
      now: clock.now(),
      db: serving?.db ?? null,
      slackConnected: serving?.slackConnected() ?? false,
      gatewayUp: await (serving?.gatewayAnswers() ?? false),
    });
  const exposed =
    config.metricsPort === null
      ? null
      : await serveMetrics({ host, port: config.metricsPort }, metrics, refresh, log).catch(
          async (error: unknown) => {
            await http.close();
            throw error;
          },
        );

  const ready = (async () => {
    makeDataDir(dataDir);
    // Asked while it waits, so that taking over waits for nobody.
    const clients = openClients(config.slack.botToken, config.slack.apiUrl, log, watch);
    const identity = whoAmI(clients, log, stopping.signal);
    identity.catch(() => {});
    const file = join(dataDir, 'performer.lock');
    const lock = await takePerformerLock(file, stopping.signal, () =>
      log.info({}, 'another bot holds the lock: waiting to take over'),
    );
    closers.unshift(() => lock.release());
    const slack = { clients, identity, receiver };
    serving = await serve(config, { ...parts, clock, watch }, slack, closers, stopping.signal);
    log.info({ port: http.port }, 'ready');
  })().catch((error: unknown) => {
    // Stopped while it waited for the lock or for Slack: that is no failure.
    if (!stopping.signal.aborted) throw error;
  });
  // Whoever awaits `ready` sees the failure; nobody has to.
  ready.catch(() => {});

  return {
    port: http.port,
    metricsPort: exposed?.port ?? null,
    ready,
    get registered() {
      return serving?.registered ?? null;
    },
    idle: async () => serving?.idle(),
    async stop() {
      const began = performance.now();
      const left = (until: number) => Math.max(0, until - (performance.now() - began));
      stopping.abort();
      http.keepNoConnections();
      const draining = ready.catch(() => {}).then(() => serving?.drain());
      const drained = await endsWithin(SERVES_ON, draining);
      const finishing = serving?.finish(drained) ?? Promise.resolve();
      const ended = (await endsWithin(left(HANDS_OVER_WITHIN), finishing)) && drained;
      if (!ended) log.warn({}, 'stopped at the deadline: the next start goes on from here');
      serving = null;
      for (const close of closers) await close();
      const exporting = endsWithin(EXPORTS_WITHIN, tracing?.close() ?? Promise.resolve());
      // The port is closed last: whoever had just connected to it would be lost, and is refused instead.
      await sleep(parts.lingers ?? 0);
      await endsWithin(left(STOPS_WITHIN), http.close());
      await exposed?.close();
      await exporting;
      return ended;
    },
  };
}

/** Whether the work ends within so many milliseconds. */
async function endsWithin(limit: number, work: Promise<void>): Promise<boolean> {
  const over = new AbortController();
  const timer = sleep(limit, false, { signal: over.signal });
  try {
    return await Promise.race([work.then(() => true), timer]);
  } finally {
    over.abort();
  }
}
