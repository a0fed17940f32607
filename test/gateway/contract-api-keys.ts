import { describe, expect, test } from 'vitest';
import { ApiKeySid } from '../../src/ids.ts';
import type { Present } from './contract.ts';
import { addAccount, NO_ACCOUNT, refusal } from './given.ts';

const NO_KEY = ApiKeySid.parse('00000000-0000-4000-8000-00000000000f');
const never = { expiresAt: null };

export function apiKeysContract(present: Present): void {
  describe('API keys', () => {
    test('are made, each once and another than the one before, and listed by what may be shown of them', async () => {
      const { gateway } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      expect(await gateway.apiKeys(sid)).toEqual([]);
      const one = await gateway.createApiKey(sid, never);
      const other = await gateway.createApiKey(sid, never);
      const [first, second, ...more] = await gateway.apiKeys(sid);
      expect(more).toEqual([]);
      expect(new Set([first?.sid, second?.sid])).toEqual(new Set([one.sid, other.sid]));
      const key = one.key.reveal();
      expect(key).not.toBe(other.key.reveal());
      const listed = [first, second].find((each) => each?.sid === one.sid);
      expect(key.startsWith(listed?.prefix ?? '?')).toBe(true);
      expect(key.endsWith(listed?.lastFour ?? '?')).toBe(true);
      expect(listed?.lastFour).toHaveLength(4);
      expect((listed?.prefix.length ?? 99) + 4).toBeLessThan(key.length / 2);
      expect(listed).toMatchObject({ createdAt: expect.any(Date), lastUsedAt: null });
      expect(JSON.stringify(await gateway.apiKeys(sid))).not.toContain(key);
    });

    test('of one account are no other account’s', async () => {
      const { gateway } = present();
      const one = await addAccount(present(), { name: 'One' });
      const other = await addAccount(present(), { name: 'Other' });
      const { sid } = await gateway.createApiKey(one.sid, never);
      expect(await gateway.apiKeys(other.sid)).toEqual([]);
      expect((await refusal(gateway.deleteApiKey(other.sid, sid))).code).toBe('not_found');
      const moved = gateway.setApiKeyExpiry(other.sid, sid, null);
      expect((await refusal(moved)).code).toBe('not_found');
      expect(await gateway.apiKeys(one.sid)).toHaveLength(1);
    });

    test('have an end, which can be moved, where the gateway enforces one', async () => {
      const { gateway } = present();
      const account = await addAccount(present(), { name: 'Acme' });
      const [soon, late] = ['2027-01-04T10:00:00Z', '2027-07-05T10:00:00Z'].map(
        (at) => new Date(at),
      );
      const { sid } = await gateway.createApiKey(account.sid, { expiresAt: soon as Date });
      const end = async () => (await gateway.apiKeys(account.sid))[0]?.expiresAt;
      const enforced = (await end()) !== undefined;
      if (enforced) expect(await end()).toEqual(soon);
      await gateway.setApiKeyExpiry(account.sid, sid, late as Date);
      if (enforced) expect(await end()).toEqual(late);
      await gateway.setApiKeyExpiry(account.sid, sid, null);
      if (enforced) expect(await end()).toBeNull();
    });

    test('are deleted, once', async () => {
      const { gateway } = present();
      const account = await addAccount(present(), { name: 'Acme' });
      const { sid } = await gateway.createApiKey(account.sid, never);
      const kept = await gateway.createApiKey(account.sid, never);
      await gateway.deleteApiKey(account.sid, sid);
      expect((await gateway.apiKeys(account.sid)).map((key) => key.sid)).toEqual([kept.sid]);
      expect((await refusal(gateway.deleteApiKey(account.sid, sid))).code).toBe('not_found');
    });

    test('of an account that does not exist are not found', async () => {
      const { gateway } = present();
      for (const asked of [
        gateway.apiKeys(NO_ACCOUNT),
        gateway.createApiKey(NO_ACCOUNT, never),
        gateway.setApiKeyExpiry(NO_ACCOUNT, NO_KEY, null),
        gateway.deleteApiKey(NO_ACCOUNT, NO_KEY),
      ]) {
        expect((await refusal(asked)).code).toBe('not_found');
      }
    });
  });
}
