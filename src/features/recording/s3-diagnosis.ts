import type { BucketError } from './bucket-client.ts';
import type { Diagnose, Diagnosis, TestStep } from './bucket-test.ts';
import type { S3Bucket, S3CompatibleBucket } from './recording.ts';

type AnyS3Bucket = S3Bucket | S3CompatibleBucket;

/** What Amazon S3, and stores that speak its language, refuse for reasons of their own. */
export const diagnoseS3: Diagnose<AnyS3Bucket> = (bucket, step, error) => {
  const { trouble, told } = error;
  const isAmazon = bucket.vendor === 'aws_s3';
  const key = `Access key ID ${bucket.accessKeyId}`;
  switch (trouble) {
    case 'access denied':
      return deniedAt(step, bucket, error);
    case 'credential unusable':
      return {
        cause:
          'Nothing was sent: the Access key ID or the Secret access key has characters that no key has, such as a space or a line break.',
        fix: 'Copy both anew, each of them whole and alone.',
      };
    case 'key unknown':
      return {
        cause: `The store does not know the ${key}.`,
        fix: isAmazon
          ? 'Correct it, or make a new access key for its user in IAM: this one was deleted, or is of another partition.'
          : 'Correct it, or make a new access key in the store.',
      };
    case 'signature wrong':
      return {
        cause: `The Secret access key is not the one that belongs to the ${key}.`,
        fix: `Give both anew, from the same pair.${isAmazon ? '' : ' If they are right, let the proxy before the store pass the host of the Endpoint on unchanged: it is signed too.'}`,
      };
    case 'key expired':
      return {
        cause: `The ${key} was given out for a time that is over.`,
        fix: 'Use the access key of a user, which does not expire: the gateway renews none.',
      };
    case 'wrong region':
      return told.region === undefined
        ? {
            cause: `The bucket is not in ${bucket.region ?? 'us-east-1'}.`,
            fix: 'Set Region to the one that the bucket’s properties show.',
          }
        : {
            cause: `The bucket is in ${told.region}, not in ${bucket.region ?? 'us-east-1'}.`,
            fix: `Set Region to ${told.region}.`,
          };
    case 'name not found':
      return isAmazon
        ? {
            cause: `Amazon S3 has no address in ${bucket.region} that this machine could find.`,
            fix: 'Correct the Region; if it is right, check the DNS of this machine.',
          }
        : null;
    case 'object protected':
      return {
        cause: 'Object Lock, or another rule of retention, protects the object.',
        fix: 'Nothing, if recordings are to be kept so: it goes once its time is over. Else change the bucket’s default retention.',
      };
    default:
      return null;
  }
};

function deniedAt(step: TestStep, bucket: AnyS3Bucket, { call, told }: BucketError): Diagnosis {
  if (call.startsWith('kms:')) return deniedByKms(call);
  const { action, resource, allows, remark } = needs(step, bucket);
  if (told.denied) {
    return {
      cause: `A policy denies \`${action}\` on \`${resource}\`, whatever others allow.`,
      fix: `Take its Deny out, or except this key from it: look into the bucket’s policy and into those of the key’s user and organisation.${remark}`,
    };
  }
  if (step === 'gone') {
    return {
      cause: `The object was deleted; that it is gone the store does not tell a key that lacks \`${action}\` on \`${resource}\`.`,
      fix: `Nothing, if nobody is to list recordings with this key. Else attach this policy to its user.`,
      policy: policyOf(allows, resource),
    };
  }
  return {
    cause: `The key lacks \`${action}\` on \`${resource}\`.`,
    fix: `Attach this policy to the user of the key. If it has it, the bucket’s own policy refuses the key.${remark}`,
    policy: policyOf(allows, resource),
  };
}

/** What a step takes, by the names of IAM. */
function needs(step: TestStep, bucket: AnyS3Bucket) {
  const arn = arnOf(bucket);
  const objects = `${arn}/*`;
  switch (step) {
    case 'write':
      return {
        action: 's3:PutObject',
        resource: objects,
        allows: ['s3:PutObject', 's3:AbortMultipartUpload'],
        remark: '',
      };
    case 'read back':
    case 'metadata':
      return {
        action: 's3:GetObject',
        resource: objects,
        allows: ['s3:GetObject'],
        remark: ' Without it recordings are kept and nobody can play them.',
      };
    case 'list':
    case 'gone':
      return {
        action: 's3:ListBucket',
        resource: arn,
        allows: ['s3:ListBucket'],
        remark: ' The gateway does not need it.',
      };
    case 'delete':
      return {
        action: 's3:DeleteObject',
        resource: objects,
        allows: ['s3:DeleteObject'],
        remark:
          ' Without it recordings are kept and nobody can delete them; the gateway does not need it.',
      };
  }
}

function deniedByKms(call: string): Diagnosis {
  return {
    cause: `The bucket is encrypted by a key of KMS, on which the user lacks \`${call}\`.`,
    fix: 'Attach this policy to the user of the access key, with the ARN of the bucket’s KMS key in it; let the policy of the KMS key allow it too.',
    policy: policyOf(['kms:GenerateDataKey', 'kms:Decrypt'], 'the ARN of the KMS key'),
  };
}

function arnOf({ name, region }: AnyS3Bucket): string {
  const partition = region?.startsWith('cn-')
    ? 'aws-cn'
    : region?.startsWith('us-gov-')
      ? 'aws-us-gov'
      : 'aws';
  return `arn:${partition}:s3:::${name}`;
}

function policyOf(actions: string[], resource: string): string {
  const statement = { Effect: 'Allow', Action: actions, Resource: resource };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
}
