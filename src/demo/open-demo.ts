import { join } from 'node:path';
import { type Bot, startBot } from '../bot.ts';
import type { BucketServer } from '../bucket-server/server.ts';
import { openBuckets } from '../buckets/open-bucket.ts';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { makeDataDir } from '../data-dir.ts';
import { saveDemoSettings } from '../demo-settings.ts';
import type { Asset } from '../emulator/model.ts';
import { startWorkspace, type Workspace } from '../emulator/workspace.ts';
import { StartupError } from '../errors.ts';
import type { Beat } from '../features/recording-heartbeat/heartbeat.ts';
import { channels, gallery, people } from '../gallery.ts';
import { openEmbeddedGateway } from '../gateway/embedded/embedded-gateway.ts';
import { demoWorld } from '../gateway/embedded/seed/world.ts';
import { seedGateway } from '../gateway/embedded/seed.ts';
import type { Log } from '../log.ts';
import type { Parts } from '../parts.ts';
import type { Registered } from '../slack/listeners.ts';
import { demoSettings } from '../which-data.ts';
import { openDemoBucket } from './bucket.ts';
import { manifest } from './manifest.ts';
import { type PlacedCall, placeCall } from './place-call.ts';
import { recordingTour } from './recording-tour.ts';
import { requireStopped } from './running.ts';
import { tour } from './tour.ts';
import { cast, channelIds, mappings, populate, said, type World } from './world.ts';

/** How much the demo's gateway holds at its first start. */
const STOCK = { accounts: 40, prompts: 5000 };

/** Nobody waits ten minutes to see what a lost recording is like. */
const QUICK_BEAT: Beat = { round: 2000, every: 10_000, settles: 3000 };

/** Where its settings keep the port of its bucket, so that it is there again after a restart. */
const BUCKET_PORT = 'DEMO_BUCKET_PORT';

/** The demo as it runs: a workspace with a page, and the unmodified bot in it. */
export interface Demo extends AsyncDisposable {
  /** Where the page is. */
  url: string;
  workspace: Workspace;
  bot: Bot;
  world: World;
}

interface DemoOptions extends Pick<Parts, 'log'> {
  dataDir: string;
  /** The page's port. */
  port: number;
  /** The page, bundled. */
  assets: ReadonlyMap<string, Asset>;
}

/**
 * Starts the demo. The first time it fills the gateway and has Ada map the people; after that everything is as it
 * was left. Throws `StartupError`.
 */
export async function openDemo(options: DemoOptions): Promise<Demo> {
  const { dataDir, port, assets, log } = options;
  makeDataDir(dataDir);
  const { SECRETS_KEY = '', [BUCKET_PORT]: bucketPort = '0' } = demoSettings(dataDir);
  requireStopped(dataDir);
  const { features, oauth_config } = manifest;
  let usages: Registered['usages'] = [];
  const bucket = await openDemoBucket(dataDir, Number(bucketPort));
  let calls: Calls = notYet;
  const recording = recordingTour({ bucket, placeCall: () => calls.place() });
  const workspace = await startWorkspace({
    port,
    domain: 'Northwind',
    file: join(dataDir, 'workspace.json'),
    command: features.slash_commands.map(({ command }) => command),
    shortcuts: features.shortcuts,
    homeTab: features.app_home.home_tab_enabled,
    scopes: oauth_config.scopes.bot,
    page: {
      assets,
      tour: [...tour, ...recording],
      gallery: { people, channels, sections: gallery() },
      usages: () => usages,
    },
  }).catch(async (cause: unknown) => {
    await bucket.close();
    throw cannotListen(port, cause);
  });
  try {
    const world = populate(workspace);
    // What was said there is the last of what the first start brings.
    const isNew = world.voiceOps.messages.length === 0;
    const settings = settingsFor(dataDir, workspace, { SECRETS_KEY, bucket });
    saveDemoSettings(dataDir, settings);
    const config = readConfig(settings);
    if (isNew) await stock(config);
    const bot = await startBot(config, { log, beat: QUICK_BEAT });
    await bot.ready;
    workspace.connect(`http://127.0.0.1:${bot.port}/slack/events`);
    usages = bot.registered?.usages ?? [];
    calls = openCalls(config, log);
    if (isNew) await furnish(workspace, bot, world);
    return {
      url: new URL(workspace.apiUrl).origin,
      workspace,
      bot,
      world,
      async [Symbol.asyncDispose]() {
        await workspace.idle();
        await bot.stop();
        await workspace[Symbol.asyncDispose]();
        await calls.close();
        await bucket.close();
      },
    };
  } catch (error) {
    await workspace[Symbol.asyncDispose]();
    await bucket.close();
    throw error;
  }
}

/** The bot's environment: the demo's own key, and a Slack that is this workspace. */
function settingsFor(
  dataDir: string,
  workspace: Workspace,
  { SECRETS_KEY, bucket }: { SECRETS_KEY: string; bucket: BucketServer },
): Record<string, string> {
  return {
    SECRETS_KEY,
    DATA_DIR: dataDir,
    ADMIN_USERS: [cast.ada.id, cast.ben.id].join(','),
    APPROVALS_CHANNEL: channelIds.approvals,
    OPS_CHANNEL: channelIds.ops,
    AUDIT_CHANNEL: channelIds.audit,
    SLACK_API_URL: workspace.apiUrl,
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_SIGNING_SECRET: workspace.signingSecret,
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: 'off',
    // Its bucket is on this machine.
    ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8',
    [BUCKET_PORT]: new URL(bucket.url).port,
  };
}

/** Places calls as the gateway does, on its own file beside the bot. */
interface Calls {
  place(): Promise<PlacedCall>;
  close(): Promise<void>;
}

const notYet: Calls = {
  place: () => Promise.reject(new Error('The demo is just starting.')),
  async close() {},
};

function openCalls({ dataDir, secretsKeys, allowedAddresses }: Config, log: Log): Calls {
  const clock = systemClock;
  const file = join(dataDir, 'gateway.db');
  const gateway = openEmbeddedGateway({ file, secretsKeys, clock, upgrade: false });
  const openBucket = openBuckets({ allowed: allowedAddresses, clock, log });
  const { acmeTelecom } = demoWorld.accounts;
  return {
    async place() {
      const [account] = await gateway.accountsMeant(acmeTelecom, { everything: true }, 1);
      if (!account) throw new Error(`There is no ${acmeTelecom} any more.`);
      return placeCall({ gateway, openBucket, clock, log }, account.sid);
    },
    close: () => gateway.close(),
  };
}

async function stock({ dataDir, secretsKeys }: Config): Promise<void> {
  const file = join(dataDir, 'gateway.db');
  const gateway = openEmbeddedGateway({ file, secretsKeys, clock: systemClock });
  try {
    await seedGateway(gateway, STOCK);
  } finally {
    await gateway.close();
  }
}

/** What happened before anybody looks: Ada has mapped the people, and there is talk in #voice-ops. */
async function furnish(workspace: Workspace, bot: Bot, { people, voiceOps }: World): Promise<void> {
  for (const mapping of mappings) await people.ada.types(mapping);
  await workspace.idle();
  await bot.idle();
  await workspace.idle();
  // Receipts of what Ada did are for her alone, and she has read them.
  for (const message of people.ada.messages()) {
    if (message.ephemeral) workspace.forget(message);
  }
  for (const { by, text } of said) await people[by].says(text, { in: voiceOps });
}

function cannotListen(port: number, cause: unknown): unknown {
  const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
  if (!taken) return cause;
  const what = `Port ${port} of 127.0.0.1 is in use.`;
  const fix = `Is the demo running already? Else take another port: PORT=${port + 1} npm run demo.`;
  return new StartupError([{ what, fix }], cause);
}
