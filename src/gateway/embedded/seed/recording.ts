import type { Bucket, Recording } from '../../../features/recording/recording.ts';
import { Secret } from '../../../secret.ts';
import type { Dice } from './dice.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const HEX = '0123456789abcdef';

/** A bucket for an account's recordings, with credentials that look real and open nothing. */
export function recordingOf(dice: Dice, sipRealm: string): Recording {
  const [label = ''] = sipRealm.split('.');
  return {
    enabled: true,
    bucket: dice.pick(VENDORS)(dice, `${label.slice(0, 48)}-calls`),
    format: dice.chance(70) ? 'mp3' : 'wav',
    allCalls: dice.chance(60),
  };
}

const accessKey = (dice: Dice) => ({
  accessKeyId: `AKIA${dice.text(UPPER, 16)}`,
  secretAccessKey: new Secret(dice.text(BASE64, 40)),
});

const awsS3 = (dice: Dice, name: string): Bucket => ({
  vendor: 'aws_s3',
  name,
  ...accessKey(dice),
  region: dice.pick(['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-2']),
  tags: [],
});

const s3Compatible = (dice: Dice, name: string): Bucket => ({
  vendor: 's3_compatible',
  name,
  ...accessKey(dice),
  endpoint: 'https://objects.storage.example',
  region: null,
  tags: [],
});

const google = (dice: Dice, name: string): Bucket => {
  const project = `${name.slice(0, 20)}-${dice.below(1000)}`;
  const serviceKey = {
    type: 'service_account',
    project_id: project,
    private_key_id: dice.text(HEX, 40),
    private_key: `-----BEGIN PRIVATE KEY-----\n${dice.text(BASE64, 64)}\n-----END PRIVATE KEY-----\n`,
    client_email: `recordings@${project}.iam.gserviceaccount.example`,
  };
  return { vendor: 'google', name, serviceKey: new Secret(JSON.stringify(serviceKey)), tags: [] };
};

const azure = (dice: Dice, name: string): Bucket => ({
  vendor: 'azure',
  name,
  connectionString: new Secret(
    [
      'DefaultEndpointsProtocol=https',
      `AccountName=${name.replaceAll('-', '').slice(0, 24)}`,
      `AccountKey=${dice.text(BASE64, 86)}==`,
      'EndpointSuffix=core.windows.example',
    ].join(';'),
  ),
  tags: [],
});

const VENDORS = [awsS3, awsS3, awsS3, google, azure, azure, s3Compatible];
