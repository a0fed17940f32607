import type { Secret } from '../../secret.ts';
import type { Bucket } from './recording.ts';

/** What is done to a bucket, whoever the vendor. */
export type BucketAction = 'write' | 'read' | 'read metadata' | 'list' | 'delete';

/** Why something could not be done to a bucket, by name. */
export type BucketTrouble =
  // What was given.
  | 'credential unusable'
  | 'endpoint unusable'
  // What the store says.
  | 'access denied'
  | 'key unknown'
  | 'signature wrong'
  | 'key expired'
  | 'clock skewed'
  | 'bucket missing'
  | 'wrong region'
  | 'object missing'
  | 'object protected'
  | 'account disabled'
  | 'too many requests'
  | 'store broken'
  // What stands between.
  | 'private address'
  | 'metadata address'
  | 'address not routable'
  | 'name not found'
  | 'refused'
  | 'unreachable'
  | 'closed'
  | 'certificate refused'
  | 'no TLS'
  | 'not this protocol'
  | 'timeout'
  | 'stopped'
  | 'other';

/** What is known besides the trouble, and helps to mend it. */
export interface Told {
  /** The region that a bucket is really in. */
  region?: string;
  /** By how much this machine's clock is ahead of the store's; negative where it is behind. */
  skewSeconds?: number;
  retryAfterSeconds?: number;
  /** What is wrong with a certificate, where that is known. */
  certificate?:
    | 'expired'
    | 'not yet valid'
    | 'self-signed'
    | 'of unknown issuer'
    | 'of another host';
  /** It would have gone over plain http to the Internet. */
  plain?: true;
  /** A policy denies it, whatever others allow. */
  denied?: true;
  /** What the store calls it, where that tells more than the trouble: one of the words that are known here. */
  code?: string;
  /** The object is in the store though the write failed, since it could not be deleted again. */
  left?: true;
  /** Parts of an upload stayed in the store, since it could not be given up there. */
  unfinished?: true;
}

/** Something could not be done to a bucket. Never holds what the store said, which may quote the credential. */
export class BucketError extends Error {
  override readonly name = 'BucketError';
  readonly trouble: BucketTrouble;
  /** The call that was refused, by the vendor's own name: `s3:PutObject`, `storage.objects.create`, `Put Block`. */
  readonly call: string;
  /** What the store told that helps to mend it. */
  readonly told: Told;

  constructor(
    trouble: BucketTrouble,
    { call, told = {}, cause }: { call: string; told?: Told; cause?: unknown },
  ) {
    super(`${call}: ${trouble}`, { cause });
    this.trouble = trouble;
    this.call = call;
    this.told = told;
  }
}

/** What is known of an object without reading it. */
export interface ObjectHead {
  bytes: number;
  /** Names in lower case, since stores do not keep their case. */
  metadata: Record<string, string>;
}

/**
 * A bucket that is open. Every method rejects with a `BucketError`, within the client's limit of time and at once
 * where `signal` is aborted (`stopped`); none is tried again by itself.
 */
export interface BucketClient {
  /**
   * Writes an object as the gateway does: in parts of `partBytes` (S3 multipart, an Azure block list, a resumable
   * upload of Google), with this metadata. Where it breaks off, what was begun is given up there too.
   */
  write(
    key: string,
    content: Uint8Array,
    metadata: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** The object's content, or its first bytes. `object missing` where there is none. */
  read(key: string, options?: { first?: number; signal?: AbortSignal }): Promise<Uint8Array>;
  /** `object missing` where there is none. */
  head(key: string, signal?: AbortSignal): Promise<ObjectHead>;
  /** Keys that begin with `prefix`, at most 1,000 of them. */
  list(prefix: string, signal?: AbortSignal): Promise<string[]>;
  /** Deletes an object; one that is not there counts as deleted. */
  remove(key: string, signal?: AbortSignal): Promise<void>;
  /** An address that opens this object, for whoever has it, until then; `type` is what it is served as. */
  link(key: string, until: Date, type: string): Promise<Secret>;
  /** Lets go of its connections. */
  close(): void;
}

/** Opens buckets. Rejects with `BucketError` where the credential or the endpoint cannot be used at all. */
export type OpenBucket = (bucket: Bucket) => Promise<BucketClient>;
