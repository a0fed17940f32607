import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBuckets } from '../buckets/open-bucket.ts';
import type { Step } from '../changes/change.ts';
import type { Changes } from '../changes/changes.ts';
import { undelivered } from '../changes/outbox.store.ts';
import { type PerformerLock, tryPerformerLock } from '../changes/performer-lock.ts';
import type { Clock } from '../clock.ts';
import { isBusy } from '../db/trouble.ts';
import { type Engine, openEngine, openStores, type Stores } from '../engine.ts';
import { BotError, StartupError } from '../errors.ts';
import { admins } from '../features/access/access.store.ts';
import { openPeople } from '../features/access/people.ts';
import type { OpenBucket } from '../features/recording/bucket-client.ts';
import { usualBeat } from '../features/recording-heartbeat/heartbeat.ts';
import { features, terminalFeatures } from '../features.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Log } from '../log.ts';
import { publicOnly } from '../outbound/addresses.ts';
import { rememberedSettings, type Settings } from '../settings.ts';
import { openClients, type SlackClients } from '../slack/clients.ts';
import { type Outbox, openOutbox, type Pace } from '../slack/outbox.ts';
import { slackPeople } from '../slack/people-source.ts';
import { whoAmI } from '../slack/who-am-i.ts';
import { openWebhookSender } from '../webhook-sender/webhook-sender.ts';
import { type Collected, collect } from './collect.ts';
import { offlinePeople } from './offline-people.ts';
import type { TerminalConfig } from './terminal-config.ts';

/** Parts that tests put in the place of the usual ones. */
export interface StationParts {
  log: Log;
  clock: Clock;
  gateway?: ((real: Gateway) => Gateway) | undefined;
  openBucket?: OpenBucket | undefined;
  patience?: number | undefined;
  pace?: Pace | undefined;
  observe?: ((step: Step) => void) | undefined;
}

/** What a terminal works with: the bot's own parts on the bot's own data, beside a running bot or without one. */
export interface Station {
  collected: Collected;
  stores: Stores;
  engine: Engine;
  settings: Settings;
  /** Whether another process carries out what is asked for. */
  beside(): boolean;
  /** Carries out what waits for it, where nobody else does (any more). */
  perform(): Promise<void>;
  /** Ends what is under way and delivers what it can. Gives how many messages wait for the bot to deliver them. */
  close(): Promise<{ untold: number }>;
}

/** How often the worker and the outbox look for what has fallen due, in milliseconds. */
const HEARTBEAT = 250;
/** How long a locked database is tried to be opened, in milliseconds. */
const OPENED_BY = 2000;
/** How long Slack is given to say whose token it is, and to take what is to be told, in milliseconds. */
const SLACK_PATIENCE = 10_000;

/** Opens it. `changes` wraps the way into the journal. Throws `StartupError` where there is nothing to work on. */
export async function openStation(
  config: TerminalConfig,
  parts: StationParts,
  changes: (real: Changes) => Changes,
  command: string,
): Promise<Station> {
  const { log, clock, observe = () => {} } = parts;
  const { dataDir, secretsKeys } = config;
  requireData(dataDir);
  const lockFile = join(dataDir, 'performer.lock');
  let lock = takeLock(lockFile);
  // Which addresses may be reached is known once the data are open.
  let allowed = publicOnly;
  const openBucket: OpenBucket =
    parts.openBucket ?? ((bucket) => openBuckets({ allowed, clock, log })(bucket));
  const stores = await opened(() =>
    openStores({
      dataDir,
      secretsKeys,
      clock,
      upgrade: lock !== null,
      wrap: parts.gateway,
      patience: parts.patience,
      openBucket,
    }),
  ).catch((error: unknown) => {
    lock?.release();
    throw error;
  });
  const { journal, keyring, gateway } = stores;
  try {
    // A demo's Slack ends with it.
    const slack = config.demo && lock ? null : config.slack;
    const clients = slack && openClients(slack.botToken, slack.apiUrl, log);
    const remembered = rememberedSettings(journal.db);
    const settings = remembered?.settings ?? (await settingsOf(config, clients, log));
    const known = settings ?? UNSETTLED;
    allowed = known.allowedAddresses;
    const people = clients
      ? openPeople({ journal, source: slackPeople(clients.patient, known.teamId), clock, log })
      : offlinePeople({ journal, clock, demo: config.demo });
    let outbox: Outbox | null = null;
    const told = () => outbox?.wake();
    const engine = openEngine({ stores, settings: known, people, clock, log, observe, told });
    const collected = collect();
    const { kinds, recorder, keptSecrets, drafts, worker, policy, fresh, wake } = engine;
    const everything = {
      on: collected.on,
      changes: changes(settings ? engine.changes : unsettled(engine.changes, config)),
      worker,
      journal,
      recorder,
      keyring,
      keptSecrets,
      gateway,
      webhookSender: openWebhookSender({ allowed: known.allowedAddresses, clock, log }),
      openBucket,
      beat: usualBeat,
      drafts,
      people,
      clock,
      log,
      policy,
      channels: known.channels,
      kinds,
      fresh,
      command,
      maskNumbers: known.maskNumbers,
      running: () => (lock || !remembered ? null : { since: remembered.startedAt }),
      missingScopes: () => known.missingScopes,
      wake,
    };
    features(everything);
    terminalFeatures({ ...everything, terminal: collected.terminal });

    let beat: NodeJS.Timeout | null = null;
    let closing: Promise<{ untold: number }> | null = null;
    const perform = async () => {
      lock ??= takeLock(lockFile);
      if (!lock || beat) return;
      if (clients) {
        const { teamId, adminUsers } = known;
        outbox = openOutbox({
          journal,
          keyring,
          clients,
          clock,
          log,
          admins: (tx, now) => admins(tx, now, teamId, adminUsers).map(({ userId }) => userId),
          observe,
          pace: parts.pace,
        });
        await outbox.start();
      }
      await worker.start();
      beat = setInterval(wake, HEARTBEAT);
    };

    return {
      collected,
      stores,
      engine,
      settings: known,
      beside: () => lock === null,
      perform,
      close: () => (closing ??= shut()),
    };

    async function shut() {
      if (beat) {
        clearInterval(beat);
        await worker.stop();
      }
      if (outbox) {
        await Promise.race([outbox.idle(), sleep(SLACK_PATIENCE, undefined, { ref: false })]);
        await outbox.stop();
      }
      const untold = lock ? undelivered(journal.db).count : 0;
      await stores.close();
      lock?.release();
      return { untold };
    }
  } catch (error) {
    await stores.close();
    lock?.release();
    throw error;
  }
}

/** Where no bot has run yet, and the environment does not say how one would: enough to look, too little to change. */
const UNSETTLED: Settings = {
  teamId: '',
  adminUsers: [],
  widened: [],
  channels: { approvals: '', ops: '', audit: null },
  fourEyes: 'all',
  requestDays: 7,
  allowedAddresses: publicOnly,
  maskNumbers: true,
  command: '/vg',
  missingScopes: [],
};

function unsettled(changes: Changes, { demo }: TerminalConfig): Changes {
  return {
    ...changes,
    async ask() {
      throw new BotError('unavailable', 'I cannot change anything before the bot has run here.', {
        why: 'Its first start tells who must agree, and where that is announced.',
        now: demo
          ? 'Start the demo once: npm run demo.'
          : 'Start it once with npm start, or set SLACK_BOT_TOKEN, APPROVALS_CHANNEL and ADMIN_USERS for this command.',
      });
    },
  };
}

async function settingsOf(
  { rules }: TerminalConfig,
  clients: SlackClients | null,
  log: Log,
): Promise<Settings | null> {
  if (!rules || !clients) return null;
  const patience = AbortSignal.timeout(SLACK_PATIENCE);
  const identity = await whoAmI(clients, log, patience).catch((error: unknown) => {
    throw patience.aborted ? slackAway(error) : error;
  });
  return { ...rules, teamId: identity.teamId, missingScopes: [...clients.scopes.missing()] };
}

/** A folder that holds nothing of ours is a slip: a bot on it would begin with no accounts and no grants. */
function requireData(dataDir: string): void {
  const there = ['switchboard.db', 'gateway.db'].some((file) => existsSync(join(dataDir, file)));
  if (there) return;
  throw new StartupError([
    {
      what: `There is no data in ${dataDir}.`,
      fix: 'Set DATA_DIR to the folder of your bot, or start the bot there first: npm start.',
    },
  ]);
}

function slackAway(cause: unknown): StartupError {
  const what = 'Slack does not say which workspace SLACK_BOT_TOKEN is for.';
  return new StartupError([{ what, fix: 'Try again when Slack can be reached.' }], cause);
}

function takeLock(file: string): PerformerLock | null {
  try {
    return tryPerformerLock(file);
  } catch (cause) {
    throw notOurs(file, cause);
  }
}

/** Opens the databases, and waits where another program holds one of them for a moment. */
async function opened(open: () => Stores): Promise<Stores> {
  const deadline = performance.now() + OPENED_BY;
  for (;;) {
    try {
      return open();
    } catch (error) {
      const isHeld = error instanceof StartupError && isBusy(error.cause);
      if (!isHeld || performance.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

function notOurs(file: string, cause: unknown): StartupError {
  const what = `${file} cannot be opened.`;
  const fix = 'Run this as the user that the bot runs as.';
  return new StartupError([{ what, fix }], cause);
}
