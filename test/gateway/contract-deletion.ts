import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Present } from './contract.ts';
import { addAccount, EVERYTHING, firstProvider, NO_ACCOUNT, namesFound, refusal } from './given.ts';

export function deletionContract(present: Present): void {
  describe('deleting an account', () => {
    test('takes all that it contains, and nothing of another', async () => {
      const { gateway, stock } = present();
      const given = { name: 'Acme Berlin', sipRealm: 'acme.example' };
      const { sid } = await addAccount(present(), given);
      const other = await addAccount(present(), { name: 'Acme Paris' });
      for (const one of [sid, other.sid]) {
        await stock.addCarrier(one, 'Carrier');
        await stock.addSpeechService(one, { vendor: 'google', name: 'Google EU' });
        await stock.cachePrompts(one, 5);
      }
      await gateway.deleteAccount(sid);
      expect(await gateway.account(sid)).toBeNull();
      expect(await gateway.accountWithRealm('acme.example')).toBeNull();
      for (const text of ['', 'acme', 'berlin', 'acme.example', sid]) {
        const search = { text, within: EVERYTHING, limit: 10 };
        expect(await namesFound(gateway, search)).not.toContain('Acme Berlin');
      }
      expect(await gateway.accountsMeant('acme', EVERYTHING, 10)).toEqual([other]);
      expect(await gateway.cachedPromptsOfAll()).toBe(5);
      const one = { count: 1, names: expect.anything() };
      const kept = await gateway.accountContents(other.sid);
      expect(kept).toMatchObject({ carriers: one, speechServices: one });
      expect((await refusal(gateway.cachedPrompts(sid))).code).toBe('not_found');

      // Its name and realm are free again, and what comes after it inherits nothing.
      const again = await gateway.createAccount({
        ...given,
        providerSid: await firstProvider(gateway),
      });
      expect(again.sid).not.toBe(sid);
      expect(await gateway.cachedPrompts(again.sid)).toBe(0);
      expect((await gateway.accountContents(again.sid)).carriers.count).toBe(0);
    });

    test('lets others have their turns while it takes very many prompts', async () => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Big' });
      await stock.cachePrompts(sid, 20_000);
      let turns = 0;
      let over = false;
      const deleting = gateway.deleteAccount(sid).finally(() => {
        over = true;
      });
      while (!over) {
        await setImmediate();
        turns += 1;
      }
      await deleting;
      expect(turns).toBeGreaterThan(5);
      expect(await gateway.cachedPromptsOfAll()).toBe(0);
    });

    test('is refused while it has API keys, and works once they are revoked', async () => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Keyed' });
      await stock.cachePrompts(sid, 3);
      const { sid: key } = await gateway.createApiKey(sid, { expiresAt: null });
      expect((await refusal(gateway.deleteAccount(sid))).code).toBe('conflict');
      expect(await gateway.cachedPrompts(sid)).toBe(3);
      await gateway.deleteApiKey(sid, key);
      await gateway.deleteAccount(sid);
      expect(await gateway.account(sid)).toBeNull();
    });

    test('is refused while it has applications, and nothing of it is gone', async () => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      await stock.addApplication(sid, { name: 'Main IVR' });
      await stock.cachePrompts(sid, 5);
      expect((await refusal(gateway.deleteAccount(sid))).code).toBe('conflict');
      expect((await gateway.account(sid))?.name).toBe('Acme');
      expect(await gateway.cachedPrompts(sid)).toBe(5);
    });

    test('that is not there is not found', async () => {
      expect((await refusal(present().gateway.deleteAccount(NO_ACCOUNT))).code).toBe('not_found');
    });
  });
}
