import { z } from 'zod';
import { readAllowedAddresses } from './outbound/addresses.ts';

interface Variable {
  name: string;
  required?: true;
  /** What it means, for the README's table (a test holds the two equal). */
  meaning: string;
  default?: string;
  schema: z.ZodType<string>;
  /** What to do where it is missing or malformed. */
  fix: string;
}

const slackId = (letters: string) => new RegExp(`^[${letters}][A-Z0-9]{2,}$`);
const listOf = (item: RegExp) =>
  z.string().refine((text) => split(text).every((one) => item.test(one)));
const key = z.string().refine((text) => Buffer.from(text, 'base64').length === 32);
const url = z.url({ protocol: /^https?$/ });
const allowedAddresses = z.string().refine((text) => {
  try {
    return readAllowedAddresses(text) !== null;
  } catch {
    return false;
  }
});
const wholeNumber = (least: number, most: number) =>
  z.string().refine((text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most);

/** Every variable that is read, with its meaning and its fix. */
export const variables = [
  {
    name: 'SLACK_BOT_TOKEN',
    required: true,
    meaning: 'The bot token of the installed Slack app.',
    schema: z.string().startsWith('xoxb-'),
    fix: 'Copy it from the app’s page “OAuth & Permissions”; it begins with xoxb-.',
  },
  {
    name: 'SLACK_SIGNING_SECRET',
    meaning:
      'Receives Slack over HTTP at `POST /slack/events`. This or `SLACK_APP_TOKEN` is required.',
    schema: z.string().min(8),
    fix: 'Copy it from the app’s page “Basic Information”.',
  },
  {
    name: 'SLACK_APP_TOKEN',
    meaning: 'Receives Slack over Socket Mode. This or `SLACK_SIGNING_SECRET` is required.',
    schema: z.string().startsWith('xapp-'),
    fix: 'Create an app-level token with connections:write; it begins with xapp-.',
  },
  {
    name: 'SLACK_API_URL',
    meaning: 'The base of the Web API.',
    default: "Slack's own",
    schema: url,
    fix: 'Leave it out for Slack itself, or give an http(s) URL.',
  },
  {
    name: 'SECRETS_KEY',
    required: true,
    meaning: '32 bytes in base64. It wraps the keys that seal what is secret in the database.',
    schema: key,
    fix: 'Make one with `openssl rand -base64 32`, and keep it: without it the data cannot be read.',
  },
  {
    name: 'SECRETS_KEYS_OLD',
    meaning: 'Earlier values of `SECRETS_KEY`, separated by commas, while changing over.',
    schema: z.string().refine((text) => split(text).every((one) => key.safeParse(one).success)),
    fix: 'Give the earlier keys as they were, each 32 bytes in base64.',
  },
  {
    name: 'ADMIN_USERS',
    meaning:
      'Slack user ids, separated by commas: Admins while they are listed. Required while the database holds no Admin.',
    schema: listOf(slackId('UW')),
    fix: 'Give user ids such as U012ABCDEF (in Slack: profile, ⋮, “Copy member ID”), separated by commas.',
  },
  {
    name: 'APPROVALS_CHANNEL',
    required: true,
    meaning: 'The id of a private channel of Admins, for approval cards.',
    schema: z.string().regex(slackId('CG')),
    fix: 'Give the id of a private channel, such as C012ABCDEF (in Slack: channel name, at the bottom of “About”), and invite the bot to it.',
  },
  {
    name: 'OPS_CHANNEL',
    meaning: 'Where unknown outcomes and alarms go.',
    default: '`APPROVALS_CHANNEL`',
    schema: z.string().regex(slackId('CG')),
    fix: 'Give a channel id such as C012ABCDEF.',
  },
  {
    name: 'AUDIT_CHANNEL',
    meaning: 'Where every ended change, and the head of the audit chain once a day, are posted.',
    default: 'none',
    schema: z.string().regex(slackId('CG')),
    fix: 'Give a channel id such as C012ABCDEF.',
  },
  {
    name: 'FOUR_EYES',
    meaning: '`others`: everyone but an Admin needs a second person; `all`: Admins too.',
    default: '`others`',
    schema: z.enum(['others', 'all']),
    fix: 'Give others or all.',
  },
  {
    name: 'REQUEST_DAYS',
    meaning: 'After how many days an undecided request expires.',
    default: '7',
    schema: wholeNumber(1, 365),
    fix: 'Give a whole number of days from 1 to 365.',
  },
  {
    name: 'ALLOW_PRIVATE_ADDRESSES',
    meaning:
      'Which private addresses webhook tests and buckets may reach: `true` for all, or ranges such as `10.20.0.0/16,fd00::/8`. Addresses of cloud metadata never.',
    default: 'none',
    schema: allowedAddresses,
    fix: 'Give true, or CIDRs such as 10.20.0.0/16 separated by commas.',
  },
  {
    name: 'LISTEN',
    meaning:
      '`account`: whoever holds Account scope may listen to the recordings of its calls, and delete them, as Service Providers and Admins may.',
    default: 'none',
    schema: z.enum(['account']),
    fix: 'Give account, or leave it out.',
  },
  {
    name: 'MASK_NUMBERS',
    meaning:
      '`true`: of callers’ numbers only the last three digits are shown; `false`: all of them, to whoever sees the calls.',
    default: '`true`',
    schema: z.enum(['true', 'false']),
    fix: 'Give true or false.',
  },
  {
    name: 'COMMAND',
    meaning: 'The slash command, so that a test app can stand beside the real one.',
    default: '`/vg`',
    schema: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
    fix: 'Give a slash and up to 31 lower-case letters, digits, - or _, as in the app’s manifest.',
  },
  {
    name: 'HOST',
    meaning: 'The address to listen on.',
    default: '`0.0.0.0`',
    schema: z.string().min(1),
    fix: 'Give a host name or address.',
  },
  {
    name: 'PORT',
    meaning:
      'The port of `/healthz`, `/readyz`, the embedded gateway’s `/v1` and, over HTTP, of Slack.',
    default: '`3000`',
    schema: wholeNumber(0, 65535),
    fix: 'Give a port number from 0 to 65535.',
  },
  {
    name: 'METRICS_PORT',
    meaning: 'The port of `/metrics`, for Prometheus; `off` for none.',
    default: '`9464`',
    schema: z.union([z.literal('off'), wholeNumber(0, 65535)]),
    fix: 'Give a port number from 0 to 65535, or off.',
  },
  {
    name: 'DATA_DIR',
    meaning: 'The folder of the databases, readable by its owner only.',
    default: '`./data`',
    schema: z.string().min(1),
    fix: 'Give a folder that this user may write to.',
  },
  {
    name: 'LOG_LEVEL',
    meaning: '`trace`, `debug`, `info`, `warn`, `error` or `silent`.',
    default: '`info`',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    fix: 'Give trace, debug, info, warn, error or silent.',
  },
] as const satisfies readonly Variable[];

/** The name of a variable. */
export type Name = (typeof variables)[number]['name'];

/** What commas separate, without what is empty. */
export function split(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
