import { describe, expect, test } from 'vitest';
import type { Limits } from '../../src/features/accounts/account.ts';
import type { Present } from './contract.ts';
import { addAccount, NO_ACCOUNT, refusal } from './given.ts';

export function limitsContract(present: Present): void {
  describe('limits', () => {
    test.each<Limits>([
      { unit: 'minutes', maximum: 5000, licensedSessions: 20 },
      { unit: 'sessions', maximum: 0, licensedSessions: 0 },
      { unit: 'sessions', maximum: 2_147_483_647, licensedSessions: null },
      { unit: 'minutes', maximum: null, licensedSessions: null },
    ])('are kept: $unit $maximum $licensedSessions', async (limits) => {
      const { gateway } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      const other = await addAccount(present(), { name: 'Other' });
      const before = await gateway.account(other.sid);
      await gateway.setLimits(sid, limits);
      expect((await gateway.account(sid))?.limits).toEqual(limits);
      expect((await gateway.account(other.sid))?.limits).toEqual(before?.limits);
    });

    test('of an account that does not exist are refused', async () => {
      const limits: Limits = { unit: 'sessions', maximum: 1, licensedSessions: 1 };
      const error = await refusal(present().gateway.setLimits(NO_ACCOUNT, limits));
      expect(error.code).toBe('not_found');
    });
  });
}
