import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import { openEmbeddedGateway } from '../../src/gateway/embedded/embedded-gateway.ts';
import type { AccountSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';

/** Puts an account into the data of a bot, behind its back. */
export async function stocked(
  dataDir: string,
  { name, sipRealm, prompts = 0 }: { name: string; sipRealm: string; prompts?: number },
): Promise<AccountSid> {
  const gateway = openEmbeddedGateway({
    file: join(dataDir, 'gateway.db'),
    secretsKeys: { current: new Secret(Buffer.alloc(32, 7).toString('base64')), old: [] },
    clock: systemClock,
  });
  const [provider] = await gateway.serviceProviders({ everything: true });
  if (!provider) throw new Error('no provider');
  const { sid } = await gateway.createAccount({ name, providerSid: provider.sid, sipRealm });
  await gateway.stock.cachePrompts(sid, prompts);
  await gateway.close();
  return sid;
}
