import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { manifest } from '../../src/demo/manifest.ts';
import type { Channel } from '../../src/emulator/model.ts';
import type { Person } from '../../src/emulator/person/person.ts';
import { startWorkspace, type Workspace } from '../../src/emulator/workspace.ts';
import type { Transport } from '../bot.ts';
import { quickly } from './quickly.ts';

/** A bot in a process of its own. */
export interface BotProcess {
  child: ChildProcess;
  port: number;
  /** Resolves when it answers that it is ready; rejects when it dies before. */
  ready(): Promise<void>;
  died(): Promise<void>;
  kill(): Promise<void>;
  /** From now on it kills itself at this step. */
  diesAt(step: string): Promise<void>;
  lines: string[];
}

/** A workspace, a folder of data, and bots that live and die on it. */
export interface Street extends AsyncDisposable {
  workspace: Workspace;
  ada: Person;
  ben: Person;
  tia: Person;
  voiceOps: Channel;
  approvals: Channel;
  dataDir: string;
  /**
   * Starts a bot; `cutAt`: the step at which it kills itself, or what its gateway never answers; `main`: the real
   * program. `env`: variables besides those that it needs.
   */
  start(cutAt?: string, env?: Record<string, string>): Promise<BotProcess>;
  /** Starts a bot, waits until it is ready, and sends it Slack's requests. */
  serve(cutAt?: string, env?: Record<string, string>): Promise<BotProcess>;
  /** A connection to the bot over which nothing is said. */
  connects(bot: BotProcess): Promise<Socket>;
  rows<Row>(file: 'switchboard.db' | 'gateway.db', sql: string, ...values: unknown[]): Row[];
  /** Resolves once nothing is on its way to Slack. */
  toldAll(): Promise<void>;
}

export async function openStreet(transport: Transport = 'http'): Promise<Street> {
  const workspace = await startWorkspace({
    patienceMs: 30_000,
    socketMode: transport === 'socket',
    command: manifest.features.slash_commands.map(({ command }) => command),
    shortcuts: manifest.features.shortcuts.map(({ name, type, callback_id }) => ({
      name,
      type,
      callback_id,
    })),
    scopes: manifest.oauth_config.scopes.bot,
  });
  const [ada, ben, tia] = [
    workspace.addPerson({ name: 'ada' }),
    workspace.addPerson({ name: 'ben' }),
    workspace.addPerson({ name: 'tia' }),
  ];
  const voiceOps = workspace.addChannel({ name: 'voice-ops', members: [ada, ben, tia] });
  const approvals = workspace.addChannel({
    name: 'approvals',
    private: true,
    members: [ada, ben],
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-'));
  const bots: BotProcess[] = [];

  const street: Street = {
    workspace,
    ada,
    ben,
    tia,
    voiceOps,
    approvals,
    dataDir,
    async start(cutAt = '', env = {}) {
      const port = await freePort();
      const program =
        cutAt === 'main'
          ? [join(import.meta.dirname, '../../src/main.ts')]
          : [join(import.meta.dirname, 'bot-process.ts'), cutAt];
      const child = spawn(process.execPath, [...quickly, ...program], {
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
        env: {
          PATH: process.env.PATH,
          SLACK_BOT_TOKEN: workspace.botToken,
          ...(transport === 'http'
            ? { SLACK_SIGNING_SECRET: workspace.signingSecret }
            : { SLACK_APP_TOKEN: workspace.appToken }),
          SLACK_API_URL: workspace.apiUrl,
          SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
          ADMIN_USERS: `${ada.id},${ben.id}`,
          APPROVALS_CHANNEL: approvals.id,
          HOST: '127.0.0.1',
          PORT: String(port),
          METRICS_PORT: 'off',
          DATA_DIR: dataDir,
          ...env,
        },
      });
      const lines: string[] = [];
      if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.push(line));
      const exited = once(child, 'exit');
      const bot: BotProcess = {
        child,
        port,
        lines,
        async ready() {
          while (child.exitCode === null && child.signalCode === null) {
            const answered = await fetch(`http://127.0.0.1:${port}/readyz`).then(
              ({ ok }) => ok,
              () => false,
            );
            if (answered) return;
            await sleep(25);
          }
          throw new Error(`The bot died before it was ready:\n${lines.join('\n')}`);
        },
        async died() {
          await exited;
        },
        async kill() {
          child.kill('SIGKILL');
          await exited;
        },
        async diesAt(step) {
          const understood = once(child, 'message');
          child.send(step);
          await understood;
        },
      };
      bots.push(bot);
      return bot;
    },
    async serve(cutAt, env) {
      const bot = await street.start(cutAt, env);
      await bot.ready();
      if (transport === 'http') workspace.connect(`http://127.0.0.1:${bot.port}/slack/events`);
      else await workspace.connected(2);
      return bot;
    },
    async connects({ port }) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      return socket;
    },
    rows<Row>(file: string, sql: string, ...values: unknown[]) {
      const client = new Database(join(dataDir, file), { readonly: true });
      try {
        return client.prepare(sql).all(...values) as Row[];
      } finally {
        client.close();
      }
    },
    async toldAll() {
      const underWay = "SELECT 1 FROM outbox WHERE state IN ('due', 'sending')";
      await expect.poll(() => street.rows('switchboard.db', underWay)).toEqual([]);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(bots.map((bot) => bot.kill()));
      await workspace[Symbol.asyncDispose]();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return street;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
