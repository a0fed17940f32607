import { BucketError, type BucketTrouble, type Told } from '../features/recording/bucket-client.ts';
import { bare, networkError } from './reaching.ts';

/** What Google answered in place of what was asked for. Its body stays here: it may quote anything. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: number;
  readonly body: string;
  readonly headers: Headers;

  constructor(status: number, body: string, headers: Headers) {
    super('refused');
    this.code = status;
    this.body = body;
    this.headers = headers;
  }
}

/** What is of use in an answer. */
interface Said {
  status: number;
  reasons: string[];
  message: string;
  headers: Headers | null;
}

const reasons: Record<string, BucketTrouble> = {
  accountDisabled: 'account disabled',
  authError: 'key unknown',
  backendError: 'store broken',
  conditionNotMet: 'object protected',
  internalError: 'store broken',
  objectUnderActiveHold: 'object protected',
  quotaExceeded: 'too many requests',
  rateLimitExceeded: 'too many requests',
  retentionPolicyNotMet: 'object protected',
  userRateLimitExceeded: 'too many requests',
};

/** Reasons that need another fix than a permission. */
const toldReasons = [
  'accessNotConfigured',
  'requestedRangeNotSatisfiable',
  'required',
  'retentionPolicyNotMet',
  'objectUnderActiveHold',
  'userProjectMissing',
  'vpcServiceControls',
];

const tokenTroubles: [RegExp, BucketTrouble][] = [
  [/short-lived token|reasonable timeframe/i, 'clock skewed'],
  [/invalid jwt signature/i, 'signature wrong'],
  [/disabled/i, 'account disabled'],
  [/account not found|no valid verifier|deleted/i, 'key unknown'],
];

/** An error of the libraries by its name. Its words are read here, and never told. */
export function googleError(error: unknown, call: string): BucketError {
  if (error instanceof BucketError) return error;
  const grant = grantIn(error);
  if (grant) {
    const { description, said } = grant;
    const found = tokenTroubles.find(([words]) => words.test(description));
    const trouble = found?.[1] ?? troubleOfStatus(said.status) ?? 'credential unusable';
    return new BucketError(trouble, {
      call: 'oauth2.token',
      told: toldBy(said, trouble),
      cause: named(said),
    });
  }
  const said = saidIn(error);
  if (!said) {
    const mismatch = /FILE_NO_UPLOAD|CONTENT_DOWNLOAD_MISMATCH/.test(codeIn(error));
    if (mismatch) return new BucketError('store broken', { call, cause: bare(error) });
    return networkError(error, call);
  }
  const trouble = troubleOf(said);
  return new BucketError(trouble, {
    call: permissionIn(said.message) ?? call,
    told: toldBy(said, trouble),
    cause: named(said),
  });
}

function troubleOf({ status, reasons: given, message }: Said): BucketTrouble {
  if (/billing account .*(disabled|closed)/i.test(message)) return 'account disabled';
  for (const reason of given) {
    const known = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
    if (known) return known;
  }
  if (status === 404) {
    return /specified bucket does not exist/i.test(message) ? 'bucket missing' : 'object missing';
  }
  // A name that no bucket can have.
  if (status === 400 && /bucket name/i.test(message)) return 'bucket missing';
  if (status === 401) return 'key unknown';
  if (status === 403) return 'access denied';
  if (status === 412) return 'object protected';
  return troubleOfStatus(status) ?? 'other';
}

function troubleOfStatus(status: number): BucketTrouble | null {
  if (status === 429) return 'too many requests';
  if (status === 408 || status >= 500) return 'store broken';
  return status < 400 ? 'not this protocol' : null;
}

/** Google names the permission that is lacking, which may be another than the obvious one. */
function permissionIn(message: string): string | null {
  return (
    /\b(storage\.(?:objects|buckets|multipartUploads)\.[a-zA-Z]{2,30})\b/.exec(message)?.[1] ?? null
  );
}

function toldBy({ reasons: given, headers }: Said, trouble: BucketTrouble): Told {
  const code = toldReasons.find((one) => given.includes(one));
  const retryAfter = Number(headers?.get('retry-after'));
  const serverTime = Date.parse(headers?.get('date') ?? '');
  // The library signs by this machine's clock.
  const skew = Math.round((Date.now() - serverTime) / 1000);
  return {
    ...(code !== undefined && { code }),
    ...(retryAfter > 0 && { retryAfterSeconds: retryAfter }),
    ...(trouble === 'clock skewed' && Math.abs(skew) > 60 && { skewSeconds: skew }),
  };
}

/** What the library hangs on its errors, as far as it is of use. */
interface Raw {
  code?: unknown;
  message?: unknown;
  errors?: unknown;
  response?: { status?: unknown; data?: unknown; headers?: unknown };
}

/** A token that was not given out: its error is a word, with a description. */
function grantIn(error: unknown): { description: string; said: Said } | null {
  const { response } = (error ?? {}) as Raw;
  const data = response?.data;
  if (typeof data !== 'object' || data === null || !('error' in data)) return null;
  if (typeof data.error !== 'string') return null;
  const description = 'error_description' in data ? String(data.error_description) : '';
  const said = {
    status: Number(response?.status),
    reasons: [],
    message: '',
    ...headersOf(response),
  };
  return { description: `${data.error}: ${description}`, said };
}

function saidIn(error: unknown): Said | null {
  if (typeof error !== 'object' || error === null) return null;
  if (error instanceof Refused) return read(error.code, error.body, error.headers);
  const { code, errors, response } = error as Raw;
  const { headers } = headersOf(response);
  if (typeof response?.status === 'number') return read(response.status, response.data, headers);
  if (typeof code !== 'number') return null;
  // An upload that broke off carries the answer as one of its errors, or is that answer.
  const [first] = Array.isArray(errors) ? errors : [];
  const inner = first && typeof first === 'object' && 'error' in first ? first : { error };
  return read(code, inner, headers);
}

function headersOf(response: Raw['response']): { headers: Said['headers'] } {
  const { headers } = response ?? {};
  const readable = typeof headers === 'object' && headers !== null && 'get' in headers;
  return { headers: readable ? (headers as Headers) : null };
}

/** An answer may be JSON, text or a page of whatever stands between. */
function read(status: number, body: unknown, headers: Headers | null): Said {
  const json = typeof body === 'string' ? jsonIn(body) : body;
  const error = (json as { error?: unknown } | null)?.error;
  if (typeof error !== 'object' || error === null) {
    return { status, reasons: [], message: typeof body === 'string' ? body : '', headers };
  }
  const { message, errors } = error as Raw;
  const given = Array.isArray(errors) ? errors.map((one: { reason?: unknown }) => one?.reason) : [];
  return {
    status,
    reasons: given.filter((one): one is string => typeof one === 'string'),
    message: typeof message === 'string' ? message : '',
    headers,
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeIn(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function named({ status, reasons: given }: Said): Error {
  const reason = given.find((one) => /^\w{1,40}$/.test(one));
  return new Error(reason ? `${reason} (${status})` : `status ${status}`);
}
