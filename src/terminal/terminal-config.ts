import { resolve } from 'node:path';
import {
  type Config,
  type Environment,
  environment,
  gatewayProblems,
  readVariables,
  rulesIn,
  secretsKeysIn,
} from '../config.ts';
import { readDemoSettings } from '../demo-settings.ts';
import { StartupError } from '../errors.ts';
import { Secret } from '../secret.ts';
import type { Settings } from '../settings.ts';

/** What a terminal is told by its environment; the rest it learns from the bot's own data. */
export interface TerminalConfig {
  dataDir: string;
  secretsKeys: Config['secretsKeys'];
  /** `null` where it is given no token: then nothing can be asked of Slack. */
  slack: { botToken: Secret; apiUrl: string | null } | null;
  /** What the operator decided, where this environment says it all: for data on which no bot has run yet. */
  rules: Omit<Settings, 'teamId' | 'missingScopes'> | null;
  /** Whether it is that of a demo, whose Slack is there only while the demo runs. */
  demo: boolean;
}

const DEMO_DIR = './data-demo';

/**
 * Reads what a terminal needs: the bot's own environment, or that of the demo where no `SECRETS_KEY` is set.
 * Throws `StartupError` that says what is missing, and how to get it.
 */
export function readTerminalConfig(env: Environment = environment): TerminalConfig {
  const own = Boolean(env.SECRETS_KEY?.trim());
  const folder = env.DATA_DIR?.trim() || (own ? './data' : DEMO_DIR);
  const demo = own ? null : readDemoSettings(resolve(folder));
  if (!own && !demo) throw nothingToWorkOn(folder);
  // A demo has settings of its own: what is set for a real workspace, its token above all, is none of them.
  const settings = demo ? { LOG_LEVEL: env.LOG_LEVEL, ...demo } : env;
  const { given, problems } = readVariables(settings, (name) => name === 'SECRETS_KEY');
  problems.push(...gatewayProblems(env));
  if (problems.length > 0) throw new StartupError(problems);
  const botToken = given.get('SLACK_BOT_TOKEN');
  const rules = rulesIn(given);
  return {
    dataDir: resolve(folder),
    secretsKeys: secretsKeysIn(given),
    slack: botToken
      ? { botToken: new Secret(botToken), apiUrl: given.get('SLACK_API_URL') ?? null }
      : null,
    rules: rules.channels.approvals === '' ? null : rules,
    demo: demo !== null,
  };
}

function nothingToWorkOn(folder: string): StartupError {
  return new StartupError([
    {
      what: `SECRETS_KEY is missing, and there is no demo in ${folder}.`,
      fix: 'Set the SECRETS_KEY and DATA_DIR of your bot, or start the demo first: npm run demo.',
    },
  ]);
}
