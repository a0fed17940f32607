import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAnswersFirst } from './answers-first.ts';
import { openBuckets } from './buckets/open-bucket.ts';
import type { Step } from './changes/change.ts';
import { takePerformerLock } from './changes/performer-lock.ts';
import { type Clock, systemClock } from './clock.ts';
import { adminProblems, type Config } from './config.ts';
import { makeDataDir } from './data-dir.ts';
import type { Db } from './db/database.ts';
import { openEngine, openStores } from './engine.ts';
import { StartupError } from './errors.ts';
import { actorNow, admins } from './features/access/access.store.ts';
import { openPeople } from './features/access/people.ts';
import type { OpenBucket } from './features/recording/bucket-client.ts';
import { type Beat, usualBeat } from './features/recording-heartbeat/heartbeat.ts';
import { features } from './features.ts';
import { notServing, type RestApi } from './gateway/embedded/rest.ts';
import type { Gateway } from './gateway/gateway.ts';
import { listen, type Readiness } from './health.ts';
import type { Log } from './log.ts';
import { openRefusals } from './refusals.ts';
import { rememberSettings, type Settings } from './settings.ts';
import { openClients, type SlackClients } from './slack/clients.ts';
import { openDrawer } from './slack/drawn.ts';
import { type HttpReceiver, openHttpReceiver } from './slack/http-receiver.ts';
import { openListeners, type Registered } from './slack/listeners.ts';
import { openOutbox, type Pace } from './slack/outbox.ts';
import { slackPeople } from './slack/people-source.ts';
import { type BotIdentity, openApp } from './slack/receiver.ts';
import { type ScopeName, withoutScope } from './slack/scopes.ts';
import { whoAmI } from './slack/who-am-i.ts';
import { version } from './version.ts';
import { openMetrics } from './watching/metrics.ts';
import { serveMetrics } from './watching/metrics-server.ts';
import { measure } from './watching/state.ts';
import { traced } from './watching/traced.ts';
import { openWatch, type Watch } from './watching/watch.ts';
import { openWebhookSender } from './webhook-sender/webhook-sender.ts';

/** Parts that tests put in the place of the usual ones. */
export interface Parts {
  log: Log;
  clock?: Clock;
  /** Wraps the gateway, to make it fail, hang or lose answers. */
  gateway?(real: Gateway): Gateway;
  /** Opens buckets; over the network where it is left out. */
  openBucket?: OpenBucket;
  /** How fast recordings are looked at; as usual where it is left out. */
  beat?: Beat;
  /** How long the gateway may take for one answer, in milliseconds. */
  patience?: number;
  /** How fast messages go out; Slack's own limits where it is left out. */
  pace?: Pace;
  /** How long it still refuses requests after it has handed over, in milliseconds: a proxy then goes to the next bot. */
  lingers?: number;
  /** Told of every step that was taken. */
  observe?(step: Step): void;
}

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

/** How often the worker and the outbox look for what has fallen due, in milliseconds. */
const HEARTBEAT = 500;
/** How long `/readyz` waits for the gateway, in milliseconds. */
const PING_PATIENCE = 1000;

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

/** The one composition root: `npm start`, the demo and the tests all run what is built here. */
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

interface Serving {
  db: Db;
  slackConnected(): boolean;
  gatewayAnswers(): Promise<boolean>;
  rest: RestApi;
  databaseAnswers(): boolean;
  registered: Registered;
  idle(): Promise<void>;
  /** Begins no change any more, and ends and tells those that are under way, while Slack is still served. */
  drain(): Promise<void>;
  /** Ends what people asked last. What could not be drained is left as it is. */
  finish(drained: boolean): Promise<void>;
}

/** What was opened before the lock was taken. */
interface FromSlack {
  clients: SlackClients;
  identity: Promise<BotIdentity>;
  receiver: HttpReceiver | null;
}

async function serve(
  config: Config,
  parts: Parts & { clock: Clock; watch: Watch },
  { clients, identity: asked, receiver }: FromSlack,
  closers: (() => Promise<void> | void)[],
  stopping: AbortSignal,
): Promise<Serving> {
  const { log, clock, watch, observe = () => {} } = parts;
  const started = clock.now();
  const {
    dataDir,
    secretsKeys,
    adminUsers,
    channels,
    fourEyes,
    requestDays,
    command,
    allowedAddresses,
    widened,
    maskNumbers,
  } = config;

  const openBucket = parts.openBucket ?? openBuckets({ allowed: allowedAddresses, clock, log });
  const stores = openStores({
    dataDir,
    secretsKeys,
    clock,
    upgrade: true,
    wrap: parts.gateway,
    openBucket,
    patience: parts.patience,
    watch,
  });
  closers.unshift(stores.close);
  const { journal, keyring, gateway } = stores;
  const { db } = journal;

  const identity = await asked;
  const homeTeam = identity.teamId;
  const adminCount = admins(db, clock.now(), homeTeam, adminUsers).length;
  const adminless = adminProblems(adminCount, fourEyes);
  if (adminless.length > 0) throw new StartupError(adminless);
  const settings: Settings = {
    teamId: homeTeam,
    adminUsers,
    widened,
    channels,
    fourEyes,
    requestDays,
    allowedAddresses,
    maskNumbers,
    command,
    missingScopes: [],
  };
  const lacking = async (missing: readonly ScopeName[]) => {
    for (const scope of missing)
      log.warn({ scope, without: withoutScope(scope) }, 'the app lacks a scope');
    const now = { ...settings, missingScopes: [...missing] };
    await journal.write((tx) => rememberSettings(tx, now, started));
  };
  await lacking(clients.scopes.missing());
  clients.scopes.watch((missing) => {
    lacking(missing).catch((error: unknown) =>
      log.error({ err: error }, 'the missing scopes were not written down'),
    );
  });

  const answers = openAnswersFirst();
  const { turn } = answers;
  const outbox = openOutbox({
    journal,
    keyring,
    clients,
    clock,
    log,
    watch,
    admins: (tx, now) => admins(tx, now, homeTeam, adminUsers).map(({ userId }) => userId),
    observe,
    pace: parts.pace,
    turn,
  });
  const people = openPeople({
    journal,
    source: slackPeople(clients.patient, homeTeam),
    clock,
    log,
  });
  const told = outbox.wake;
  const engine = openEngine({ stores, settings, people, clock, log, watch, observe, told, turn });
  const { changes, worker, kinds, recorder, keptSecrets, drafts, policy, fresh, refused, wake } =
    engine;

  const slack = openApp(config, identity, receiver, log);
  const on = openListeners(slack.app, {
    command,
    homeTeam,
    clients,
    drawer: openDrawer(keyring),
    log,
    watch,
    answers,
    async actorOf(person) {
      if (person.teamId === homeTeam) await people.refresh(person);
      return actorNow(db, person, clock.now(), config);
    },
    refused,
  });
  const feature = features({
    on,
    changes,
    worker,
    journal,
    recorder,
    keyring,
    keptSecrets,
    gateway,
    webhookSender: openWebhookSender({ allowed: allowedAddresses, clock, log }),
    openBucket,
    beat: parts.beat ?? usualBeat,
    drafts,
    people,
    clock,
    log,
    policy,
    channels,
    kinds,
    fresh,
    command,
    maskNumbers,
    running: () => ({ since: started }),
    missingScopes: clients.scopes.missing,
    wake,
  });

  await worker.start();
  await outbox.start();
  await feature.start();
  const beat = setInterval(() => {
    wake();
    void Promise.all([
      changes.tidy(),
      keptSecrets.tidy(),
      ...feature.duties.map((duty) => duty()),
    ]).catch((error: unknown) => log.error({ err: error }, 'a duty failed'));
  }, HEARTBEAT);
  closers.unshift(() => {
    clearInterval(beat);
    // Stopped already where there was time for it; cut off here where there was not.
    void feature.stop();
    void worker.stop();
    void outbox.stop();
  });
  await slack.start(stopping);
  return {
    db,
    slackConnected: slack.connected,
    gatewayAnswers: () =>
      Promise.race([
        gateway.ping().then(
          () => true,
          () => false,
        ),
        sleep(PING_PATIENCE, false, { ref: false }),
      ]),
    rest: stores.rest,
    databaseAnswers: stores.answers,
    registered: on.registered,
    async idle() {
      await on.idle();
      await worker.idle();
      await outbox.idle();
    },
    async drain() {
      clearInterval(beat);
      await Promise.all([worker.stop(), feature.stop(), outbox.idle()]);
      await outbox.idle();
    },
    async finish(drained) {
      await slack.stop(on.idle);
      await on.idle();
      if (drained) await outbox.idle();
    },
  };
}
