import { describe, expect, test } from 'vitest';
import { AccountSid } from '../../src/ids.ts';
import type { Present } from './contract.ts';
import {
  addAccount,
  EVERYTHING,
  firstProvider,
  NO_PROVIDER,
  namesFound,
  refusal,
} from './given.ts';

export function creationContract(present: Present): void {
  describe('creating an account', () => {
    test('gives a summary and generates SID, webhook secret and unlimited limits', async () => {
      const { gateway } = present();
      const providerSid = await firstProvider(gateway);
      const made = await gateway.createAccount({
        name: '  Acme ',
        providerSid,
        sipRealm: 'Voice.ACME.example',
      });
      expect(made).toMatchObject({ name: 'Acme', sipRealm: 'voice.acme.example' });
      expect(made.provider.sid).toBe(providerSid);
      expect(AccountSid.safeParse(made.sid).success).toBe(true);
      const account = await gateway.account(made.sid);
      expect(account).toMatchObject({ ...made, deviceApplication: null, recording: null });
      expect(account?.limits.maximum).toBeNull();
      expect(account?.webhookSecret.reveal()).toMatch(/^wh_secret_[0-9A-Za-z]{22}$/);
      expect(account?.createdAt).toBeInstanceOf(Date);
    });

    test('gives every account a secret of its own', async () => {
      const { gateway } = present();
      const one = await addAccount(present(), { name: 'One' });
      const other = await addAccount(present(), { name: 'Other' });
      const secrets = [await gateway.account(one.sid), await gateway.account(other.sid)];
      expect(secrets[0]?.webhookSecret.reveal()).not.toBe(secrets[1]?.webhookSecret.reveal());
    });

    test.each(['acme', 'ＡＣＭＥ', 'ACME  '])('refuses the taken name “%s”', async (name) => {
      await addAccount(present(), { name: 'Acme' });
      const error = await refusal(addAccount(present(), { name }));
      expect(error.code).toBe('conflict');
      expect(Object.keys(error.fields)).toEqual(['name']);
    });

    test('accepts the same name under another provider, and one that differs by an accent', async () => {
      const { gateway, stock } = present();
      const { sid } = await stock.addServiceProvider('Other provider');
      await addAccount(present(), { name: 'Cafe' });
      await addAccount(present(), { name: 'Cafe', providerSid: sid });
      await addAccount(present(), { name: 'Café' });
      expect(await namesFound(gateway, { text: '', within: EVERYTHING, limit: 10 })).toHaveLength(
        3,
      );
    });

    test('refuses a realm that is taken by anybody, in any case, without telling by whom', async () => {
      const { stock } = present();
      const { sid } = await stock.addServiceProvider('Other provider');
      const holder = await addAccount(present(), { name: 'Holder', sipRealm: 'a.example.com' });
      const error = await refusal(
        addAccount(present(), { name: 'Late', sipRealm: 'A.Example.COM', providerSid: sid }),
      );
      expect(error.code).toBe('conflict');
      expect(error.fields.sipRealm).toContain('not available');
      const said = [error.message, error.why, error.now, ...Object.values(error.fields)].join(' ');
      expect(said).not.toContain(holder.name);
      expect(said).not.toContain(holder.provider.name);
    });

    test('says all that is taken at once', async () => {
      await addAccount(present(), { name: 'Acme', sipRealm: 'acme.example' });
      const error = await refusal(
        addAccount(present(), { name: 'ACME', sipRealm: 'ACME.example' }),
      );
      expect(Object.keys(error.fields).sort()).toEqual(['name', 'sipRealm']);
    });

    test('says all that is not acceptable at once', async () => {
      const error = await refusal(addAccount(present(), { name: ' ', sipRealm: '10.0.0.1' }));
      expect(error.code).toBe('invalid');
      expect(Object.keys(error.fields).sort()).toEqual(['name', 'sipRealm']);
    });

    test('refuses a service provider that does not exist', async () => {
      const error = await refusal(addAccount(present(), { name: 'X', providerSid: NO_PROVIDER }));
      expect(error.code).toBe('not_found');
    });

    test('leaves nothing behind when it refuses', async () => {
      const { gateway } = present();
      await addAccount(present(), { name: 'Acme', sipRealm: 'acme.example' });
      await refusal(addAccount(present(), { name: 'Late', sipRealm: 'acme.example' }));
      expect(await namesFound(gateway, { text: '', within: EVERYTHING, limit: 10 })).toEqual([
        'Acme',
      ]);
      expect(await namesFound(gateway, { text: 'late', within: EVERYTHING, limit: 10 })).toEqual(
        [],
      );
    });

    test('lets exactly one of many win the same realm', async () => {
      const { gateway } = present();
      const attempts = Array.from({ length: 5 }, (_, index) =>
        addAccount(present(), { name: `Racer ${index}`, sipRealm: 'race.example' }),
      );
      const results = await Promise.allSettled(attempts);
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
      expect(won).toHaveLength(1);
      expect(await gateway.accountWithRealm('RACE.example')).toEqual(won[0]);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
      }
    });
  });
}
