import { z } from 'zod';
import type { Account } from '../../features/accounts/account.ts';
import type { Bucket, Recording } from '../../features/recording/recording.ts';
import { Secret } from '../../secret.ts';
import type { accounts } from './schema.ts';

type Columns = Pick<
  typeof accounts.$inferSelect,
  | 'recordingVendor'
  | 'recordingBucket'
  | 'recordingFormat'
  | 'recordingAllCalls'
  | 'recordingEnabled'
>;

const text = z.string();
const secret = z.string().transform((value) => new Secret(value));
const tags = z.array(z.object({ name: text, value: text })).default([]);

/** What of a bucket is sealed: everything but its vendor and its name. */
const Sealed = z.discriminatedUnion('vendor', [
  z.object({
    vendor: z.literal('aws_s3'),
    region: text,
    accessKeyId: text,
    secretAccessKey: secret,
    tags,
  }),
  z.object({
    vendor: z.literal('s3_compatible'),
    endpoint: text,
    region: text.nullable().default(null),
    accessKeyId: text,
    secretAccessKey: secret,
    tags,
  }),
  z.object({ vendor: z.literal('google'), serviceKey: secret, tags }),
  z.object({ vendor: z.literal('azure'), connectionString: secret, tags }),
]);

/** The bucket's text that is sealed; secrets in the clear. */
export function bucketText({ name: _name, vendor: _vendor, ...rest }: Bucket): Secret {
  // A secret would print its mask.
  const members = Object.entries(rest).map(([member, value]: [string, unknown]) => [
    member,
    value instanceof Secret ? value.reveal() : value,
  ]);
  return new Secret(JSON.stringify(Object.fromEntries(members)));
}

/** An account's call recording from its row; `null` where it has none, or none that can be read. */
export function recordingIn(row: Columns, credential: Secret | null): Account['recording'] {
  const { recordingVendor: vendor, recordingBucket: name, recordingFormat: format } = row;
  if (vendor === null || name === null || format === null || credential === null) return null;
  const parsed = Sealed.safeParse({ ...json(credential), vendor }).data;
  if (!parsed) return null;
  return {
    enabled: row.recordingEnabled ?? true,
    format,
    allCalls: row.recordingAllCalls ?? false,
    bucket: { ...parsed, name },
  } satisfies Recording;
}

function json(credential: Secret): object {
  try {
    const value: unknown = JSON.parse(credential.reveal());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
