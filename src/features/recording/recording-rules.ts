import { isIP } from 'node:net';
import { canonical } from '../../canonical.ts';
import { BotError } from '../../errors.ts';
import { Secret } from '../../secret.ts';
import { awsRegions } from './aws-regions.ts';
import { readConnectionString } from './connection-string.ts';
import { type Bucket, type BucketVendor, credentialOf } from './recording.ts';
import { checkTags } from './recording-tags.ts';
import { credentialLabels, type OpenBucketSettings, openPartOf } from './recording-trace.ts';
import { readServiceKey } from './service-key.ts';

/** Characters that a bucket with its credential may take in the Voice Gateway, which keeps them sealed in one column. */
const STORED = 4000;

/** The parts of a bucket that may be refused, whatever a form calls them. */
export type BucketField = 'name' | 'endpoint' | 'region' | 'accessKeyId' | 'credential' | 'tags';

/**
 * Throws `invalid` with every field of a bucket that cannot be used. What is as `stored` is not looked at: it may have
 * been set elsewhere, and only whoever changes it answers for it.
 */
export function checkBucket(bucket: OpenBucketSettings, stored: OpenBucketSettings | null): void {
  const fields: Partial<Record<BucketField, string>> = {};
  const kept: Partial<Record<string, unknown>> =
    stored?.vendor === bucket.vendor ? { ...stored } : {};
  const check = (field: BucketField, value: unknown, rule: () => string | null) => {
    if (canonical(kept[field] ?? null) === canonical(value)) return;
    const why = rule();
    if (why !== null) fields[field] = why;
  };
  check('name', bucket.name, () => nameRefusal(bucket.vendor, bucket.name));
  if (bucket.vendor === 's3_compatible') {
    const { endpoint, name, region } = bucket;
    check('endpoint', endpoint, () => endpointRefusal(endpoint, name));
    check('region', region, () => otherRegionRefusal(region));
  }
  if (bucket.vendor === 'aws_s3') {
    const { region } = bucket;
    check('region', region, () =>
      Object.hasOwn(awsRegions, region) ? null : 'Pick a region of Amazon S3 from the list.',
    );
  }
  if ('accessKeyId' in bucket) {
    const { accessKeyId } = bucket;
    check('accessKeyId', accessKeyId, () => accessKeyRefusal(bucket.vendor, accessKeyId));
  }
  check('tags', bucket.tags, () => whyOf(() => checkTags(bucket.tags)));
  refuse(fields);
}

/**
 * What was typed as the secret of a bucket of this vendor, as it is kept. Throws `invalid` where it cannot open one, or
 * the Voice Gateway could never keep it.
 */
export function readCredential(vendor: BucketVendor, typed: Secret): Secret {
  const text = typed.reveal().trim();
  switch (vendor) {
    case 'google':
      // On one line: as Google gives it out it is longer by its indents.
      return new Secret(onOneLine(rule(() => readServiceKey(text)).normalized.reveal()));
    case 'azure':
      return rule(() => readConnectionString(text)).normalized;
    case 'aws_s3':
    case 's3_compatible': {
      const why = secretRefusal(text);
      if (why !== null) refuse({ credential: why });
      return new Secret(text);
    }
  }
}

function onOneLine(json: string): string {
  return JSON.stringify(JSON.parse(json));
}

/** What the rule gives; what it refuses is the credential. */
function rule<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const why = error.why ?? error.message;
    throw new BotError('invalid', error.message, { why, fields: { credential: why } });
  }
}

/** Throws `invalid` for a bucket that, with its credential, is longer than the Voice Gateway can keep. */
export function checkLength(bucket: Bucket): void {
  const { tags, ...open } = openPartOf(bucket);
  const text = JSON.stringify({
    ...open,
    secretAccessKey: credentialOf(bucket).reveal(),
    tags: tags.map(({ name, value }) => ({ Key: name, Value: value })),
  });
  const length = Buffer.byteLength(text);
  if (length <= STORED) return;
  const label = credentialLabels[bucket.vendor];
  const own = Buffer.byteLength(JSON.stringify(credentialOf(bucket).reveal()));
  refuse({
    credential: `${label} and all the rest may take ${STORED.toLocaleString('en-US')} characters together; these take ${length.toLocaleString('en-US')}, ${own.toLocaleString('en-US')} of them this.`,
  });
}

/** The endpoint as it is kept: without a slash at its end. */
export function asEndpoint(typed: string): string {
  return typed.trim().replace(/\/+$/, '');
}

function secretRefusal(text: string): string | null {
  if (text === '') return 'Enter it.';
  // What looks so is what the Voice Gateway shows in place of a secret: it takes it for “as it was”.
  if (Array.from(text).length <= 6 || /^.{4,6}X+$/.test(text)) {
    return 'The Voice Gateway takes this for a masked secret, and would keep another. Enter the secret itself.';
  }
  if (/\s/.test(text)) return 'There is white space in it: copy it anew, in one piece.';
  return /^[\x21-\x7e]+$/.test(text) ? null : 'It has characters that no key has: copy it anew.';
}

function nameRefusal(vendor: BucketVendor, name: string): string | null {
  switch (vendor) {
    case 'azure':
      return containerRefusal(name);
    case 'google':
      return googleRefusal(name);
    case 'aws_s3':
      return s3Refusal(name) ?? reservedRefusal(name);
    case 's3_compatible':
      return s3Refusal(name);
  }
}

function s3Refusal(name: string): string | null {
  if (name.length < 3 || name.length > 63) {
    return `A bucket’s name has 3 to 63 characters; this has ${name.length}.`;
  }
  if (!/^[a-z0-9.-]+$/.test(name)) {
    return 'A bucket’s name has lower-case letters a–z, digits, dots and hyphens only.';
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
    return 'A bucket’s name begins and ends with a letter or a digit.';
  }
  if (name.includes('..')) return 'A bucket’s name has no two dots side by side.';
  return isIP(name) === 0 ? null : 'A bucket’s name is no IP address.';
}

const RESERVED = {
  prefixes: ['xn--', 'sthree-', 'amzn-s3-demo-'],
  suffixes: ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'],
};

/** Amazon's own: no bucket of a customer is called so, or the Voice Gateway could not use it. */
function reservedRefusal(name: string): string | null {
  const prefix = RESERVED.prefixes.find((one) => name.startsWith(one));
  if (prefix) return `Amazon S3 has no bucket whose name begins with ${prefix}`;
  const suffix = RESERVED.suffixes.find((one) => name.endsWith(one));
  return suffix ? `Amazon S3 has no ordinary bucket whose name ends with ${suffix}` : null;
}

function googleRefusal(name: string): string | null {
  const parts = name.split('.');
  const most = parts.length > 1 ? 222 : 63;
  if (name.length < 3 || name.length > most) {
    return `A bucket’s name has 3 to 63 characters (222 with dots); this has ${name.length}.`;
  }
  if (!/^[a-z0-9._-]+$/.test(name)) {
    return 'A bucket’s name has lower-case letters a–z, digits, hyphens, underscores and dots only.';
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
    return 'A bucket’s name begins and ends with a letter or a digit.';
  }
  if (parts.some((part) => part === '' || part.length > 63)) {
    return 'Between its dots a bucket’s name has 1 to 63 characters.';
  }
  if (isIP(name) !== 0) return 'A bucket’s name is no IP address.';
  return /^goog|google|g00gle/.test(name)
    ? 'A bucket’s name neither begins with “goog” nor has “google” in it.'
    : null;
}

function containerRefusal(name: string): string | null {
  if (name.startsWith('$')) {
    return 'Azure’s own containers ($root, $logs, $web) cannot hold recordings.';
  }
  if (name.length < 3 || name.length > 63) {
    return `A container’s name has 3 to 63 characters; this has ${name.length}.`;
  }
  if (!/^[a-z0-9-]+$/.test(name)) {
    return 'A container’s name has lower-case letters a–z, digits and hyphens only.';
  }
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)
    ? null
    : 'A container’s name begins and ends with a letter or a digit, and has no two hyphens side by side.';
}

function endpointRefusal(endpoint: string, bucket: string): string | null {
  const example = 'Enter an address such as https://objects.example.com.';
  if (!/^https?:\/\/[^\s\p{C}\\]+$/iu.test(endpoint) || !URL.canParse(endpoint)) return example;
  if (endpoint.length > 255) return 'An endpoint has at most 255 characters.';
  const url = new URL(endpoint);
  if (url.username !== '' || url.password !== '') {
    return 'An endpoint has no user or password in it: the keys have their own fields.';
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return 'An endpoint ends with its host and port: the bucket has its own field.';
  }
  if (bucket !== '' && url.hostname.startsWith(`${bucket.toLowerCase()}.`)) {
    return 'Leave the bucket out of the endpoint: it has its own field.';
  }
  return null;
}

function otherRegionRefusal(region: string | null): string | null {
  if (region === null || /^[A-Za-z0-9_-]{1,64}$/.test(region)) return null;
  return 'A region has letters, digits and hyphens. Empty: us-east-1.';
}

function accessKeyRefusal(vendor: BucketVendor, id: string): string | null {
  if (vendor === 'aws_s3') {
    return /^[A-Za-z0-9_]{16,128}$/.test(id)
      ? null
      : 'An access key ID has 16 to 128 letters and digits, such as AKIAIOSFODNN7EXAMPLE.';
  }
  return /^[\x21-\x7e]{3,128}$/.test(id) && !/[,/=]/.test(id)
    ? null
    : 'An access key ID has 3 to 128 characters, with no white space, comma, slash or equals sign.';
}

/** What a rule says against it, `null` where it says nothing. */
function whyOf(rule: () => void): string | null {
  try {
    rule();
    return null;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return error.why ?? error.message;
  }
}

function refuse(fields: Partial<Record<BucketField, string>>): void {
  const reasons = Object.values(fields);
  if (reasons.length === 0) return;
  throw new BotError('invalid', 'This bucket cannot be used.', {
    why: reasons.join(' '),
    fields: fields as Record<string, string>,
  });
}
