import { setTimeout as sleep } from 'node:timers/promises';
import { openAnswersFirst } from './answers-first.ts';
import { openBuckets } from './buckets/open-bucket.ts';
import type { Clock } from './clock.ts';
import { adminProblems, type Config } from './config.ts';
import type { Db } from './db/database.ts';
import { openEngine, openStores } from './engine.ts';
import { StartupError } from './errors.ts';
import { actorNow, admins } from './features/access/access.store.ts';
import { openPeople } from './features/access/people.ts';
import { usualBeat } from './features/recording-heartbeat/heartbeat.ts';
import { features } from './features.ts';
import type { RestApi } from './gateway/embedded/rest.ts';
import type { Parts } from './parts.ts';
import { rememberSettings, type Settings } from './settings.ts';
import type { SlackClients } from './slack/clients.ts';
import { openDrawer } from './slack/drawn.ts';
import type { HttpReceiver } from './slack/http-receiver.ts';
import { openListeners, type Registered } from './slack/listeners.ts';
import { openOutbox } from './slack/outbox.ts';
import { slackPeople } from './slack/people-source.ts';
import { type BotIdentity, openApp } from './slack/receiver.ts';
import { type ScopeName, withoutScope } from './slack/scopes.ts';
import type { Watch } from './watching/watch.ts';
import { openWebhookSender } from './webhook-sender/webhook-sender.ts';

/** How often the worker and the outbox look for what has fallen due, in milliseconds. */
const HEARTBEAT = 500;
/** How long `/readyz` waits for the gateway, in milliseconds. */
const PING_PATIENCE = 1000;

/** What serves people, once nobody else does. */
export interface Serving {
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

/**
 * The one composition root: `npm start`, the demo and the tests all run what is built here, on data that nobody else
 * works on. `closers`: what closes it, first to last.
 */
export async function serve(
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
