import { describe, expect, test } from 'vitest';
import type { AccountSid } from '../../src/ids.ts';
import type { Present } from './contract.ts';
import { addAccount, NO_ACCOUNT, refusal } from './given.ts';

export function webhookSecretContract(present: Present): void {
  describe('a rotation of the Webhook Secret', () => {
    const secretOf = async (sid: AccountSid) =>
      (await present().gateway.account(sid))?.webhookSecret.reveal();

    test('gives a new secret, which is there at once and is nobody else’s', async () => {
      const { gateway } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      const other = await addAccount(present(), { name: 'Other' });
      const [before, others] = [await secretOf(sid), await secretOf(other.sid)];
      const rotated = await gateway.rotateWebhookSecret(sid);
      expect(rotated.reveal()).not.toBe(before);
      expect(await secretOf(sid)).toBe(rotated.reveal());
      expect(await secretOf(other.sid)).toBe(others);
      const again = await gateway.rotateWebhookSecret(sid);
      expect(again.reveal()).not.toBe(rotated.reveal());
      expect(await secretOf(sid)).toBe(again.reveal());
    });

    test('leaves the other settings as they are', async () => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      const hook = {
        url: 'https://hooks.example/',
        method: 'POST',
        username: null,
        password: null,
      };
      await stock.configure(sid, { registrationWebhook: { ...hook, method: 'POST' } });
      const before = await gateway.account(sid);
      await gateway.rotateWebhookSecret(sid);
      const { webhookSecret: _new, ...after } = (await gateway.account(sid)) ?? {};
      expect(before).toMatchObject(after);
    });

    test('of an account that does not exist is refused', async () => {
      const error = await refusal(present().gateway.rotateWebhookSecret(NO_ACCOUNT));
      expect(error.code).toBe('not_found');
    });
  });
}
