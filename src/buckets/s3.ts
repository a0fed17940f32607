import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type BucketClient, BucketError } from '../features/recording/bucket-client.ts';
import type { S3Bucket, S3CompatibleBucket } from '../features/recording/recording.ts';
import { Secret } from '../secret.ts';
import { firstBytes, limitedAnswers, lowerCased } from './answers.ts';
import { pin, type Reaching, within } from './reaching.ts';
import { notS3, s3Error } from './s3-errors.ts';
import { type Limited, openUploads } from './s3-upload.ts';

/** Opens a bucket of Amazon S3, or of a store that speaks its language. */
export async function open(
  bucket: S3Bucket | S3CompatibleBucket,
  reaching: Reaching,
): Promise<BucketClient> {
  const { clock, timeLimit } = reaching;
  const { client, destroy } = await connected(bucket, reaching);
  const Bucket = bucket.name;

  /** Signs by our clock alone: the SDK would set its own right by the store's, and hide that ours is wrong. */
  const send: S3Client['send'] = (...given: [never]) => {
    client.config.systemClockOffset = clock.now().getTime() - Date.now();
    return client.send(...given);
  };

  const limited: Limited = (call, signal, work, { isHead = false } = {}) => {
    const errorOf = (error: unknown) => s3Error(error, call, { now: clock.now(), isHead });
    return within({ call, timeLimit, signal }, work, errorOf);
  };
  const uploads = openUploads({ bucket: Bucket, send, limited, timeLimit });

  return {
    write: uploads.write,

    read(Key, { first, signal } = {}) {
      return limited('s3:GetObject', signal, async (abortSignal) => {
        const Range = first === undefined ? undefined : `bytes=0-${first - 1}`;
        const command = new GetObjectCommand({ Bucket, Key, ...(Range && { Range }) });
        try {
          const { Body } = await send(command, { abortSignal });
          return Body
            ? await firstBytes(Body as AsyncIterable<Uint8Array>, first)
            : new Uint8Array();
        } catch (error) {
          // Of an empty object there is no first byte.
          if (error instanceof Error && error.name === 'InvalidRange') return new Uint8Array();
          throw error;
        }
      });
    },

    head(Key, signal) {
      return limited(
        's3:GetObject',
        signal,
        async (abortSignal) => {
          const command = new HeadObjectCommand({ Bucket, Key });
          const { ContentLength, Metadata } = await send(command, { abortSignal });
          return { bytes: ContentLength ?? 0, metadata: lowerCased(Metadata ?? {}) };
        },
        { isHead: true },
      );
    },

    list(Prefix, signal) {
      return limited('s3:ListBucket', signal, async (abortSignal) => {
        const command = new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1000 });
        const { Contents = [], IsTruncated } = await send(command, { abortSignal });
        if (IsTruncated === undefined) throw notS3('s3:ListBucket');
        return Contents.flatMap((one) => one.Key ?? []);
      });
    },

    async remove(Key, signal) {
      try {
        await limited('s3:DeleteObject', signal, (abortSignal) =>
          send(new DeleteObjectCommand({ Bucket, Key }), { abortSignal }),
        );
      } catch (error) {
        if (!(error instanceof BucketError) || error.trouble !== 'object missing') throw error;
      }
    },

    link(Key, until, type) {
      return limited('s3:GetObject', undefined, async () => {
        const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
        const now = clock.now();
        const command = new GetObjectCommand({
          Bucket,
          Key,
          ResponseContentType: type,
          ResponseContentDisposition: 'inline',
        });
        const expiresIn = Math.max(1, Math.floor((until.getTime() - now.getTime()) / 1000));
        return new Secret(await getSignedUrl(client, command, { expiresIn, signingDate: now }));
      });
    },

    close() {
      const settled = uploads.settled();
      if (settled) void settled.then(destroy);
      else destroy();
    },
  };
}

/** A client that reaches the bucket's own host and no other. */
async function connected(
  bucket: S3Bucket | S3CompatibleBucket,
  reaching: Reaching,
): Promise<{ client: S3Client; destroy: () => void }> {
  const { endpoint, region } = placeOf(bucket, reaching);
  let pinned: LookupFunction | null = null;
  const options = {
    keepAlive: true,
    maxSockets: 20,
    lookup: ((...given) => pinned?.(...given)) satisfies LookupFunction,
  };
  const requestHandler = new NodeHttpHandler({
    httpAgent: new Agent(options),
    httpsAgent: new TlsAgent({
      ...options,
      ...(reaching.authorities !== undefined && { ca: reaching.authorities }),
    }),
    connectionTimeout: reaching.timeLimit / 2,
    logger: silent,
  });
  const client = new S3Client({
    region,
    credentials: credentialsOf(bucket),
    ...(endpoint !== null && { endpoint: endpoint.href, forcePathStyle: true }),
    ...nothingElse,
    requestHandler: limitedAnswers(requestHandler),
  });
  const destroy = () => client.destroy();
  try {
    const url = endpoint ?? hostOf(client, bucket.name, region);
    const secure = url.protocol === 'https:';
    pinned = await pin(url.hostname, 's3:PutObject', reaching, { secure });
    return { client, destroy };
  } catch (error) {
    destroy();
    throw error;
  }
}

const silent = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/** All that the SDK would otherwise look for in the environment or in files, and what it would do by itself. */
const nothingElse: S3ClientConfig = {
  authSchemePreference: [],
  defaultsMode: 'standard',
  disableMultiregionAccessPoints: true,
  disableS3ExpressSessionAuth: true,
  followRegionRedirects: false,
  ignoreConfiguredEndpointUrls: true,
  logger: silent,
  maxAttempts: 1,
  requestChecksumCalculation: 'WHEN_SUPPORTED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  retryMode: 'standard',
  sigv4aSigningRegionSet: [],
  useArnRegion: false,
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: 'switchboard',
};

/** The endpoint, where it is not Amazon's own, with the region. */
function placeOf(
  bucket: S3Bucket | S3CompatibleBucket,
  { standIns }: Reaching,
): { endpoint: URL | null; region: string } {
  if (bucket.vendor === 'aws_s3') {
    const instead = standIns?.aws_s3;
    return { endpoint: instead === undefined ? null : new URL(instead), region: bucket.region };
  }
  const url = URL.canParse(bucket.endpoint) ? new URL(bucket.endpoint) : null;
  const isPlain =
    url &&
    /^https?:$/.test(url.protocol) &&
    `${url.username}${url.password}${url.search}${url.hash}` === '' &&
    url.pathname === '/';
  if (!isPlain) throw new BucketError('endpoint unusable', { call: 's3:PutObject' });
  return { endpoint: url, region: bucket.region ?? 'us-east-1' };
}

function credentialsOf({ accessKeyId, secretAccessKey }: S3Bucket | S3CompatibleBucket) {
  const secret = secretAccessKey.reveal();
  if (!/^[\w.@+=:-]+$/.test(accessKeyId) || !/^[\x21-\x7e]+$/.test(secret)) {
    throw new BucketError('credential unusable', { call: 's3:PutObject' });
  }
  return { accessKeyId, secretAccessKey: secret };
}

/** Where the SDK goes for this bucket: most have a host of their own at Amazon. */
function hostOf(client: S3Client, bucket: string, region: string): URL {
  const asked = { ForcePathStyle: false, UseDualStack: false, UseFIPS: false };
  try {
    return client.config.endpointProvider({ Bucket: bucket, Region: region, ...asked }).url;
  } catch {
    throw new BucketError('wrong region', { call: 's3:PutObject' });
  }
}
