import { BucketError, type BucketTrouble, type Told } from '../features/recording/bucket-client.ts';
import { bare, networkError } from './reaching.ts';

/** By the codes of Amazon, and of those who speak its language. */
const troubles: Record<string, BucketTrouble> = {
  AccessDenied: 'access denied',
  AccountProblem: 'account disabled',
  AllAccessDisabled: 'account disabled',
  AuthorizationHeaderMalformed: 'wrong region',
  ExpiredToken: 'key expired',
  IllegalLocationConstraintException: 'wrong region',
  InternalError: 'store broken',
  InvalidAccessKeyId: 'key unknown',
  InvalidBucketName: 'bucket missing',
  InvalidPayer: 'account disabled',
  InvalidRegionName: 'wrong region',
  InvalidToken: 'key unknown',
  NoSuchBucket: 'bucket missing',
  NoSuchKey: 'object missing',
  NoSuchUpload: 'object missing',
  NotSignedUp: 'account disabled',
  ObjectLocked: 'object protected',
  PermanentRedirect: 'wrong region',
  RequestLimitExceeded: 'too many requests',
  RequestTimeTooSkewed: 'clock skewed',
  ServiceUnavailable: 'store broken',
  SignatureDoesNotMatch: 'signature wrong',
  SlowDown: 'too many requests',
  TemporaryRedirect: 'wrong region',
  Throttling: 'too many requests',
  ThrottlingException: 'too many requests',
  TooManyRequests: 'too many requests',
  Unauthorized: 'key unknown',
};

/** What a status says where the answer has no code: that of a `HEAD` has no body to hold one. */
function troubleOfStatus(status: number, isHead: boolean): BucketTrouble {
  if (status === 429) return 'too many requests';
  if (status >= 500) return 'store broken';
  if (!isHead) return 'not this protocol';
  if (status === 301 || status === 307) return 'wrong region';
  if (status === 403) return 'access denied';
  return status === 404 ? 'object missing' : 'other';
}

/** What the SDK hangs on its errors, as far as it is of use. */
interface Raw extends Error {
  Code?: unknown;
  Region?: unknown;
  ServerTime?: unknown;
  $metadata?: { httpStatusCode?: number };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

/** An error of the SDK by its name. Its words are read here, and never told. */
export function s3Error(
  error: unknown,
  call: string,
  { now, isHead = false }: { now: Date; isHead?: boolean },
): BucketError {
  if (error instanceof BucketError) return error;
  if (!(error instanceof Error)) return new BucketError('other', { call, cause: bare(error) });
  const raw: Raw = error;
  const status = raw.$response?.statusCode ?? raw.$metadata?.httpStatusCode;
  if (status === undefined) {
    const fromNetwork = networkError(error, call);
    // So the SDK calls its own limits, and connections that were closed: those have a code.
    const isLate = raw.name === 'TimeoutError' && fromNetwork.trouble === 'other';
    return isLate ? new BucketError('timeout', { call }) : fromNetwork;
  }
  const code = typeof raw.Code === 'string' ? raw.Code : '';
  const told = toldBy(raw, now);
  const trouble = known(code, raw.message, told) ?? troubleOf(code, status, isHead);
  return new BucketError(trouble, {
    call: callIn(raw.message) ?? call,
    told,
    cause: named(code, status),
  });
}

function troubleOf(code: string, status: number, isHead: boolean): BucketTrouble {
  if (code === '') return troubleOfStatus(status, isHead);
  if (status === 429) return 'too many requests';
  return status >= 500 && status !== 501 ? 'store broken' : 'other';
}

function known(code: string, message: string, { region }: Told): BucketTrouble | null {
  if (/object lock|WORM|retention|legal hold/i.test(message)) return 'object protected';
  // Of a key that no key can be, some stores say so.
  if (code === 'AuthorizationHeaderMalformed' && region === undefined) {
    return /region/i.test(message) ? 'wrong region' : 'credential unusable';
  }
  return Object.hasOwn(troubles, code) ? (troubles[code] ?? null) : null;
}

/** The action that a policy does not allow is named in Amazon's words alone: it may be one of the bucket's KMS key. */
function callIn(message: string): string | null {
  return /not authorized to perform: ((?:s3|kms):\w{1,40})\b/.exec(message)?.[1] ?? null;
}

function toldBy({ message, Region, ServerTime, $response }: Raw, now: Date): Told {
  const headers = $response?.headers ?? {};
  const region = [headers['x-amz-bucket-region'], Region].find(isRegion);
  const serverTime = Date.parse(typeof ServerTime === 'string' ? ServerTime : (headers.date ?? ''));
  const retryAfter = Number(headers['retry-after']);
  const skew = Math.round((now.getTime() - serverTime) / 1000);
  return {
    ...(region !== undefined && { region }),
    ...(Math.abs(skew) > 60 && { skewSeconds: skew }),
    ...(retryAfter > 0 && { retryAfterSeconds: retryAfter }),
    ...(/explicit deny/i.test(message) && { denied: true as const }),
  };
}

function isRegion(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z\d-]{2,40}$/.test(value);
}

function named(code: string, status: number): Error {
  return new Error(/^\w{1,60}$/.test(code) ? `${code} (${status})` : `status ${status}`);
}

/** The SDK finds an empty result in whatever was answered, such as a web page. */
export function notS3(call: string): BucketError {
  return new BucketError('not this protocol', { call });
}
