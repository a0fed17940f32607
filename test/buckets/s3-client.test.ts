import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startBucketServer } from '../../src/bucket-server/server.ts';
import type { BucketError } from '../../src/features/recording/bucket-client.ts';
import { publicOnly } from '../../src/outbound/addresses.ts';
import { Secret } from '../../src/secret.ts';
import { authority, certificate } from '../webhook-sender/receiver.ts';
import {
  accessKeyId,
  amazonBucket,
  canary,
  compatibleBucket,
  expectNoSecret,
  opener,
  startS3,
  tested,
} from './s3-world.ts';

// Amazon's own client, as we use it, against a server that verifies every signature.

const server = await startS3();
afterAll(() => server.close());
beforeEach(() => {
  server.deny.clear();
  server.faults.clear();
  server.clear();
  server.performed.length = 0;
});

const open = opener(server);
const sound = (size: number) => Buffer.alloc(size, 'sound');

/** The error of what is refused. */
async function refused(work: Promise<unknown>): Promise<BucketError> {
  const came = await work.then(
    () => null,
    (error: BucketError) => error,
  );
  expect(came).toMatchObject({ name: 'BucketError' });
  expectNoSecret(came);
  return came as BucketError;
}

/** What a player gets that opens a link and asks for the first bytes. */
async function opened(link: Secret): Promise<object> {
  const asked = get(link.reveal(), { agent: false, headers: { range: 'bytes=0-4' } });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const { statusCode: status, headers } = answer;
  const { 'content-type': type, 'content-disposition': disposition } = headers;
  return { status, type, disposition, content: await text(answer) };
}

describe('an object', () => {
  test('is written in parts of 5 MB, read, looked at, listed, linked and deleted', async () => {
    const client = await open(amazonBucket());
    const content = sound(10 * 1024 * 1024 + 7);
    const key = '2026/11/23/a b+ü.mp3';
    await client.write(key, content, { callSid: 'C1', from: ' +1  202 ' });
    const parts = server.performed.filter(({ operation }) => operation === 'UploadPart');
    expect(parts).toHaveLength(3);
    expect(Buffer.compare(await client.read(key), content)).toBe(0);
    expect(Buffer.from(await client.read(key, { first: 7 }))).toEqual(content.subarray(0, 7));
    expect(await client.head(key)).toEqual({
      bytes: content.length,
      metadata: { callsid: 'C1', from: '+1  202' },
    });
    expect(await client.list('2026/')).toEqual([key]);
    expect(await client.list('2027/')).toEqual([]);
    const link = await client.link(key, new Date(Date.now() + 300_000), 'audio/mpeg');
    expect(String(link)).toBe('••••');
    expectNoSecret(link.reveal());
    expect(await opened(link)).toEqual({
      status: 206,
      type: 'audio/mpeg',
      disposition: 'inline',
      content: 'sound',
    });
    expect(new URL(link.reveal()).searchParams.get('X-Amz-Expires')).toMatch(/^(300|299)$/);
    await client.remove(key);
    await client.remove(key);
    for (const work of [
      () => client.read(key),
      () => client.read(key, { first: 4 }),
      () => client.head(key),
    ]) {
      expect(await refused(work())).toMatchObject({
        trouble: 'object missing',
        call: 's3:GetObject',
      });
    }
    client.close();
  });

  test('may be empty', async () => {
    const client = await open(amazonBucket());
    await client.write('empty', new Uint8Array(), {});
    expect(await client.read('empty')).toHaveLength(0);
    expect(await client.read('empty', { first: 12 })).toHaveLength(0);
    expect(await client.head('empty')).toEqual({ bytes: 0, metadata: {} });
    client.close();
  });
});

test('what is in the environment or lies around is not used', async () => {
  await using evil = await startBucketServer({
    keys: [{ accessKeyId: 'AKIAAMBIENT', secretAccessKey: 'ambient' }],
    buckets: ['acme-recordings'],
  });
  const ambient = {
    AWS_ACCESS_KEY_ID: 'AKIAAMBIENT',
    AWS_SECRET_ACCESS_KEY: 'ambient',
    AWS_SESSION_TOKEN: 'ambient-session',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: evil.url,
    AWS_ENDPOINT_URL_S3: evil.url,
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_USE_DUALSTACK_ENDPOINT: 'true',
    AWS_S3_USE_ARN_REGION: 'true',
    AWS_MAX_ATTEMPTS: '5',
    AWS_PROFILE: 'nobody',
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: evil.url,
    HTTP_PROXY: evil.url,
    http_proxy: evil.url,
    NODE_USE_ENV_PROXY: '1',
  };
  const before = Object.keys(ambient).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, ambient);
  try {
    const client = await open(amazonBucket());
    await client.write('k', sound(3), {});
    client.close();
    expect(new Set(server.performed.map((one) => one.accessKeyId))).toEqual(new Set([accessKeyId]));
    server.performed.length = 0;
    server.faults.set('any', { answer: 'InternalError' });
    const again = await open(compatibleBucket(server.url));
    await refused(again.list(''));
    again.close();
    expect(server.performed).toHaveLength(1);
    // Without a stand-in it goes to Amazon itself, at the bucket's own host.
    const names: string[] = [];
    const resolve = async (name: string) => {
      names.push(name);
      return ['127.0.0.1'];
    };
    const real = await opener(server, { standIns: {}, resolve })(amazonBucket());
    expect((await refused(real.list(''))).trouble).toMatch(
      /^(refused|not this protocol|no TLS|certificate refused)$/,
    );
    real.close();
    expect(names).toEqual(['acme-recordings.s3.eu-west-1.amazonaws.com']);
    expect(evil.performed).toEqual([]);
    expect(await evil.connections()).toBe(0);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});

describe('what cannot be used is refused before anything is sent', () => {
  const never = () => Promise.reject(new Error('resolved'));

  test.each([
    ['', 'ftp://objects.example.com', 'objects.example.com', 'https://objects.example.com/acme'],
    ['https://user:pass@objects.example.com', 'https://objects.example.com/?x=1', 'https://'],
  ])('endpoints that are none: %s, %s, …', async (...endpoints) => {
    for (const endpoint of endpoints) {
      const opening = opener(server, { resolve: never })(compatibleBucket(endpoint));
      expect(await refused(opening)).toMatchObject({ trouble: 'endpoint unusable' });
    }
  });

  test.each([
    ['a private address', 'https://10.0.0.1', {}, 'private address'],
    ['a number that is one', 'https://2130706433', { allowed: publicOnly }, 'private address'],
    ['loopback in IPv6', 'https://[::1]:9000', { allowed: publicOnly }, 'private address'],
    ['the metadata service', 'http://169.254.169.254', {}, 'metadata address'],
    ['its name', 'http://metadata.google.internal', {}, 'metadata address'],
    ['nowhere', 'https://0.0.0.0', {}, 'address not routable'],
    ['plain http to the Internet', 'http://1.1.1.1', {}, 'endpoint unusable'],
  ] as const)('an endpoint at %s', async (_what, endpoint, more, trouble) => {
    expect(await refused(opener(server, more)(compatibleBucket(endpoint)))).toMatchObject({
      trouble,
    });
  });

  test.each([
    [['203.0.113.7', '10.0.0.7'], 'private address'],
    [['169.254.169.254'], 'metadata address'],
    [[], 'endpoint unusable'],
  ] as const)('a name that resolves to %j', async (addresses, trouble) => {
    const resolve = async () => [...addresses];
    const opening = opener(server, { resolve })(compatibleBucket('https://objects.example.com'));
    expect(await refused(opening)).toMatchObject({ trouble });
  });

  test('plain http is told apart, and a region or a key that can be none', async () => {
    const { told } = await refused(open(compatibleBucket('http://1.1.1.1')));
    expect(told).toEqual({ plain: true });
    const nowhere = opener(server, { standIns: {}, resolve: never });
    const inNoRegion = nowhere(amazonBucket({ region: 'evil.com/#' }));
    expect(await refused(inNoRegion)).toMatchObject({ trouble: 'wrong region' });
    for (const secret of ['', `${canary} `, `${canary}ü`]) {
      const opening = open(amazonBucket({ secretAccessKey: new Secret(secret) }));
      expect(await refused(opening)).toMatchObject({ trouble: 'credential unusable' });
    }
  });

  test('a name is resolved once, and what it means later is not followed', async () => {
    const { port } = new URL(server.url);
    let asked = 0;
    const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['127.0.0.2']);
    const client = await opener(server, { resolve })(
      compatibleBucket(`http://objects.example.com:${port}`),
    );
    await client.write('k', sound(3), {});
    expect(await client.list('')).toEqual(['k']);
    client.close();
    expect(asked).toBe(1);
  });
});

describe('what stands between', () => {
  const unreachable = async (code: string) => {
    throw Object.assign(new Error(`getaddrinfo ${code}`), { code });
  };

  test.each([
    ['ENOTFOUND', 'name not found'],
    ['EAI_AGAIN', 'name not found'],
  ])('a name of which the resolver says %s', async (code, trouble) => {
    const opening = opener(server, { resolve: () => unreachable(code) })(
      compatibleBucket('https://objects.example.com'),
    );
    expect(await refused(opening)).toMatchObject({ trouble });
  });

  test('a port that nobody listens at', async () => {
    const gone = await startS3();
    await gone.close();
    const client = await open(compatibleBucket(gone.url));
    expect(await refused(client.list(''))).toMatchObject({
      trouble: 'refused',
      call: 's3:ListBucket',
    });
    client.close();
  });

  test.each([
    ['expired.pem', authority, 'expired'],
    ['elsewhere.pem', authority, 'of another host'],
    ['self-signed.pem', authority, 'self-signed'],
    ['localhost.pem', undefined, 'of unknown issuer'],
    ['localhost.pem', authority, null],
  ])('TLS with the certificate %s', async (cert, authorities, fault) => {
    const tls = { key: certificate('server.key'), cert: certificate(cert) };
    await using secure = await startS3({ tls });
    const at = new URL(secure.url);
    at.hostname = 'localhost';
    const resolve = async () => ['127.0.0.1'];
    const opened = opener(server, { authorities, resolve });
    const client = await opened(compatibleBucket(at.origin));
    if (fault === null) await client.write('k', sound(3), {});
    else {
      const { trouble, told } = await refused(client.list(''));
      expect([trouble, told.certificate]).toEqual(['certificate refused', fault]);
      expect(secure.performed).toEqual([]);
    }
    client.close();
  });

  test('a server that speaks no TLS, and one that speaks no HTTP', async () => {
    const https = await open(compatibleBucket(server.url.replace('http:', 'https:')));
    expect(await refused(https.list(''))).toMatchObject({ trouble: 'no TLS' });
    https.close();
    const mail = createTcpServer((socket) => void socket.end('220 mail.example.com ESMTP\r\n'));
    await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve));
    const { port } = mail.address() as AddressInfo;
    const client = await open(compatibleBucket(`http://127.0.0.1:${port}`));
    expect(await refused(client.list(''))).toMatchObject({ trouble: 'not this protocol' });
    client.close();
    mail.close();
  });

  test.each<[string, RequestListener, string]>([
    [
      'a web page',
      (_asked, answer) => void answer.end('<html><body>Hello</body></html>'),
      'not this protocol',
    ],
    [
      'a page that is not there',
      (_asked, answer) => void answer.writeHead(404).end('<h1>Not Found</h1>'),
      'not this protocol',
    ],
    [
      'a redirect',
      (_asked, answer) => void answer.writeHead(302, { location: server.url }).end(),
      'not this protocol',
    ],
    [
      'a proxy with nothing behind it',
      (_asked, answer) => void answer.writeHead(502).end('Bad Gateway'),
      'store broken',
    ],
    [
      'JSON',
      (_asked, answer) => void answer.writeHead(401).end('{"error":"unauthorized"}'),
      'not this protocol',
    ],
    [
      'an endless answer',
      (_asked, answer) => {
        answer.writeHead(200, { 'content-type': 'application/xml' });
        const more = () => {
          while (answer.write(Buffer.alloc(1024 * 1024, ' '))) {
            // Until it is full.
          }
        };
        answer.on('drain', more);
        more();
      },
      'not this protocol',
    ],
  ])('a server that answers %s', async (_what, listener, trouble) => {
    const web = createServer(listener);
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const { port } = web.address() as AddressInfo;
    const client = await open(compatibleBucket(`http://127.0.0.1:${port}`));
    expect(await refused(client.list(''))).toMatchObject({ trouble });
    expect((await refused(client.write('k', sound(3), {}))).trouble).toMatch(
      /^(not this protocol|store broken)$/,
    );
    client.close();
    web.closeAllConnections();
    web.close();
  });
});

describe('a server that does not answer', () => {
  // Long enough for what does answer on a busy machine.
  const quick = opener(server, { timeLimit: 500 });

  test('is given up in time, whatever it is asked', async () => {
    const client = await quick(amazonBucket());
    server.faults.set('any', 'hang');
    const key = 'k';
    const asked = [
      client.write(key, sound(3), {}),
      client.read(key),
      client.head(key),
      client.list(''),
      client.remove(key),
    ];
    for (const error of await Promise.all(asked.map(refused))) {
      expect(error.trouble).toBe('timeout');
    }
    client.close();
    await expect.poll(() => server.connections()).toBe(0);
  });

  test('is given up at once where it is stopped; a slow one is waited for', async () => {
    // Of its own, since a connection that waits for an answer stays for as long as the limit of time.
    await using own = await startS3();
    const client = await opener(own)(amazonBucket());
    own.faults.set('any', 'hang');
    for (const work of [
      (signal: AbortSignal) => client.write('k', sound(3), {}, signal),
      (signal: AbortSignal) => client.read('k', { signal }),
      (signal: AbortSignal) => client.head('k', signal),
      (signal: AbortSignal) => client.list('', signal),
      (signal: AbortSignal) => client.remove('k', signal),
    ]) {
      const stop = new AbortController();
      const asked = refused(work(stop.signal));
      await expect.poll(() => own.performed.length).toBeGreaterThan(0);
      stop.abort();
      expect((await asked).trouble).toBe('stopped');
      expect((await refused(work(stop.signal))).trouble).toBe('stopped');
      own.performed.length = 0;
    }
    own.faults.set('any', { slow: 30 });
    await client.write('k', sound(3), {});
    client.close();
  });

  test('an upload that was begun is given up there too, also after it was stopped', async () => {
    for (const hanging of ['UploadPart', 'CompleteMultipartUpload'] as const) {
      const client = await open(amazonBucket());
      server.faults.set(hanging, 'hang');
      const stop = new AbortController();
      const asked = refused(client.write('k', sound(3), {}, stop.signal));
      await expect.poll(() => server.performed.at(-1)?.operation).toBe(hanging);
      expect(server.uploads()).toEqual(['k']);
      stop.abort();
      await asked;
      client.close();
      await expect.poll(() => server.uploads()).toEqual([]);
      await expect.poll(() => server.connections()).toBe(0);
      server.faults.clear();
    }
  });

  test('an upload that is refused, and then cannot be given up in time, says both', async () => {
    const client = await quick(amazonBucket());
    server.faults.set('UploadPart', { answer: 'SlowDown' });
    server.faults.set('AbortMultipartUpload', 'hang');
    expect(await refused(client.write('k', sound(3), {}))).toMatchObject({
      trouble: 'too many requests',
      told: { unfinished: true },
    });
    client.close();
  });

  test.each([
    [
      'write',
      'CompleteMultipartUpload',
      ['failed', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped'],
    ],
    ['read back', 'GetObject', ['ok', 'failed', 'ok', 'ok', 'ok', 'ok']],
    ['metadata', 'HeadObject', ['ok', 'ok', 'failed', 'ok', 'ok', 'warning']],
    ['list', 'ListObjectsV2', ['ok', 'ok', 'ok', 'warning', 'ok', 'ok']],
    ['delete', 'DeleteObject', ['ok', 'ok', 'ok', 'ok', 'warning', 'skipped']],
  ] as const)('a test says at which step: %s', async (step, operation, states) => {
    server.faults.set(operation, 'hang');
    const result = await tested(server, amazonBucket(), { open: quick });
    expect(result.steps.map(({ state }) => state)).toEqual(states);
    const taken = result.steps.find((one) => one.step === step);
    expect(taken?.diagnosis?.cause).toBe('Amazon S3 did not answer in time.');
    expect(result.left === null).toBe(step !== 'delete');
    expect(server.objects().map(({ key }) => key)).toEqual(
      result.left === null ? [] : [result.left],
    );
    await expect.poll(() => server.uploads()).toEqual([]);
  });

  test('a test whose write was not confirmed deletes what was written, or says that it is not known', async () => {
    server.faults.set('CompleteMultipartUpload', 'done, and hang');
    const written = await tested(server, amazonBucket(), { open: quick });
    expect(written).toMatchObject({ left: null, stopped: false });
    expect(written.steps[0]).toMatchObject({
      state: 'failed',
      diagnosis: { fix: expect.not.stringContaining('not known') },
    });
    expect(server.performed.map(({ operation }) => operation)).toContain('DeleteObject');
    expect(server.objects()).toEqual([]);
    server.deny.add('s3:DeleteObject');
    const left = await tested(server, amazonBucket(), { open: quick });
    expect(server.objects().map(({ key }) => key)).toEqual([left.left]);
    server.deny.clear();
    server.faults.set('any', 'hang');
    const result = await tested(server, amazonBucket(), { open: quick });
    expect(result).toMatchObject({ left: null, stopped: false });
    expect(result.steps[0]?.diagnosis?.fix).toMatch(
      /Whether the test’s object was written is not known: look for switchboard-test\/.*\.wav in the bucket/,
    );
  });

  test.each([
    ['CreateMultipartUpload', 0],
    ['UploadPart', 0],
    ['GetObject', 1],
    ['HeadObject', 2],
    ['ListObjectsV2', 3],
  ] as const)('a test that is stopped at %s leaves nothing', async (operation, taken) => {
    server.faults.set(operation, 'hang');
    const stop = new AbortController();
    const running = tested(server, amazonBucket(), { open: quick, signal: stop.signal });
    await expect.poll(() => server.performed.at(-1)?.operation).toBe(operation);
    stop.abort();
    const result = await running;
    expect(result).toMatchObject({ stopped: true, left: null });
    expect(result.steps.map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, (_, index) => (index < taken ? 'ok' : 'skipped')),
    );
    expect(server.objects()).toEqual([]);
    await expect.poll(() => server.uploads()).toEqual([]);
  });
});

test('100 tests at once, and 1,000 in a row, leave nothing: no object, no connection, no memory', async () => {
  const states = ({ steps, left }: Awaited<ReturnType<typeof tested>>) =>
    `${left} ${steps.map(({ state }) => state).join(' ')}`;
  const fine = 'null ok ok ok ok ok ok';
  const refusedAtOnce = 'null failed skipped skipped skipped skipped skipped';
  const patient = opener(server, { timeLimit: 60_000 });
  const all = await Promise.all(
    Array.from({ length: 100 }, () => tested(server, amazonBucket(), { open: patient })),
  );
  expect(new Set(all.map(states))).toEqual(new Set([fine]));
  await nothingLeft();
  const before = inUse();
  const came = new Map<string, number>();
  for (let time = 0; time < 1000; time++) {
    // Most of them are refused at once, which is soon over, and opens and closes a client all the same.
    const isWhole = time % 20 === 0;
    const state = states(await tested(server, amazonBucket(isWhole ? {} : { name: 'none' })));
    came.set(state, (came.get(state) ?? 0) + 1);
  }
  expect(Object.fromEntries(came)).toEqual({ [fine]: 50, [refusedAtOnce]: 950 });
  await nothingLeft();
  const after = inUse();
  expect(after.sockets).toBeLessThanOrEqual(before.sockets);
  expect(after.timers).toBeLessThanOrEqual(before.timers);
  expect(after.bytes - before.bytes).toBeLessThan(6 * 1024 * 1024);
});

async function nothingLeft(): Promise<void> {
  expect(server.objects()).toEqual([]);
  expect(server.uploads()).toEqual([]);
  await expect.poll(() => server.connections()).toBe(0);
}

/** What this process holds, once garbage is collected. */
function inUse(): { bytes: number; sockets: number; timers: number } {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const resources = process.getActiveResourcesInfo();
  const count = (name: string) => resources.filter((one) => one === name).length;
  return {
    bytes: process.memoryUsage().heapUsed,
    sockets: count('TCPSocketWrap') + count('TLSWrap'),
    timers: count('Timeout'),
  };
}
