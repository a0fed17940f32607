import type { Recording, S3Bucket } from '../src/features/recording/recording.ts';
import { Secret } from '../src/secret.ts';

/** A recording into a bucket of Amazon S3; all calls of the account, as WAV. */
export function s3Recording(
  {
    enabled = true,
    format = 'wav',
    allCalls = true,
  }: Partial<Pick<Recording, 'enabled' | 'format' | 'allCalls'>> = {},
  bucket: Partial<S3Bucket> = {},
): Recording & { bucket: S3Bucket } {
  return {
    enabled,
    format,
    allCalls,
    bucket: {
      vendor: 'aws_s3',
      name: 'calls',
      region: 'eu-west-1',
      accessKeyId: 'AKIAEXAMPLE123',
      secretAccessKey: new Secret('canary-bucket-secret-access-key'),
      tags: [],
      ...bucket,
    },
  };
}
