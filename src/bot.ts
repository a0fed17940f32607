import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from './changes/change.ts';
import { takePerformerLock } from './changes/performer-lock.ts';
import { type Clock, systemClock } from './clock.ts';
import { adminProblems, type Config } from './config.ts';
import { makeDataDir } from './data-dir.ts';
import { openEngine, openStores } from './engine.ts';
import { StartupError } from './errors.ts';
import { actorNow, admins } from './features/access/access.store.ts';
import { openPeople } from './features/access/people.ts';
import { features } from './features.ts';
import type { Gateway } from './gateway/gateway.ts';
import { listen, type Readiness } from './health.ts';
import type { Log } from './log.ts';
import { openRefusals } from './refusals.ts';
import { rememberSettings } from './settings.ts';
import { openClients } from './slack/clients.ts';
import { openDrawer } from './slack/drawn.ts';
import { type HttpReceiver, openHttpReceiver } from './slack/http-receiver.ts';
import { openListeners, type Registered } from './slack/listeners.ts';
import { openOutbox, type Pace } from './slack/outbox.ts';
import { slackPeople } from './slack/people-source.ts';
import { openApp } from './slack/receiver.ts';
import { whoAmI } from './slack/who-am-i.ts';

/** Parts that tests put in the place of the usual ones. */
export interface Parts {
  log: Log;
  clock?: Clock;
  /** Wraps the gateway, to make it fail, hang or lose answers. */
  gateway?(real: Gateway): Gateway;
  /** How long the gateway may take for one answer, in milliseconds. */
  patience?: number;
  /** How fast messages go out; Slack's own limits where it is left out. */
  pace?: Pace;
  /** Told of every step that was taken. */
  observe?(step: Step): void;
}

/** A running bot. */
export interface Bot {
  port: number;
  /** Resolves when it serves Slack: at once, or when it takes over from the bot that did. Rejects with `StartupError`. */
  ready: Promise<void>;
  /** Resolves when nothing is to be carried out or told. */
  idle(): Promise<void>;
  stop(): Promise<void>;
  /** What it listens to; `null` before it is ready. */
  readonly registered: Registered | null;
}

/** How often the worker and the outbox look for what has fallen due, in milliseconds. */
const HEARTBEAT = 500;
/** How long `/readyz` waits for the gateway, in milliseconds. */
const PING_PATIENCE = 1000;

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
      ready: database && (serving?.slackConnected() ?? false),
      database,
      slack: serving?.slackConnected() ?? false,
      gateway,
      standby: serving === null,
    };
  };
  const refused = openRefusals(log);
  const http = await listen({ host: config.host, port: config.port }, readiness, refused);
  const { receive } = config.slack;
  const receiver =
    receive.kind === 'http' ? openHttpReceiver(receive.signingSecret, log, refused) : null;
  if (receiver) http.serveSlack(receiver.listener);

  const ready = (async () => {
    makeDataDir(config.dataDir);
    const file = join(config.dataDir, 'performer.lock');
    const lock = await takePerformerLock(file, stopping.signal, () =>
      log.info({}, 'another bot holds the lock: waiting to take over'),
    );
    closers.unshift(() => lock.release());
    serving = await serve(config, { ...parts, clock }, receiver, closers, stopping.signal);
    log.info({ port: http.port }, 'ready');
  })().catch((error: unknown) => {
    // Stopped while it waited for the lock or for Slack: that is no failure.
    if (!stopping.signal.aborted) throw error;
  });
  // Whoever awaits `ready` sees the failure; nobody has to.
  ready.catch(() => {});

  return {
    port: http.port,
    ready,
    get registered() {
      return serving?.registered ?? null;
    },
    idle: async () => serving?.idle(),
    async stop() {
      stopping.abort();
      await ready.catch(() => {});
      serving = null;
      await http.close();
      for (const close of closers) await close();
    },
  };
}

interface Serving {
  slackConnected(): boolean;
  gatewayAnswers(): Promise<boolean>;
  databaseAnswers(): boolean;
  registered: Registered;
  idle(): Promise<void>;
}

async function serve(
  config: Config,
  parts: Parts & { clock: Clock },
  receiver: HttpReceiver | null,
  closers: (() => Promise<void> | void)[],
  stopping: AbortSignal,
): Promise<Serving> {
  const { log, clock, observe = () => {} } = parts;
  const started = clock.now();
  const { dataDir, secretsKeys, adminUsers, channels, fourEyes, requestDays, command } = config;
  const closing = (close: () => Promise<void> | void) => closers.unshift(close);

  const stores = openStores({
    dataDir,
    secretsKeys,
    clock,
    upgrade: true,
    wrap: parts.gateway,
    patience: parts.patience,
  });
  closing(stores.close);
  const { journal, keyring, gateway } = stores;
  const { db } = journal;

  const clients = openClients(config.slack.botToken, config.slack.apiUrl, log);
  const identity = await whoAmI(clients, log, stopping);
  const homeTeam = identity.teamId;
  const adminCount = admins(db, clock.now(), homeTeam, adminUsers).length;
  const adminless = adminProblems(adminCount, fourEyes);
  if (adminless.length > 0) throw new StartupError(adminless);
  const settings = { teamId: homeTeam, adminUsers, channels, fourEyes, requestDays, command };
  await journal.write((tx, now) => rememberSettings(tx, settings, now));

  const outbox = openOutbox({
    journal,
    keyring,
    clients,
    clock,
    log,
    admins: (tx, now) => admins(tx, now, homeTeam, adminUsers).map(({ userId }) => userId),
    observe,
    pace: parts.pace,
  });
  const people = openPeople({
    journal,
    source: slackPeople(clients.patient, homeTeam),
    clock,
    log,
  });
  const told = outbox.wake;
  const engine = openEngine({ stores, settings, people, clock, log, observe, told });
  const { changes, worker, kinds, recorder, policy, refused, wake } = engine;

  const slack = openApp(config, identity, receiver, log);
  const on = openListeners(slack.app, {
    command,
    homeTeam,
    clients,
    drawer: openDrawer(keyring),
    log,
    async actorOf(person) {
      if (person.teamId === homeTeam) await people.refresh(person);
      return actorNow(db, person, clock.now(), adminUsers);
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
    gateway,
    people,
    clock,
    log,
    policy,
    channels,
    kinds,
    command,
    running: () => ({ since: started }),
    wake,
  });

  await worker.start();
  await outbox.start();
  await feature.start();
  const beat = setInterval(() => {
    wake();
    void Promise.all([changes.tidy(), ...feature.duties.map((duty) => duty())]).catch(
      (error: unknown) => log.error({ err: error }, 'a duty failed'),
    );
  }, HEARTBEAT);
  await slack.start();

  closing(async () => {
    clearInterval(beat);
    await slack.stop();
    await on.idle();
    await worker.stop();
    await outbox.stop();
  });
  return {
    slackConnected: slack.connected,
    gatewayAnswers: () =>
      Promise.race([
        gateway.ping().then(
          () => true,
          () => false,
        ),
        sleep(PING_PATIENCE, false, { ref: false }),
      ]),
    databaseAnswers: stores.answers,
    registered: on.registered,
    async idle() {
      await on.idle();
      await worker.idle();
      await outbox.idle();
    },
  };
}
