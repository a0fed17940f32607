import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startBucketServer } from '../../src/bucket-server/server.ts';
import { type Asked, claimIn, signatureOf, signingKey } from '../../src/bucket-server/signature.ts';
import { testClock } from '../clock.ts';
import { accessKeyId, canary, startS3 } from './s3-world.ts';

// Our server of S3, by Amazon's own client and by the examples in Amazon's documentation.

const server = await startS3();
const clients: S3Client[] = [];
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.close();
});
beforeEach(() => {
  server.clear();
  server.deny.clear();
});

const Bucket = 'acme-recordings';

function client(more: S3ClientConfig = {}): S3Client {
  const opened = new S3Client({
    endpoint: server.url,
    region: 'eu-west-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: canary },
    ...more,
  });
  clients.push(opened);
  return opened;
}

const s3 = client();

describe('signatures', () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const example = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const exampleSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const host = 'examplebucket.s3.amazonaws.com';

  test.each<[string, Partial<Asked>, string]>([
    [
      'in the header',
      {
        path: '/test.txt',
        headers: new Map([
          ['host', host],
          ['range', 'bytes=0-9'],
          ['x-amz-content-sha256', empty],
          ['x-amz-date', '20130524T000000Z'],
          [
            'authorization',
            `AWS4-HMAC-SHA256 Credential=${example}, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=none`,
          ],
        ]),
      },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'of a list, whose query is signed in order',
      {
        path: '/',
        query: [
          ['max-keys', '2'],
          ['prefix', 'J'],
        ],
        headers: new Map([
          ['host', host],
          ['x-amz-content-sha256', empty],
          ['x-amz-date', '20130524T000000Z'],
          [
            'authorization',
            `AWS4-HMAC-SHA256 Credential=${example},SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=none`,
          ],
        ]),
      },
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
    [
      'in the query',
      {
        path: '/test.txt',
        query: [
          ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
          ['X-Amz-Credential', example],
          ['X-Amz-Date', '20130524T000000Z'],
          ['X-Amz-Expires', '86400'],
          ['X-Amz-SignedHeaders', 'host'],
        ],
        headers: new Map([['host', host]]),
      },
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    ],
  ])('are those of Amazon’s examples: %s', (_where, more, signature) => {
    const asked: Asked = { method: 'GET', path: '/', query: [], headers: new Map(), ...more };
    const claim = claimIn(asked);
    if (!claim) throw new Error('no claim');
    expect(signatureOf(asked, claim, signingKey(exampleSecret, claim.scope))).toBe(signature);
  });

  const chunks = {
    plain: {
      length: 66_824,
      headers: { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' },
      signed:
        'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
      signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
      first: 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
      second: '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
      last: 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
      trailers: '',
    },
    'with a signed trailer': {
      length: null,
      headers: {
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
        'x-amz-trailer': 'x-amz-checksum-crc32c',
      },
      signed:
        'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
      signature: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
      first: 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      second: '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      last: '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
      trailers:
        'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n',
    },
  };

  test.each(Object.entries(chunks))(
    'of chunks are those of Amazon’s example: %s',
    async (_how, one) => {
      await using old = await startBucketServer({
        keys: [{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: exampleSecret }],
        buckets: ['examplebucket'],
        clock: { now: () => new Date('2013-05-24T00:00:00Z') },
      });
      const body = (letter: string, last = one.last) =>
        [
          `10000;chunk-signature=${one.first}\r\n${letter.repeat(65_536)}\r\n`,
          `400;chunk-signature=${one.second}\r\n${'a'.repeat(1024)}\r\n`,
          `0;chunk-signature=${last}\r\n${one.trailers}\r\n`,
        ].join('');
      const put = (sent: string) =>
        raw(old.url, 'PUT', '/examplebucket/chunkObject.txt', sent, {
          host: 's3.amazonaws.com',
          'x-amz-date': '20130524T000000Z',
          'x-amz-storage-class': 'REDUCED_REDUNDANCY',
          'content-encoding': 'aws-chunked',
          'x-amz-decoded-content-length': '66560',
          authorization: `AWS4-HMAC-SHA256 Credential=${example},SignedHeaders=${one.signed},Signature=${one.signature}`,
          ...(one.length === null
            ? { 'transfer-encoding': 'chunked' }
            : { 'content-length': String(one.length) }),
          ...one.headers,
        });
      expect(await put(body('b'))).toMatchObject({
        status: 403,
        body: expect.stringContaining('SignatureDoesNotMatch'),
      });
      expect(await put(body('a', '0'.repeat(64)))).toMatchObject({ status: 403 });
      expect(old.objects()).toEqual([]);
      expect(await put(body('a'))).toMatchObject({ status: 200 });
      const [object] = old.objects();
      expect(Buffer.from(object?.content ?? []).toString()).toBe('a'.repeat(66_560));
    },
  );

  test.each<[string, S3ClientConfig, object]>([
    [
      'a wrong secret',
      { credentials: { accessKeyId, secretAccessKey: 'x' } },
      { name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } },
    ],
    [
      'an unknown key',
      { credentials: { accessKeyId: 'AKIAX', secretAccessKey: canary } },
      { name: 'InvalidAccessKeyId' },
    ],
    [
      'a wrong region',
      { region: 'us-east-1' },
      { name: 'AuthorizationHeaderMalformed', Region: 'eu-west-1' },
    ],
    [
      'a clock that is an hour off',
      { systemClockOffset: -3_600_000 },
      { name: 'RequestTimeTooSkewed' },
    ],
  ])('refuse %s', async (_what, more, error) => {
    const asked = client(more).send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    await expect(asked).rejects.toMatchObject(error);
    expect(server.objects()).toEqual([]);
  });

  test('refuse a request without one, or with a header that is not signed', async () => {
    expect(await raw(server.url, 'GET', `/${Bucket}?list-type=2`)).toMatchObject({
      status: 403,
      body: expect.stringContaining('AccessDenied'),
    });
    const adding = client();
    adding.middlewareStack.add(
      (next) => (given) => {
        (given.request as { headers: Record<string, string> }).headers['x-amz-acl'] = 'public-read';
        return next(given);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await expect(
      adding.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' })),
    ).rejects.toMatchObject({ name: 'AccessDenied', HeadersNotSigned: 'x-amz-acl' });
  });

  test('are over the bytes that came, so that metadata in Latin-1 does not verify', async () => {
    const Metadata = { city: 'Zürich' };
    const create = new CreateMultipartUploadCommand({ Bucket, Key: 'k', Metadata });
    await expect(s3.send(create)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});

describe('objects', () => {
  test('are kept as they were put: at once, as a stream with a trailing checksum, in parts', async () => {
    const streamed = Buffer.alloc(200_000, 'stream');
    const stream = Readable.from([streamed.subarray(0, 150_000), streamed.subarray(150_000)]);
    const unsigned = client({ endpoint: server.url, requestStreamBufferSize: 65_536 });
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'a/one two+ü&<.wav',
        Body: 'whole',
        ContentType: 'text/plain',
        Metadata: { Team: 'voice' },
        Tagging: 'team=voice&x=a%20b',
      }),
    );
    await unsigned.send(
      new PutObjectCommand({ Bucket, Key: 'b', Body: stream, ContentLength: streamed.length }),
    );
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'c' }));
    const Parts = [];
    for (const [index, size] of [5 * 1024 * 1024, 10].entries()) {
      const PartNumber = index + 1;
      const Body = Buffer.alloc(size, PartNumber);
      const part = new UploadPartCommand({ Bucket, Key: 'c', UploadId, PartNumber, Body });
      Parts.push({ PartNumber, ETag: (await s3.send(part)).ETag });
    }
    expect(server.uploads()).toEqual(['c']);
    const complete = { Bucket, Key: 'c', UploadId, MultipartUpload: { Parts } };
    await expect(
      s3.send(
        new CompleteMultipartUploadCommand({
          ...complete,
          MultipartUpload: { Parts: Parts.toReversed() },
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await s3.send(new CompleteMultipartUploadCommand(complete));
    expect(server.uploads()).toEqual([]);

    const [one, two, three] = server.objects();
    expect(one).toMatchObject({
      key: 'a/one two+ü&<.wav',
      contentType: 'text/plain',
      metadata: { team: 'voice' },
      tags: { team: 'voice', x: 'a b' },
    });
    expect(Buffer.from(two?.content ?? [])).toEqual(streamed);
    expect(two?.checksum?.header).toBe('x-amz-checksum-crc32');
    expect(three?.etag).toMatch(/^"[\da-f]{32}-2"$/);
    expect(three?.bytes).toBe(5 * 1024 * 1024 + 10);
    const { Body, ContentType } = await s3.send(
      new GetObjectCommand({ Bucket, Key: 'a/one two+ü&<.wav' }),
    );
    expect([ContentType, await Body?.transformToString()]).toEqual(['text/plain', 'whole']);
  });

  test('are not kept where the checksum is another, or where they were to be new', async () => {
    const put = { Bucket, Key: 'k', Body: 'x' };
    for (const more of [{ ChecksumCRC32: 'AAAAAA==' }, { ContentMD5: 'AAAA' }]) {
      const asked = s3.send(new PutObjectCommand({ ...put, ...more }));
      await expect(asked).rejects.toMatchObject({ name: 'BadDigest' });
    }
    expect(server.objects()).toEqual([]);
    await s3.send(new PutObjectCommand({ ...put, IfNoneMatch: '*' }));
    await expect(s3.send(new PutObjectCommand({ ...put, IfNoneMatch: '*' }))).rejects.toMatchObject(
      { name: 'PreconditionFailed' },
    );
  });

  test('are read in ranges, listed in pages, tagged', async () => {
    for (const Key of ['x/3', 'x/1', 'x/2', 'y/1']) {
      const Body = Buffer.from(`0123456789${Key}`);
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    }
    for (const [Range, content] of [
      ['bytes=0-3', '0123'],
      ['bytes=4-', '456789x/1'],
      ['bytes=-3', 'x/1'],
      ['bytes=10-999', 'x/1'],
    ]) {
      const { Body, ContentRange } = await s3.send(
        new GetObjectCommand({ Bucket, Key: 'x/1', Range }),
      );
      expect(await Body?.transformToString()).toBe(content);
      expect(ContentRange).toMatch(/^bytes \d+-\d+\/13$/);
    }
    const outside = new GetObjectCommand({ Bucket, Key: 'x/1', Range: 'bytes=13-' });
    await expect(s3.send(outside)).rejects.toMatchObject({ name: 'InvalidRange' });
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'x/', MaxKeys: 2 }));
    const second = await s3.send(
      new ListObjectsV2Command({
        Bucket,
        Prefix: 'x/',
        MaxKeys: 2,
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    const keys = [first, second].map(({ Contents }) => Contents?.map(({ Key }) => Key));
    expect(keys).toEqual([['x/1', 'x/2'], ['x/3']]);
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
    const tag = { Bucket, Key: 'x/1' };
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b & c' }] };
    await s3.send(new PutObjectTaggingCommand({ ...tag, Tagging }));
    expect((await s3.send(new GetObjectTaggingCommand(tag))).TagSet).toEqual(Tagging.TagSet);
    await s3.send(new DeleteObjectTaggingCommand(tag));
    expect((await s3.send(new GetObjectTaggingCommand(tag))).TagSet).toEqual([]);
    await s3.send(new HeadBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'none' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'x/9' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    server.deny.add('s3:PutObjectTagging');
    await expect(
      s3.send(new PutObjectCommand({ Bucket, Key: 't', Tagging: 'a=b' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('open by a presigned link until its time is over, as what the link says', async () => {
    const clock = testClock();
    await using own = await startS3({ clock });
    const asked = client({ endpoint: own.url });
    await asked.send(new PutObjectCommand({ Bucket, Key: 'a b.mp3', Body: 'sound' }));
    const get = new GetObjectCommand({
      Bucket,
      Key: 'a b.mp3',
      ResponseContentType: 'audio/mpeg',
      ResponseContentDisposition: 'inline',
    });
    const link = await getSignedUrl(asked, get, { expiresIn: 300 });
    const answer = await fetch(link);
    expect(answer.headers.get('content-type')).toBe('audio/mpeg');
    expect(answer.headers.get('content-disposition')).toBe('inline');
    expect(await answer.text()).toBe('sound');
    const range = await fetch(link, { headers: { range: 'bytes=1-2' } });
    expect([range.status, await range.text()]).toEqual([206, 'ou']);
    for (const forged of [
      link.replace('a%20b.mp3', 'b.mp3'),
      link.replace('Expires=300', 'Expires=3000'),
      link.replace('audio%2Fmpeg', 'text%2Fhtml'),
    ]) {
      expect(forged).not.toBe(link);
      expect((await fetch(forged)).status).toBe(403);
    }
    clock.forward({ seconds: 301 });
    const late = await fetch(link);
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('expired')]);
  });

  test('in a folder survive a restart, for their owner alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bucket-server-'));
    try {
      {
        await using before = await startS3({ folder });
        const asked = client({ endpoint: before.url });
        for (const Key of ['kept/1', 'kept/2', '../outside']) {
          await asked.send(new PutObjectCommand({ Bucket, Key, Body: Key, Metadata: { a: Key } }));
        }
        before.clear();
        await asked.send(
          new PutObjectCommand({ Bucket, Key: '../k', Body: 'v', Metadata: { a: 'b' } }),
        );
      }
      await using after = await startS3({ folder });
      expect(after.objects().map(({ key, metadata }) => [key, metadata])).toEqual([
        ['../k', { a: 'b' }],
      ]);
      const { Body } = await client({ endpoint: after.url }).send(
        new GetObjectCommand({ Bucket, Key: '../k' }),
      );
      expect(await Body?.transformToString()).toBe('v');
      const files = readdirSync(join(folder, Bucket));
      expect(files).toHaveLength(2);
      expect(readdirSync(folder)).toEqual(expect.arrayContaining([Bucket]));
      for (const file of files) {
        expect(statSync(join(folder, Bucket, file)).mode & 0o077).toBe(0);
        expect(readFileSync(join(folder, Bucket, file), 'utf8')).not.toContain(canary);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test.each([
  ['GET', '/%E0%A4%A'],
  ['PUT', '/acme-recordings/k?acl'],
  ['GET', '/'],
])('what it does not know is refused in the words of S3: %s %s', async (method, path) => {
  const answer = await raw(server.url, method, path);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.body).toMatch(/^<\?xml .*<Error /s);
});

/** A request that no client would make. */
function raw(
  url: string,
  method: string,
  path: string,
  body = '',
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers }, (answer) => {
      buffer(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 0, body: bytes.toString() }),
        reject,
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
