import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './answers.ts';

/** A request as it came: its path and query still encoded, its headers by lower-cased name. */
export interface Asked {
  method: string;
  path: string;
  query: [name: string, value: string][];
  headers: Map<string, string>;
}

/** The signature of a request (AWS Signature Version 4), as it is claimed. */
export interface Claim {
  accessKeyId: string;
  /** `20261123/eu-west-1/s3/aws4_request`. */
  scope: string;
  region: string;
  /** As it was signed: `20261123T101500Z`. */
  longDate: string;
  at: Date;
  signedHeaders: string[];
  signature: string;
  /** What the body hashes to, or how it is signed itself. */
  payload: string;
  /** For how many seconds a presigned link is good; `null` for a signature in the header. */
  expires: number | null;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** The claim in the header or in the query; `null` where a request is anonymous. */
export function claimIn(asked: Asked): Claim | null {
  const query = new Map(asked.query);
  if (query.has('X-Amz-Algorithm')) return claimInQuery(query);
  const header = asked.headers.get('authorization');
  if (header === undefined) return null;
  const malformed = new S3Error('AuthorizationHeaderMalformed');
  if (!header.startsWith(`${ALGORITHM} `)) throw malformed;
  const parts = new Map(
    header
      .slice(ALGORITHM.length)
      .split(',')
      .map((part) => part.trim().split(/=(.*)/s, 2) as [string, string]),
  );
  const longDate = asked.headers.get('x-amz-date') ?? '';
  const claim = claimOf({
    credential: parts.get('Credential'),
    longDate,
    signedHeaders: parts.get('SignedHeaders'),
    signature: parts.get('Signature'),
    payload: asked.headers.get('x-amz-content-sha256'),
  });
  if (!claim) throw malformed;
  requireSigned(asked, claim);
  return claim;
}

function claimInQuery(query: Map<string, string>): Claim {
  const expires = Number(query.get('X-Amz-Expires'));
  const claim = claimOf({
    credential: query.get('X-Amz-Credential'),
    longDate: query.get('X-Amz-Date') ?? '',
    signedHeaders: query.get('X-Amz-SignedHeaders'),
    signature: query.get('X-Amz-Signature'),
    payload: 'UNSIGNED-PAYLOAD',
  });
  const isWithinAWeek = Number.isInteger(expires) && expires > 0 && expires <= 604_800;
  if (!claim || query.get('X-Amz-Algorithm') !== ALGORITHM || !isWithinAWeek) {
    throw new S3Error('AuthorizationQueryParametersError');
  }
  return { ...claim, expires };
}

function claimOf({
  credential = '',
  longDate,
  signedHeaders = '',
  signature = '',
  payload,
}: {
  credential: string | undefined;
  longDate: string;
  signedHeaders: string | undefined;
  signature: string | undefined;
  payload: string | undefined;
}): Claim | null {
  const [, accessKeyId = '', scope = '', date, region = ''] =
    /^(.+)\/((\d{8})\/([^/]+)\/s3\/aws4_request)$/.exec(credential) ?? [];
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(longDate) ?? [];
  if (scope === '' || date !== `${year}${month}${day}` || payload === undefined) return null;
  const headers = signedHeaders.split(';');
  if (!headers.includes('host')) return null;
  return {
    accessKeyId,
    scope,
    region,
    longDate,
    at: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
    signedHeaders: headers,
    signature,
    payload,
    expires: null,
  };
}

/** S3 takes no `x-amz-` header that somebody between could have added. */
function requireSigned({ headers }: Asked, { signedHeaders }: Claim): void {
  const unsigned = [...headers.keys()].filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  throw new S3Error('AccessDenied', {
    message: 'There were headers present in the request which were not signed',
    more: { HeadersNotSigned: unsigned.join(', ') },
  });
}

/** The key that signs within a scope. */
export function signingKey(secretAccessKey: string, scope: string): Buffer {
  return scope
    .split('/')
    .reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`));
}

/** The signature that a request with this claim has where it was signed with this key. */
export function signatureOf(asked: Asked, claim: Claim, key: Buffer): string {
  const { longDate, scope } = claim;
  const hash = sha256(canonical(asked, claim));
  return hmac(key, [ALGORITHM, longDate, scope, hash].join('\n')).toString('hex');
}

/** The signature of a chunk of a body, which goes on from the one before. */
export function chunkSignature(
  { longDate, scope }: Claim,
  key: Buffer,
  before: string,
  chunk: Uint8Array,
): string {
  const text = [`${ALGORITHM}-PAYLOAD`, longDate, scope, before, sha256(''), sha256(chunk)];
  return hmac(key, text.join('\n')).toString('hex');
}

/** The signature of what trails after the last chunk: `name:value` and a line feed for each. */
export function trailerSignature(
  { longDate, scope }: Claim,
  key: Buffer,
  before: string,
  trailer: string,
): string {
  const text = [`${ALGORITHM}-TRAILER`, longDate, scope, before, sha256(trailer)];
  return hmac(key, text.join('\n')).toString('hex');
}

export function isSame(one: string, other: string): boolean {
  return (
    one.length === other.length &&
    timingSafeEqual(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1'))
  );
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** In the bytes that came: S3 hashes what it gets, so that a header in another encoding does not verify. */
function canonical({ method, path, query, headers }: Asked, claim: Claim): Buffer {
  const { signedHeaders, payload } = claim;
  const parameters = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  const text = [
    method,
    path
      .split('/')
      .map((part) => encoded(decoded(part)))
      .join('/'),
    parameters.toSorted().join('&'),
    ...signedHeaders.map((name) => `${name}:${trimmed(headers.get(name) ?? '')}`),
    '',
    signedHeaders.join(';'),
    payload,
  ];
  return Buffer.from(text.join('\n'), 'latin1');
}

function trimmed(value: string): string {
  return value.trim().replaceAll(/\s+/g, ' ');
}

/** What stands percent-encoded in a path or a query. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidArgument');
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
