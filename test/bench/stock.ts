import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../../src/clock.ts';
import type { AccountSummary, ServiceProvider } from '../../src/features/accounts/account.ts';
import {
  type EmbeddedGateway,
  openEmbeddedGateway,
} from '../../src/gateway/embedded/embedded-gateway.ts';
import { seededAccounts } from '../../src/gateway/embedded/seed/seeded-accounts.ts';
import { Secret } from '../../src/secret.ts';

/** The bench's own key: what it keeps between two runs is nobody's secret. */
export const SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');
export const secretsKeys = { current: new Secret(SECRETS_KEY), old: [] };

/** How many accounts are asked about. */
const ASKED_ABOUT = 400;
/** Prompts to a transaction. */
const PROMPTS_AT_ONCE = 10_000;

/** A folder with a seeded gateway, and what is in it. */
export interface Stock {
  dataDir: string;
  accounts: AccountSummary[];
  providers: ServiceProvider[];
  /** Has so many prompts cached for each of these accounts. */
  cache(accounts: readonly AccountSummary[], prompts: number): Promise<void>;
}

/** The gateway with so many accounts that is kept in this folder, seeded first where it is not whole. */
export async function openStock(
  folder: string,
  size: number,
  say: (line: string) => void,
): Promise<Stock> {
  const dataDir = join(folder, `accounts-${size}`);
  const whole = join(dataDir, 'seeded');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(whole)) {
    await seed(dataDir, size, say);
    writeFileSync(whole, '');
  }
  const file = join(dataDir, 'gateway.db');
  const sids = [...seededAccounts(Math.min(size, ASKED_ABOUT))].map(({ sid }) => sid);
  const held = await withGateway(file, async (gateway) => ({
    accounts: await gateway.accountSummaries(sids),
    providers: await gateway.serviceProviders({ everything: true }),
  }));
  return {
    dataDir,
    ...held,
    cache: (accounts, prompts) =>
      withGateway(file, async ({ stock }) => {
        for (const { sid } of accounts) {
          let added: number;
          do added = await stock.cacheUpTo([{ account: sid, count: prompts }], PROMPTS_AT_ONCE);
          while (added === PROMPTS_AT_ONCE);
        }
      }),
  };
}

async function withGateway<Result>(
  file: string,
  work: (gateway: EmbeddedGateway) => Promise<Result>,
): Promise<Result> {
  const gateway = openEmbeddedGateway({ file, secretsKeys, clock: systemClock });
  try {
    return await work(gateway);
  } finally {
    await gateway.close();
  }
}

/** `npm run seed`, which goes on where it was cut off. */
async function seed(dataDir: string, size: number, say: (line: string) => void): Promise<void> {
  const program = join(import.meta.dirname, '../../src/seed.ts');
  const child = spawn(process.execPath, [program, `--accounts=${size}`, '--prompts=0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, SECRETS_KEY },
  });
  const end = () => child.kill();
  process.once('exit', end);
  createInterface(child.stdout).on('line', say);
  await once(child, 'exit');
  process.off('exit', end);
  if (child.exitCode !== 0) throw new Error('The seed did not end well.');
}
