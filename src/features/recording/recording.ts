import type { Secret } from '../../secret.ts';

/** What recordings are kept as: WAV with 16 bits and two channels, or MP3 with 128 kbit/s. */
export type AudioFormat = 'wav' | 'mp3';

/** A name with its value, which the gateway writes into the metadata of every recording. */
export interface Tag {
  name: string;
  value: string;
}

interface AnyBucket {
  /** The bucket's name; on Azure that of the container. */
  name: string;
  tags: Tag[];
}

export interface S3Bucket extends AnyBucket {
  vendor: 'aws_s3';
  region: string;
  accessKeyId: string;
  secretAccessKey: Secret;
}

export interface S3CompatibleBucket extends AnyBucket {
  vendor: 's3_compatible';
  /** An address such as `https://objects.example.com`, without the bucket. */
  endpoint: string;
  region: string | null;
  accessKeyId: string;
  secretAccessKey: Secret;
}

export interface GoogleBucket extends AnyBucket {
  vendor: 'google';
  /** The JSON of a service account's key, as Google gives it out. */
  serviceKey: Secret;
}

export interface AzureContainer extends AnyBucket {
  vendor: 'azure';
  connectionString: Secret;
}

/** Where recordings go, with what opens it. */
export type Bucket = S3Bucket | S3CompatibleBucket | GoogleBucket | AzureContainer;

export type BucketVendor = Bucket['vendor'];

/** What the portal calls the vendors, in its order. */
export const vendorNames: Record<BucketVendor, string> = {
  aws_s3: 'Amazon S3',
  google: 'Google Cloud Storage',
  azure: 'Azure Cloud Storage',
  s3_compatible: 'S3-compatible',
};

/** The call recording of an account. */
export interface Recording {
  /** False: paused. Nothing is recorded, and everything else stays as it is. */
  enabled: boolean;
  format: AudioFormat;
  /** Record all calls for this account; else those alone that their application records. */
  allCalls: boolean;
  bucket: Bucket;
}

/** The one secret that opens a bucket. */
export function credentialOf(bucket: Bucket): Secret {
  switch (bucket.vendor) {
    case 'aws_s3':
    case 's3_compatible':
      return bucket.secretAccessKey;
    case 'google':
      return bucket.serviceKey;
    case 'azure':
      return bucket.connectionString;
  }
}

/** The same bucket, opened by another secret. */
export function withCredential<B extends Bucket>(bucket: B, credential: Secret): B;
export function withCredential(bucket: Bucket, credential: Secret): Bucket {
  switch (bucket.vendor) {
    case 'aws_s3':
    case 's3_compatible':
      return { ...bucket, secretAccessKey: credential };
    case 'google':
      return { ...bucket, serviceKey: credential };
    case 'azure':
      return { ...bucket, connectionString: credential };
  }
}
