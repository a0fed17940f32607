import { BotError } from '../../errors.ts';
import { Secret } from '../../secret.ts';
import { readSharedAccess, type SharedAccess } from './shared-access.ts';

/** The longest connection string that is taken, in characters. */
export const CONNECTION_STRING_LENGTH = 2000;

/** What a connection string says. All but the secrets may be shown. */
export interface Connection {
  account: string;
  /** Where its blobs are: `https://acme.blob.core.windows.net`, without a slash at the end. */
  endpoint: string;
  credential:
    | { kind: 'account key'; accountKey: Secret }
    | { kind: 'shared access signature'; sas: Secret; says: SharedAccess };
  /**
   * The same with its parts spelt, ordered and completed as Azure's own libraries need them: what is stored, since a
   * gateway reads it with one of those.
   */
  normalized: Secret;
}

const PARTS = [
  'DefaultEndpointsProtocol',
  'AccountName',
  'AccountKey',
  'SharedAccessSignature',
  'BlobEndpoint',
  'EndpointSuffix',
  'UseDevelopmentStorage',
] as const;
type Part = (typeof PARTS)[number];

const SUFFIX = 'core.windows.net';
/** An account's key has 64 bytes. */
const KEY_LENGTH = 88;
/** What `UseDevelopmentStorage=true` stands for: an emulator on the same machine, whose key everybody knows. */
const DEVELOPMENT = {
  DefaultEndpointsProtocol: 'http',
  AccountName: 'devstoreaccount1',
  AccountKey:
    'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  BlobEndpoint: 'http://127.0.0.1:10000/devstoreaccount1',
} as const;

/**
 * A connection string of Azure: its parts in any order and case. Throws `invalid` with `fields.connectionString`, which
 * says which part is lacking or wrong and quotes nothing of it.
 */
export function readConnectionString(text: string): Connection {
  const parts = partsOf(text.trim());
  return parts.get('UseDevelopmentStorage') === undefined
    ? connection(parts)
    : connection(new Map(Object.entries(DEVELOPMENT) as [Part, string][]));
}

function partsOf(text: string): Map<Part, string> {
  if (text === '') refuse('Paste a connection string.');
  const length = Array.from(text).length;
  if (length > CONNECTION_STRING_LENGTH) {
    refuse(
      `A connection string has at most ${number(CONNECTION_STRING_LENGTH)} characters; this has ${number(length)}.`,
    );
  }
  const parts = new Map<Part, string>();
  for (const pair of text.split(';')) {
    const [given = '', ...rest] = pair.trim().split('=');
    const name = PARTS.find((one) => one.toLowerCase() === given.trim().toLowerCase());
    // Other services' endpoints stand in the same string.
    if (!name) continue;
    if (parts.has(name)) refuse(`${name} is in it twice.`);
    const value = rest.join('=').trim();
    if (value === '') refuse(`${name} is empty.`);
    if (/\s/.test(value)) refuse(`${name} holds spaces or line breaks: paste it unchanged.`);
    parts.set(name, value);
  }
  if (parts.size > 0) return parts;
  if (/^https?:\/\//i.test(text)) {
    refuse(
      'This is an address. A connection string begins with DefaultEndpointsProtocol=… or BlobEndpoint=….',
    );
  }
  return refuse(
    'This is no connection string: it lacks AccountName and AccountKey. Copy it from the storage account’s Access keys.',
  );
}

function connection(parts: Map<Part, string>): Connection {
  const key = parts.get('AccountKey');
  const sas = parts.get('SharedAccessSignature')?.replace(/^\?/, '');
  if (key !== undefined && sas !== undefined) {
    refuse('It holds AccountKey and SharedAccessSignature. Leave one of them out.');
  }
  if (key === undefined && sas === undefined) {
    refuse('It lacks AccountKey, or SharedAccessSignature in its place.');
  }
  const named = parts.get('AccountName');
  const blobEndpoint = parts.has('BlobEndpoint') ? endpointOf(parts) : null;
  const account = named ?? (key === undefined && blobEndpoint ? accountIn(blobEndpoint) : null);
  if (!account) {
    return refuse(
      key === undefined ? 'It lacks BlobEndpoint, or AccountName.' : 'It lacks AccountName.',
    );
  }
  if (!/^[a-z0-9]{3,24}$/.test(account)) {
    refuse('AccountName has 3 to 24 characters: a–z in lower case, and digits.');
  }
  const endpoint = blobEndpoint ?? `${schemeOf(parts)}://${account}.blob.${suffixOf(parts)}`;
  if (key !== undefined) return withKey(account, endpoint, key, blobEndpoint !== null, parts);
  return withSignature(account, endpoint, sas ?? '');
}

function withKey(
  account: string,
  endpoint: string,
  key: string,
  ownEndpoint: boolean,
  parts: Map<Part, string>,
): Connection {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key) || key.length % 4 !== 0) {
    refuse('AccountKey is not base64: it was cut or changed.');
  }
  // A store of one's own may have others.
  if (!ownEndpoint && key.length !== KEY_LENGTH) {
    refuse(`AccountKey has ${KEY_LENGTH} characters; this has ${number(key.length)}.`);
  }
  const where = ownEndpoint ? `BlobEndpoint=${endpoint};` : `EndpointSuffix=${suffixOf(parts)};`;
  const scheme = ownEndpoint ? new URL(endpoint).protocol.slice(0, -1) : schemeOf(parts);
  return {
    account,
    endpoint,
    credential: { kind: 'account key', accountKey: new Secret(key) },
    normalized: new Secret(
      `DefaultEndpointsProtocol=${scheme};AccountName=${account};AccountKey=${key};${where}`,
    ),
  };
}

function withSignature(account: string, endpoint: string, sas: string): Connection {
  const says = readSharedAccess(sas);
  if (!says) {
    return refuse('SharedAccessSignature lacks its sig or sv: paste it whole, from sv= to sig=….');
  }
  if (says.resource === 'b') {
    refuse('SharedAccessSignature is for one blob alone. Make one for the container.');
  }
  if (!says.policy) {
    if (!says.permissions) refuse('SharedAccessSignature lacks its permissions (sp).');
    if (!says.expires) refuse('SharedAccessSignature lacks its expiry (se).');
  }
  return {
    account,
    endpoint,
    credential: { kind: 'shared access signature', sas: new Secret(sas), says },
    normalized: new Secret(
      `BlobEndpoint=${endpoint};AccountName=${account};SharedAccessSignature=${sas}`,
    ),
  };
}

function schemeOf(parts: Map<Part, string>): string {
  const scheme = parts.get('DefaultEndpointsProtocol')?.toLowerCase() ?? 'https';
  if (scheme === 'https') return scheme;
  if (scheme === 'http') {
    refuse('DefaultEndpointsProtocol is http: recordings and the key would go unencrypted.');
  }
  return refuse('DefaultEndpointsProtocol is https.');
}

function suffixOf(parts: Map<Part, string>): string {
  const suffix = parts.get('EndpointSuffix')?.toLowerCase() ?? SUFFIX;
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(suffix)) {
    refuse(`EndpointSuffix is no domain: Azure’s is ${SUFFIX}.`);
  }
  return suffix;
}

/** Plain http is a private store's alone; whether it is one shows when its address is known. */
function endpointOf(parts: Map<Part, string>): string {
  const text = parts.get('BlobEndpoint') ?? '';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:\/\/[^/]/i.test(text)) {
    return refuse('BlobEndpoint is no address, such as https://acme.blob.core.windows.net.');
  }
  if (url.username || url.password) refuse('BlobEndpoint holds a user or password.');
  if (url.search || url.hash) {
    refuse(
      'BlobEndpoint ends after its path. What follows the ? belongs to SharedAccessSignature.',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** The account that an endpoint names: in its path where its host is an address, else in its host. */
function accountIn(endpoint: string): string | null {
  const { hostname, pathname } = new URL(endpoint);
  const [, inPath = ''] = pathname.split('/');
  return inPath || (hostname.split('.')[0] ?? null);
}

const number = (value: number) => value.toLocaleString('en-US');

function refuse(why: string): never {
  throw new BotError('invalid', 'This connection string cannot be used.', {
    why,
    fields: { connectionString: why },
  });
}
