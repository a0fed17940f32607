import {
  type BucketAction,
  type BucketClient,
  BucketError,
  type BucketTrouble,
  type OpenBucket,
} from '../src/features/recording/bucket-client.ts';
import type { Bucket } from '../src/features/recording/recording.ts';
import { Secret } from '../src/secret.ts';

interface Stored {
  content: Uint8Array;
  metadata: Record<string, string>;
}

/** A store in memory, whatever the vendor: buckets by their names, and what is wrong with them. */
export interface MemoryStore {
  open: OpenBucket;
  /** What a bucket holds, by key. */
  objects(bucket: string): Map<string, Stored>;
  /** Every key in every bucket. */
  keys(): string[];
  /** From now on this action on a bucket (or all of them) ends in this trouble; `null` mends it. */
  trouble(bucket: string, trouble: BucketTrouble | null, action?: BucketAction): void;
  /** Holds every call on a bucket until it is let go. */
  hang(bucket: string): { release(): void };
  /** Every call so far. */
  readonly calls: { bucket: string; action: BucketAction | 'link'; key: string }[];
}

/** Opens one, without limits of time or size. */
export function memoryStore(): MemoryStore {
  const buckets = new Map<string, Map<string, Stored>>();
  const troubles = new Map<string, BucketTrouble>();
  const hung = new Map<string, Promise<void>>();
  const calls: MemoryStore['calls'] = [];
  const objects = (name: string) => {
    const known = buckets.get(name) ?? new Map<string, Stored>();
    buckets.set(name, known);
    return known;
  };
  const stored = (bucket: string, key: string, call: string) => {
    const found = objects(bucket).get(key);
    if (!found) throw new BucketError('object missing', { call });
    return found;
  };

  function client({ name }: Bucket): BucketClient {
    const doing = async (action: BucketAction | 'link', key: string) => {
      calls.push({ bucket: name, action, key });
      await hung.get(name);
      const trouble = troubles.get(`${name}/${action}`) ?? troubles.get(name);
      if (trouble) throw new BucketError(trouble, { call: action });
    };
    return {
      async write(key, content, metadata) {
        await doing('write', key);
        const lower = Object.entries(metadata).map(([one, value]) => [one.toLowerCase(), value]);
        objects(name).set(key, { content, metadata: Object.fromEntries(lower) });
      },
      async read(key, { first } = {}) {
        await doing('read', key);
        return stored(name, key, 'read').content.slice(0, first);
      },
      async head(key) {
        await doing('read metadata', key);
        const { content, metadata } = stored(name, key, 'head');
        return { bytes: content.length, metadata };
      },
      async list(prefix) {
        await doing('list', prefix);
        return [...objects(name).keys()].filter((key) => key.startsWith(prefix));
      },
      async remove(key) {
        await doing('delete', key);
        objects(name).delete(key);
      },
      async link(key, until, type) {
        await doing('link', key);
        const query = `until=${until.getTime()}&type=${type}&sig=canary-of-a-link`;
        return new Secret(`https://${name}.store.example/${key}?${query}`);
      },
      close() {},
    };
  }

  return {
    open: async (bucket) => client(bucket),
    objects,
    keys: () =>
      [...buckets].flatMap(([name, held]) => [...held.keys()].map((key) => `${name}/${key}`)),
    trouble(bucket, trouble, action) {
      const place = action ? `${bucket}/${action}` : bucket;
      if (trouble) troubles.set(place, trouble);
      else troubles.delete(place);
    },
    hang(bucket) {
      const { promise, resolve } = Promise.withResolvers<void>();
      hung.set(bucket, promise);
      return {
        release() {
          hung.delete(bucket);
          resolve();
        },
      };
    },
    calls,
  };
}
