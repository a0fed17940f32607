import { BotError } from '../../errors.ts';
import type { AccountSid } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import { type Actor, decide, noSuchAccount } from '../access/access.ts';
import type { Action } from '../access/permissions.ts';
import type { Account, AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { accountAt, targetOf } from '../accounts/which-account.ts';

/** The actions on an account's call recording. */
export type RecordingAction = Extract<Action, `recording ${string}`>;

/** How long a form waits for the account that it is about, in milliseconds: Slack gives it 3 seconds in all. */
const PATIENCE = 1500;

/** The account in which the actor may do this, as it is now. */
export async function recordingAccount(
  sid: string,
  actor: Actor,
  action: RecordingAction,
  gateway: AccountsGateway,
): Promise<Account> {
  const summary = await inTime(PATIENCE, accountAt(sid, actor, action, gateway));
  return inTime(PATIENCE, presentAccount(summary.sid, gateway));
}

/** The account as it is now. */
export async function presentAccount(sid: AccountSid, gateway: AccountsGateway): Promise<Account> {
  const account = await gateway.account(sid);
  if (!account) throw noSuchAccount();
  return account;
}

export function mayRecord(
  actor: Actor,
  action: RecordingAction,
  account: Pick<AccountSummary, 'sid' | 'provider'>,
): boolean {
  return decide(actor, action, targetOf(account)).allowed;
}

/** There is nothing that could be turned off, or on, or removed. */
export function noRecording(name: string): BotError {
  return new BotError('conflict', `The call recording of ${name} is off.`, {
    why: 'It has no bucket.',
    now: 'Set one up with `recording edit`.',
  });
}
