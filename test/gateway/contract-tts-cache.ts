import { describe, expect, test } from 'vitest';
import type { Present } from './contract.ts';
import { addAccount, NO_ACCOUNT, refusal } from './given.ts';

export function ttsCacheContract(present: Present): void {
  describe('the TTS cache', () => {
    async function twoAccounts() {
      const { stock } = present();
      const one = await addAccount(present(), { name: 'One' });
      const other = await addAccount(present(), { name: 'Other' });
      await stock.cachePrompts(one.sid, 12);
      await stock.cachePrompts(other.sid, 30);
      return { one: one.sid, other: other.sid };
    }

    test('is counted by account and in all', async () => {
      const { gateway } = present();
      const { one, other } = await twoAccounts();
      expect(await gateway.cachedPrompts(one)).toBe(12);
      expect(await gateway.cachedPrompts(other)).toBe(30);
      expect(await gateway.cachedPromptsOfAll()).toBe(42);
    });

    test('of one account is cleared alone', async () => {
      const { gateway } = present();
      const { one, other } = await twoAccounts();
      await gateway.clearTtsCache(one);
      expect(await gateway.cachedPrompts(one)).toBe(0);
      expect(await gateway.cachedPrompts(other)).toBe(30);
      expect(await gateway.cachedPromptsOfAll()).toBe(30);
    });

    test('is cleared of everything', async () => {
      const { gateway } = present();
      const { one, other } = await twoAccounts();
      await gateway.clearTtsCacheOfAll();
      expect(await gateway.cachedPrompts(one)).toBe(0);
      expect(await gateway.cachedPrompts(other)).toBe(0);
      expect(await gateway.cachedPromptsOfAll()).toBe(0);
    });

    test('may be cleared when it is empty, and fills again', async () => {
      const { gateway, stock } = present();
      const { one } = await twoAccounts();
      await gateway.clearTtsCache(one);
      await gateway.clearTtsCache(one);
      await stock.cachePrompts(one, 3);
      expect(await gateway.cachedPrompts(one)).toBe(3);
    });

    test('of an account that does not exist is not found, and nothing is cleared', async () => {
      const { gateway } = present();
      await twoAccounts();
      expect((await refusal(gateway.cachedPrompts(NO_ACCOUNT))).code).toBe('not_found');
      expect((await refusal(gateway.clearTtsCache(NO_ACCOUNT))).code).toBe('not_found');
      expect(await gateway.cachedPromptsOfAll()).toBe(42);
    });
  });
}
