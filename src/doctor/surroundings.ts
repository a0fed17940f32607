import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type Config,
  type Environment,
  readConfig,
  readVariables,
  rulesIn,
  secretsKeysIn,
} from '../config.ts';
import type { Name } from '../config-variables.ts';
import { readDemoSettings } from '../demo-settings.ts';
import { StartupError, type StartupProblem } from '../errors.ts';
import { Secret } from '../secret.ts';

/** What there is to be examined: as much of a configuration as is there. */
export interface Surroundings
  extends Pick<Config, 'adminUsers' | 'channels' | 'fourEyes' | 'host' | 'port' | 'dataDir'> {
  botToken: Secret | null;
  appToken: Secret | null;
  signingSecret: Secret | null;
  apiUrl: string | null;
  secretsKeys: Config['secretsKeys'] | null;
  /** What keeps the bot from starting. */
  problems: readonly StartupProblem[];
  /** Whether it is a demo, whose Slack is there only while it runs. */
  demo: boolean;
  /** Values that must never be shown, however they came in. */
  secrets: readonly string[];
}

const DEMO_DIR = './data-demo';

/** Those whose values are secret, malformed ones included. */
const secret: readonly Name[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SECRETS_KEY',
  'SECRETS_KEYS_OLD',
];
/** A shorter one is no secret, and masking it would garble words. */
const LEAST_SECRET = 6;

/** Reads the environment: the bot's own, or that of the demo where nothing of a bot is set. Never throws. */
export function readSurroundings(env: Environment): Surroundings {
  const folder = env.DATA_DIR?.trim();
  const own = secret.some((name) => env[name]?.trim());
  const demoDir = resolve(folder || DEMO_DIR);
  if (own || !existsSync(join(demoDir, 'demo.json'))) {
    return surroundings(env, resolve(folder || './data'), false, problemsOf(env));
  }
  try {
    const set = Object.entries(env).filter(([, value]) => value?.trim());
    const merged = { ...readDemoSettings(demoDir), ...Object.fromEntries(set) };
    return surroundings(merged, demoDir, true, []);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return surroundings(env, demoDir, true, error.problems);
  }
}

function problemsOf(env: Environment): readonly StartupProblem[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof StartupError) return error.problems;
    throw error;
  }
}

function surroundings(
  env: Environment,
  dataDir: string,
  demo: boolean,
  problems: readonly StartupProblem[],
): Surroundings {
  const { given } = readVariables(env, () => false);
  const secretIn = (name: Name) => {
    const value = given.get(name);
    return value === undefined ? null : new Secret(value);
  };
  const { adminUsers, channels, fourEyes } = rulesIn(given);
  const values = secret.flatMap((name) => (env[name] ?? '').split(','));
  return {
    adminUsers,
    channels,
    fourEyes,
    host: given.get('HOST') ?? '0.0.0.0',
    // A demo's bot chooses its own: PORT is that of its page.
    port: demo ? 0 : Number(given.get('PORT') ?? '3000'),
    dataDir,
    botToken: secretIn('SLACK_BOT_TOKEN'),
    appToken: secretIn('SLACK_APP_TOKEN'),
    signingSecret: secretIn('SLACK_SIGNING_SECRET'),
    apiUrl: given.get('SLACK_API_URL') ?? null,
    secretsKeys: given.has('SECRETS_KEY') ? secretsKeysIn(given) : null,
    problems,
    demo,
    secrets: values.map((one) => one.trim()).filter((one) => one.length >= LEAST_SECRET),
  };
}
