import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { S3Action } from '../../src/bucket-server/access.ts';
import type { BucketServer } from '../../src/bucket-server/server.ts';
import type { TestStep } from '../../src/features/recording/bucket-test.ts';
import type { S3Bucket } from '../../src/features/recording/recording.ts';
import { Secret } from '../../src/secret.ts';
import {
  accessKeyId,
  amazonBucket,
  canary,
  compatibleBucket,
  expectNoSecret,
  opener,
  startS3,
  statesOf,
  tested,
} from './s3-world.ts';

// The deep test of a bucket against a server that verifies every signature: one permission or condition is removed at
// a time, and the step, the cause and the fix that are named are looked at.

const server: BucketServer = await startS3();
afterAll(() => server.close());
beforeEach(() => {
  server.deny.clear();
  server.faults.clear();
  server.redirects = false;
  server.keys = [{ accessKeyId, secretAccessKey: canary }];
  server.performed.length = 0;
  server.clear();
});

const allOk = ['write', 'read back', 'metadata', 'list', 'delete', 'gone'].map(
  (one) => `${one} ok`,
);
/** All is well but these. */
const but = (states: Partial<Record<TestStep, string>>) =>
  allOk.map((line) => {
    const step = line.replace(/ ok$/, '') as TestStep;
    return `${step} ${states[step] ?? 'ok'}`;
  });
const writeFailed = but({
  write: 'failed',
  'read back': 'skipped',
  metadata: 'skipped',
  list: 'skipped',
  delete: 'skipped',
  gone: 'skipped',
});

const objects = 'arn:aws:s3:::acme-recordings/*';

test('a bucket that all is well with', async () => {
  let ticks = 0;
  const told: string[] = [];
  const result = await tested(server, amazonBucket(), {
    now: () => 7 * ticks++,
    onStep: ({ step }) => void told.push(step),
    metadata: { accountSid: 'acme' },
  });
  expect(statesOf(result)).toEqual(allOk);
  expect(told).toEqual(['write', 'read back', 'metadata', 'list', 'delete', 'gone']);
  expect(result).toMatchObject({ stopped: false, left: null });
  expect(result.steps.map(({ ms, diagnosis }) => [ms, diagnosis])).toEqual(
    allOk.map(() => [7, null]),
  );
  expect(server.objects()).toEqual([]);
  expect(server.uploads()).toEqual([]);
  expect(server.performed.map(({ operation }) => operation)).toEqual([
    'CreateMultipartUpload',
    'UploadPart',
    'CompleteMultipartUpload',
    'GetObject',
    'HeadObject',
    'ListObjectsV2',
    'DeleteObject',
    'HeadObject',
  ]);
});

test('what it writes is what the gateway writes: metadata, tags, no Content-Type', async () => {
  server.deny.add('s3:DeleteObject');
  const { left } = await tested(server, amazonBucket(), { metadata: { accountSid: 'acme' } });
  const [object] = server.objects();
  expect(object?.key).toBe(left);
  expect(object?.contentType).toBeNull();
  expect(object?.metadata).toEqual({
    accountsid: 'acme',
    callsid: expect.any(String),
    direction: 'inbound',
    from: expect.stringMatching(/^\+/),
    to: expect.stringMatching(/^\+/),
    callid: expect.any(String),
    applicationsid: expect.any(String),
    originatingsipip: '192.0.2.1',
    originatingsiptrunkname: expect.any(String),
    samplerate: '8000',
    team: 'voice',
  });
  expect(object?.tags).toEqual({});
  const head = Buffer.from(object?.content ?? [])
    .subarray(0, 12)
    .toString('latin1');
  expect(head).toMatch(/^RIFF.{4}WAVE$/s);
  expect(left).toMatch(/^switchboard-test\/[\da-f-]{36}\.wav$/);
});

/** What is amiss → what becomes of the steps, and which step says what. */
type Row = [
  what: string,
  amiss: { deny?: S3Action[]; bucket?: Partial<S3Bucket>; set?: () => void },
  states: string[],
  step: TestStep,
  cause: RegExp | string,
  fix: RegExp | string,
  policy?: [actions: string[], resource: string],
];

const rows: Row[] = [
  [
    's3:PutObject',
    { deny: ['s3:PutObject'] },
    writeFailed,
    'write',
    `The key lacks \`s3:PutObject\` on \`${objects}\`.`,
    /^Attach this policy to the user of the key\./,
    [['s3:PutObject', 's3:AbortMultipartUpload'], objects],
  ],
  [
    's3:GetObject',
    { deny: ['s3:GetObject'] },
    but({ 'read back': 'failed', metadata: 'failed', gone: 'warning' }),
    'read back',
    `The key lacks \`s3:GetObject\` on \`${objects}\`.`,
    /nobody can play them/,
    [['s3:GetObject'], objects],
  ],
  [
    's3:ListBucket',
    { deny: ['s3:ListBucket'] },
    but({ list: 'warning', gone: 'warning' }),
    'list',
    'The key lacks `s3:ListBucket` on `arn:aws:s3:::acme-recordings`.',
    /The gateway does not need it\.$/,
    [['s3:ListBucket'], 'arn:aws:s3:::acme-recordings'],
  ],
  [
    's3:ListBucket, without which a store does not say that an object is gone',
    { deny: ['s3:ListBucket'] },
    but({ list: 'warning', gone: 'warning' }),
    'gone',
    /^The object was deleted; that it is gone the store does not tell/,
    /^Nothing, if/,
    [['s3:ListBucket'], 'arn:aws:s3:::acme-recordings'],
  ],
  [
    's3:DeleteObject',
    { deny: ['s3:DeleteObject'] },
    but({ delete: 'warning', gone: 'skipped' }),
    'delete',
    `The key lacks \`s3:DeleteObject\` on \`${objects}\`.`,
    /nobody can delete them; the gateway does not need it\.$/,
    [['s3:DeleteObject'], objects],
  ],
  [
    'kms:GenerateDataKey',
    { deny: ['kms:GenerateDataKey'] },
    writeFailed,
    'write',
    /encrypted by a key of KMS, on which the user lacks `kms:GenerateDataKey`/,
    /policy of the KMS key/,
    [['kms:GenerateDataKey', 'kms:Decrypt'], 'the ARN of the KMS key'],
  ],
  [
    's3:AbortMultipartUpload, once the parts cannot be written',
    {
      deny: ['s3:AbortMultipartUpload'],
      set: () => server.faults.set('UploadPart', { answer: 'InternalError' }),
    },
    writeFailed,
    'write',
    'Amazon S3 failed by itself.',
    /Parts of the test’s upload stayed, .* lifecycle/,
  ],
  [
    'a policy that denies it expressly',
    {
      set: () =>
        server.faults.set('CreateMultipartUpload', {
          answer: 'AccessDenied',
          message:
            'User: arn:aws:iam::1:user/x is not authorized to perform: s3:PutObject on resource: "arn:…" with an explicit deny in a resource-based policy',
        }),
    },
    writeFailed,
    'write',
    `A policy denies \`s3:PutObject\` on \`${objects}\`, whatever others allow.`,
    /^Take its Deny out/,
  ],
  [
    'Object Lock',
    { bucket: { name: 'acme-locked' } },
    but({ delete: 'warning', gone: 'skipped' }),
    'delete',
    /^Object Lock, or another rule of retention/,
    /recordings are to be kept so/,
  ],
  [
    'a bucket that is not there',
    { bucket: { name: 'acme-recording' } },
    writeFailed,
    'write',
    'Amazon S3 has no bucket named “acme-recording”.',
    /correct the Bucket Name/,
  ],
  [
    'the region of the endpoint',
    { bucket: { region: 'us-west-2' } },
    writeFailed,
    'write',
    'The bucket is in eu-west-1, not in us-west-2.',
    'Set Region to eu-west-1.',
  ],
  [
    'the region of the bucket, told by a redirect',
    { bucket: { region: 'us-west-2' }, set: () => Object.assign(server, { redirects: true }) },
    writeFailed,
    'write',
    'The bucket is in eu-west-1, not in us-west-2.',
    'Set Region to eu-west-1.',
  ],
  [
    'a region that is not told',
    { set: () => server.faults.set('any', { answer: 'PermanentRedirect' }) },
    writeFailed,
    'write',
    'The bucket is not in eu-west-1.',
    /bucket’s properties/,
  ],
  [
    'the Access key ID',
    { bucket: { accessKeyId: 'AKIANOBODY' } },
    writeFailed,
    'write',
    'The store does not know the Access key ID AKIANOBODY.',
    /new access key for its user in IAM/,
  ],
  [
    'the Secret access key',
    { bucket: { secretAccessKey: new Secret('another-secret') } },
    writeFailed,
    'write',
    `The Secret access key is not the one that belongs to the Access key ID ${accessKeyId}.`,
    'Give both anew, from the same pair.',
  ],
  [
    'a Secret access key with a line break',
    { bucket: { secretAccessKey: new Secret(`${canary}\n`) } },
    writeFailed,
    'write',
    /characters that no key has/,
    /whole and alone/,
  ],
  [
    'a key that was for a time',
    {
      set: () =>
        Object.assign(server, { keys: [{ accessKeyId, secretAccessKey: canary, expired: true }] }),
    },
    writeFailed,
    'write',
    `The Access key ID ${accessKeyId} was given out for a time that is over.`,
    /does not expire/,
  ],
  [
    'an account that was disabled',
    { set: () => server.faults.set('any', { answer: 'AllAccessDisabled' }) },
    writeFailed,
    'write',
    /disabled the account/,
    /a bill is open/,
  ],
  [
    'too many requests',
    {
      set: () =>
        server.faults.set('UploadPart', { answer: 'SlowDown', headers: { 'retry-after': '7' } }),
    },
    writeFailed,
    'write',
    'Amazon S3 takes no more requests at the moment.',
    /^Try again in 7 seconds/,
  ],
  [
    'a store that breaks',
    { set: () => server.faults.set('CompleteMultipartUpload', { answer: 'InternalError' }) },
    writeFailed,
    'write',
    'Amazon S3 failed by itself.',
    /status page/,
  ],
  [
    'a connection that is cut while it writes',
    { set: () => server.faults.set('UploadPart', 'close') },
    writeFailed,
    'write',
    'Amazon S3 closed the connection before it had answered.',
    /proxy before it/,
  ],
  [
    'an answer that is lost: what was written all the same is deleted',
    { set: () => server.faults.set('CompleteMultipartUpload', 'lose the answer') },
    writeFailed,
    'write',
    'Amazon S3 closed the connection before it had answered.',
    /^Try again; if it stays, look into the log of the store, or of the proxy before it\.$/,
  ],
  [
    'bytes on the way',
    { set: () => server.faults.set('GetObject', 'corrupt') },
    but({ 'read back': 'failed' }),
    'read back',
    'What was read back is not what was written.',
    /proxy/,
  ],
  [
    'what was written, before it is read',
    { set: () => server.faults.set('GetObject', { answer: 'NoSuchKey' }) },
    but({ 'read back': 'failed' }),
    'read back',
    'The object was written, and is not there.',
    /moves or deletes new objects/,
  ],
  [
    'an error that nobody knows',
    { set: () => server.faults.set('ListObjectsV2', { answer: 'NotImplemented' }) },
    but({ list: 'warning' }),
    'list',
    'Amazon S3 refused it for a reason that is not known here.',
    /finds the store’s error in its log/,
  ],
];

test.each(rows)(
  'what is removed is named: %s',
  async (_what, { deny = [], bucket, set }, states, step, cause, fix, policy) => {
    for (const action of deny) server.deny.add(action);
    set?.();
    const result = await tested(server, amazonBucket(bucket));
    expect(statesOf(result)).toEqual(states);
    const taken = result.steps.find((one) => one.step === step);
    const { diagnosis } = taken ?? {};
    if (typeof cause === 'string') expect(diagnosis?.cause).toBe(cause);
    else expect(diagnosis?.cause).toMatch(cause);
    if (typeof fix === 'string') expect(diagnosis?.fix).toBe(fix);
    else expect(diagnosis?.fix).toMatch(fix);
    const statement = diagnosis?.policy && JSON.parse(diagnosis.policy);
    expect(statement?.Statement).toEqual(
      policy && [{ Effect: 'Allow', Action: policy[0], Resource: policy[1] }],
    );
    // Nothing is left but what cannot be deleted, and that is named.
    expect(server.objects().map(({ key }) => key)).toEqual(
      result.left === null ? [] : [result.left],
    );
    expect(server.uploads()).toHaveLength(deny.includes('s3:AbortMultipartUpload') ? 1 : 0);
    expectNoSecret(result);
  },
);

describe('a clock that is wrong', () => {
  test.each([
    [1200, /^The clock of this machine is 1,200 seconds ahead of that of Amazon S3/],
    [-1200, /^The clock of this machine is 1,200 seconds behind that of Amazon S3/],
  ])('by %i seconds', async (seconds, cause) => {
    const clock = { now: () => new Date(Date.now() + seconds * 1000) };
    const result = await tested(server, amazonBucket(), { open: opener(server, { clock }) });
    expect(statesOf(result)).toEqual(writeFailed);
    expect(result.steps[0]?.diagnosis?.cause).toMatch(cause);
    expect(result.steps[0]?.diagnosis?.fix).toContain('NTP');
    // The SDK would set itself right after the first error, and hide it.
    const client = await opener(server, { clock })(amazonBucket());
    for (let time = 0; time < 2; time++) {
      await expect(client.list('')).rejects.toMatchObject({
        trouble: 'clock skewed',
        told: { skewSeconds: expect.closeTo(seconds, -1) },
      });
    }
    client.close();
  });

  test('within what a store bears does no harm', async () => {
    const clock = { now: () => new Date(Date.now() + 10 * 60_000) };
    const result = await tested(server, amazonBucket(), { open: opener(server, { clock }) });
    expect(statesOf(result)).toEqual(allOk);
  });
});

test('a store that speaks the language of S3 is tested and diagnosed the same, by its own name', async () => {
  const { host } = new URL(server.url);
  const bucket = compatibleBucket(server.url);
  expect(statesOf(await tested(server, bucket))).toEqual(allOk);
  server.faults.set('any', { answer: 'InternalError' });
  const { steps } = await tested(server, bucket);
  expect(steps[0]?.diagnosis?.cause).toBe(`${host} failed by itself.`);
});
