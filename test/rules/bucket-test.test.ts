import { describe, expect, test } from 'vitest';
import {
  type BucketClient,
  BucketError,
  type BucketTrouble,
  type ObjectHead,
  type Told,
} from '../../src/features/recording/bucket-client.ts';
import { type TestNeeds, testBucket, testSteps } from '../../src/features/recording/bucket-test.ts';
import { diagnose } from '../../src/features/recording/diagnosis.ts';
import type { Bucket } from '../../src/features/recording/recording.ts';
import { Secret } from '../../src/secret.ts';
import { serviceAccount } from '../buckets/service-account.ts';
import { s3Recording } from '../recordings.ts';

const { bucket: amazon } = s3Recording({}, { tags: [{ name: 'callSid', value: 'mine' }] });
const { region: _region, ...rest } = amazon;
const compatible: Bucket = {
  ...rest,
  vendor: 's3_compatible',
  endpoint: 'https://objects.example.com:9000',
  region: null,
};
const google: Bucket = {
  vendor: 'google',
  name: 'calls',
  serviceKey: new Secret(JSON.stringify(serviceAccount())),
  tags: [],
};
const azure: Bucket = {
  vendor: 'azure',
  name: 'calls',
  connectionString: new Secret(
    `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${Buffer.alloc(64, 7).toString('base64')};EndpointSuffix=core.windows.net`,
  ),
  tags: [],
};

/** A store in memory that keeps what it is given, apart from what a test makes of it. */
function openStore(more: More = () => ({})) {
  const store = new Map<string, Stored>();
  let open = 0;
  const found = (key: string) => {
    const object = store.get(key);
    if (!object) throw new BucketError('object missing', { call: 'GET' });
    return object;
  };
  const client: BucketClient = {
    async write(key, content, metadata) {
      const lower = Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]);
      store.set(key, { content, metadata: Object.fromEntries(lower) });
    },
    read: async (key) => found(key).content,
    head: async (key) => ({ bytes: found(key).content.length, metadata: found(key).metadata }),
    list: async (prefix) => [...store.keys()].filter((key) => key.startsWith(prefix)),
    remove: async (key) => void store.delete(key),
    link: async () => new Secret('link'),
    close: () => void open--,
    ...more(store),
  };
  return {
    store,
    stillOpen: () => open,
    open: async () => {
      open++;
      return client;
    },
  };
}

type More = (store: Map<string, Stored>) => Partial<BucketClient>;

interface Stored {
  content: Uint8Array;
  metadata: Record<string, string>;
}

const run = (open: TestNeeds['open'], more: Partial<TestNeeds> = {}) =>
  testBucket(amazon, { open, now: () => 0, ...more });
const fails = (trouble: BucketTrouble) => async () => {
  throw new BucketError(trouble, { call: 'call' });
};

/** This in place of what there is; and nothing where there is nothing. */
const instead = (store: Map<string, Stored>, head: ObjectHead) => async (key: string) => {
  if (!store.has(key)) throw new BucketError('object missing', { call: 'HEAD' });
  return head;
};

describe('a test of a bucket', () => {
  test.each<[string, More, string, RegExp]>([
    [
      'that loses metadata',
      (store) => ({
        async write(key, content) {
          store.set(key, { content, metadata: { direction: 'inbound' } });
        },
      }),
      'metadata failed',
      /accountSid, callSid, from/,
    ],
    [
      'that changes metadata',
      (store) => ({ head: instead(store, { bytes: 16_044, metadata: { callsid: 'yours' } }) }),
      'metadata failed',
      /callSid/,
    ],
    [
      'that tells another size',
      (store) => ({ head: instead(store, { bytes: 1, metadata: {} }) }),
      'metadata failed',
      /another size/,
    ],
    [
      'that gives back half',
      (store) => ({
        read: async (key) => store.get(key)?.content.subarray(0, 99) ?? new Uint8Array(),
      }),
      'read back failed',
      /not what was written/,
    ],
    ['that lists nothing', () => ({ list: async () => [] }), 'list warning', /does not name it/],
    [
      'that only says that it deletes',
      () => ({ remove: async () => {} }),
      'gone warning',
      /still has it/,
    ],
  ])('finds one %s', async (_what, more, step, cause) => {
    const { open, store, stillOpen } = openStore(more);
    const { steps, left } = await run(open);
    const taken = steps.find((one) => `${one.step} ${one.state}` === step);
    expect(taken?.diagnosis?.cause).toMatch(cause);
    expect(taken?.diagnosis?.fix).toMatch(/\.$/);
    expect([...store.keys()]).toEqual(left === null ? [] : [left]);
    expect(stillOpen()).toBe(0);
  });

  test('writes the tags as metadata, of which one takes the place of the gateway’s own', async () => {
    const { open, store } = openStore(() => ({ remove: fails('access denied') }));
    const { left } = await run(open, { metadata: { accountSid: 'acme', callSid: 'made up' } });
    expect(store.get(left ?? '')?.metadata).toMatchObject({ accountsid: 'acme', callsid: 'mine' });
  });

  test('that cannot be opened says why at its first step, and closes what it opened', async () => {
    const { steps, left } = await run(fails('private address'));
    expect(steps.map(({ state }) => state)).toEqual(['failed', ...Array(5).fill('skipped')]);
    expect(steps[0]?.diagnosis?.fix).toContain('ALLOW_PRIVATE_ADDRESSES');
    expect(left).toBeNull();
    const { open, stillOpen } = openStore(() => ({
      list: () => Promise.reject(new TypeError('x')),
    }));
    await expect(run(open)).rejects.toThrow(TypeError);
    expect(stillOpen()).toBe(0);
  });

  test('that was stopped before it began, or while it opened, writes nothing', async () => {
    const stop = new AbortController();
    const { open, store, stillOpen } = openStore();
    const opening = async () => {
      const client = await open();
      stop.abort();
      return client;
    };
    for (let time = 0; time < 2; time++) {
      const { steps, stopped, left } = await run(opening, { signal: stop.signal });
      expect([stopped, left, new Set(steps.map(({ state }) => state))]).toEqual([
        true,
        null,
        new Set(['skipped']),
      ]);
    }
    expect(store.size).toBe(0);
    expect(stillOpen()).toBe(0);
  });

  test('that is stopped after its last step was not stopped', async () => {
    const stop = new AbortController();
    const { open } = openStore();
    const onStep: TestNeeds['onStep'] = ({ step }) => {
      if (step === 'gone') stop.abort();
    };
    expect(await run(open, { signal: stop.signal, onStep })).toMatchObject({ stopped: false });
  });

  test('that is stopped and cannot delete names what is left', async () => {
    const stop = new AbortController();
    const { open, store } = openStore(() => ({ remove: fails('access denied') }));
    const { stopped, left } = await run(open, {
      signal: stop.signal,
      onStep: () => stop.abort(),
    });
    expect(stopped).toBe(true);
    expect([...store.keys()]).toEqual([left]);
  });
});

const troubles: BucketTrouble[] = [
  'credential unusable',
  'endpoint unusable',
  'access denied',
  'key unknown',
  'signature wrong',
  'key expired',
  'clock skewed',
  'bucket missing',
  'wrong region',
  'object missing',
  'object protected',
  'account disabled',
  'too many requests',
  'store broken',
  'private address',
  'metadata address',
  'address not routable',
  'name not found',
  'refused',
  'unreachable',
  'closed',
  'certificate refused',
  'no TLS',
  'not this protocol',
  'timeout',
  'stopped',
  'other',
];

test('every trouble of every vendor at every step has a cause and a fix, in whole sentences', () => {
  for (const bucket of [amazon, compatible, google, azure]) {
    for (const step of testSteps) {
      for (const trouble of troubles) {
        const { cause, fix } = diagnose(bucket, step, new BucketError(trouble, { call: 'call' }));
        for (const text of [cause, fix]) {
          expect(text).toMatch(/^[A-Z“`a-z].*\.$/);
          expect(text).not.toMatch(/undefined|null|NaN|\[object/);
        }
      }
    }
  }
});

test.each<[Bucket, BucketTrouble, Told, RegExp, RegExp]>([
  [compatible, 'name not found', {}, /name of objects\.example\.com:9000 was not found/, /DNS/],
  [amazon, 'name not found', {}, /no address in eu-west-1/, /Region/],
  [compatible, 'refused', {}, /refused the connection/, /port/],
  [
    compatible,
    'certificate refused',
    { certificate: 'self-signed' },
    /self-signed/,
    /public authority/,
  ],
  [compatible, 'certificate refused', { certificate: 'expired' }, /has expired/, /Renew/],
  [compatible, 'certificate refused', {}, /not accepted/, /for this host/],
  [compatible, 'no TLS', {}, /no TLS/, /http:\/\//],
  [compatible, 'endpoint unusable', { plain: true }, /over plain http/, /https:\/\//],
  [
    compatible,
    'wrong region',
    { region: 'eu-1' },
    /in eu-1, not in us-east-1/,
    /Set Region to eu-1/,
  ],
  [azure, 'bucket missing', {}, /has no container named “calls”/, /Container Name/],
  [google, 'too many requests', { retryAfterSeconds: 1 }, /no more requests/, /in 1 second;/],
  [google, 'clock skewed', { skewSeconds: -90 }, /90 seconds behind that of Google/, /NTP/],
  [google, 'clock skewed', {}, /too far from that of Google/, /NTP/],
  [
    google,
    'store broken',
    { unfinished: true },
    /failed by itself/,
    /Parts of the test’s upload stayed/,
  ],
])('$0.vendor: $1 $2', (bucket, trouble, told, cause, fix) => {
  const found = diagnose(bucket, 'write', new BucketError(trouble, { call: 'call', told }));
  expect(found.cause).toMatch(cause);
  expect(found.fix).toMatch(fix);
});

test.each([
  ['cn-north-1', 'arn:aws-cn:s3:::calls/*'],
  ['us-gov-west-1', 'arn:aws-us-gov:s3:::calls/*'],
  ['eu-west-1', 'arn:aws:s3:::calls/*'],
])('in %s the policy names %s', (region, resource) => {
  const denied = new BucketError('access denied', { call: 's3:PutObject' });
  const { policy = '' } = diagnose({ ...amazon, region }, 'write', denied);
  expect(JSON.parse(policy)).toMatchObject({ Statement: [{ Resource: resource }] });
});
