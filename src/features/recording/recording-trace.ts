import { z } from 'zod';
import { canonical } from '../../canonical.ts';
import { differenceOf, type Fact } from '../../changes/change.ts';
import { SecretTrace } from '../../changes/kept-secrets.ts';
import type { Secret } from '../../secret.ts';
import {
  type AudioFormat,
  type Bucket,
  type BucketVendor,
  credentialOf,
  type Recording,
  type Tag,
  vendorNames,
} from './recording.ts';

const any = {
  name: z.string(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
  credential: SecretTrace,
};
const key = { accessKeyId: z.string() };

/** A bucket of which only what opens it is secret. */
const BucketTrace = z.discriminatedUnion('vendor', [
  z.object({ vendor: z.literal('aws_s3'), ...any, ...key, region: z.string() }),
  z.object({
    vendor: z.literal('s3_compatible'),
    ...any,
    ...key,
    endpoint: z.string(),
    region: z.string().nullable(),
  }),
  z.object({ vendor: z.literal('google'), ...any }),
  z.object({ vendor: z.literal('azure'), ...any }),
]);
export type BucketTrace = z.infer<typeof BucketTrace>;

/** The call recording of an account as a change holds it: all but the credential in the clear. */
export const RecordingTrace = z.object({
  enabled: z.boolean(),
  format: z.enum(['wav', 'mp3']),
  allCalls: z.boolean(),
  bucket: BucketTrace,
});
export type RecordingTrace = z.infer<typeof RecordingTrace>;

/** What the portal calls the parts of a call recording configuration. */
export const recordingLabels = {
  enabled: 'Enable call recording',
  format: 'Audio Format',
  vendor: 'Bucket Vendor',
  bucket: 'Bucket Name',
  container: 'Container Name',
  endpoint: 'Endpoint',
  region: 'Region',
  accessKeyId: 'Access key ID',
  allCalls: 'Record all calls for this account',
} as const;

/** What the portal calls the one secret that opens a bucket. */
export const credentialLabels: Record<BucketVendor, string> = {
  aws_s3: 'Secret access key',
  s3_compatible: 'Secret access key',
  google: 'Service key',
  azure: 'Connection String',
};

/** What the portal calls the tags. */
export const tagLabels: Record<BucketVendor, string> = {
  aws_s3: 'S3 Tags',
  s3_compatible: 'S3 Tags',
  google: 'Google Cloud Storage Tags',
  azure: 'Azure Cloud Storage Tags',
};

/** As a change holds it, its credential by what `traceOf` makes of it. */
export function tracedRecording(
  { bucket, ...rest }: Recording,
  traceOf: (secret: Secret) => SecretTrace,
): RecordingTrace {
  return { ...rest, bucket: tracedBucket(bucket, traceOf(credentialOf(bucket))) };
}

function tracedBucket(bucket: Bucket, credential: SecretTrace): BucketTrace {
  return { ...openPartOf(bucket), credential };
}

/** Itself again; `reveal` gives the credential. */
export function untracedRecording(
  { bucket, ...rest }: RecordingTrace,
  reveal: (trace: SecretTrace) => Secret,
): Recording {
  const { credential, ...open } = bucket;
  return { ...rest, bucket: openedBy(open, reveal(credential)) };
}

/** A bucket but for what opens it. */
export type OpenBucketSettings = BucketTrace extends infer Each
  ? Each extends BucketTrace
    ? Omit<Each, 'credential'>
    : never
  : never;

/** The bucket without what opens it. */
export function openPartOf(bucket: Bucket): OpenBucketSettings {
  switch (bucket.vendor) {
    case 'aws_s3':
    case 's3_compatible': {
      const { secretAccessKey: _secret, ...open } = bucket;
      return open;
    }
    case 'google': {
      const { serviceKey: _secret, ...open } = bucket;
      return open;
    }
    case 'azure': {
      const { connectionString: _secret, ...open } = bucket;
      return open;
    }
  }
}

/** The bucket with what opens it. */
export function openedBy(open: OpenBucketSettings, credential: Secret): Bucket {
  switch (open.vendor) {
    case 'aws_s3':
    case 's3_compatible':
      return { ...open, secretAccessKey: credential };
    case 'google':
      return { ...open, serviceKey: credential };
    case 'azure':
      return { ...open, connectionString: credential };
  }
}

/** Text that is the same where two are, by the fingerprint of what is secret. */
export function comparableRecording({ bucket, ...rest }: RecordingTrace): string {
  return canonical({ ...rest, bucket: comparableTrace(bucket) });
}

/** The same of a bucket alone. */
export function comparableBucket(bucket: Bucket, traceOf: (secret: Secret) => SecretTrace): string {
  return comparableTrace(tracedBucket(bucket, traceOf(credentialOf(bucket))));
}

function comparableTrace({ credential, ...open }: BucketTrace): string {
  return canonical({ ...open, credential: credential.print });
}

/** What differs, field by field. Where nothing is known of what was there before, what there is. */
export function recordingDifferences(
  before: RecordingTrace | null | undefined,
  after: RecordingTrace | null | undefined,
): Fact[] {
  const is = recordingFacts(after ?? null);
  if (before === undefined) return after === null ? is.slice(0, 1) : is.filter(isThere);
  return differenceOf(recordingFacts(before), is);
}

/** What there is of it, as people read it. */
export function factsOfRecording(recording: RecordingTrace | null): Fact[] {
  return recordingDifferences(undefined, recording);
}

function isThere({ value }: Fact): boolean {
  return value !== NONE;
}

const NONE = 'none';

/** Every part that a call recording configuration may have, always in this order. */
function recordingFacts(recording: RecordingTrace | null): Fact[] {
  const { bucket } = recording ?? {};
  const { vendor, credential } = bucket ?? {};
  const secret = (of: readonly BucketVendor[]): Fact => {
    const label = credentialLabels[of[0] ?? 'aws_s3'];
    if (!credential || !vendor || !of.includes(vendor)) return { label, value: NONE };
    return { label, value: credential.mask, fingerprint: { value: credential.print } };
  };
  const text = (label: string, value: string | null | undefined): Fact => ({
    label,
    value: value ?? NONE,
  });
  return [
    text(recordingLabels.enabled, enabledInWords(recording)),
    text(recordingLabels.format, recording && formatInWords(recording.format)),
    text(recordingLabels.vendor, vendor && vendorNames[vendor]),
    text(recordingLabels.bucket, vendor === 'azure' ? null : bucket?.name),
    text(recordingLabels.container, vendor === 'azure' ? bucket?.name : null),
    text(recordingLabels.endpoint, bucket && 'endpoint' in bucket ? bucket.endpoint : null),
    text(recordingLabels.region, bucket && 'region' in bucket ? bucket.region : null),
    text(
      recordingLabels.accessKeyId,
      bucket && 'accessKeyId' in bucket ? bucket.accessKeyId : null,
    ),
    secret(['aws_s3', 's3_compatible']),
    secret(['google']),
    secret(['azure']),
    text('Tags', bucket && (tagsInWords(bucket.tags) || null)),
    text(recordingLabels.allCalls, recording && (recording.allCalls ? 'yes' : 'no')),
  ];
}

function enabledInWords(recording: RecordingTrace | null): string {
  if (!recording) return 'off';
  return recording.enabled ? 'on' : 'paused';
}

export function formatInWords(format: AudioFormat): string {
  return `.${format}`;
}

/** Tags on a line. */
function tagsInWords(tags: readonly Tag[]): string {
  return tags.map(({ name, value }) => `${name}=${value}`).join(', ');
}

/** What is done to call recording: how a person would say it, in the infinitive and in the past tense. */
export function recordingInWords(
  before: RecordingTrace | null | undefined,
  after: RecordingTrace | null | undefined,
): { what: string; did: string } | null {
  if (before === undefined || after === undefined || (!before && !after)) return null;
  if (!after) {
    return {
      what: 'remove the credential of call recording',
      did: 'removed the credential of call recording',
    };
  }
  if (!before) return { what: 'set up call recording', did: 'set up call recording' };
  const rest = (of: RecordingTrace) => comparableRecording({ ...of, enabled: true });
  if (before.enabled === after.enabled || rest(before) !== rest(after)) return null;
  return after.enabled
    ? { what: 'turn on call recording', did: 'turned on call recording' }
    : { what: 'turn off call recording', did: 'turned off call recording' };
}
