import { createPrivateKey } from 'node:crypto';
import { BotError } from '../../errors.ts';
import { Secret } from '../../secret.ts';

/** The longest service key that is taken, in characters: what a field of Slack holds. Google's have some 2,300. */
export const SERVICE_KEY_LENGTH = 3000;

/** The key of a service account. All but the private key may be shown. */
export interface ServiceKey {
  clientEmail: string;
  projectId: string | null;
  /** By which Google's console names the key among those of its account. */
  keyId: string | null;
  privateKey: Secret;
  /** The JSON as it is stored: what was given, with the line breaks of its private key where they were lost. */
  normalized: Secret;
  /** Where its tokens are given out, where that is not at Google. */
  foreignTokenUri: string | null;
  /** The domain of its cloud, where that is not Google's: a host, with a port where it needs one. */
  foreignUniverse: string | null;
}

const GOOGLE_UNIVERSE = 'googleapis.com';
/** What other JSON files of Google begin with, by which people take them for the key of a service account. */
const OTHER_KINDS = [
  'authorized_user',
  'external_account',
  'external_account_authorized_user',
  'impersonated_service_account',
  'gdch_service_account',
];

/**
 * The JSON of a service account's key, as Google gives it out. Throws `invalid` with `fields.serviceKey`, which says
 * what is wrong and quotes nothing of it.
 */
export function readServiceKey(text: string): ServiceKey {
  const trimmed = text.trim();
  const length = Array.from(trimmed).length;
  if (trimmed === '') refuse('Paste the JSON of a service account’s key.');
  if (length > SERVICE_KEY_LENGTH) {
    refuse(
      `A service key has at most ${number(SERVICE_KEY_LENGTH)} characters; this has ${number(length)}.`,
    );
  }
  const json = parsed(trimmed);
  checkType(json);
  const { client_email: email, project_id: project, private_key_id: id } = json;
  if (typeof email !== 'string' || email === '') {
    refuse('This key is without a client_email. Paste the whole file, unchanged.');
  }
  if (!/^[\w.+-]{1,100}@[\w.-]{1,150}$/.test(email)) {
    refuse('The client_email of this key is no address of a service account.');
  }
  const privateKey = privateKeyOf(json);
  const unchanged = privateKey === json.private_key;
  return {
    clientEmail: email,
    projectId: shown(project),
    keyId: shown(id),
    privateKey: new Secret(privateKey),
    normalized: new Secret(
      unchanged ? trimmed : JSON.stringify({ ...json, private_key: privateKey }),
    ),
    foreignTokenUri: foreignTokenUri(json.token_uri),
    foreignUniverse: foreignUniverse(json.universe_domain),
  };
}

/** Whether a host is Google's own. */
export function isGoogleHost(host: string): boolean {
  return host === GOOGLE_UNIVERSE || host.endsWith(`.${GOOGLE_UNIVERSE}`);
}

function parsed(text: string): Record<string, unknown> {
  if (text.startsWith('-----BEGIN')) {
    refuse('This is the private key alone. Paste the whole JSON file that it is in.');
  }
  const json = jsonIn(text);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    refuse('This is JSON, but no key of a service account.');
  }
  return json as Record<string, unknown>;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (/[“”„]/.test(text)) {
      refuse('This is not JSON: its quotes were changed into “ ”. Copy it from the file itself.');
    }
    if (text.startsWith('{') && !text.endsWith('}')) {
      refuse('This is not JSON: its end is missing. Paste the whole file, from { to }.');
    }
    refuse('This is not JSON. Paste the whole file, from { to }.');
  }
}

function checkType(json: Record<string, unknown>): void {
  const { type } = json;
  if (type === 'service_account') return;
  const other = OTHER_KINDS.find((kind) => kind === type);
  if (other) refuse(`This is a key of an ${other}, not of a service account.`);
  if ('web' in json || 'installed' in json) {
    refuse('This is the file of an OAuth client, not of a service account’s key.');
  }
  refuse('This is no key of a service account: its type is not service_account.');
}

function privateKeyOf({ private_key: key }: Record<string, unknown>): string {
  if (typeof key !== 'string' || key.trim() === '') {
    refuse('This key is without a private_key. Paste the whole file, unchanged.');
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) {
    refuse('This key is without a usable private_key: it does not begin with BEGIN PRIVATE KEY.');
  }
  const { problem, pem } = readable(key);
  if (problem) refuse(`This key is without a usable private_key: ${problem}`);
  return pem;
}

/** A key as it is used for signing; or why it cannot be. */
function readable(key: string): { problem: string | null; pem: string } {
  // Whoever carried the file through a shell may have kept the line breaks' `\n` as two characters.
  const pem = key.replaceAll('\\n', '\n');
  try {
    const { asymmetricKeyType } = createPrivateKey(pem);
    return { problem: asymmetricKeyType === 'rsa' ? null : 'it is no RSA key.', pem };
  } catch {
    return { problem: 'it was cut or changed. Paste the whole file, unchanged.', pem };
  }
}

function foreignTokenUri(uri: unknown): string | null {
  if (uri === undefined || uri === null || uri === '') return null;
  const url = typeof uri === 'string' && URL.canParse(uri) ? new URL(uri) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    refuse('The token_uri of this key is no address.');
  }
  const google = isGoogleHost(url.hostname) || url.hostname === 'accounts.google.com';
  return google ? null : url.href;
}

function foreignUniverse(universe: unknown): string | null {
  if (universe === undefined || universe === null || universe === '') return null;
  if (typeof universe !== 'string' || !/^[a-z0-9.-]{1,200}(:\d{1,5})?$/i.test(universe)) {
    refuse('The universe_domain of this key is no domain.');
  }
  return universe.toLowerCase() === GOOGLE_UNIVERSE ? null : universe.toLowerCase();
}

/** What may be shown as it is: names as Google makes them. */
function shown(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value) ? value : null;
}

const number = (value: number) => value.toLocaleString('en-US');

function refuse(why: string): never {
  throw new BotError('invalid', 'This service key cannot be used.', {
    why,
    fields: { serviceKey: why },
  });
}
