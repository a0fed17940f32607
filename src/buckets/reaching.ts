import type { LookupFunction } from 'node:net';
import type { Clock } from '../clock.ts';
import {
  type BucketClient,
  BucketError,
  type BucketTrouble,
  type Told,
} from '../features/recording/bucket-client.ts';
import type { Bucket } from '../features/recording/recording.ts';
import { type AllowedAddresses, type Judgement, judge, publicOnly } from '../outbound/addresses.ts';
import { codeOf, type NetworkFault, networkFault } from '../outbound/network-fault.ts';
import { pinnedTo, type Resolver, resolveAllowed } from '../outbound/resolve.ts';

/** How buckets are reached. */
export interface Reaching {
  /** Which addresses may be connected to, after resolution. */
  allowed: AllowedAddresses;
  clock: Clock;
  /** How long each method of a client may take in all, in milliseconds. */
  timeLimit: number;
  resolve: Resolver;
  /** Authorities that are trusted in place of the usual ones. */
  authorities?: string | undefined;
  /** Servers in place of the vendors' own, by their address. */
  standIns?: { aws_s3?: string; google?: string } | undefined;
}

/** What the module of a vendor has: it is loaded when one of its buckets is opened. */
export interface VendorModule<B extends Bucket> {
  open(bucket: B, reaching: Reaching): Promise<BucketClient>;
}

const refusals = {
  private: 'private address',
  metadata: 'metadata address',
  'not routable': 'address not routable',
  'no address': 'endpoint unusable',
} as const satisfies Record<Exclude<Judgement, 'allowed'> | 'no address', BucketTrouble>;

/**
 * Resolves a host once and checks its addresses: the look-up for an agent, which gives just these and knows no other
 * name. What is not `secure` goes to the own network alone, since whoever stands between reads along. Rejects with
 * `BucketError`, naming this call.
 */
export async function pin(
  host: string,
  call: string,
  { allowed, resolve, timeLimit }: Pick<Reaching, 'allowed' | 'resolve' | 'timeLimit'>,
  { secure = true } = {},
): Promise<LookupFunction> {
  const given = host.replace(/^\[|\]$/g, '');
  const resolved = await within({ call, timeLimit }, () => resolveAllowed(given, allowed, resolve));
  if ('refused' in resolved) throw new BucketError(refusals[resolved.refused], { call });
  const isPublic = resolved.addresses.some((one) => judge(one, publicOnly) === 'allowed');
  if (!secure && isPublic) {
    throw new BucketError('endpoint unusable', { call, told: { plain: true } });
  }
  const pinned = pinnedTo(resolved.addresses);
  return (name, options, done) => {
    if (name === resolved.host) pinned(name, options, done);
    else done(new BucketError('address not routable', { call }), '');
  };
}

/**
 * The work's result, within the limit of time. Rejects with `BucketError` alone: `timeout` and `stopped` at once,
 * whatever the work still does, which is told by the signal that it gets; else what `errorOf` makes of its error.
 */
export function within<Result>(
  {
    call,
    timeLimit,
    signal,
  }: { call: string; timeLimit: number; signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<Result>,
  errorOf: (error: unknown) => BucketError = (error) => networkError(error, call),
): Promise<Result> {
  return new Promise((resolve, reject) => {
    // Not AbortSignal.timeout and .any, which keep what listens to them until the time is up.
    const controller = new AbortController();
    const end = (trouble: 'timeout' | 'stopped') => {
      reject(new BucketError(trouble, { call }));
      settle();
      controller.abort();
    };
    const stop = () => end('stopped');
    const timer = setTimeout(() => end('timeout'), timeLimit);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) return stop();
    work(controller.signal)
      .finally(settle)
      .then(resolve, (error: unknown) =>
        reject(error instanceof BucketError ? error : errorOf(error)),
      );
  });
}

const troubles = {
  'name not found': ['name not found'],
  refused: ['refused'],
  unreachable: ['unreachable'],
  closed: ['closed'],
  timeout: ['timeout'],
  'certificate expired': ['certificate refused', { certificate: 'expired' }],
  'certificate not yet valid': ['certificate refused', { certificate: 'not yet valid' }],
  'certificate self-signed': ['certificate refused', { certificate: 'self-signed' }],
  'certificate of unknown issuer': ['certificate refused', { certificate: 'of unknown issuer' }],
  'certificate of another host': ['certificate refused', { certificate: 'of another host' }],
  'no TLS': ['no TLS'],
  'no HTTP': ['not this protocol'],
} as const satisfies Record<NetworkFault, [BucketTrouble, Told?]>;

/** What the network said, by its code, however deep a vendor's library wrapped it; else `other`. */
export function networkError(error: unknown, call: string): BucketError {
  for (const one of chain(error)) {
    if (one instanceof BucketError) return one;
    const fault = networkFault(codeOf(one));
    if (!fault) continue;
    const [trouble, told = {}] = troubles[fault];
    return new BucketError(trouble, { call, told, cause: bare(error) });
  }
  return new BucketError('other', { call, cause: bare(error) });
}

/** An error with its causes, the outermost first. */
function* chain(error: unknown): Generator<unknown> {
  let one = error;
  for (let depth = 0; one instanceof Error && depth < 8; depth++) {
    yield one;
    one = one instanceof AggregateError && codeOf(one) === '' ? one.errors[0] : one.cause;
  }
}

/** An error's name and code alone, for the log: its words, and what libraries hang on it, may quote what was sent. */
export function bare(error: unknown): Error {
  const name = error instanceof Error ? error.name : typeof error;
  const words = [name, codeOf(error)].filter((word) => /^[\w.]{1,60}$/.test(word));
  return new Error(words.join(' '));
}
