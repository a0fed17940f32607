import { describe, expect, test } from 'vitest';
import { type Bucket, credentialOf } from '../../src/features/recording/recording.ts';
import { Secret } from '../../src/secret.ts';
import { s3Recording } from '../recordings.ts';
import type { Present } from './contract.ts';
import { addAccount, EVERYTHING, firstProvider, NO_ACCOUNT, NOTHING, refusal } from './given.ts';

export function accountsContract(present: Present): void {
  describe('looking at accounts', () => {
    test('lists service providers by name, within reach', async () => {
      const { gateway, stock } = present();
      const first = await firstProvider(gateway);
      const zeta = await stock.addServiceProvider('zeta');
      const alpha = await stock.addServiceProvider('Alpha');
      const account = await addAccount(present(), { name: 'A', providerSid: zeta.sid });
      const within = async (providers: (typeof first)[], accounts: (typeof account.sid)[]) => {
        const found = await gateway.serviceProviders({ everything: false, providers, accounts });
        return found.map(({ name }) => name);
      };
      const all = await gateway.serviceProviders(EVERYTHING);
      expect(all.map(({ sid }) => sid)).toHaveLength(3);
      expect(all[0]).toEqual(alpha);
      expect(all[2]).toEqual(zeta);
      expect(await within([alpha.sid], [])).toEqual(['Alpha']);
      expect(await within([alpha.sid], [account.sid])).toEqual(['Alpha', 'zeta']);
      expect(await gateway.serviceProviders(NOTHING)).toEqual([]);
    });

    test('gives summaries in the order asked for, without those that are gone', async () => {
      const { gateway } = present();
      const one = await addAccount(present(), { name: 'One' });
      const two = await addAccount(present(), { name: 'Two' });
      expect(await gateway.accountSummaries([two.sid, NO_ACCOUNT, one.sid])).toEqual([two, one]);
      expect(await gateway.accountSummaries([])).toEqual([]);
    });

    test('shows every setting of an account', async () => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      const given = s3Recording({ enabled: false, format: 'mp3' });
      const calls = await stock.addApplication(sid, { name: 'Device calls' });
      const siprec = await stock.addApplication(sid, { name: 'Siprec calls' });
      await stock.configure(sid, {
        deviceApplication: calls,
        siprecApplication: siprec,
        registrationWebhook: {
          url: 'https://acme.example/register',
          method: 'POST',
          username: 'acme',
          password: new Secret('hook-password-1'),
        },
        queueEventWebhook: {
          url: 'https://acme.example/queue',
          method: 'GET',
          username: null,
          password: null,
        },
        recording: given,
      });
      const account = await gateway.account(sid);
      expect(account).toMatchObject({
        deviceApplication: { sid: calls, name: 'Device calls' },
        siprecApplication: { sid: siprec, name: 'Siprec calls' },
        registrationWebhook: { url: 'https://acme.example/register', method: 'POST' },
        queueEventWebhook: { url: 'https://acme.example/queue', method: 'GET', password: null },
        recording: given,
      });
      expect(account?.registrationWebhook?.password?.reveal()).toBe('hook-password-1');
      await stock.configure(sid, { registrationWebhook: null, recording: null });
      const later = await gateway.account(sid);
      expect(later).toMatchObject({ registrationWebhook: null, recording: null });
      expect(later?.queueEventWebhook?.url).toBe('https://acme.example/queue');
    });

    test.each<Bucket>([
      s3Recording({}, { tags: [{ name: 'team', value: 'voice' }] }).bucket,
      {
        vendor: 's3_compatible',
        name: 'calls',
        endpoint: 'https://objects.example',
        region: null,
        accessKeyId: 'key',
        secretAccessKey: new Secret('a secret access key'),
        tags: [],
      },
      { vendor: 'google', name: 'calls', serviceKey: new Secret('{"a":"key"}'), tags: [] },
      { vendor: 'azure', name: 'calls', connectionString: new Secret('A=b;C=d'), tags: [] },
    ])('keeps a bucket of $vendor whole, its credential too', async (bucket) => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      const recording = { enabled: true, format: 'wav', allCalls: false, bucket } as const;
      await stock.configure(sid, { recording });
      const kept = (await gateway.account(sid))?.recording;
      expect(kept).toEqual(recording);
      expect(kept && credentialOf(kept.bucket).reveal()).toBe(credentialOf(bucket).reveal());
    });

    test('counts what an account contains and names the first of each', async () => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Full' });
      const other = await addAccount(present(), { name: 'Empty' });
      for (const number of [7, 6, 5, 4, 3, 2, 1]) {
        await stock.addApplication(sid, { name: `App ${number}` });
      }
      await stock.addCarrier(sid, 'Carrier');
      await stock.addSpeechService(sid, { vendor: 'google', name: 'Google EU' });
      expect(await gateway.accountContents(sid)).toEqual({
        applications: { count: 7, names: ['App 1', 'App 2', 'App 3', 'App 4', 'App 5'] },
        carriers: { count: 1, names: ['Carrier'] },
        speechServices: { count: 1, names: ['Google EU'] },
      });
      const empty = { count: 0, names: [] };
      expect(await gateway.accountContents(other.sid)).toEqual({
        applications: empty,
        carriers: empty,
        speechServices: empty,
      });
    });

    test('knows an account by its realm in any case', async () => {
      const { gateway } = present();
      const made = await addAccount(present(), { name: 'Acme', sipRealm: 'acme.example' });
      expect(await gateway.accountWithRealm('ACME.Example')).toEqual(made);
      expect(await gateway.accountWithRealm('acme')).toBeNull();
    });

    test('says that an account does not exist', async () => {
      const { gateway } = present();
      expect(await gateway.account(NO_ACCOUNT)).toBeNull();
      expect((await refusal(gateway.accountContents(NO_ACCOUNT))).code).toBe('not_found');
    });

    test('answers a ping', async () => {
      await expect(present().gateway.ping()).resolves.toBeUndefined();
    });
  });
}
