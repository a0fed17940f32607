import { join } from 'node:path';
import { systemClock } from './clock.ts';
import { BotError, StartupError } from './errors.ts';
import { openEmbeddedGateway } from './gateway/embedded/embedded-gateway.ts';
import { type Seeded, type SeedSize, seedGateway } from './gateway/embedded/seed.ts';
import { count, readArguments, usage } from './seed-arguments.ts';
import { whichData } from './which-data.ts';

/** How often progress is told, in milliseconds. */
const EVERY = 2000;

async function seed(size: SeedSize): Promise<void> {
  const { dataDir, secretsKeys } = whichData();
  const file = join(dataDir, 'gateway.db');
  const gateway = openEmbeddedGateway({ file, secretsKeys, clock: systemClock });
  try {
    const began = performance.now();
    say(`Seeding ${file}.`);
    const seeded = await seedGateway(gateway, { ...size, onProgress: teller(size, began) });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(`${summary(seeded)} It took ${seconds} s.`);
  } finally {
    await gateway.close();
  }
}

function teller(size: SeedSize, began: number): (reached: SeedSize) => void {
  let told = began;
  return ({ accounts, prompts }) => {
    if (performance.now() - told < EVERY) return;
    told = performance.now();
    say(
      accounts < size.accounts
        ? `  ${count(accounts)} of ${count(size.accounts)} accounts`
        : `  ${count(prompts)} of ${count(size.prompts)} cached prompts`,
    );
  };
}

function summary({ serviceProviders, accounts, prompts, leftOut }: Seeded): string {
  const added = [
    `${count(serviceProviders)} service providers`,
    `${count(accounts)} accounts`,
    `${count(prompts)} cached prompts`,
  ].join(', ');
  const taken =
    leftOut === 0
      ? ''
      : ` Left out, because others have their name or SIP realm: ${count(leftOut)} accounts.`;
  return serviceProviders + accounts + prompts === 0
    ? `Nothing to add: all of it is there.${taken}`
    : `Added ${added}.${taken}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(text: string, code: number): void {
  process.stderr.write(text);
  process.exitCode = code;
}

function sizeAskedFor(): SeedSize | null {
  try {
    const size = readArguments(process.argv.slice(2));
    if (size === null) process.stdout.write(usage);
    return size;
  } catch (error) {
    fail(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
    return null;
  }
}

try {
  const size = sizeAskedFor();
  if (size) await seed(size);
} catch (error) {
  if (error instanceof StartupError) {
    const problems = error.problems.map(({ what, fix }) => `- ${what} ${fix}\n`);
    fail(`Nothing can be seeded:\n${problems.join('')}`, 1);
  } else if (error instanceof BotError) {
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
    fail(`${error.message}${cause} What was added stays; run it again to go on.\n`, 1);
  } else {
    throw error;
  }
}
