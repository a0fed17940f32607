import { afterAll, beforeAll } from 'vitest';
import type { BucketServer } from '../../src/bucket-server/server.ts';
import { compatibleBucket, opener, startS3 } from '../buckets/s3-world.ts';
import { gatewayContract } from './contract.ts';
import { gatewayFile } from './embedded-file.ts';

let server: BucketServer | undefined;
beforeAll(async () => {
  server = await startS3();
});
afterAll(async () => {
  await server?.close();
});

gatewayContract('The embedded gateway', async () => {
  if (!server) throw new Error('the store is not there');
  const file = gatewayFile();
  const client = opener(server);
  const gateway = file.open(undefined, client);
  return {
    gateway,
    stock: gateway.stock,
    store: { server, client, bucket: compatibleBucket(server.url) },
    async [Symbol.asyncDispose]() {
      await gateway.close();
      file[Symbol.dispose]();
      server?.clear();
      server?.deny.clear();
    },
  };
});
