import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, startProgram } from './programs.ts';
import { APPROVALS, BOT_TOKEN, SIGNING_SECRET, type Slack } from './slack.ts';
import { SECRETS_KEY, type Stock } from './stock.ts';
import { freshWorld, type World } from './world.ts';

/** What every row has at hand. */
export interface Bench {
  /** The gateway with as many accounts as were asked for. */
  stock: Stock;
  /** The one with 1,000, to be compared with. */
  small: Stock;
  slack: Slack;
  /** How much is measured: 1 for figures to be published, less for a look. */
  effort: number;
  /** Where the bots' CPU profiles go; `null` for none. */
  profiles: string | null;
}

/** A bot with the people who ask it. */
export interface BotUnderLoad extends Program {
  world: World;
  stock: Stock;
}

/** How many are sent at once where as much as possible is sent. */
export const CONNECTIONS = 16;

const root = join(import.meta.dirname, '../..');

/** So much of this, by the bench's effort. */
export function some(count: number, { effort }: Pick<Bench, 'effort'>): number {
  return Math.ceil(count * effort);
}

/** Node's flags with which `npm start` runs the bot. */
function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [, ...flags] = scripts.start.split(' ').slice(0, -1);
  return flags.map((flag) => flag.replace('./', `${root}/`));
}

/** The real bot, as `npm start` runs it, over HTTP and on a journal of its own; or on the one that it left before. */
export async function startBot(
  { slack, profiles }: Bench,
  stock: Stock,
  world = freshWorld(stock),
): Promise<BotUnderLoad> {
  const profiling = profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const program = await startProgram({
    file: join(root, 'src/main.ts'),
    flags: [...startFlags(), ...profiling],
    env: {
      ...slackSettings(slack),
      SECRETS_KEY,
      ADMIN_USERS: world.adminUsers.join(','),
      APPROVALS_CHANNEL: APPROVALS,
      METRICS_PORT: '0',
      DATA_DIR: stock.dataDir,
    },
    readyAt: '/readyz',
    // A profile is written when it leaves by itself.
    leaves: profiles === null ? 0 : 15_000,
  });
  return { ...program, world, stock };
}

/** A bare Bolt app, on a folder of its own where it keeps anything. */
export async function startBare(
  which: 'bare-echo.ts' | 'bare-durable.ts',
  { slack }: Bench,
): Promise<Program> {
  const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-bare-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', remove);
  const program = await startProgram({
    file: join(import.meta.dirname, which),
    env: { ...slackSettings(slack), DATA_DIR: dataDir },
    leaves: 0,
  });
  return {
    ...program,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      process.off('exit', remove);
      remove();
    },
  };
}

function slackSettings({ url }: Slack) {
  return {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: `${url}/api/`,
  };
}
