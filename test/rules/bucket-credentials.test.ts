import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import {
  CONNECTION_STRING_LENGTH,
  readConnectionString,
} from '../../src/features/recording/connection-string.ts';
import { readServiceKey, SERVICE_KEY_LENGTH } from '../../src/features/recording/service-key.ts';
import { keyPair, serviceAccount, wordsOf } from '../buckets/service-account.ts';

/** What stands under the field where this is refused. */
function refusal(read: (text: string) => unknown, field: string, text: string): string | undefined {
  try {
    read(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return error.fields[field];
  }
}

describe('a service key', () => {
  const read = (text: string) => refusal(readServiceKey, 'serviceKey', text);
  const json = (more: Record<string, unknown> = {}) => JSON.stringify(serviceAccount(more));
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

  test('is read as Google gives it out, and fits a field of Slack', () => {
    // As long as Google's are.
    const private_key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const given = `  ${JSON.stringify(serviceAccount({ private_key }), null, 2)}\n`;
    expect(given.length).toBeLessThan(SERVICE_KEY_LENGTH);
    const key = readServiceKey(given);
    expect(key).toMatchObject({
      clientEmail: 'recorder@acme-voice.iam.gserviceaccount.com',
      projectId: 'acme-voice',
      keyId: 'f0e1d2c3b4a5968778695a4b3c2d1e0f01234567',
      foreignTokenUri: null,
      foreignUniverse: null,
    });
    expect(key.privateKey.reveal()).toBe(private_key);
    expect(key.normalized.reveal()).toBe(given.trim());
    expect(JSON.stringify(key)).not.toContain('PRIVATE');
  });

  test('whose line breaks became two characters is stored as it is used', () => {
    const key = readServiceKey(json({ private_key: keyPair.privateKey.replaceAll('\n', '\\n') }));
    expect(key.privateKey.reveal()).toBe(keyPair.privateKey);
    expect(JSON.parse(key.normalized.reveal())).toEqual(serviceAccount());
  });

  test('names where it leads away from Google', () => {
    const key = readServiceKey(
      json({ token_uri: 'http://127.0.0.1:1/token', universe_domain: 'Cloud.Example:4443' }),
    );
    expect(key.foreignTokenUri).toBe('http://127.0.0.1:1/token');
    expect(key.foreignUniverse).toBe('cloud.example:4443');
    for (const token_uri of ['https://accounts.google.com/o/oauth2/token', undefined, null]) {
      expect(readServiceKey(json({ token_uri })).foreignTokenUri).toBeNull();
    }
    expect(
      readServiceKey(json({ token_uri: 'https://evilgoogleapis.com/t' })).foreignTokenUri,
    ).toBe('https://evilgoogleapis.com/t');
  });

  test.each([
    ['', 'Paste the JSON of a service account’s key.'],
    ['key', 'This is not JSON. Paste the whole file, from { to }.'],
    [
      json().slice(0, -9),
      'This is not JSON: its end is missing. Paste the whole file, from { to }.',
    ],
    [
      json().replaceAll('"', '”'),
      'This is not JSON: its quotes were changed into “ ”. Copy it from the file itself.',
    ],
    [keyPair.privateKey, 'This is the private key alone. Paste the whole JSON file that it is in.'],
    ['[1]', 'This is JSON, but no key of a service account.'],
    ['"text"', 'This is JSON, but no key of a service account.'],
    ['{}', 'This is no key of a service account: its type is not service_account.'],
    [
      json({ type: 'authorized_user' }),
      'This is a key of an authorized_user, not of a service account.',
    ],
    [
      json({ type: 'canary-type' }),
      'This is no key of a service account: its type is not service_account.',
    ],
    [
      '{"installed":{"client_id":"x"}}',
      'This is the file of an OAuth client, not of a service account’s key.',
    ],
    [
      json({ client_email: '' }),
      'This key is without a client_email. Paste the whole file, unchanged.',
    ],
    [
      json({ client_email: '<@U1>@x' }),
      'The client_email of this key is no address of a service account.',
    ],
    [
      json({ private_key: undefined }),
      'This key is without a private_key. Paste the whole file, unchanged.',
    ],
    [
      json({ private_key: 'canary' }),
      'This key is without a usable private_key: it does not begin with BEGIN PRIVATE KEY.',
    ],
    [
      json({ private_key: keyPair.privateKey.replace(/\n.{20}/, '\n') }),
      'This key is without a usable private_key: it was cut or changed. Paste the whole file, unchanged.',
    ],
    [
      json({ private_key: elliptic.export({ type: 'pkcs8', format: 'pem' }) }),
      'This key is without a usable private_key: it is no RSA key.',
    ],
    [json({ token_uri: 'ftp://x' }), 'The token_uri of this key is no address.'],
    [json({ token_uri: 'https://u:p@x/' }), 'The token_uri of this key is no address.'],
    [json({ universe_domain: 'a/b' }), 'The universe_domain of this key is no domain.'],
    [
      json({ more: 'x'.repeat(3000) }),
      /^A service key has at most 3,000 characters; this has \d,\d{3}\.$/,
    ],
  ])('that is wrong says what: %#', (text, why) => {
    expect(read(text)).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
    for (const word of [...wordsOf(keyPair.privateKey), 'canary']) {
      expect(read(text)).not.toContain(word);
    }
  });
});

describe('a connection string', () => {
  const read = (text: string) => refusal(readConnectionString, 'connectionString', text);
  const key = Buffer.alloc(64, 7).toString('base64');
  const sas =
    'sv=2024-11-04&ss=b&srt=co&sp=rwdlc&st=2026-01-01T00:00:00Z&se=2027-01-31T09:30:00Z&spr=https&sig=canary%3D';

  test.each([
    [
      `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${key};EndpointSuffix=core.windows.net`,
      'https://acme.blob.core.windows.net',
    ],
    [
      ` endpointsuffix=core.chinacloudapi.cn ; accountkey=${key};ACCOUNTNAME=acme;`,
      'https://acme.blob.core.chinacloudapi.cn',
    ],
    [`AccountName=acme;AccountKey=${key}`, 'https://acme.blob.core.windows.net'],
    [
      `AccountName=acme;AccountKey=${key};BlobEndpoint=http://10.0.0.5:10000/acme/`,
      'http://10.0.0.5:10000/acme',
    ],
    [
      `BlobEndpoint=https://acme.blob.core.windows.net/;QueueEndpoint=https://acme.queue.core.windows.net/;SharedAccessSignature=${sas}`,
      'https://acme.blob.core.windows.net',
    ],
    [`BlobEndpoint=https://10.0.0.5/acme;SharedAccessSignature=?${sas}`, 'https://10.0.0.5/acme'],
    [`AccountName=acme;SharedAccessSignature=${sas}`, 'https://acme.blob.core.windows.net'],
  ])(
    'is read whatever its order and case, and stored as Azure’s library reads it: %#',
    async (text, endpoint) => {
      const connection = readConnectionString(text);
      expect(connection).toMatchObject({ account: 'acme', endpoint });
      expect(JSON.stringify(connection)).not.toMatch(/canary|BwcH/);
      const { BlobServiceClient } = await import('@azure/storage-blob');
      const client = BlobServiceClient.fromConnectionString(connection.normalized.reveal());
      expect(client.accountName).toBe('acme');
      expect(client.url.split('?')[0]?.replace(/\/$/, '')).toBe(endpoint);
      expect(readConnectionString(connection.normalized.reveal())).toEqual(connection);
    },
  );

  test('by a signature says what it allows, and by a policy that this decides', () => {
    const { credential } = readConnectionString(`AccountName=acme;SharedAccessSignature=${sas}`);
    expect(credential).toMatchObject({
      kind: 'shared access signature',
      says: {
        permissions: 'rwdlc',
        services: 'b',
        resourceTypes: 'co',
        resource: null,
        starts: new Date('2026-01-01T00:00:00Z'),
        expires: new Date('2027-01-31T09:30:00Z'),
        fromAddresses: false,
        httpsOnly: true,
        policy: null,
      },
    });
    const byPolicy =
      'AccountName=acme;SharedAccessSignature=sv=2024-11-04&sr=c&si=recordings&sig=x';
    expect(readConnectionString(byPolicy).credential).toMatchObject({
      says: { policy: 'recordings', permissions: null, expires: null, resource: 'c' },
    });
  });

  test('for development stands for the emulator’s own', () => {
    expect(readConnectionString('usedevelopmentstorage=true')).toMatchObject({
      account: 'devstoreaccount1',
      endpoint: 'http://127.0.0.1:10000/devstoreaccount1',
    });
  });

  test.each([
    ['', 'Paste a connection string.'],
    [
      'canary',
      'This is no connection string: it lacks AccountName and AccountKey. Copy it from the storage account’s Access keys.',
    ],
    [
      'https://acme.blob.core.windows.net/?sv=1&sig=canary',
      'This is an address. A connection string begins with DefaultEndpointsProtocol=… or BlobEndpoint=….',
    ],
    ['AccountName=acme', 'It lacks AccountKey, or SharedAccessSignature in its place.'],
    [`AccountKey=${key}`, 'It lacks AccountName.'],
    [`SharedAccessSignature=${sas}`, 'It lacks BlobEndpoint, or AccountName.'],
    [
      `AccountName=acme;AccountKey=${key};SharedAccessSignature=${sas}`,
      'It holds AccountKey and SharedAccessSignature. Leave one of them out.',
    ],
    [`AccountName=acme;AccountName=other;AccountKey=${key}`, 'AccountName is in it twice.'],
    ['AccountName=acme;AccountKey=', 'AccountKey is empty.'],
    [
      `AccountName=acme;AccountKey=${key.slice(0, 9)} ${key.slice(9)}`,
      'AccountKey holds spaces or line breaks: paste it unchanged.',
    ],
    ['AccountName=acme;AccountKey=canary!', 'AccountKey is not base64: it was cut or changed.'],
    [
      `AccountName=acme;AccountKey=${key.slice(0, 84)}`,
      'AccountKey has 88 characters; this has 84.',
    ],
    [
      `AccountName=Acme_1;AccountKey=${key}`,
      'AccountName has 3 to 24 characters: a–z in lower case, and digits.',
    ],
    [
      `DefaultEndpointsProtocol=http;AccountName=acme;AccountKey=${key}`,
      'DefaultEndpointsProtocol is http: recordings and the key would go unencrypted.',
    ],
    [
      `DefaultEndpointsProtocol=ftp;AccountName=acme;AccountKey=${key}`,
      'DefaultEndpointsProtocol is https.',
    ],
    [
      `EndpointSuffix=evil/x;AccountName=acme;AccountKey=${key}`,
      'EndpointSuffix is no domain: Azure’s is core.windows.net.',
    ],
    [
      `BlobEndpoint=acme;AccountName=acme;AccountKey=${key}`,
      'BlobEndpoint is no address, such as https://acme.blob.core.windows.net.',
    ],
    [
      `BlobEndpoint=https://u:canary@acme.example/;AccountName=acme;AccountKey=${key}`,
      'BlobEndpoint holds a user or password.',
    ],
    [
      `BlobEndpoint=https://acme.blob.core.windows.net/?${sas};SharedAccessSignature=${sas}`,
      'BlobEndpoint ends after its path. What follows the ? belongs to SharedAccessSignature.',
    ],
    [
      'AccountName=acme;SharedAccessSignature=sv=2024-11-04&sp=rw&se=2027-01-01',
      'SharedAccessSignature lacks its sig or sv: paste it whole, from sv= to sig=….',
    ],
    [
      'AccountName=acme;SharedAccessSignature=sv=2024-11-04&se=2027-01-01&sig=canary',
      'SharedAccessSignature lacks its permissions (sp).',
    ],
    [
      'AccountName=acme;SharedAccessSignature=sv=2024-11-04&sp=rw&sig=canary',
      'SharedAccessSignature lacks its expiry (se).',
    ],
    [
      'AccountName=acme;SharedAccessSignature=sv=2024-11-04&sr=b&sp=rw&se=2027-01-01&sig=canary',
      'SharedAccessSignature is for one blob alone. Make one for the container.',
    ],
    [
      `AccountName=acme;AccountKey=${'A'.repeat(CONNECTION_STRING_LENGTH)}`,
      'A connection string has at most 2,000 characters; this has 2,028.',
    ],
  ])('that is wrong says what: %#', (text, why) => {
    expect(read(text)).toBe(why);
  });

  test('is never quoted where it is refused', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'AccountName',
        'accountkey',
        'SharedAccessSignature',
        'BlobEndpoint',
        '=',
        ';',
      ),
      fc.string({ minLength: 1, maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const why = read(`${pieces.join('')};x=canary-of-the-string`);
        expect(why ?? '').not.toContain('canary');
      }),
    );
  });
});
