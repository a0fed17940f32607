import { S3Error } from './answers.ts';
import { type Asked, type Claim, claimIn, isSame, signatureOf, signingKey } from './signature.ts';

/** What is asked of a server, by Amazon's names. */
export type Operation =
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'CreateMultipartUpload'
  | 'DeleteObject'
  | 'DeleteObjectTagging'
  | 'GetObject'
  | 'GetObjectTagging'
  | 'HeadBucket'
  | 'HeadObject'
  | 'ListObjectsV2'
  | 'PutObject'
  | 'PutObjectTagging'
  | 'UploadPart';

/** What a policy grants or denies. */
export type S3Action =
  | 's3:AbortMultipartUpload'
  | 's3:DeleteObject'
  | 's3:DeleteObjectTagging'
  | 's3:GetObject'
  | 's3:GetObjectTagging'
  | 's3:ListBucket'
  | 's3:PutObject'
  | 's3:PutObjectTagging'
  /** What a bucket needs that is encrypted by a key of its own. */
  | 'kms:GenerateDataKey';

/** An access key, and what is denied to it; more or less may be at any time. */
export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  deny?: Set<S3Action>;
  /** What this key was given for is over. */
  expired?: boolean;
}

/** A bucket of a server. */
export interface BucketSettings {
  name: string;
  /** Where it is, if elsewhere than the server. */
  region?: string;
  /** Its objects are locked: none can be deleted. */
  locked?: boolean;
}

/** Which actions an operation takes. */
export const actionsOf: Record<Operation, S3Action[]> = {
  AbortMultipartUpload: ['s3:AbortMultipartUpload'],
  CompleteMultipartUpload: ['s3:PutObject'],
  CreateMultipartUpload: ['s3:PutObject', 'kms:GenerateDataKey'],
  DeleteObject: ['s3:DeleteObject'],
  DeleteObjectTagging: ['s3:DeleteObjectTagging'],
  GetObject: ['s3:GetObject'],
  GetObjectTagging: ['s3:GetObjectTagging'],
  HeadBucket: ['s3:ListBucket'],
  HeadObject: ['s3:GetObject'],
  ListObjectsV2: ['s3:ListBucket'],
  PutObject: ['s3:PutObject', 'kms:GenerateDataKey'],
  PutObjectTagging: ['s3:PutObjectTagging'],
  UploadPart: ['s3:PutObject'],
};

/** A quarter of an hour, either way. */
const MOST_SKEW = 15 * 60_000;

/** Whoever asks, with what verifies the body. */
export interface Verified {
  accessKey: AccessKey;
  claim: Claim;
  signingKey: Buffer;
}

/** Whose request this is: refuses what is not signed, by a known key, now, for this region. */
export function verify(
  asked: Asked,
  {
    keys,
    region,
    redirects,
    now,
  }: {
    keys: AccessKey[];
    /** Where the bucket is that is asked for. */
    region: string;
    /** Says where a bucket is by a redirect, as Amazon does between its regional endpoints. */
    redirects: boolean;
    now: Date;
  },
): Verified {
  const claim = claimIn(asked);
  if (!claim) throw new S3Error('AccessDenied');
  const accessKey = keys.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  if (!accessKey) {
    throw new S3Error('InvalidAccessKeyId', { more: { AWSAccessKeyId: claim.accessKeyId } });
  }
  if (accessKey.expired) throw new S3Error('ExpiredToken');
  requireNow(claim, now);
  if (claim.region !== region) throw elsewhere(claim, region, redirects);
  const key = signingKey(accessKey.secretAccessKey, claim.scope);
  if (!isSame(claim.signature, signatureOf(asked, claim, key))) {
    throw new S3Error('SignatureDoesNotMatch', {
      more: { AWSAccessKeyId: claim.accessKeyId, SignatureProvided: claim.signature },
    });
  }
  return { accessKey, claim, signingKey: key };
}

/** Refuses what is denied to this key or to all of them. */
export function authorize(actions: S3Action[], { deny }: AccessKey, all: Set<S3Action>): void {
  const denied = actions.find((action) => all.has(action) || deny?.has(action));
  if (denied) throw deniedTo(denied);
}

export function deniedTo(action: S3Action): S3Error {
  return new S3Error('AccessDenied', {
    message: `User: arn:aws:iam::111122223333:user/recorder is not authorized to perform: ${action} on this resource because no identity-based policy allows the ${action} action`,
  });
}

function requireNow({ at, expires }: Claim, now: Date): void {
  const ago = now.getTime() - at.getTime();
  if (expires === null) {
    if (Math.abs(ago) <= MOST_SKEW) return;
    throw new S3Error('RequestTimeTooSkewed', {
      more: {
        RequestTime: at.toISOString(),
        ServerTime: now.toISOString(),
        MaxAllowedSkewMilliseconds: String(MOST_SKEW),
      },
    });
  }
  if (ago < -MOST_SKEW) throw new S3Error('AccessDenied', { message: 'Request is not valid yet' });
  if (ago > expires * 1000) {
    throw new S3Error('AccessDenied', { message: 'Request has expired' });
  }
}

function elsewhere({ region: claimed }: Claim, region: string, redirects: boolean): S3Error {
  const headers = { 'x-amz-bucket-region': region };
  if (redirects) return new S3Error('PermanentRedirect', { headers });
  return new S3Error('AuthorizationHeaderMalformed', {
    message: `The authorization header is malformed; the region '${claimed}' is wrong; expecting '${region}'`,
    more: { Region: region },
    headers,
  });
}
