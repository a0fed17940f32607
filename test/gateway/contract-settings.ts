import { describe, expect, test } from 'vitest';
import type { AccountSummary, Webhook } from '../../src/features/accounts/account.ts';
import { credentialOf, type Recording } from '../../src/features/recording/recording.ts';
import type { SomeSettings } from '../../src/features/settings/settings.ts';
import type { Gateway } from '../../src/gateway/gateway.ts';
import { Secret } from '../../src/secret.ts';
import { s3Recording } from '../recordings.ts';
import type { Present } from './contract.ts';
import { addAccount, EVERYTHING, NO_ACCOUNT, namesFound, refusal } from './given.ts';

const hook = (url: string, password: string | null = null): Webhook => ({
  url,
  method: 'POST',
  username: password === null ? null : 'acme',
  password: password === null ? null : new Secret(password),
});

export function settingsContract(present: Present): void {
  describe('changing settings', () => {
    const found = (text: string) =>
      namesFound(present().gateway, { text, within: EVERYTHING, limit: 10 });

    test('sets all that is given, and nothing else', async () => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Acme', sipRealm: 'acme.example' });
      const application = { sid: await stock.addApplication(sid, { name: 'IVR' }), name: 'IVR' };
      const before = await settingsOf(gateway, sid);
      const to = {
        name: 'Acme North',
        sipRealm: 'north.example',
        limits: { unit: 'minutes', maximum: 10, licensedSessions: null },
        deviceApplication: application,
        registrationWebhook: hook('https://acme.example/register', 'canary-register'),
      } satisfies SomeSettings;
      await gateway.changeSettings(sid, before, to);
      const account = await gateway.account(sid);
      expect(account).toMatchObject({ ...to, siprecApplication: null, queueEventWebhook: null });
      expect(account?.registrationWebhook?.password?.reveal()).toBe('canary-register');
      await gateway.changeSettings(
        sid,
        { registrationWebhook: to.registrationWebhook, deviceApplication: application },
        { registrationWebhook: null, deviceApplication: null },
      );
      expect(await gateway.account(sid)).toMatchObject({
        name: 'Acme North',
        registrationWebhook: null,
        deviceApplication: null,
      });
    });

    test('sets and removes call recording, whatever the vendor, its credential sealed with it', async () => {
      const { gateway } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      const s3 = s3Recording({}, { tags: [{ name: 'team', value: 'voice' }] });
      const { region: _region, ...bucket } = s3.bucket;
      const others: Recording['bucket'][] = [
        { ...bucket, vendor: 's3_compatible', endpoint: 'https://store.example', region: null },
        { vendor: 'google', name: 'calls', serviceKey: new Secret('canary-google'), tags: [] },
        { vendor: 'azure', name: 'calls', connectionString: new Secret('canary-azure'), tags: [] },
      ];
      const all: (Recording | null)[] = [
        s3,
        { ...s3, enabled: false },
        ...others.map((other) => ({
          ...s3,
          allCalls: false,
          format: 'mp3' as const,
          bucket: other,
        })),
        null,
      ];
      let before: Recording | null = null;
      for (const recording of all) {
        await gateway.changeSettings(sid, { recording: before }, { recording });
        const { recording: kept } = (await gateway.account(sid)) ?? {};
        expect(kept).toEqual(recording);
        if (kept && recording) {
          expect(credentialOf(kept.bucket).reveal()).toBe(credentialOf(recording.bucket).reveal());
        }
        before = recording;
      }
    });

    test('makes an account found by its new name and realm, and no longer by the old ones', async () => {
      const { gateway } = present();
      const { sid } = await addAccount(present(), { name: 'Acme', sipRealm: 'old.example' });
      await gateway.changeSettings(
        sid,
        { name: 'Acme', sipRealm: 'old.example' },
        { name: 'Globex Süd', sipRealm: 'New.Example' },
      );
      expect([await found('acme'), await found('old')]).toEqual([[], []]);
      expect([await found('sud'), await found('new.ex')]).toEqual([['Globex Süd'], ['Globex Süd']]);
      expect(await gateway.accountWithRealm('old.example')).toBeNull();
      expect((await gateway.accountWithRealm('new.example'))?.sid).toBe(sid);
      expect((await gateway.accountsMeant('globex', EVERYTHING, 5)).map((one) => one.sid)).toEqual([
        sid,
      ]);
    });

    test('keeps its own name and realm, in other letters too', async () => {
      const { gateway } = present();
      const { sid } = await addAccount(present(), { name: 'Acme', sipRealm: 'acme.example' });
      await gateway.changeSettings(
        sid,
        { name: 'Acme', sipRealm: 'acme.example' },
        { name: 'ACME', sipRealm: 'acme.example' },
      );
      expect(await gateway.account(sid)).toMatchObject({ name: 'ACME' });
    });

    test.each<[string, SomeSettings]>([
      ['a name', { name: 'Beta' }],
      ['a realm', { sipRealm: 'beta.example' }],
      ['limits', { limits: { unit: 'sessions', maximum: 7, licensedSessions: null } }],
      ['a webhook', { registrationWebhook: hook('https://other.example') }],
      ['a password', { queueEventWebhook: hook('https://queue.example', 'another') }],
      ['call recording', { recording: null }],
      ['whether it is paused', { recording: s3Recording({ enabled: false }) }],
      ['a credential', { recording: s3Recording({}, { secretAccessKey: new Secret('another') }) }],
    ])('is refused where %s is not what it was expected to be', async (_what, from) => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Acme', sipRealm: 'acme.example' });
      await stock.configure(sid, {
        queueEventWebhook: hook('https://queue.example', 'the one'),
        recording: s3Recording(),
      });
      const before = await gateway.account(sid);
      const to = { ...from, name: 'Changed' };
      const error = await refusal(gateway.changeSettings(sid, { name: 'Acme', ...from }, to));
      expect([error.code, error.fields]).toEqual(['conflict', {}]);
      expect(await gateway.account(sid)).toEqual(before);
    });

    test('refuses names and realms that are taken or malformed, all at once, and changes nothing', async () => {
      const { gateway } = present();
      await addAccount(present(), { name: 'Taken', sipRealm: 'taken.example' });
      const { sid } = await addAccount(present(), { name: 'Acme', sipRealm: 'acme.example' });
      const from = { name: 'Acme', sipRealm: 'acme.example' };
      const refused = (to: SomeSettings) => refusal(gateway.changeSettings(sid, from, to));
      const taken = await refused({ name: ' taken', sipRealm: 'TAKEN.example' });
      expect(taken.code).toBe('conflict');
      expect(Object.keys(taken.fields)).toEqual(['name', 'sipRealm']);
      const malformed = await refused({ name: ' ', sipRealm: 'no realm' });
      expect(malformed.code).toBe('invalid');
      expect(Object.keys(malformed.fields)).toEqual(['name', 'sipRealm']);
      expect(await settingsOf(gateway, sid)).toMatchObject(from);
    });

    test('refuses an application of another account', async () => {
      const { gateway, stock } = present();
      const other = await addAccount(present(), { name: 'Other' });
      const application = {
        sid: await stock.addApplication(other.sid, { name: 'IVR' }),
        name: 'IVR',
      };
      const { sid } = await addAccount(present(), { name: 'Acme' });
      const error = await refusal(
        gateway.changeSettings(
          sid,
          { deviceApplication: null, siprecApplication: null },
          { deviceApplication: application, siprecApplication: application },
        ),
      );
      expect(error.code).toBe('invalid');
      expect(Object.keys(error.fields)).toEqual(['deviceApplication', 'siprecApplication']);
      expect(await settingsOf(gateway, sid)).toMatchObject({ deviceApplication: null });
    });

    test('says that there is no account', async () => {
      const { gateway } = present();
      const error = await refusal(gateway.changeSettings(NO_ACCOUNT, {}, { name: 'Acme' }));
      expect(error.code).toBe('not_found');
    });
  });
}

async function settingsOf(gateway: Gateway, sid: AccountSummary['sid']): Promise<SomeSettings> {
  const account = await gateway.account(sid);
  if (!account) throw new Error(`there is no account ${sid}`);
  const { name, sipRealm, limits, registrationWebhook, deviceApplication } = account;
  return { name, sipRealm, limits, registrationWebhook, deviceApplication };
}
