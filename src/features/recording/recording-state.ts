import { z } from 'zod';
import { BotError } from '../../errors.ts';
import { Secret } from '../../secret.ts';
import { type BucketVendor, credentialOf, type Recording } from './recording.ts';
import { asEndpoint, checkBucket, checkLength, readCredential } from './recording-rules.ts';
import { readTags, tagLines } from './recording-tags.ts';
import { type OpenBucketSettings, openedBy, openPartOf } from './recording-trace.ts';

export const BucketVendors = z.enum(['aws_s3', 'google', 'azure', 's3_compatible']);
export const AudioFormats = z.enum(['wav', 'mp3']);

/**
 * What stands in the form of a call recording, but for what is secret: as it was typed, empty where it was not. One
 * vendor is chosen; what was typed for another is there when that one is chosen again.
 */
export const FormState = z.object({
  vendor: BucketVendors,
  enabled: z.boolean(),
  format: AudioFormats,
  allCalls: z.boolean(),
  name: z.string(),
  endpoint: z.string(),
  region: z.string(),
  /** That of an S3-compatible store, which is in no list. */
  otherRegion: z.string(),
  accessKeyId: z.string(),
  tags: z.string(),
});
export type FormState = z.infer<typeof FormState>;

/** What was typed as secrets, by vendor. */
export type TypedSecrets = { [V in BucketVendor]?: Secret | undefined };

/** Where the secret of a bucket may come from: what was typed counts more. */
export interface Secrets {
  stored: Recording | null;
  typed: TypedSecrets;
}

/** The form over what is stored. */
export function stateOf(recording: Recording | null): FormState {
  const { enabled = true, format = 'wav', allCalls = false, bucket } = recording ?? {};
  return {
    vendor: bucket?.vendor ?? 'aws_s3',
    enabled,
    format,
    allCalls,
    name: bucket?.name ?? '',
    endpoint: bucket?.vendor === 's3_compatible' ? bucket.endpoint : '',
    region: bucket?.vendor === 'aws_s3' ? bucket.region : '',
    otherRegion: (bucket?.vendor === 's3_compatible' && bucket.region) || '',
    accessKeyId: bucket && 'accessKeyId' in bucket ? bucket.accessKeyId : '',
    tags: tagLines(bucket?.tags ?? []),
  };
}

/** The stored secret opens buckets of its own vendor alone: a gateway drops it where another is chosen. */
export function storedCredential(vendor: BucketVendor, stored: Recording | null): Secret | null {
  return stored?.bucket.vendor === vendor ? credentialOf(stored.bucket) : null;
}

/** The call recording that the form asks for. Throws `invalid` with every refused `BucketField`. */
export function recordingOf(state: FormState, { stored, typed }: Secrets): Recording {
  const { vendor, enabled, format, allCalls } = state;
  const refused: Record<string, string> = {};
  const tryTo = <Result>(work: () => Result): Result | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      Object.assign(refused, error.fields);
      return null;
    }
  };
  const open = bucketIn(
    state,
    tryTo(() => readTags(state.tags)),
  );
  tryTo(() => checkBucket(open, stored && openPartOf(stored.bucket)));
  const given = typed[vendor];
  const credential = given
    ? tryTo(() => readCredential(vendor, given))
    : storedCredential(vendor, stored);
  if (!credential) refused.credential ??= 'Please answer this.';
  const bucket = credential && openedBy(open, credential);
  if (bucket && Object.keys(refused).length === 0) tryTo(() => checkLength(bucket));
  if (bucket && Object.keys(refused).length === 0) return { enabled, format, allCalls, bucket };
  throw new BotError('invalid', 'Some answers cannot be accepted.', { fields: refused });
}

/** `tags`: `null` where they could not be read. */
function bucketIn(state: FormState, tags: OpenBucketSettings['tags'] | null): OpenBucketSettings {
  const { vendor } = state;
  const all = { name: state.name.trim(), tags: tags ?? [] };
  const accessKeyId = state.accessKeyId.trim();
  switch (vendor) {
    case 'aws_s3':
      return { vendor, ...all, region: state.region, accessKeyId };
    case 's3_compatible':
      return {
        vendor,
        ...all,
        endpoint: asEndpoint(state.endpoint),
        region: state.otherRegion.trim() || null,
        accessKeyId,
      };
    case 'google':
    case 'azure':
      return { vendor, ...all };
  }
}

const Draft = z.object({
  state: FormState,
  typed: z.partialRecord(BucketVendors, z.string()),
});

/** What was typed, as the text that is sealed for the next view of the form. */
export function draftText(state: FormState, typed: TypedSecrets): Secret {
  const revealed = Object.entries(typed).map(([vendor, secret]) => [vendor, secret?.reveal()]);
  return new Secret(JSON.stringify({ state, typed: Object.fromEntries(revealed) }));
}

/** The same again. */
export function readDraft(text: Secret): { state: FormState; typed: TypedSecrets } {
  const { state, typed } = Draft.parse(JSON.parse(text.reveal()));
  const secrets = Object.entries(typed).map(([vendor, secret]) => [vendor, new Secret(secret)]);
  return { state, typed: Object.fromEntries(secrets) as TypedSecrets };
}
