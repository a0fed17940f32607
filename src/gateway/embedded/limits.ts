import { eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { Limits } from '../../features/accounts/account.ts';
import type { AccountSid } from '../../ids.ts';
import { noSuchAccount } from './answering.ts';
import { accounts } from './schema.ts';

/** Sets Unit, its maximum and Licensed sessions. Throws `not_found`. */
export function setLimits(db: Db, sid: AccountSid, limits: Limits): void {
  const { unit, maximum, licensedSessions } = limits;
  const { changes } = db
    .update(accounts)
    .set({ unit, maximum, licensedSessions })
    .where(eq(accounts.sid, sid))
    .run();
  if (changes === 0) throw noSuchAccount();
}
