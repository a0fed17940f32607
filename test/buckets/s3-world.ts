import { inspect } from 'node:util';
import { expect } from 'vitest';
import { type BucketServer, startBucketServer } from '../../src/bucket-server/server.ts';
import { openBuckets } from '../../src/buckets/open-bucket.ts';
import type { Clock } from '../../src/clock.ts';
import {
  type BucketTestResult,
  type TestNeeds,
  testBucket,
} from '../../src/features/recording/bucket-test.ts';
import type { S3Bucket, S3CompatibleBucket } from '../../src/features/recording/recording.ts';
import { openLog } from '../../src/log.ts';
import { readAllowedAddresses } from '../../src/outbound/addresses.ts';
import { Secret } from '../../src/secret.ts';

/** Nowhere but in the credential: whatever holds it tells the secret. */
export const canary = 'canary-secret+access/key';
export const accessKeyId = 'AKIAACMERECORDER';
export const loopback = readAllowedAddresses('127.0.0.0/8');

/** What was logged by all clients here. */
export const logs: string[] = [];
export const log = openLog('trace', { write: (line: string) => void logs.push(line) });

/** A server in Ireland with a bucket, its key, and everything allowed. */
export function startS3(
  options: Partial<Parameters<typeof startBucketServer>[0]> = {},
): Promise<BucketServer> {
  return startBucketServer({
    keys: [{ accessKeyId, secretAccessKey: canary }],
    buckets: ['acme-recordings', { name: 'acme-locked', locked: true }],
    region: 'eu-west-1',
    ...options,
  });
}

export function amazonBucket(more: Partial<S3Bucket> = {}): S3Bucket {
  return {
    vendor: 'aws_s3',
    name: 'acme-recordings',
    region: 'eu-west-1',
    accessKeyId,
    secretAccessKey: new Secret(canary),
    tags: [{ name: 'team', value: 'voice' }],
    ...more,
  };
}

export function compatibleBucket(
  endpoint: string,
  more: Partial<S3CompatibleBucket> = {},
): S3CompatibleBucket {
  const { region: _region, ...bucket } = amazonBucket();
  return { ...bucket, vendor: 's3_compatible', endpoint, region: 'eu-west-1', ...more };
}

export function opener(
  server: BucketServer,
  more: Partial<Parameters<typeof openBuckets>[0]> & { clock?: Clock } = {},
) {
  return openBuckets({
    allowed: loopback,
    clock: { now: () => new Date() },
    log,
    standIns: { aws_s3: server.url },
    ...more,
  });
}

/** Tests a bucket of this server. */
export function tested(
  server: BucketServer,
  bucket: S3Bucket | S3CompatibleBucket = amazonBucket(),
  needs: Partial<TestNeeds> = {},
): Promise<BucketTestResult> {
  return testBucket(bucket, { open: opener(server), now: () => performance.now(), ...needs });
}

/** `write ok, read back failed, …`, as one looks at it. */
export function statesOf({ steps }: BucketTestResult): string[] {
  return steps.map(({ step, state }) => `${step} ${state}`);
}

/** Nothing here tells the secret, however it is looked at. */
export function expectNoSecret(...values: unknown[]): void {
  for (const value of values) {
    const texts = [
      String(value),
      JSON.stringify(value),
      inspect(value, { depth: 20, showHidden: true }),
      value instanceof Error ? `${value.message}${value.stack}` : '',
    ];
    for (const text of texts) expect(text).not.toContain(canary);
  }
  expect(logs.join('\n')).not.toContain(canary);
}
