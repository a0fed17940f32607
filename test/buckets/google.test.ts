import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openBuckets } from '../../src/buckets/open-bucket.ts';
import {
  type BucketTestResult,
  type TestNeeds,
  type TestStep,
  testBucket,
} from '../../src/features/recording/bucket-test.ts';
import type { GoogleBucket } from '../../src/features/recording/recording.ts';
import { publicOnly } from '../../src/outbound/addresses.ts';
import { Secret } from '../../src/secret.ts';
import { authority, startReceiver } from '../webhook-sender/receiver.ts';
import { type Faults, type Permission, startGoogleServer } from './google-server.ts';
import { clientEmail, keyPair, otherKeyPair, serviceAccount, wordsOf } from './service-account.ts';
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

// Google's own library against a server that verifies its keys, tokens and links: one permission or condition is
// removed at a time, and the step, the cause and the fix that are named are looked at.

const server = await startGoogleServer();
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  server.reset();
  logs.length = 0;
});
afterEach(() => vi.unstubAllEnvs());

const secrets = [...wordsOf(keyPair.privateKey), ...wordsOf(otherKeyPair.privateKey), 'ya29.'];

/** A bucket whose key leads to the server here. */
function bucket(key: Record<string, unknown> = {}, more: Partial<GoogleBucket> = {}): GoogleBucket {
  const account = serviceAccount({
    token_uri: `${server.url}/token`,
    universe_domain: `127.0.0.1:${server.port}`,
    ...key,
  });
  return {
    vendor: 'google',
    name: 'calls',
    tags: [{ name: 'team', value: 'voice' }],
    serviceKey: new Secret(JSON.stringify(account)),
    ...more,
  };
}

function opener(more: Partial<Parameters<typeof openBuckets>[0]> = {}) {
  return openBuckets({ allowed: loopback, clock, log, ...more });
}

function tested(
  of: GoogleBucket = bucket(),
  needs: Partial<TestNeeds> = {},
): Promise<BucketTestResult> {
  return testBucket(of, { open: opener(), now: () => performance.now(), ...needs });
}

const content = Buffer.from('RIFF and more');

describe('a test of a bucket', () => {
  test('that all is well with does what the gateway does, and leaves nothing', async () => {
    const result = await tested();
    expect(statesOf(result)).toEqual(but());
    expect(result).toMatchObject({ stopped: false, left: null });
    const path = expect.stringMatching(
      /^\w+ \/storage\/v1\/b\/calls\/o\/switchboard-test%2F.+\.wav$/,
    );
    expect(server.requests).toEqual([
      'POST /token',
      'POST /upload/storage/v1/b/calls/o',
      'PUT /upload/storage/v1/b/calls/o',
      path,
      path,
      path,
      'GET /storage/v1/b/calls/o',
      path,
      path,
    ]);
    expect(server.requests[3]).toMatch(/^PATCH/);
    expect(server.buckets.get('calls')?.size).toBe(0);
    expect(server.sessions.size).toBe(0);
  });

  test('writes metadata and tags, and names what it could not delete', async () => {
    server.faults.lacking = ['storage.objects.delete'];
    const { left } = await tested(bucket(), { metadata: { accountSid: 'acme' } });
    const [[key, object] = []] = [...(server.buckets.get('calls') ?? [])];
    expect(key).toBe(left);
    expect(object?.metadata).toMatchObject({
      accountSid: 'acme',
      direction: 'inbound',
      team: 'voice',
    });
    expect(object?.content.subarray(0, 4).toString()).toBe('RIFF');
  });

  /** What is amiss → what becomes of the steps, and which step says what. */
  type Row = [
    what: string,
    amiss: Partial<Faults> & { bucket?: GoogleBucket; set?: () => void },
    states: string[],
    step: TestStep,
    cause: RegExp | string,
    fix: RegExp | string,
    policy?: string,
  ];
  const lacking = (...permissions: Permission[]) => ({ lacking: permissions });
  const grant = (role: string) =>
    `gcloud storage buckets add-iam-policy-binding gs://calls --member=serviceAccount:${clientEmail} --role=roles/storage.${role}`;
  const api = (
    status: number,
    reason: string,
    message = '',
    headers: Record<string, string> = {},
  ) => ({
    api: { status, reason, message, headers },
  });
  const token = (status: number, error: string, description: string) => ({
    token: { status, error, description },
  });

  const rows: Row[] = [
    [
      'storage.objects.create',
      lacking('storage.objects.create'),
      writeFailed,
      'write',
      `\`${clientEmail}\` lacks \`storage.objects.create\` on the bucket “calls”.`,
      'Grant it the role Storage Object Creator (`roles/storage.objectCreator`) on this bucket. Storage Object User (`roles/storage.objectUser`) grants all that this test needs.',
      grant('objectCreator'),
    ],
    [
      'storage.objects.update',
      lacking('storage.objects.update'),
      writeFailed,
      'write',
      `\`${clientEmail}\` lacks \`storage.objects.update\` on the bucket “calls”.`,
      /^Grant it the role Storage Object User \(`roles\/storage\.objectUser`\) on this bucket\. Without it recordings arrive, but bare of their metadata/,
      grant('objectUser'),
    ],
    [
      'storage.objects.get',
      lacking('storage.objects.get'),
      but({ 'read back': 'failed', metadata: 'failed', gone: 'warning' }),
      'read back',
      `\`${clientEmail}\` lacks \`storage.objects.get\` on the bucket “calls”.`,
      /Storage Object Viewer .* nobody can play them\.$/,
      grant('objectViewer'),
    ],
    [
      'storage.objects.list',
      lacking('storage.objects.list'),
      but({ list: 'warning', gone: 'warning' }),
      'list',
      `\`${clientEmail}\` lacks \`storage.objects.list\` on the bucket “calls”.`,
      /Storage Object Viewer .* The gateway does not need it\.$/,
      grant('objectViewer'),
    ],
    [
      'storage.objects.list, when the object is gone',
      lacking('storage.objects.list'),
      but({ list: 'warning', gone: 'warning' }),
      'gone',
      'The object was deleted; that it is gone Google does not tell an account that lacks `storage.objects.list` on the bucket “calls”.',
      /^Nothing, if nobody is to list recordings with this key\./,
      grant('objectViewer'),
    ],
    [
      'storage.objects.delete',
      lacking('storage.objects.delete'),
      but({ delete: 'warning', gone: 'skipped' }),
      'delete',
      `\`${clientEmail}\` lacks \`storage.objects.delete\` on the bucket “calls”.`,
      /Storage Object User .* nobody can delete them; the gateway does not need it\.$/,
      grant('objectUser'),
    ],
    [
      'the bucket',
      { set: () => server.buckets.clear() },
      writeFailed,
      'write',
      'Google Cloud Storage has no bucket named “calls”.',
      'Create it there, or correct the Bucket Name.',
    ],
    [
      'the key of the account',
      { bucket: bucket({ private_key: otherKeyPair.privateKey }) },
      writeFailed,
      'write',
      `Google does not accept the key \`f0e1d2c3b4a5968778695a4b3c2d1e0f01234567\` of the service account \`${clientEmail}\`: it was deleted or disabled, or its private_key is that of another.`,
      /^Make a new key for the account/,
    ],
    [
      'the account',
      { set: () => server.accounts.clear() },
      writeFailed,
      'write',
      `Google does not know the service account \`${clientEmail}\`: it was deleted, or is of another cloud.`,
      /^Make a key for a service account that there is/,
    ],
    [
      'that the account is enabled',
      token(400, 'invalid_grant', 'Account disabled: canary-of-the-store'),
      writeFailed,
      'write',
      `The service account \`${clientEmail}\` is disabled.`,
      'Enable it again, or give the key of another.',
      `gcloud iam service-accounts enable ${clientEmail}`,
    ],
    [
      'the right time',
      { clockAhead: 7200 },
      writeFailed,
      'write',
      /^The clock of this machine is 7,(199|200|201) seconds behind that of Google Cloud Storage/,
      /NTP/,
    ],
    [
      'the token exchange',
      token(503, 'internal_failure', 'canary-of-the-store'),
      writeFailed,
      'write',
      'Google Cloud Storage failed by itself.',
      /status page/,
    ],
    [
      'a scope of the token',
      token(400, 'invalid_scope', 'canary-of-the-store'),
      writeFailed,
      'write',
      `Google gives out no token for the service account \`${clientEmail}\`.`,
      /^Make a new key/,
    ],
    [
      'that objects may be deleted: retention',
      { retention: true },
      but({ delete: 'warning', gone: 'skipped' }),
      'delete',
      'The bucket’s retention policy protects the object: it cannot be deleted yet.',
      /^Nothing, if recordings are to be kept so/,
    ],
    [
      'the API in the project',
      api(403, 'accessNotConfigured', 'canary-of-the-store'),
      writeFailed,
      'write',
      'The Cloud Storage JSON API is not enabled in the project “acme-voice”.',
      /^Enable it/,
      'gcloud services enable storage.googleapis.com --project=acme-voice',
    ],
    [
      'the way through the perimeter',
      api(403, 'vpcServiceControls'),
      writeFailed,
      'write',
      'A perimeter of VPC Service Controls keeps out who asks from here.',
      new RegExp(`admit \`${clientEmail}\``),
    ],
    [
      'who pays',
      api(
        400,
        'userProjectMissing',
        'Bucket is a requester pays bucket but no user project provided.',
      ),
      writeFailed,
      'write',
      'The bucket has Requester Pays on, and the gateway names nobody who pays.',
      /^Turn Requester Pays off for this bucket\./,
    ],
    [
      'the billing account',
      api(
        403,
        'accountDisabled',
        'The billing account for the owning project is disabled in state closed',
      ),
      writeFailed,
      'write',
      'The billing account of the project that the bucket “calls” belongs to is closed or disabled.',
      /link an open billing account/,
    ],
    [
      'that the token still counts',
      api(401, 'authError', 'Invalid Credentials'),
      writeFailed,
      'write',
      `Google no longer accepts the service account \`${clientEmail}\`: it was deleted or disabled just now.`,
      /^Make a key/,
    ],
    [
      'that nothing stands against it: a precondition',
      api(412, 'conditionNotMet'),
      writeFailed,
      'write',
      'A rule of the bucket or of its organisation refuses this (`storage.objects.create`).',
      /organisation’s policies/,
    ],
    [
      'room for more requests',
      api(429, 'rateLimitExceeded', 'canary-of-the-store', { 'Retry-After': '17' }),
      writeFailed,
      'write',
      'Google Cloud Storage takes no more requests at the moment.',
      /^Try again in 17 seconds/,
    ],
    [
      'a store that works',
      api(503, 'backendError'),
      writeFailed,
      'write',
      'Google Cloud Storage failed by itself.',
      /status page/,
    ],
    [
      'the right checksum',
      { wrongChecksum: true },
      writeFailed,
      'write',
      'Google Cloud Storage failed by itself.',
      /status page/,
    ],
    [
      'its own host for the rest of an upload',
      { sessionsAt: 'http://169.254.169.254' },
      writeFailed,
      'write',
      'Nothing was sent: Google Cloud Storage has an address that leads nowhere.',
      /^Correct the address/,
    ],
    [
      'a key that is one',
      { bucket: bucket({}, { serviceKey: new Secret('{"type":"authorized_user"}') }) },
      writeFailed,
      'write',
      'Nothing was sent: the Service key cannot be used. This is a key of an authorized_user, not of a service account.',
      /^Give the JSON/,
    ],
  ];

  test.each(rows)(
    'without %s',
    async (_what, { bucket: of, set, ...faults }, states, step, cause, fix, policy) => {
      set?.();
      Object.assign(server.faults, faults);
      const result = await tested(of);
      expect(statesOf(result)).toEqual(states);
      const found = result.steps.find((one) => one.step === step)?.diagnosis;
      expect(found).toEqual({
        cause: typeof cause === 'string' ? cause : expect.stringMatching(cause),
        fix: typeof fix === 'string' ? fix : expect.stringMatching(fix),
        ...(policy !== undefined && { policy }),
      });
      const isDeletable = !faults.retention && !faults.lacking?.includes('storage.objects.delete');
      expect([...(server.buckets.get('calls')?.keys() ?? [])]).toEqual(
        isDeletable ? [] : [result.left],
      );
      expectNone([...secrets, 'canary'], result);
    },
  );

  test('names an object that was written, could not be described, and not be deleted', async () => {
    server.faults.lacking = ['storage.objects.update', 'storage.objects.delete'];
    const { left, steps } = await tested();
    expect(steps[0]?.diagnosis?.cause).toContain('storage.objects.update');
    expect([...(server.buckets.get('calls')?.keys() ?? [])]).toEqual([left]);
  });

  test('that is stopped stops at once, and gives up its upload', async () => {
    server.faults.hangs = /^PUT/;
    const stopping = new AbortController();
    const testing = tested(bucket(), { signal: stopping.signal });
    await expect.poll(() => server.requests).toContain('PUT /upload/storage/v1/b/calls/o');
    stopping.abort();
    expect(await testing).toMatchObject({ stopped: true, left: null });
    await expect.poll(() => server.cancelled.length).toBe(1);
    await expect.poll(() => server.connections()).toBe(0);
  });
});

describe('a client', () => {
  test('uploads in parts, reads what is wanted, lists and links', async () => {
    const client = await opener()(bucket());
    const long = Buffer.alloc(5 * 1024 * 1024 + 1, 'long');
    await client.write('2026/11/23/é 1.mp3', long, { accountSid: 'acme', Team: 'Zürich' });
    const parts = server.requests.filter((line) => line.startsWith('PUT'));
    expect(parts).toHaveLength(2);
    expect(Buffer.compare(await client.read('2026/11/23/é 1.mp3'), long)).toBe(0);
    expect(Buffer.from(await client.read('2026/11/23/é 1.mp3', { first: 6 })).toString()).toBe(
      'longlo',
    );
    expect(await client.head('2026/11/23/é 1.mp3')).toEqual({
      bytes: long.length,
      metadata: { accountsid: 'acme', team: 'Zürich' },
    });
    await client.write('empty', new Uint8Array(), {});
    expect(await client.read('empty', { first: 4 })).toHaveLength(0);
    expect(await client.list('2026/')).toEqual(['2026/11/23/é 1.mp3']);

    const link = await client.link(
      '2026/11/23/é 1.mp3',
      new Date(Date.now() + 300_000),
      'audio/mpeg',
    );
    const answer = await fetch(link.reveal());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    expect((await answer.arrayBuffer()).byteLength).toBe(long.length);
    expect((await fetch(link.reveal().replace('%201.mp3', '%202.mp3'))).status).toBe(403);
    server.faults.clockAhead = 301;
    expect((await fetch(link.reveal())).status).toBe(400);
    server.faults.clockAhead = 0;

    await client.remove('2026/11/23/é 1.mp3');
    await client.remove('2026/11/23/é 1.mp3');
    const gone = { trouble: 'object missing', call: 'storage.objects.get' };
    expect(await errorOf(client.head('2026/11/23/é 1.mp3'))).toMatchObject(gone);
    expect(await errorOf(client.read('2026/11/23/é 1.mp3'))).toMatchObject(gone);
    client.close();
  });

  test('says of each call what it was refused, also of content, whose errors are plain words', async () => {
    const client = await opener()(bucket());
    await client.write('kept', content, {});
    for (const [permission, work] of [
      ['storage.objects.get', () => client.read('kept')],
      ['storage.objects.get', () => client.read('kept', { first: 2 })],
      ['storage.objects.get', () => client.head('kept')],
      ['storage.objects.list', () => client.list('')],
      ['storage.objects.delete', () => client.remove('kept')],
      ['storage.objects.create', () => client.write('other', content, {})],
      ['storage.objects.update', () => client.write('other', content, {})],
    ] as const) {
      server.faults.lacking = [permission];
      const error = await errorOf(work());
      expect(error).toMatchObject({ trouble: 'access denied', call: permission });
      expectNone([...secrets, 'does not have'], error);
    }
    client.close();
  });

  test.each([
    ['the token', /token/],
    ['the beginning of an upload', /^POST \/upload/],
    ['an upload', /^PUT/],
    ['the description', /^PATCH/],
    ['content or metadata', /^GET/],
    ['a deletion', /^DELETE/],
  ])('gives up in time where %s hangs, or its answer does not end', async (_what, line) => {
    for (const fault of ['hangs', 'stalls'] as const) {
      const client = await opener({ timeLimit: 150 })(bucket());
      server.buckets.get('calls')?.set('kept', {
        content,
        contentType: 'audio/wav',
        metadata: {},
        generation: 1,
      });
      server.faults[fault] = line;
      const calls = [
        () => client.write('new', content, {}),
        () => client.read('kept'),
        () => client.head('kept'),
        () => client.list('kept'),
        () => client.remove('kept'),
      ];
      const came = await Promise.all(
        calls.map((call) =>
          call().then(
            () => null,
            (error: { trouble: string }) => error.trouble,
          ),
        ),
      );
      expect([...new Set(came.filter((one) => one !== null))]).toEqual(['timeout']);
      client.close();
      await expect.poll(() => server.connections()).toBe(0);
      server.reset();
    }
  });
});

describe('an address', () => {
  const dns: Record<string, string[]> = {
    'tokens.example': ['93.184.215.14'],
    'storage.cloud.example': ['93.184.215.14'],
    'oauth2.googleapis.com': ['127.0.0.1'],
    'storage.googleapis.com': ['127.0.0.1'],
    'storage.cloud.internal': ['127.0.0.1'],
    'metadata.example': ['169.254.169.254'],
    'both.example': ['93.184.215.14', '127.0.0.1'],
  };
  const resolve = async (name: string) => dns[name] ?? [];

  test.each([
    ['a token_uri on the Internet', { token_uri: 'https://tokens.example/t' }, 'endpoint unusable'],
    [
      'a universe_domain on the Internet',
      { universe_domain: 'cloud.example', token_uri: undefined },
      'endpoint unusable',
    ],
    ['plain http to the Internet', { token_uri: 'http://tokens.example/t' }, 'endpoint unusable'],
    ['inside and outside at once', { token_uri: 'https://both.example/t' }, 'endpoint unusable'],
    ['a metadata service', { token_uri: 'http://metadata.example/t' }, 'metadata address'],
    [
      'a metadata service by its name',
      { token_uri: 'http://metadata.google.internal/t' },
      'metadata address',
    ],
    ['nowhere', { token_uri: 'https://none.example/t' }, 'endpoint unusable'],
  ])('is refused where a key leads to %s', async (_what, key, trouble) => {
    const open = opener({ resolve });
    expect(await errorOf(open(bucket(key)))).toMatchObject({ trouble, call: 'open' });
    expect(server.requests).toEqual([]);
  });

  test('that is private is refused where it is not allowed, and the key is named', async () => {
    const open = opener({ resolve, allowed: publicOnly });
    const result = await tested(bucket(), { open });
    expect(result.steps[0]?.diagnosis).toEqual({
      cause: `Nothing was sent: the Service key does not belong to Google’s cloud. Its token_uri is at 127.0.0.1:${server.port}, its universe_domain is 127.0.0.1:${server.port}.`,
      fix: expect.stringContaining('ALLOW_PRIVATE_ADDRESSES'),
    });
    const google = { token_uri: undefined, universe_domain: undefined };
    expect(await errorOf(open(bucket(google)))).toMatchObject({ trouble: 'private address' });
    expect(server.requests).toEqual([]);
  });

  test('is reached over TLS, by a certificate that is trusted alone', async () => {
    await using secure = await startGoogleServer('localhost.pem');
    const own = bucket({ token_uri: undefined, universe_domain: undefined });
    const standIns = { google: secure.url };
    const trusting = await tested(own, { open: opener({ standIns, authorities: authority }) });
    expect(statesOf(trusting)).toEqual(but());
    const client = await opener({ standIns })(own);
    expect(await errorOf(client.write('new', content, {}))).toMatchObject({
      trouble: 'certificate refused',
      told: { certificate: 'of unknown issuer' },
    });
    client.close();
  });

  test('of Google is stood in for by the operator alone, for keys as they are', async () => {
    const google = { token_uri: undefined, universe_domain: 'googleapis.com' };
    const result = await tested(bucket(google), {
      open: opener({ standIns: { google: server.url } }),
    });
    expect(statesOf(result)).toEqual(but());
  });

  test('of the environment is not used: no credential, emulator, proxy or metadata service', async () => {
    await using trap = await startReceiver();
    const url = `http://127.0.0.1:${trap.port}`;
    for (const name of [
      'HTTP_PROXY',
      'HTTPS_PROXY',
      'http_proxy',
      'https_proxy',
      'STORAGE_EMULATOR_HOST',
    ]) {
      vi.stubEnv(name, url);
    }
    vi.stubEnv('GCE_METADATA_HOST', `127.0.0.1:${trap.port}`);
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '/nonexistent/canary.json');
    vi.stubEnv('GOOGLE_CLOUD_PROJECT', 'canary-project');
    vi.stubEnv('GOOGLE_CLOUD_UNIVERSE_DOMAIN', 'canary.example');
    vi.stubEnv('GOOGLE_API_USE_CLIENT_CERTIFICATE', 'true');
    expect(statesOf(await tested())).toEqual(but());
    const client = await opener()(bucket());
    const link = await client.link('kept', new Date(Date.now() + 60_000), 'audio/wav');
    expect(new URL(link.reveal()).origin).toBe(server.url);
    expect(new URL(link.reveal()).searchParams.get('X-Goog-Credential')).toContain(clientEmail);
    client.close();
    expect(trap.received).toEqual([]);
  });
});

describe('many tests', () => {
  test('100 at once come off, and leave no object and no connection', async () => {
    const results = await Promise.all(Array.from({ length: 100 }, () => tested()));
    for (const result of results) expect(statesOf(result)).toEqual(but());
    expect(server.buckets.get('calls')?.size).toBe(0);
    await expect.poll(() => server.connections()).toBe(0);
  });

  test('1,000 in a row leave no object, no connection and no memory', async () => {
    const nobody = bucket({ client_email: 'nobody@acme-voice.iam.gserviceaccount.com' });
    await keepNothing(tested, () => tested(nobody));
    expect(server.buckets.get('calls')?.size).toBe(0);
    await expect.poll(() => server.connections()).toBe(0);
  });
});
