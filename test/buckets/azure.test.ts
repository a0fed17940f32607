import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  BlobServiceClient,
  type ContainerClient,
  ContainerSASPermissions,
  generateAccountSASQueryParameters,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openBuckets } from '../../src/buckets/open-bucket.ts';
import {
  type BucketTestResult,
  type TestNeeds,
  type TestStep,
  testBucket,
} from '../../src/features/recording/bucket-test.ts';
import { diagnose } from '../../src/features/recording/diagnosis.ts';
import type { AzureContainer } from '../../src/features/recording/recording.ts';
import { publicOnly } from '../../src/outbound/addresses.ts';
import { Secret } from '../../src/secret.ts';
import { authority, startReceiver } from '../webhook-sender/receiver.ts';
import { type AzureFront, type Faults, startAzureFront } from './azure-front.ts';
import { type Azurite, accountKey, accountName, azuriteMissing, startAzurite } from './azurite.ts';
import {
  but,
  clock,
  errorOf,
  expectNone,
  keepNothing,
  log,
  logs,
  loopback,
  statesOf,
  writeFailed,
} from './steps.ts';

// Azure's own library against azurite, which verifies keys and signatures: one letter or condition is removed at a
// time, and the step, the cause and the fix that are named are looked at.

const withAzurite = describe.skipIf(azuriteMissing);
const named = (what: string) => (azuriteMissing ? `${what} (${azuriteMissing})` : what);

let azurite: Azurite;
let front: AzureFront;
let calls: ContainerClient;
const owner = new StorageSharedKeyCredential(accountName, accountKey);

beforeAll(async () => {
  if (azuriteMissing) return;
  azurite = await startAzurite();
  front = await startAzureFront(azurite.port);
  calls = new BlobServiceClient(azurite.endpoint, owner).getContainerClient('calls');
  await calls.create();
});
afterAll(async () => {
  await front?.[Symbol.asyncDispose]();
  await azurite?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  logs.length = 0;
  if (azuriteMissing) return;
  front.reset();
  for (const key of await keys()) await calls.deleteBlob(key);
});
afterEach(() => vi.unstubAllEnvs());

const canaries = [accountKey, 'canary', 'sig='];
const content = Buffer.from('RIFF and more');
const HOUR = 3_600_000;

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of calls.listBlobsFlat()) found.push(name);
  return found;
}

const endpoint = () => `http://127.0.0.1:${front.port}/${accountName}`;
const byKey = (key = accountKey) =>
  `DefaultEndpointsProtocol=http;AccountName=${accountName};AccountKey=${key};BlobEndpoint=${endpoint()};`;

interface Signed {
  permissions?: string;
  types?: string;
  services?: string;
  starts?: Date;
  expires?: Date;
  protocol?: SASProtocol;
}

/** A connection string by a signature of the account. */
function bySignature({
  permissions = 'rwdlc',
  types = 'co',
  services = 'b',
  starts,
  expires = new Date(Date.now() + HOUR),
  protocol,
}: Signed = {}): string {
  const signed = generateAccountSASQueryParameters(
    {
      permissions: AccountSASPermissions.parse(permissions),
      resourceTypes: AccountSASResourceTypes.parse(types).toString(),
      services: AccountSASServices.parse(services).toString(),
      expiresOn: expires,
      ...(starts && { startsOn: starts }),
      ...(protocol && { protocol }),
    },
    owner,
  );
  return `BlobEndpoint=${endpoint()};AccountName=${accountName};SharedAccessSignature=${signed.toString()}`;
}

function container(connectionString = byKey(), name = 'calls'): AzureContainer {
  return {
    vendor: 'azure',
    name,
    tags: [{ name: 'team', value: 'voice' }],
    connectionString: new Secret(connectionString),
  };
}

function opener(more: Partial<Parameters<typeof openBuckets>[0]> = {}) {
  return openBuckets({ allowed: loopback, clock, log, ...more });
}

function tested(
  of: AzureContainer = container(),
  needs: Partial<TestNeeds> = {},
): Promise<BucketTestResult> {
  return testBucket(of, { open: opener(), now: () => performance.now(), ...needs });
}

/** An answer of the real Azure that azurite does not give. */
const answers = (code: string, status = 403, when = /./, headers: Record<string, string> = {}) => ({
  answers: { when, status, code, headers },
});

withAzurite(named('a test of a container'), () => {
  test('that all is well with does what the gateway does, and leaves nothing', async () => {
    const result = await tested();
    expect(statesOf(result)).toEqual(but());
    expect(result).toMatchObject({ stopped: false, left: null });
    const short = front.requests.map((line) =>
      line
        .replace(/switchboard-test(\/|%2F)[\da-f-]+\.wav/, 'KEY')
        .replace(/blockid=[^&]+/, 'blockid=…'),
    );
    expect(short).toEqual([
      'PUT /acmevoice/calls/KEY?comp=block&blockid=…',
      'PUT /acmevoice/calls/KEY?comp=blocklist',
      'PUT /acmevoice/calls/KEY?comp=metadata',
      'GET /acmevoice/calls/KEY',
      'HEAD /acmevoice/calls/KEY',
      'GET /acmevoice/calls?comp=list&prefix=KEY&maxresults=1000&restype=container',
      'DELETE /acmevoice/calls/KEY',
      'HEAD /acmevoice/calls/KEY',
    ]);
    expect(await keys()).toEqual([]);
  });

  test('does so by a signature of the account, and of the container alone', async () => {
    expect(statesOf(await tested(container(bySignature())))).toEqual(but());
    const permissions = ContainerSASPermissions.parse('racwdl');
    const expiresOn = new Date(Date.now() + HOUR);
    const ofContainer = generateBlobSASQueryParameters(
      { containerName: 'calls', permissions, expiresOn },
      owner,
    );
    const text = `BlobEndpoint=${endpoint()};SharedAccessSignature=${ofContainer.toString()}`;
    expect(statesOf(await tested(container(text)))).toEqual(but());
  });

  test('writes metadata and tags, and names what it could not delete', async () => {
    const { left } = await tested(container(bySignature({ permissions: 'rwlc' })), {
      metadata: { accountSid: 'acme' },
    });
    expect(await keys()).toEqual([left]);
    const { metadata } = await calls.getBlobClient(left ?? '').getProperties();
    expect(metadata).toMatchObject({ accountsid: 'acme', direction: 'inbound', team: 'voice' });
  });

  /** What is amiss → what becomes of the steps, and which step says what. */
  type Row = [
    what: string,
    amiss: Partial<Faults> & { of?: () => AzureContainer },
    states: string[],
    step: TestStep,
    cause: RegExp | string,
    fix: RegExp | string,
  ];
  const signed = (by: Signed) => ({ of: () => container(bySignature(by)) });
  const anew =
    'Make a new one with `ss=b`, `srt=co` and `sp=rcwdl` (Security + networking, Shared access signature), and give its connection string.';
  const unread = but({ 'read back': 'failed', metadata: 'failed', gone: 'warning' });
  const expired = new Date('2026-01-31T09:30:00Z');
  const later = new Date(Date.now() + 10 * HOUR);

  const rows: Row[] = [
    [
      'the letter w',
      signed({ permissions: 'rdl' }),
      writeFailed,
      'write',
      'The SharedAccessSignature lacks the letter `w` (write): it says `sp=rdl`.',
      anew,
    ],
    [
      'the letter r',
      signed({ permissions: 'wdlc' }),
      unread,
      'read back',
      'The SharedAccessSignature lacks the letter `r` (read): it says `sp=wdlc`.',
      `${anew} Without it recordings are kept and nobody can play them.`,
    ],
    [
      'the letter l',
      signed({ permissions: 'rwdc' }),
      but({ list: 'warning' }),
      'list',
      'The SharedAccessSignature lacks the letter `l` (list): it says `sp=rwdc`.',
      `${anew} The gateway does not need it.`,
    ],
    [
      'the letter d',
      signed({ permissions: 'rwlc' }),
      but({ delete: 'warning', gone: 'skipped' }),
      'delete',
      'The SharedAccessSignature lacks the letter `d` (delete): it says `sp=rwlc`.',
      `${anew} Without it recordings are kept and nobody can delete them; the gateway does not need it.`,
    ],
    [
      'objects (srt=o)',
      signed({ types: 'c' }),
      writeFailed,
      'write',
      'The SharedAccessSignature is not for objects: it says `srt=c`, without `o`.',
      anew,
    ],
    [
      'containers (srt=c)',
      signed({ types: 'o' }),
      but({ list: 'warning' }),
      'list',
      'The SharedAccessSignature is not for containers: it says `srt=o`, without `c`.',
      anew,
    ],
    [
      'blobs (ss=b)',
      signed({ services: 'q' }),
      writeFailed,
      'write',
      'The SharedAccessSignature is not for blobs: it says `ss=q`, without `b`.',
      anew,
    ],
    [
      'a signature that is still valid',
      signed({ expires: expired }),
      writeFailed,
      'write',
      'The SharedAccessSignature expired on 2026-01-31 09:30 UTC.',
      `${anew} The gateway cannot renew it: nothing is recorded after its end. AccountKey has none.`,
    ],
    [
      'a signature that is valid already',
      signed({ starts: new Date(Date.now() + HOUR), expires: later }),
      writeFailed,
      'write',
      /^The SharedAccessSignature is valid from 20\d\d-\d\d-\d\d \d\d:\d\d UTC only\.$/,
      /^Wait for that, or make one that begins at once\./,
    ],
    [
      'https',
      { ...signed({ protocol: SASProtocol.Https }), ...answers('AuthorizationProtocolMismatch') },
      writeFailed,
      'write',
      /^The SharedAccessSignature allows https alone, and BlobEndpoint is http:\/\/127\.0\.0\.1:\d+\.$/,
      'Begin BlobEndpoint with https://.',
    ],
    [
      'an address that the signature is for',
      { ...signed({}), ...answers('AuthorizationSourceIPMismatch') },
      writeFailed,
      'write',
      'The SharedAccessSignature is for certain addresses (`sip`), and this bot’s is none of them.',
      /^Include the addresses of the gateway, and of this bot\./,
    ],
    [
      'the key that signed it',
      { ...signed({}), ...answers('AuthenticationFailed') },
      writeFailed,
      'write',
      'The storage account “acmevoice” does not accept the SharedAccessSignature: the key that signed it was rotated, or it was changed.',
      anew,
    ],
    [
      'the account’s key',
      {
        of: () => container(byKey(Buffer.alloc(64, 1).toString('base64'))),
        ...answers('AuthenticationFailed'),
      },
      writeFailed,
      'write',
      'AccountKey is not a key of the storage account “acmevoice”: it was rotated, or is another account’s.',
      /^Copy the connection string anew/,
    ],
    [
      'the right time',
      { ...answers('AuthenticationFailed'), clockAhead: -7200 },
      writeFailed,
      'write',
      /^The clock of this machine is 7,\d{3} seconds ahead of that of Azure Cloud Storage/,
      /NTP/,
    ],
    [
      'the container',
      { of: () => container(byKey(), 'none') },
      writeFailed,
      'write',
      'The storage account “acmevoice” has no container named “none”.',
      'Create it there, or correct the Container Name.',
    ],
    [
      'the account',
      { of: () => container(byKey().replaceAll('acmevoice', 'acmeother')) },
      writeFailed,
      'write',
      /^There is no storage account “acmeother” at 127\.0\.0\.1:\d+\.$/,
      'Copy the connection string anew from the storage account.',
    ],
    [
      'an account that is enabled',
      answers('AccountIsDisabled'),
      writeFailed,
      'write',
      'The storage account “acmevoice” is disabled.',
      /subscription/,
    ],
    [
      'a network that is let in',
      answers('AuthorizationFailure'),
      writeFailed,
      'write',
      'The network rules of the storage account “acmevoice” keep out who asks from here.',
      /Networking/,
    ],
    [
      'access by keys',
      answers('KeyBasedAuthenticationNotPermitted'),
      writeFailed,
      'write',
      'The storage account “acmevoice” permits no access by its keys, nor by what they signed.',
      /Allow storage account key access/,
    ],
    [
      'a role',
      answers('AuthorizationPermissionMismatch'),
      writeFailed,
      'write',
      'Whom the Connection String stands for lacks the right to “Put Block” in the storage account “acmevoice”.',
      /Storage Blob Data Contributor/,
    ],
    [
      'a role of whoever signed',
      {
        of: () => container(`${bySignature()}&skoid=canary-person`),
        ...answers('AuthorizationPermissionMismatch', 403, /comp=metadata/),
      },
      writeFailed,
      'write',
      'Whoever signed the SharedAccessSignature lacks the right to “Set Blob Metadata”, which it says: it grants no more than they have.',
      /Storage Blob Data Contributor .* bare of their metadata/,
    ],
    [
      'a letter of the stored access policy',
      {
        of: () =>
          container(
            `BlobEndpoint=${endpoint()};SharedAccessSignature=sv=2024-11-04&sr=c&si=recordings&sig=canary`,
          ),
        ...answers('AuthorizationPermissionMismatch'),
      },
      writeFailed,
      'write',
      'The stored access policy “recordings” of the container lacks the letter `w` (write).',
      'Add it to the policy (container, Access policy).',
    ],
    [
      'that blobs may be deleted: immutability',
      answers('BlobImmutableDueToPolicy', 409, /^DELETE/),
      but({ delete: 'warning', gone: 'skipped' }),
      'delete',
      'An immutability policy or a legal hold of the container protects the blob.',
      /^Nothing, if recordings are to be kept so/,
    ],
    [
      'that blobs may be deleted: a lease',
      answers('LeaseIdMissing', 412, /^DELETE/),
      but({ delete: 'warning', gone: 'skipped' }),
      'delete',
      'Somebody holds a lease on the blob: it cannot be deleted.',
      /^Break the lease/,
    ],
    [
      'metadata that Azure takes',
      answers('InvalidMetadata', 400, /comp=metadata/),
      writeFailed,
      'write',
      'Azure does not take the metadata: the name or the value of a tag has other characters.',
      /^Name tags with letters/,
    ],
    [
      'room for more requests',
      answers('ServerBusy', 503, /./, { 'Retry-After': '30' }),
      writeFailed,
      'write',
      'Azure Cloud Storage takes no more requests at the moment.',
      /^Try again in 30 seconds/,
    ],
    [
      'a store that works',
      answers('InternalError', 500),
      writeFailed,
      'write',
      'Azure Cloud Storage failed by itself.',
      /status page/,
    ],
    [
      'a store that speaks its language',
      answers('', 404),
      writeFailed,
      'write',
      'What Azure Cloud Storage answers is not the language of Azure Cloud Storage.',
      /something else answers there/,
    ],
    [
      'an answer',
      { loses: /comp=blocklist/ },
      writeFailed,
      'write',
      'Azure Cloud Storage closed the connection before it had answered.',
      /^Try again/,
    ],
    [
      'a connection string that is one',
      { of: () => container('AccountName=acmevoice;canary') },
      writeFailed,
      'write',
      'Nothing was sent: the Connection String cannot be used. It lacks AccountKey, or SharedAccessSignature in its place.',
      /^Give it anew, whole/,
    ],
  ];

  test.each(rows)('without %s', async (_what, { of, ...faults }, states, step, cause, fix) => {
    Object.assign(front.faults, faults);
    const result = await tested(of?.());
    expect(statesOf(result)).toEqual(states);
    const found = result.steps.find((one) => one.step === step)?.diagnosis;
    expect(found?.cause).toEqual(typeof cause === 'string' ? cause : expect.stringMatching(cause));
    expect(found?.fix).toEqual(typeof fix === 'string' ? fix : expect.stringMatching(fix));
    expect(await keys()).toEqual(result.left === null ? [] : [result.left]);
    expect(result.left !== null).toBe(states.includes('delete warning'));
    expectNone(canaries, result);
  });

  test('that is stopped stops at once, and leaves nothing', async () => {
    front.faults.hangs = /comp=metadata/;
    const stopping = new AbortController();
    const testing = tested(container(), { signal: stopping.signal });
    await expect
      .poll(() => front.requests.some((line) => line.includes('comp=metadata')))
      .toBe(true);
    stopping.abort();
    expect(await testing).toMatchObject({ stopped: true, left: null });
    expect(await keys()).toEqual([]);
    await expect.poll(() => front.connections()).toBe(0);
  });
});

withAzurite(named('a client'), () => {
  test('uploads in blocks, reads what is wanted, lists and links', async () => {
    const client = await opener()(container());
    const long = Buffer.alloc(4 * 1024 * 1024 + 1, 'long');
    await client.write('2026/11/23/é 1.mp3', long, { accountSid: 'acme', Team: 'voice' });
    expect(front.requests.filter((line) => line.includes('comp=block&'))).toHaveLength(2);
    expect(Buffer.compare(await client.read('2026/11/23/é 1.mp3'), long)).toBe(0);
    expect(Buffer.from(await client.read('2026/11/23/é 1.mp3', { first: 6 })).toString()).toBe(
      'longlo',
    );
    expect(await client.head('2026/11/23/é 1.mp3')).toEqual({
      bytes: long.length,
      metadata: { accountsid: 'acme', team: 'voice' },
    });
    await client.write('empty', new Uint8Array(), {});
    expect(await client.read('empty', { first: 4 })).toHaveLength(0);
    expect(await client.list('2026/')).toEqual(['2026/11/23/é 1.mp3']);

    const until = new Date(Date.now() + 300_000);
    const link = await client.link('2026/11/23/é 1.mp3', until, 'audio/mpeg');
    // Who follows a link holds no connection for the next.
    const follow = (to: Secret | string, method = 'GET') =>
      fetch(to instanceof Secret ? to.reveal() : to, { method, headers: { connection: 'close' } });
    const answer = await follow(link);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    expect((await answer.arrayBuffer()).byteLength).toBe(long.length);
    expect((await follow(link.reveal().replace('%201.mp3', '%202.mp3'))).status).toBe(403);
    expect((await follow(link, 'DELETE')).status).toBe(403);
    const past = await client.link('empty', new Date(Date.now() - 5000), 'audio/mpeg');
    expect((await follow(past)).status).toBe(403);

    await client.remove('2026/11/23/é 1.mp3');
    await client.remove('2026/11/23/é 1.mp3');
    expect(await errorOf(client.head('2026/11/23/é 1.mp3'))).toMatchObject({
      trouble: 'object missing',
      call: 'Get Blob Properties',
    });
    expect(await errorOf(client.read('2026/11/23/é 1.mp3'))).toMatchObject({
      trouble: 'object missing',
      call: 'Get Blob',
    });
    client.close();
  });

  test('by a signature makes no link, since it would give the signature away', async () => {
    const of = container(bySignature());
    const client = await opener()(of);
    const error = await errorOf(client.link('kept', new Date(Date.now() + 1000), 'audio/wav'));
    expect(error).toMatchObject({ trouble: 'credential unusable', call: 'Service SAS' });
    expect(diagnose(of, 'read back', error).fix).toBe(
      'To listen from here, give a connection string with AccountKey.',
    );
    client.close();
  });

  test('gives up in time where a call hangs, or its answer does not end', async () => {
    await calls.uploadBlockBlob('kept', content, content.length);
    for (const fault of ['hangs', 'stalls'] as const) {
      const client = await opener({ timeLimit: 200 })(container());
      front.faults[fault] = /./;
      const works = [
        client.write('new', content, {}),
        client.read('kept'),
        client.head('kept'),
        client.list('kept'),
        client.remove('kept'),
      ];
      const came = await Promise.all(works.map((work) => errorOf(work).then((one) => one.trouble)));
      // A HEAD has no more than its beginning.
      expect(came.filter((one) => one !== 'timeout').length).toBeLessThanOrEqual(
        fault === 'stalls' ? 2 : 0,
      );
      client.close();
      await expect.poll(() => front.connections()).toBe(0);
      front.reset();
    }
  });

  test('follows no answer elsewhere', async () => {
    await using elsewhere = await startReceiver();
    for (const location of [`http://127.0.0.1:${elsewhere.port}/`, 'http://169.254.169.254/']) {
      front.faults.answers = { when: /./, status: 307, code: 'Moved', headers: { location } };
      const client = await opener()(container());
      expect(await errorOf(client.list(''))).toMatchObject({ trouble: 'other' });
      client.close();
    }
    expect(elsewhere.received).toEqual([]);
  });
});

describe('an address', () => {
  const key = Buffer.alloc(64, 7).toString('base64');
  const dns: Record<string, string[]> = {
    'acme.blob.core.windows.net': ['20.60.1.1'],
    'blobs.example': ['20.60.1.1'],
    'blobs.internal': ['127.0.0.1'],
    'both.example': ['20.60.1.1', '127.0.0.1'],
    'metadata.example': ['169.254.169.254'],
  };
  const resolve = async (name: string) => {
    const found = dns[name];
    if (!found) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    return found;
  };
  const at = (url: string) => container(`AccountName=acme;AccountKey=${key};BlobEndpoint=${url}`);

  test.each([
    ['private and not allowed', 'https://blobs.internal', publicOnly, 'private address'],
    ['loopback and not allowed', 'http://127.0.0.1:10000/acme', publicOnly, 'private address'],
    ['plain http to the Internet', 'http://blobs.example', loopback, 'endpoint unusable'],
    ['plain http to inside and outside', 'http://both.example', loopback, 'endpoint unusable'],
    ['a metadata service', 'http://metadata.example', loopback, 'metadata address'],
    ['nowhere', 'https://none.example', loopback, 'name not found'],
  ])('is refused that is %s', async (_what, url, allowed, trouble) => {
    const open = opener({ resolve, allowed });
    expect(await errorOf(open(at(url)))).toMatchObject({ trouble, call: 'open' });
  });

  test('that nobody has says which account there is not', async () => {
    const missing = container(`AccountName=acmf;AccountKey=${key}`);
    const result = await tested(missing, { open: opener({ resolve }) });
    expect(result.steps[0]?.diagnosis?.cause).toBe(
      'There is no acmf.blob.core.windows.net: no storage account has the name “acmf”.',
    );
  });

  test('is reached over TLS, by a certificate that is trusted alone, and by no proxy', async () => {
    await using trap = await startReceiver();
    for (const name of [
      'HTTP_PROXY',
      'HTTPS_PROXY',
      'ALL_PROXY',
      'AZURE_STORAGE_CONNECTION_STRING',
    ]) {
      vi.stubEnv(name, `http://127.0.0.1:${trap.port}`);
    }
    await using secure = await startReceiver(
      (_request, response) =>
        void response.writeHead(403, { 'x-ms-error-code': 'AccountIsDisabled' }).end(),
      'localhost.pem',
    );
    const of = at(`https://localhost:${secure.port}/acme`);
    const trusting = await opener({ authorities: authority })(of);
    expect(await errorOf(trusting.list(''))).toMatchObject({ trouble: 'account disabled' });
    const client = await opener()(of);
    expect(await errorOf(client.list(''))).toMatchObject({
      trouble: 'certificate refused',
      told: { certificate: 'of unknown issuer' },
    });
    trusting.close();
    client.close();
    expect(trap.received).toEqual([]);
  });

  test('that sends without end is broken off', async () => {
    await using endless = await startReceiver((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' });
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      const more = () =>
        void (response.write(chunk) ? setImmediate(more) : response.once('drain', more));
      more();
    });
    const client = await opener()(at(`http://127.0.0.1:${endless.port}/acme`));
    expect(await errorOf(client.list(''))).toMatchObject({ trouble: 'not this protocol' });
    client.close();
  });
});

withAzurite(named('many tests'), () => {
  test('100 at once come off, and leave no blob and no connection', async () => {
    // Azurite takes its time for so many.
    const open = opener({ timeLimit: 50_000 });
    const results = await Promise.all(
      Array.from({ length: 100 }, () => tested(container(), { open })),
    );
    for (const result of results) expect(statesOf(result)).toEqual(but());
    expect(await keys()).toEqual([]);
    await expect.poll(() => front.connections()).toBe(0);
  });

  test('1,000 in a row leave no blob, no connection and no memory', async () => {
    const none = container(byKey(), 'none');
    Object.assign(front.faults, answers('ContainerNotFound', 404, /\/none\//));
    await keepNothing(tested, () => tested(none));
    expect(await keys()).toEqual([]);
    await expect.poll(() => front.connections()).toBe(0);
  });
});
