import { createHash } from 'node:crypto';
import type { AccountSummary, ServiceProvider } from '../features/accounts/account.ts';
import { AccountSid, ApiKeySid, ApplicationSid, CallSid, type Id, ProviderSid } from '../ids.ts';

// The world that the gallery shows: always the same people, accounts, ids and moments.

export const COMMAND = '/vg';
export const TEAM = 'T0SWITCHBOARD';

/** The moment of the gallery, a Monday. */
export const now = new Date('2026-11-23T10:00:00Z');

const HOUR = 60 * 60_000;

export function hoursAgo(hours: number): Date {
  return new Date(now.getTime() - hours * HOUR);
}

export function daysAhead(days: number): Date {
  return new Date(now.getTime() + days * 24 * HOUR);
}

export interface Person {
  teamId: string;
  userId: string;
  name: string;
}

/** The people, by what the tests' conversations call them too. */
export const cast = {
  /** Admins, by ADMIN_USERS. */
  ada: person('U0ADA', 'Ada Lindqvist'),
  ben: person('U0BEN', 'Ben Okafor'),
  /** Service Provider scope on Nordic Voice. */
  sam: person('U0SAM', 'Sam Rivera'),
  /** Account scope on Acme Telecom. */
  tia: person('U0TIA', 'Tia Novák'),
  /** On-call for all. */
  olu: person('U0OLU', 'Olu Adeyemi'),
  /** Nobody mapped her. */
  eve: person('U0EVE', 'Eve Moreau'),
  /** A guest with Account scope. */
  gus: person('U0GUS', 'Gus Weber'),
  /** A name from right to left, with an emoji. */
  noa: person('U0NOA', 'נועה ברק 🦊'),
} satisfies Record<string, Person>;

export const rooms = {
  approvals: 'C0APPROVALS',
  voiceOps: 'C0VOICEOPS',
  ops: 'C0OPS',
  audit: 'C0AUDIT',
  /** Where the bot is no member. */
  standup: 'C0STANDUP',
};

export const providers = {
  nordic: provider('Nordic Voice'),
  iberia: provider('Iberia Telecom Partners'),
};

const { nordic, iberia } = providers;

export const accounts = {
  acme: account('Acme Telecom', 'acme.nordicvoice.example', nordic),
  acmeNorth: account('Acme North', 'north.acme.example', nordic),
  globex: account('Globex Nordics', 'globex.nordicvoice.example', nordic),
  initech: account('Initech Iberia', 'voice.initech.example', iberia),
  umbrella: account('Umbrella Labs', null, iberia),
  /** Names that must be shown as they are, and order, format or ping nothing. */
  rightToLeft: account('مركز اتصالات الشمال', 'shamal.iberia.example', iberia),
  odd: account('🦊 Fox & Söhne *Hotline* <!channel>', 'fox.nordicvoice.example', nordic),
  /** As long as the rules let a name and a SIP realm be. */
  longest: account(
    'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Phone',
    `llanfairpwllgwyngyllgogerychwyrndrobwllll.${'antysiliogogogoch'.repeat(3)}.voice.nordicvoice.wales.example`,
    nordic,
  ),
};

/** One of many accounts that there are, by their number. */
export function numbered(index: number): AccountSummary {
  const name = `Branch Office ${index + 1}`;
  return account(name, `branch-${index + 1}.nordicvoice.example`, nordic);
}

/** An id of ours, the same for the same words. */
export function idOf<Prefix extends 'alm' | 'chg' | 'bat' | 'frm' | 'grt' | 'key' | 'ref'>(
  prefix: Prefix,
  of: string,
): Id<Prefix> {
  return `${prefix}_${digestOf(`${prefix} ${of}`).slice(0, 20)}`;
}

export function apiKeySid(name: string): ApiKeySid {
  return ApiKeySid.parse(uuid(`API key ${name}`));
}

export function callSid(name: string): CallSid {
  return CallSid.parse(uuid(`call ${name}`));
}

export function applicationSid(name: string): ApplicationSid {
  return ApplicationSid.parse(uuid(`application ${name}`));
}

/** A digest in hex, the same for the same words. */
export function digestOf(words: string): string {
  return createHash('sha256').update(words).digest('hex');
}

function person(userId: string, name: string): Person {
  return { teamId: TEAM, userId, name };
}

function provider(name: string): ServiceProvider {
  return { sid: ProviderSid.parse(uuid(`provider ${name}`)), name };
}

function account(name: string, sipRealm: string | null, of: ServiceProvider): AccountSummary {
  return { sid: AccountSid.parse(uuid(`account ${name}`)), name, sipRealm, provider: of };
}

function uuid(words: string): string {
  const hex = digestOf(words);
  const [a, b, c, d] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20)];
  return `${a}-${b}-4${c}-8${d}-${hex.slice(20, 32)}`;
}
