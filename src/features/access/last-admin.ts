import type { Tx } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import type { FourEyes } from '../approvals/approvals.ts';
import { lastingAdmins } from './access.store.ts';

/**
 * Throws where ending this Admin grant would leave too few Admins who stay: none, or fewer than the two who
 * must agree under `FOUR_EYES=all`. Asked in the transaction that ends it.
 */
export function requireAdminsLeft(
  tx: Tx,
  now: Date,
  policy: { adminUsers: string[]; fourEyes: FourEyes; teamId: string },
  ending: { id: string },
): void {
  const left = lastingAdmins(tx, now, policy, ending.id).length;
  if (left === 0) {
    throw new BotError('conflict', 'The last Admin cannot be removed.', {
      why: 'Nobody else is an Admin without an end date, so nobody could map people any more.',
      now: 'Grant Admin scope to somebody else first.',
    });
  }
  if (policy.fourEyes === 'all' && left < 2) {
    throw new BotError('conflict', 'Two Admins must remain.', {
      why: 'FOUR_EYES=all: a change needs two Admins, and only one would be left.',
      now: 'Grant Admin scope to somebody else first.',
    });
  }
}
