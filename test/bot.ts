import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { type Bot, startBot } from '../src/bot.ts';
import type { Config } from '../src/config.ts';
import { manifest } from '../src/demo/manifest.ts';
import type { Channel, WorkspaceOptions } from '../src/emulator/model.ts';
import type { Person } from '../src/emulator/person/person.ts';
import { startWorkspace, type Workspace } from '../src/emulator/workspace.ts';
import type { AccountSummary } from '../src/features/accounts/account.ts';
import type { EmbeddedGateway } from '../src/gateway/embedded/embedded-gateway.ts';
import type { Gateway } from '../src/gateway/gateway.ts';
import { openLog } from '../src/log.ts';
import { publicOnly } from '../src/outbound/addresses.ts';
import type { Parts } from '../src/parts.ts';
import { Secret } from '../src/secret.ts';
import { type TestClock, testClock } from './clock.ts';
import { hold } from './grants.ts';
import type { MemoryStore } from './memory-store.ts';
import { openReader, type Reader } from './reader.ts';

/** How Slack reaches the bot. */
export type Transport = 'http' | 'socket';

declare module 'vitest' {
  interface ProvidedContext {
    /** That of the vitest project: conversations run over both. */
    transport: Transport;
  }
}

/** The whole bot in a local workspace, with people in it, for a conversation. */
export interface House extends AsyncDisposable {
  workspace: Workspace;
  bot: Bot;
  clock: TestClock;
  config: Config;
  /** The embedded gateway behind the bot, to look into and to stock. */
  gateway: EmbeddedGateway;
  /** Admins, by ADMIN_USERS. */
  ada: Person;
  ben: Person;
  /** Service Provider scope on Default. */
  sam: Person;
  /** Account scope on the account Tiny, of Default. */
  tia: Person;
  /** On-call for all. */
  olu: Person;
  /** Nobody mapped them. */
  eve: Person;
  voiceOps: Channel;
  approvals: Channel;
  ops: Channel;
  audit: Channel;
  /** Every line that was logged. */
  logs: string[];
  /** Where its accounts record to, in memory; `null` where that is over the network. */
  store: MemoryStore | null;
  /** Creates an account behind the bot's back. */
  account(name: string, provider?: string): Promise<AccountSummary>;
  /** Waits until nothing is under way: carried out, told, acked. */
  settled(): Promise<void>;
  /** Reads the bot's database directly. */
  rows: Reader['rows'];
  gatewayRows: Reader['rows'];
  /** Stops the bot and starts it again on the same data. */
  restart(parts?: Partial<Parts>): Promise<void>;
  /** Every byte in DATA_DIR, as text, for canaries. */
  dataBytes(): string;
}

export interface HouseOptions {
  config?: Partial<Config>;
  parts?: Partial<Parts>;
  workspace?: WorkspaceOptions;
  /** Takes the place of all buckets. */
  store?: MemoryStore;
  /** For a test of one of them. */
  transport?: Transport;
  /** Maps people in chat, so that there is something in the journal and the audit already. */
  history?: true;
  /** Leaves people unmapped but for the Admins. */
  unmapped?: true;
  /** Refused payloads are what the test is about. */
  allowViolations?: true;
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const transport = options.transport ?? inject('transport');
  const workspace = await startWorkspace({
    // A busy machine is no failure.
    patienceMs: 10_000,
    socketMode: transport === 'socket',
    command: manifest.features.slash_commands.map(({ command }) => command),
    shortcuts: manifest.features.shortcuts.map(({ name, type, callback_id }) => ({
      name,
      type,
      callback_id,
    })),
    scopes: manifest.oauth_config.scopes.bot,
    ...options.workspace,
  });
  const person = (name: string) => workspace.addPerson({ name });
  const [ada, ben, sam, tia, olu, eve] = ['ada', 'ben', 'sam', 'tia', 'olu', 'eve'].map(person) as [
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
  ];
  const everyone = [ada, ben, sam, tia, olu, eve];
  const voiceOps = workspace.addChannel({ name: 'voice-ops', members: everyone });
  const privately = (name: string) =>
    workspace.addChannel({ name, private: true, members: [ada, ben] });
  const [approvals, ops, audit] = [privately('approvals'), privately('ops'), privately('audit')];
  const clock = testClock();
  const logs: string[] = [];
  const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-'));
  const config: Config = {
    slack: {
      botToken: new Secret(workspace.botToken),
      receive:
        transport === 'http'
          ? { kind: transport, signingSecret: new Secret(workspace.signingSecret) }
          : { kind: transport, appToken: new Secret(workspace.appToken) },
      apiUrl: workspace.apiUrl,
    },
    secretsKeys: { current: new Secret(Buffer.alloc(32, 7).toString('base64')), old: [] },
    adminUsers: [ada.id, ben.id],
    channels: { approvals: approvals.id, ops: ops.id, audit: audit.id },
    fourEyes: 'others',
    requestDays: 7,
    allowedAddresses: publicOnly,
    widened: [],
    maskNumbers: true,
    command: '/vg',
    host: '127.0.0.1',
    port: 0,
    metricsPort: null,
    tracing: null,
    dataDir,
    logLevel: 'trace',
    ...options.config,
  };
  let gateway: EmbeddedGateway | null = null;
  const { store } = options;
  let parts = { ...(store && { openBucket: store.open }), ...options.parts };
  const start = async () => {
    const bot = await startBot(config, {
      log: openLog('trace', { write: (line: string) => void logs.push(line) }),
      clock,
      // Nobody waits for Slack's pace but the test of the pace.
      pace: { burst: 1000, refill: 1 },
      ...parts,
      gateway(real) {
        gateway = real as EmbeddedGateway;
        return parts.gateway?.(real) ?? real;
      },
    });
    await bot.ready;
    if (transport === 'http') workspace.connect(`http://127.0.0.1:${bot.port}/slack/events`);
    else await workspace.connected(2);
    return bot;
  };
  let bot = await start();
  const switchboard = openReader(join(dataDir, 'switchboard.db'));
  const gatewayFile = openReader(join(dataDir, 'gateway.db'));

  const house: House = {
    workspace,
    get bot() {
      return bot;
    },
    clock,
    config,
    get gateway() {
      if (!gateway) throw new Error('the bot has not opened its gateway');
      return gateway;
    },
    ada,
    ben,
    sam,
    tia,
    olu,
    eve,
    voiceOps,
    approvals,
    ops,
    audit,
    logs,
    store: store ?? null,
    async account(name, provider = 'Default') {
      const providers = await house.gateway.serviceProviders({ everything: true });
      const known = providers.find((one) => one.name === provider);
      const providerSid =
        known?.sid ?? (await house.gateway.stock.addServiceProvider(provider)).sid;
      const sipRealm = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.sip.example.com`;
      return house.gateway.createAccount({ name, providerSid, sipRealm });
    },
    async settled() {
      await workspace.idle();
      await bot.idle();
      await workspace.idle();
    },
    rows: switchboard.rows,
    gatewayRows: gatewayFile.rows,
    async restart(next) {
      switchboard.close();
      gatewayFile.close();
      await bot.stop();
      parts = next ?? parts;
      bot = await start();
    },
    dataBytes: () =>
      readdirSync(dataDir)
        .map((file) => readFileSync(join(dataDir, file), 'latin1'))
        .join('\n'),
    async [Symbol.asyncDispose]() {
      await workspace.idle();
      switchboard.close();
      gatewayFile.close();
      await bot.stop();
      await workspace[Symbol.asyncDispose]();
      rmSync(dataDir, { recursive: true, force: true });
      if (!options.allowViolations) expect(workspace.violations).toEqual([]);
    },
  };
  if (options.history) await mapInChat(house);
  else if (!options.unmapped) await mapPeople(house);
  return house;
}

/** Maps people through the front door, as an Admin does. */
async function mapInChat(house: House): Promise<void> {
  const { ada, sam, tia, olu } = house;
  await house.account('Tiny');
  for (const grant of [
    `@${sam.name} service_provider Default`,
    `@${tia.name} account Tiny`,
    `@${olu.name} on_call`,
  ]) {
    await ada.types(`/vg access grant ${grant}`);
  }
  await house.settled();
  if (house.config.fourEyes === 'all') await house.ben.clicks('Approve');
  await house.settled();
  const granted = house.rows('SELECT id FROM grants');
  if (granted.length !== 3) throw new Error(`the people were not mapped:\n${ada.sees()}`);
  sweep(house);
}

/** Maps people behind the bot's back, in a tenth of the time. */
async function mapPeople(house: House): Promise<void> {
  const { sam, tia, olu } = house;
  const account = await house.account('Tiny');
  hold(house, sam, { scope: 'service_provider', provider: account.provider });
  hold(house, tia, { scope: 'account', account });
  hold(house, olu, { scope: 'on_call' });
  await house.settled();
  sweep(house);
}

/** Sweeps away what was said so far. */
function sweep({
  ada,
  ben,
  sam,
  tia,
  olu,
  voiceOps,
  approvals,
  ops,
  audit,
  workspace,
}: House): void {
  const rooms = [ada, ben, sam, tia, olu].map(({ dm }) => dm as Channel);
  for (const { messages } of [...rooms, voiceOps, approvals, ops, audit]) messages.length = 0;
  workspace.calls.length = 0;
  workspace.deliveries.length = 0;
}

export type { Gateway };
