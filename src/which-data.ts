import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readDataConfig } from './config.ts';
import { makeDataDir } from './data-dir.ts';
import { readDemoSettings, saveDemoSettings } from './demo-settings.ts';
import { StartupError } from './errors.ts';

/** A folder of databases, and what opens them. */
export type Data = Pick<Config, 'dataDir' | 'secretsKeys'>;

/**
 * The data that a command of a checkout works on: those of the environment, or without `SECRETS_KEY` the demo's,
 * which begins here where there is none yet. Throws `StartupError`.
 */
export function whichData(): Data {
  const { dataDir, secretsKeys } = readDataConfig();
  makeDataDir(dataDir);
  return { dataDir, secretsKeys: secretsKeys ?? demoKeys(dataDir) };
}

/** The demo's settings; a demo begins where there is none. Throws `StartupError` for a folder of another's data. */
export function demoSettings(dataDir: string): Record<string, string> {
  return readDemoSettings(dataDir) ?? newDemo(dataDir);
}

function demoKeys(dataDir: string): Config['secretsKeys'] {
  const { secretsKeys } = readDataConfig(demoSettings(dataDir));
  if (secretsKeys) return secretsKeys;
  throw keyIsMissing(`SECRETS_KEY is missing in the demo.json of ${dataDir}.`);
}

function newDemo(dataDir: string): Record<string, string> {
  // With a key of its own they could not be read: they are another's, who forgot to give theirs.
  if (['switchboard.db', 'gateway.db'].some((file) => existsSync(join(dataDir, file)))) {
    throw keyIsMissing(`SECRETS_KEY is missing, and the data in ${dataDir} are not the demo's.`);
  }
  const settings = { SECRETS_KEY: randomBytes(32).toString('base64') };
  saveDemoSettings(dataDir, settings);
  return settings;
}

function keyIsMissing(what: string): StartupError {
  return new StartupError([{ what, fix: 'Set the SECRETS_KEY that the data were written with.' }]);
}
