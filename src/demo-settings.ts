import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartupError } from './errors.ts';

const Settings = z.record(z.string(), z.string());

/** Keeps the demo's environment variables, `SECRETS_KEY` among them, in its folder of data, for its owner only. */
export function saveDemoSettings(dataDir: string, env: Record<string, string>): void {
  const file = join(dataDir, 'demo.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(env, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

/** The demo's environment variables; `null` where there is no demo yet. Throws `StartupError` for a malformed file. */
export function readDemoSettings(dataDir: string): Record<string, string> | null {
  const file = join(dataDir, 'demo.json');
  if (!existsSync(file)) return null;
  try {
    return Settings.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new StartupError(
      [
        {
          what: `${file} cannot be read, or is not what the demo wrote.`,
          fix: `Put it back as it was; or remove the folder ${dataDir}, and the demo begins anew.`,
        },
      ],
      cause,
    );
  }
}
