import { Secret } from '../../../secret.ts';
import type { AccountSettings } from '../account-settings.ts';
import type { Dice } from './dice.ts';

type Recording = NonNullable<AccountSettings['recording']>;

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const HEX = '0123456789abcdef';

/** A bucket for an account's recordings, with credentials that look real and open nothing. */
export function recordingOf(dice: Dice, sipRealm: string): Recording {
  const [label = ''] = sipRealm.split('.');
  const bucket = `${label.slice(0, 48)}-calls`;
  const { vendor, credential } = dice.pick(VENDORS)(dice, bucket);
  return {
    vendor,
    bucket,
    format: dice.chance(70) ? 'mp3' : 'wav',
    allCalls: dice.chance(60),
    credential: new Secret(JSON.stringify(credential)),
  };
}

interface Kept {
  vendor: string;
  credential: Record<string, string>;
}

const accessKey = (dice: Dice) => ({
  accessKeyId: `AKIA${dice.text(UPPER, 16)}`,
  secretAccessKey: dice.text(BASE64, 40),
});

const awsS3 = (dice: Dice): Kept => ({
  vendor: 'aws_s3',
  credential: {
    ...accessKey(dice),
    region: dice.pick(['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-2']),
  },
});

const s3Compatible = (dice: Dice): Kept => ({
  vendor: 's3_compatible',
  credential: { ...accessKey(dice), endpoint: 'https://objects.storage.example' },
});

const google = (dice: Dice, bucket: string): Kept => {
  const project = `${bucket.slice(0, 20)}-${dice.below(1000)}`;
  const serviceKey = {
    type: 'service_account',
    project_id: project,
    private_key_id: dice.text(HEX, 40),
    private_key: `-----BEGIN PRIVATE KEY-----\n${dice.text(BASE64, 64)}\n-----END PRIVATE KEY-----\n`,
    client_email: `recordings@${project}.iam.gserviceaccount.example`,
  };
  return { vendor: 'google', credential: { serviceKey: JSON.stringify(serviceKey) } };
};

const azure = (dice: Dice, bucket: string): Kept => ({
  vendor: 'azure',
  credential: {
    connectionString: [
      'DefaultEndpointsProtocol=https',
      `AccountName=${bucket.replaceAll('-', '').slice(0, 24)}`,
      `AccountKey=${dice.text(BASE64, 86)}==`,
      'EndpointSuffix=core.windows.example',
    ].join(';'),
  },
});

const VENDORS = [awsS3, awsS3, awsS3, google, azure, azure, s3Compatible];
