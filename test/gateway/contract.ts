import { afterEach, beforeEach, describe } from 'vitest';
import type { BucketServer } from '../../src/bucket-server/server.ts';
import type { OpenBucket } from '../../src/features/recording/bucket-client.ts';
import type { S3CompatibleBucket } from '../../src/features/recording/recording.ts';
import type { Stock } from '../../src/gateway/embedded/stock.ts';
import type { Gateway } from '../../src/gateway/gateway.ts';
import { accountsContract } from './contract-accounts.ts';
import { apiKeysContract } from './contract-api-keys.ts';
import { applicationsContract } from './contract-applications.ts';
import { callsContract } from './contract-calls.ts';
import { creationContract } from './contract-creation.ts';
import { deletionContract } from './contract-deletion.ts';
import { limitsContract } from './contract-limits.ts';
import { searchContract } from './contract-search.ts';
import { settingsContract } from './contract-settings.ts';
import { ttsCacheContract } from './contract-tts-cache.ts';
import { webhookSecretContract } from './contract-webhook-secret.ts';

/** A gateway under test: empty but for one service provider, with a way to put things into it. */
export interface Opened extends AsyncDisposable {
  gateway: Gateway;
  stock: Stock;
  store: Store;
}

/** Where its accounts may record to: a store with a bucket, and all that may be done to it. */
export interface Store {
  bucket: S3CompatibleBucket;
  server: BucketServer;
  client: OpenBucket;
}

/** Gives the gateway of the present test. */
export type Present = () => Opened;

/** What every gateway must do, whatever stands behind it. */
export function gatewayContract(name: string, open: () => Promise<Opened>): void {
  describe(`${name} keeps the gateway's contract`, () => {
    let opened: Opened | undefined;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => {
      await opened?.[Symbol.asyncDispose]();
    });
    const present = () => {
      if (!opened) throw new Error('the gateway is opened before each test');
      return opened;
    };
    creationContract(present);
    accountsContract(present);
    searchContract(present);
    limitsContract(present);
    settingsContract(present);
    applicationsContract(present);
    deletionContract(present);
    ttsCacheContract(present);
    webhookSecretContract(present);
    apiKeysContract(present);
    callsContract(present);
  });
}
