import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecretsKeys } from '../../src/db/keyring.ts';
import type { OpenBucket } from '../../src/features/recording/bucket-client.ts';
import {
  type EmbeddedGateway,
  openEmbeddedGateway,
} from '../../src/gateway/embedded/embedded-gateway.ts';
import { Secret } from '../../src/secret.ts';

/** A `SECRETS_KEY` of its own for each number. */
export function secretsKey(number: number): Secret {
  return new Secret(Buffer.alloc(32, number).toString('base64'));
}

const KEYS: SecretsKeys = { current: secretsKey(1), old: [] };

/** A folder of its own for a gateway's file, which can be opened again and again; gone with the test. */
export function gatewayFile() {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-gateway-'));
  const file = join(folder, 'gateway.db');
  return {
    folder,
    file,
    open: (secretsKeys = KEYS, openBucket?: OpenBucket): EmbeddedGateway =>
      openEmbeddedGateway({
        file,
        secretsKeys,
        openBucket,
        clock: { now: () => new Date('2026-11-23T12:00:00Z') },
      }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
