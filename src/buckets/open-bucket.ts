import {
  type BucketClient,
  BucketError,
  type OpenBucket,
} from '../features/recording/bucket-client.ts';
import type { Bucket, BucketVendor } from '../features/recording/recording.ts';
import type { Log } from '../log.ts';
import { systemResolver } from '../outbound/resolve.ts';
import type { Reaching, VendorModule } from './reaching.ts';

/** The modules of the vendors. Their libraries are large: each is loaded when its first bucket is opened. */
const vendors: {
  [Vendor in BucketVendor]: () => Promise<VendorModule<Extract<Bucket, { vendor: Vendor }>>>;
} = {
  aws_s3: () => import('./s3.ts'),
  s3_compatible: () => import('./s3.ts'),
  google: () => import('./google.ts'),
  azure: () => import('./azure.ts'),
};

interface Needs extends Omit<Reaching, 'timeLimit' | 'resolve'> {
  log: Log;
  timeLimit?: number;
  resolve?: Reaching['resolve'];
}

/** Ten seconds: a store that takes longer loses recordings too. */
const TIME_LIMIT = 10_000;

/**
 * Opens buckets by their vendors' own libraries, with what the bucket has and with nothing that lies around: no
 * environment, no file, no metadata service.
 */
export function openBuckets({
  log,
  timeLimit = TIME_LIMIT,
  resolve = systemResolver,
  ...rest
}: Needs): OpenBucket {
  const reaching: Reaching = { ...rest, timeLimit, resolve };
  return async (bucket) => logged(await opened(bucket, reaching), log);
}

async function opened(bucket: Bucket, reaching: Reaching): Promise<BucketClient> {
  const module = (await vendors[bucket.vendor]()) as VendorModule<Bucket>;
  return module.open(bucket, reaching);
}

/** What nobody has a name for is told to whoever runs this: by the error's name, which holds no secret. */
function logged(client: BucketClient, log: Log): BucketClient {
  const told = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      const isOther = !(error instanceof BucketError) || error.trouble === 'other';
      if (isOther) log.warn({ err: error }, 'a bucket refused something for an unknown reason');
      throw error;
    }
  };
  return {
    write: (...given) => told(client.write(...given)),
    read: (...given) => told(client.read(...given)),
    head: (...given) => told(client.head(...given)),
    list: (...given) => told(client.list(...given)),
    remove: (...given) => told(client.remove(...given)),
    link: (...given) => told(client.link(...given)),
    close: () => client.close(),
  };
}
