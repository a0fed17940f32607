import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Name, split, variables } from './config-variables.ts';
import { StartupError, type StartupProblem } from './errors.ts';
import type { Widening } from './features/access/permissions.ts';
import { type AllowedAddresses, readAllowedAddresses } from './outbound/addresses.ts';
import { Secret } from './secret.ts';
import { readTracing, type TracingConfig } from './watching/tracing-config.ts';

/** What the operator decides, read once from the environment. */
export interface Config {
  slack: {
    botToken: Secret;
    /** Slack over HTTP at `POST /slack/events`, or Socket Mode. */
    receive: { kind: 'http'; signingSecret: Secret } | { kind: 'socket'; appToken: Secret };
    /** The Web API's base; `null` for Slack's own. */
    apiUrl: string | null;
  };
  secretsKeys: { current: Secret; old: Secret[] };
  adminUsers: string[];
  channels: { approvals: string; ops: string; audit: string | null };
  fourEyes: 'others' | 'all';
  requestDays: number;
  /** Which private addresses webhook tests and buckets may reach. */
  allowedAddresses: AllowedAddresses;
  /** What scopes may do beside what is theirs anyway. */
  widened: Widening[];
  /** Whether callers' numbers are masked wherever they are shown. */
  maskNumbers: boolean;
  command: string;
  host: string;
  port: number;
  /** The port of `/metrics`; `null` where nobody asks for it. */
  metricsPort: number | null;
  dataDir: string;
  logLevel: string;
  /** Where traces go; `null` where nobody asks for them. */
  tracing: TracingConfig | null;
}

export type Environment = Record<string, string | undefined>;

/** The process's own environment, read here alone. */
export const environment: Environment = process.env;

/**
 * The variables that are set, and what is wrong with them. `needs`: which of them must be there; `wanted`: which of
 * them count at all.
 */
export function readVariables(
  env: Environment,
  needs: (name: Name) => boolean,
  wanted: (name: Name) => boolean = () => true,
): { given: Map<Name, string>; problems: StartupProblem[] } {
  const given = new Map<Name, string>();
  const problems: StartupProblem[] = [];
  for (const { name, schema, fix } of variables) {
    if (!wanted(name)) continue;
    const value = env[name]?.trim();
    if (!value) {
      if (needs(name)) problems.push({ what: `${name} is missing.`, fix });
    } else if (!schema.safeParse(value).success) {
      // The value itself is not repeated: it may be a secret in the wrong place.
      problems.push({ what: `${name} is malformed.`, fix });
    } else {
      given.set(name, value);
    }
  }
  return { given, problems };
}

/** Whoever sets these believes that the real gateway is behind the bot: better no start than a wrong belief. */
export function gatewayProblems(env: Environment): StartupProblem[] {
  const set = ['GATEWAY_URL', 'GATEWAY_TOKEN'].filter((name) => env[name]?.trim());
  return set.map((name) => ({
    what: `${name} is set, and this version runs only on its embedded gateway.`,
    fix: 'Remove it.',
  }));
}

/** The keys among the variables. */
export function secretsKeysIn(given: ReadonlyMap<Name, string>): Config['secretsKeys'] {
  return {
    current: new Secret(given.get('SECRETS_KEY') ?? ''),
    old: split(given.get('SECRETS_KEYS_OLD') ?? '').map((one) => new Secret(one)),
  };
}

/** What the operator decided for everybody, among the variables. */
export function rulesIn(
  given: ReadonlyMap<Name, string>,
): Pick<
  Config,
  | 'adminUsers'
  | 'channels'
  | 'fourEyes'
  | 'requestDays'
  | 'allowedAddresses'
  | 'widened'
  | 'maskNumbers'
  | 'command'
> {
  const text = (name: Name, otherwise = '') => given.get(name) ?? otherwise;
  return {
    adminUsers: split(text('ADMIN_USERS')),
    channels: {
      approvals: text('APPROVALS_CHANNEL'),
      ops: text('OPS_CHANNEL', text('APPROVALS_CHANNEL')),
      audit: given.get('AUDIT_CHANNEL') ?? null,
    },
    fourEyes: text('FOUR_EYES') === 'all' ? 'all' : 'others',
    requestDays: Number(text('REQUEST_DAYS', '7')),
    allowedAddresses: readAllowedAddresses(text('ALLOW_PRIVATE_ADDRESSES')),
    widened: text('LISTEN') === 'account' ? ['LISTEN=account'] : [],
    maskNumbers: text('MASK_NUMBERS') !== 'false',
    command: text('COMMAND', '/vg'),
  };
}

/** Reads the configuration. Throws `StartupError` that names every missing or malformed variable, with its fix. */
export function readConfig(env: Environment = environment): Config {
  const required: string[] = variables.filter((one) => 'required' in one).map(({ name }) => name);
  const { given, problems } = readVariables(env, (name) => required.includes(name));
  const signingSecret = given.get('SLACK_SIGNING_SECRET');
  const appToken = given.get('SLACK_APP_TOKEN');
  const receives = ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'].filter((name) => env[name]?.trim());
  if (receives.length !== 1) {
    problems.push({
      what:
        receives.length === 0
          ? 'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing.'
          : 'SLACK_SIGNING_SECRET and SLACK_APP_TOKEN are both set.',
      fix: 'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP, not both.',
    });
  }
  problems.push(...gatewayProblems(env));
  const { tracing, problems: tracingProblems } = readTracing(env);
  problems.push(...tracingProblems);
  const dataDir = resolve(given.get('DATA_DIR') ?? './data');
  problems.push(...firstStartProblems(split(given.get('ADMIN_USERS') ?? ''), given, dataDir, env));
  if (problems.length > 0) throw new StartupError(problems);

  const text = (name: Name, otherwise = '') => given.get(name) ?? otherwise;
  return {
    slack: {
      botToken: new Secret(text('SLACK_BOT_TOKEN')),
      receive: appToken
        ? { kind: 'socket', appToken: new Secret(appToken) }
        : { kind: 'http', signingSecret: new Secret(signingSecret ?? '') },
      apiUrl: given.get('SLACK_API_URL') ?? null,
    },
    secretsKeys: secretsKeysIn(given),
    ...rulesIn(given),
    host: text('HOST', '0.0.0.0'),
    port: Number(text('PORT', '3000')),
    metricsPort: text('METRICS_PORT') === 'off' ? null : Number(text('METRICS_PORT', '9464')),
    dataDir,
    logLevel: text('LOG_LEVEL', 'info'),
    tracing,
  };
}

/**
 * Reads where the data are and what opens them: the configuration of commands that need no more. Without
 * `SECRETS_KEY` the demo's data are meant, whose key lies beside them. Throws `StartupError` for what is malformed.
 */
export function readDataConfig(
  env: Environment = environment,
): Pick<Config, 'dataDir'> & { secretsKeys: Config['secretsKeys'] | null } {
  const keyed = Boolean(env.SECRETS_KEY?.trim());
  const wanted: Name[] = keyed ? ['DATA_DIR', 'SECRETS_KEY', 'SECRETS_KEYS_OLD'] : ['DATA_DIR'];
  const { given, problems } = readOnly(env, wanted);
  if (problems.length > 0) throw new StartupError(problems);
  return {
    dataDir: resolve(given.get('DATA_DIR') ?? (keyed ? './data' : './data-demo')),
    secretsKeys: keyed ? secretsKeysIn(given) : null,
  };
}

/** Reads what may be told to the demo. Throws `StartupError` for what is malformed. */
export function readDemoConfig(
  env: Environment = environment,
): Pick<Config, 'dataDir' | 'port' | 'logLevel'> {
  const { given, problems } = readOnly(env, ['DATA_DIR', 'PORT', 'LOG_LEVEL']);
  if (problems.length > 0) throw new StartupError(problems);
  return {
    dataDir: resolve(given.get('DATA_DIR') ?? './data-demo'),
    port: Number(given.get('PORT') ?? '3000'),
    logLevel: given.get('LOG_LEVEL') ?? 'warn',
  };
}

/** These variables alone, none of which must be there. */
function readOnly(env: Environment, wanted: readonly Name[]): ReturnType<typeof readVariables> {
  return readVariables(
    env,
    () => false,
    (name) => wanted.includes(name),
  );
}

/** A database that is not there holds no Admin. One that is there is asked when it is open. */
function firstStartProblems(
  admins: string[],
  given: ReadonlyMap<Name, string>,
  dataDir: string,
  env: Environment,
): StartupProblem[] {
  if (existsSync(join(dataDir, 'switchboard.db')) || (env.ADMIN_USERS && admins.length === 0)) {
    return [];
  }
  return adminProblems(admins.length, given.get('FOUR_EYES') === 'all' ? 'all' : 'others');
}

/** Why nobody could decide anything: no Admin at all, or fewer than two who must agree. */
export function adminProblems(admins: number, fourEyes: 'others' | 'all'): StartupProblem[] {
  if (admins === 0) {
    return [
      {
        what: 'ADMIN_USERS is missing, and the database holds no Admin.',
        fix: 'Give your own Slack user id, such as U012ABCDEF (in Slack: profile, ⋮, “Copy member ID”).',
      },
    ];
  }
  if (fourEyes === 'others' || admins > 1) return [];
  return [
    {
      what: 'FOUR_EYES=all needs two Admins, and there is one.',
      fix: 'List a second user id in ADMIN_USERS, or set FOUR_EYES=others.',
    },
  ];
}
