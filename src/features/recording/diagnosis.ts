import { diagnoseAzure } from './azure-diagnosis.ts';
import type { BucketError, BucketTrouble } from './bucket-client.ts';
import type { Diagnosis, TestStep } from './bucket-test.ts';
import { diagnoseGoogle } from './google-diagnosis.ts';
import { type Bucket, vendorNames } from './recording.ts';
import { diagnoseS3 } from './s3-diagnosis.ts';

/** Why a step did not come off, and what mends it: what the vendor has to say, else what is common to all. */
export function diagnose(bucket: Bucket, step: TestStep, error: BucketError): Diagnosis {
  const found = ofVendor(bucket, step, error) ?? common(bucket, step, error);
  return error.told.unfinished ? { ...found, fix: `${found.fix} ${unfinished}` } : found;
}

const unfinished =
  'Parts of the test’s upload stayed, since the store refused to give it up: a rule of the bucket’s lifecycle that ends incomplete uploads deletes them, and those that the gateway leaves.';

function ofVendor(bucket: Bucket, step: TestStep, error: BucketError): Diagnosis | null {
  switch (bucket.vendor) {
    case 'aws_s3':
    case 's3_compatible':
      return diagnoseS3(bucket, step, error);
    case 'google':
      return diagnoseGoogle(bucket, step, error);
    case 'azure':
      return diagnoseAzure(bucket, step, error);
  }
}

/** What a step does to a bucket. */
const doing: Record<TestStep, string> = {
  write: 'writing to it',
  'read back': 'reading from it',
  metadata: 'reading metadata in it',
  list: 'listing it',
  delete: 'deleting from it',
  gone: 'looking into it',
};

function common(bucket: Bucket, step: TestStep, { trouble, told, call }: BucketError): Diagnosis {
  const it = placeOf(bucket);
  const container = bucket.vendor === 'azure' ? 'container' : 'bucket';
  const nameField = bucket.vendor === 'azure' ? 'Container Name' : 'Bucket Name';
  const diagnoses: Record<BucketTrouble, Diagnosis> = {
    'credential unusable': {
      cause: 'Nothing was sent: the credential is not one that could be used.',
      fix: 'Copy it whole from where it was made, and give it anew.',
    },
    'endpoint unusable': told.plain
      ? {
          cause: `Nothing was sent: ${it} is on the Internet, and is addressed over plain http.`,
          fix: 'Use https://, so that nobody between reads the recordings and the credential.',
        }
      : {
          cause: 'Nothing was sent: the address of the store is not one that could be called.',
          fix: 'Give its address alone, such as https://objects.example.com, without the bucket.',
        },
    'access denied': {
      cause: `The credential may not do this (${call}): ${doing[step]} was refused.`,
      fix: `Let whoever runs the ${container} grant it.`,
    },
    'key unknown': {
      cause: `${it} does not know this key.`,
      fix: 'Make a new key there, and give it here.',
    },
    'signature wrong': {
      cause: `${it} does not accept what this secret signs.`,
      fix: 'Give the secret that belongs to this key, whole.',
    },
    'key expired': {
      cause: 'The credential has expired.',
      fix: 'Make one that does not expire: the gateway cannot renew it.',
    },
    'clock skewed': {
      cause: `The clock of this machine is ${skewOf(told.skewSeconds)} that of ${it}, which takes no requests from so far away.`,
      fix: 'Let whoever runs this bot set its clock by NTP; look at the clock of the gateway too.',
    },
    'bucket missing': {
      cause: `${it} has no ${container} named “${bucket.name}”.`,
      fix: `Create it there, or correct the ${nameField}.`,
    },
    'wrong region': {
      cause: `The ${container} is in another region.`,
      fix: 'Correct the Region.',
    },
    'object missing': {
      cause: 'The object was written, and is not there.',
      fix: `Look for a rule of the ${container} that moves or deletes new objects at once.`,
    },
    'object protected': {
      cause: `A retention rule of the ${container} protects the object: it cannot be deleted yet.`,
      fix: 'Nothing, if recordings are to be kept so; they cannot be deleted from here either.',
    },
    'account disabled': {
      cause: `${it} has disabled the account that the ${container} belongs to.`,
      fix: 'Look into its console: most often a bill is open, or the account is not verified.',
    },
    'too many requests': {
      cause: `${it} takes no more requests at the moment.`,
      fix: `Try again in ${told.retryAfterSeconds === undefined ? 'a minute' : seconds(told.retryAfterSeconds)}; if it stays, raise the limit there, since recordings are lost to it.`,
    },
    'store broken': {
      cause: `${it} failed by itself.`,
      fix: 'Try again in a minute; if it stays, look at its status page, or into its log.',
    },
    'private address': {
      cause: `Nothing was sent: ${it} has a private address.`,
      fix: 'Use a public address. For stores in your own network, whoever runs this bot names them in ALLOW_PRIVATE_ADDRESSES.',
    },
    'metadata address': {
      cause: `Nothing was sent: ${it} is the metadata service of a cloud.`,
      fix: 'Use the address of your store. This one is never called.',
    },
    'address not routable': {
      cause: `Nothing was sent: ${it} has an address that leads nowhere.`,
      fix: 'Correct the address of the store, or its entry in DNS.',
    },
    'name not found': {
      cause: `The name of ${it} was not found.`,
      fix: 'Correct the address of the store, or add it to DNS.',
    },
    refused: {
      cause: `${it} refused the connection.`,
      fix: 'Start the store, or correct its port.',
    },
    unreachable: {
      cause: `${it} cannot be reached.`,
      fix: 'Check the network and the firewall before the store.',
    },
    closed: {
      cause: `${it} closed the connection before it had answered.`,
      fix: 'Try again; if it stays, look into the log of the store, or of the proxy before it.',
    },
    'certificate refused': {
      cause: `The certificate of ${it} ${certificates[told.certificate ?? 'other'][0]}.`,
      fix: certificates[told.certificate ?? 'other'][1],
    },
    'no TLS': {
      cause: `${it} speaks no TLS that could be used.`,
      fix: 'Correct the port; a store in your own network may be addressed with http://.',
    },
    'not this protocol': {
      cause: `What ${it} answers is not the language of ${languages[bucket.vendor]}.`,
      fix: 'Correct the address: something else answers there, such as a web page or a proxy.',
    },
    timeout: {
      cause: `${it} did not answer in time.`,
      fix: 'Check that the store runs and that its firewall lets this bot and the gateway in.',
    },
    stopped: { cause: 'It was stopped.', fix: 'Start the test again.' },
    other: {
      cause: `${it} refused it for a reason that is not known here.`,
      fix: 'Try again; if it stays, whoever runs this bot finds the store’s error in its log.',
    },
  };
  return diagnoses[trouble];
}

/** What is wrong with a certificate, and what mends that. */
const certificates = {
  expired: ['has expired', 'Renew it, and let the store load it.'],
  'not yet valid': ['is not valid yet', 'Check the clock of the store, or wait until it begins.'],
  'self-signed': [
    'is self-signed',
    'Use a certificate of a public authority, such as Let’s Encrypt: the gateway trusts no other.',
  ],
  'of unknown issuer': [
    'has an issuer that is not known',
    'Let the store send the whole chain, with the intermediate certificates, of a public authority.',
  ],
  'of another host': [
    'is that of another host',
    'Use the host that it is for in the address, or a certificate for this host.',
  ],
  other: ['is not accepted', 'Use a certificate of a public authority for this host.'],
} as const;

const languages: Record<Bucket['vendor'], string> = {
  aws_s3: 'Amazon S3',
  s3_compatible: 'Amazon S3',
  google: 'Google Cloud Storage',
  azure: 'Azure Cloud Storage',
};

/** What a store is called: by its host, where it is not the vendor's own. */
export function placeOf(bucket: Bucket): string {
  const isOwn = bucket.vendor === 's3_compatible' && URL.canParse(bucket.endpoint);
  return isOwn ? new URL(bucket.endpoint).host : vendorNames[bucket.vendor];
}

function skewOf(skew: number | undefined): string {
  if (skew === undefined) return 'too far from';
  return `${seconds(Math.abs(skew))} ${skew > 0 ? 'ahead of' : 'behind'}`;
}

function seconds(count: number): string {
  return count === 1 ? '1 second' : `${count.toLocaleString('en')} seconds`;
}
