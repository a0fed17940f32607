import { RestError } from '@azure/storage-blob';
import { BucketError, type BucketTrouble, type Told } from '../features/recording/bucket-client.ts';
import type { Connection } from '../features/recording/connection-string.ts';
import { bare, networkError } from './reaching.ts';

/** By the codes of Azure. */
const troubles: Record<string, BucketTrouble> = {
  AccountBeingCreated: 'store broken',
  AccountIsDisabled: 'account disabled',
  AuthenticationFailed: 'signature wrong',
  AuthorizationFailure: 'access denied',
  AuthorizationPermissionMismatch: 'access denied',
  AuthorizationProtocolMismatch: 'access denied',
  AuthorizationResourceTypeMismatch: 'access denied',
  AuthorizationServiceMismatch: 'access denied',
  AuthorizationSourceIPMismatch: 'access denied',
  BlobImmutableDueToPolicy: 'object protected',
  BlobNotFound: 'object missing',
  ContainerBeingDeleted: 'bucket missing',
  ContainerDisabled: 'account disabled',
  ContainerNotFound: 'bucket missing',
  InsufficientAccountPermissions: 'access denied',
  InternalError: 'store broken',
  InvalidAuthenticationInfo: 'signature wrong',
  InvalidResourceName: 'bucket missing',
  KeyBasedAuthenticationNotPermitted: 'access denied',
  LeaseIdMissing: 'object protected',
  NoAuthenticationInformation: 'signature wrong',
  OperationTimedOut: 'store broken',
  PublicAccessNotPermitted: 'access denied',
  // Of a whole account: its host serves others too.
  ResourceNotFound: 'bucket missing',
  ServerBusy: 'too many requests',
  TooManyRequests: 'too many requests',
  UnauthorizedBlobOverwrite: 'access denied',
};

/** Codes that need another fix than the first that comes to mind. */
const toldCodes = [
  'AuthorizationFailure',
  'AuthorizationPermissionMismatch',
  'AuthorizationProtocolMismatch',
  'AuthorizationResourceTypeMismatch',
  'AuthorizationServiceMismatch',
  'AuthorizationSourceIPMismatch',
  'InsufficientAccountPermissions',
  'InvalidMetadata',
  'InvalidRange',
  'KeyBasedAuthenticationNotPermitted',
  'LeaseIdMissing',
  'PublicAccessNotPermitted',
  'ResourceNotFound',
];

/** Azure refuses what is signed by a clock that is further off than this, in seconds. */
const SKEW = 15 * 60;

/** An error of the SDK by its name. Its words are read here, and never told. */
export function azureError(
  error: unknown,
  call: string,
  { connection }: { connection: Connection },
): BucketError {
  if (error instanceof BucketError) return error;
  if (!(error instanceof RestError) || error.statusCode === undefined) {
    const unreadable = error instanceof RestError && error.code === 'PARSE_ERROR';
    return unreadable
      ? new BucketError('not this protocol', { call, cause: bare(error) })
      : networkError(error, call);
  }
  const code = codeOf(error);
  const told = toldBy(error, code);
  const refused = error.statusCode === 401 || error.statusCode === 403;
  const time = refused ? timeOf(told, connection) : null;
  return new BucketError(time?.trouble ?? troubleOf(error.statusCode, code), {
    call,
    told: { ...told, ...time?.told },
    cause: named(code, error.statusCode),
  });
}

/** Where it is for its time that a credential is refused, whatever Azure calls that. */
function timeOf(
  { skewSeconds = 0 }: Told,
  { credential }: Connection,
): { trouble: BucketTrouble; told: Told } | null {
  if (credential.kind === 'account key') {
    return Math.abs(skewSeconds) > SKEW ? { trouble: 'clock skewed', told: {} } : null;
  }
  const { expires, starts } = credential.says;
  const storeNow = Date.now() - skewSeconds * 1000;
  if (expires && expires.getTime() <= storeNow) return { trouble: 'key expired', told: {} };
  if (!starts || starts.getTime() <= storeNow) return null;
  return { trouble: 'key expired', told: { code: 'notYetValid' } };
}

function troubleOf(status: number, code: string): BucketTrouble {
  const known = Object.hasOwn(troubles, code) ? troubles[code] : undefined;
  if (known) return known;
  if (status === 429) return 'too many requests';
  if (status >= 500) return 'store broken';
  // Whatever answers there, it has no codes.
  if (code === '') return 'not this protocol';
  return status === 401 || status === 403 ? 'access denied' : 'other';
}

/** Of a `HEAD` it is in the headers alone. */
function codeOf({ code, response }: RestError): string {
  const given = response?.headers.get('x-ms-error-code') ?? code ?? '';
  return /^[A-Za-z]{1,60}$/.test(given) ? given : '';
}

function toldBy({ response }: RestError, code: string): Told {
  const serverTime = Date.parse(response?.headers.get('date') ?? '');
  // The SDK signs by this machine's clock.
  const skew = Math.round((Date.now() - serverTime) / 1000);
  const retryAfter = Number(response?.headers.get('retry-after'));
  return {
    ...(toldCodes.includes(code) && { code }),
    ...(Math.abs(skew) > 60 && { skewSeconds: skew }),
    ...(retryAfter > 0 && { retryAfterSeconds: retryAfter }),
  };
}

function named(code: string, status: number): Error {
  return new Error(code === '' ? `status ${status}` : `${code} (${status})`);
}
