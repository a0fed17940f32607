import { join } from 'node:path';
import { type BucketServer, startBucketServer } from '../bucket-server/server.ts';
import { StartupError } from '../errors.ts';

/** The bucket that comes along with the demo, and the key that opens it: it holds nothing but the demo's own tones. */
export const demoBucket = {
  name: 'demo-recordings',
  region: 'eu-central-1',
  accessKeyId: 'AKIADEMODEMODEMODEMO',
  secretAccessKey: 'demo+recordings+demo+recordings+demo+recs',
} as const;

/**
 * Starts the store of the demo, with its objects in the demo's folder. `port`: where it was the last time, since
 * accounts record there; another one where that is in use.
 */
export async function openDemoBucket(dataDir: string, port: number): Promise<BucketServer> {
  const { name, region, accessKeyId, secretAccessKey } = demoBucket;
  const start = (at: number) =>
    startBucketServer({
      port: at,
      folder: join(dataDir, 'buckets'),
      region,
      keys: [{ accessKeyId, secretAccessKey }],
      buckets: [name],
    });
  try {
    return await start(port).catch(() => start(0));
  } catch (cause) {
    const what = 'The bucket of the demo cannot be opened.';
    throw new StartupError([{ what, fix: 'Start over with: npm run demo -- --reset' }], cause);
  }
}
