import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../azurite');
const program = join(folder, 'node_modules/azurite/dist/src/blob/main.js');

/** Why it cannot be run here; `null` where it can. */
export const azuriteMissing = existsSync(program)
  ? null
  : 'azurite is not installed: npm ci --prefix test/azurite';

export const accountName = 'acmevoice';
export const accountKey = Buffer.alloc(64, 'canary-of-the-account-key').toString('base64');

export interface Azurite extends AsyncDisposable {
  port: number;
  /** Of the account, without a slash at the end. */
  endpoint: string;
}

/** Starts an Azure Blob Storage with one account, in memory, as a process of its own. */
export async function startAzurite(): Promise<Azurite> {
  // biome-ignore format: one option with its value a line
  const options = [
    '--inMemoryPersistence',
    // It knows no version as new as the library's.
    '--skipApiVersionCheck',
    '--disableTelemetry',
    '--blobHost', '127.0.0.1',
    '--blobPort', '0',
  ];
  const child = spawn(process.execPath, [program, ...options], {
    cwd: folder,
    env: { AZURITE_ACCOUNTS: `${accountName}:${accountKey}`, PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => void child.kill('SIGKILL');
  process.once('exit', stop);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(told)?.[1];
      if (found) resolve(Number(found));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`azurite ended with ${code}: ${told}`)));
  });
  return {
    port,
    endpoint: `http://127.0.0.1:${port}/${accountName}`,
    async [Symbol.asyncDispose]() {
      process.off('exit', stop);
      stop();
      await ended;
    },
  };
}
