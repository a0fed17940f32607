import { BotError } from '../../errors.ts';
import { AccountSid } from '../../ids.ts';
import {
  type Actor,
  noAccountAtAll,
  noSuchAccount,
  reachOf,
  requireRight,
  within,
} from '../access/access.ts';
import type { Action } from '../access/permissions.ts';
import type { Target } from '../access/scope.ts';
import type { Account, AccountSummary, AccountsGateway } from './account.ts';
import { foldForSearch } from './account-rules.ts';
import { filledPage } from './filled-page.ts';

/** Which accounts somebody means by a line: one or several found, several possible, or none said. */
export type Meant =
  | { found: AccountSummary[] }
  | { ambiguous: AccountSummary[]; typed: string }
  /** Nothing was typed, and there is more than one in reach: to be picked. */
  | { open: true };

/** How many matches are offered as buttons. */
const OFFERED = 10;
/** How many accounts one line may name, and one form takes. */
export const NAMED_AT_ONCE = 50;

/**
 * Finds the accounts that a line means, within what the actor may do this to. The whole line is first tried as
 * one name; then commas separate several. Nothing typed means the only account in reach. Throws `not_found` in
 * the same words for what is missing and what is foreign, `invalid` for more names than one line may hold.
 */
export async function accountsIn(
  line: { rest: string; names: string[] },
  actor: Actor,
  action: Action,
  gateway: AccountsGateway,
): Promise<Meant> {
  const reach = reachOf(actor, action);
  if (line.rest === '') {
    const { items, next } = await filledPage(gateway, { text: '', within: reach, limit: 2 });
    const [only] = items;
    if (!only) throw noAccounts(actor, action);
    return items.length === 1 && next === null ? { found: [only] } : { open: true };
  }
  const asOne = await gateway.accountsMeant(line.rest, reach, OFFERED);
  const several = line.names.length > 1;
  // Of several names the whole may be one only if it is exactly that: “Beta, Inc”. As the beginnings of words
  // “north, acme north” would mean Acme North alone, and North would be left out unsaid.
  if (asOne.length === 1 && (!several || asOne.some((one) => isExactly(one, line.rest)))) {
    return { found: asOne };
  }
  if (asOne.length > 1 && !several) return { ambiguous: asOne, typed: line.rest };
  if (line.names.length > NAMED_AT_ONCE) throw tooMany(line.names.length);
  const found: AccountSummary[] = [];
  for (const name of line.names) {
    const matches = await gateway.accountsMeant(name, reach, OFFERED);
    if (matches.length === 0) {
      if (asOne.length === 1) return { found: asOne };
      throw notThere(actor, action, name);
    }
    if (matches.length > 1) return { ambiguous: matches, typed: name };
    found.push(...matches);
  }
  if (found.length === 0) throw notThere(actor, action, line.rest);
  return { found: [...new Map(found.map((account) => [account.sid, account])).values()] };
}

/**
 * The account with this SID, if the actor may do this to it: what comes back from a button, a picker or a
 * form. Throws `not_found` alike for malformed, missing and foreign SIDs.
 */
export async function accountAt(
  sid: string,
  actor: Actor,
  action: Action,
  gateway: AccountsGateway,
): Promise<AccountSummary> {
  const parsed = AccountSid.safeParse(sid);
  const [account] = parsed.success ? await gateway.accountSummaries([parsed.data]) : [];
  if (!account) {
    throw notThere(actor, action);
  }
  requireRight(actor, action, targetOf(account));
  return account;
}

/** An account as the target of a check. */
export function targetOf(account: Pick<Account, 'sid' | 'provider'>): Target {
  return { kind: 'account', accountSid: account.sid, providerSid: account.provider.sid };
}

/** Accounts for a picker: what was typed, within what the actor may do this to. */
export async function suggestAccounts(
  typed: string,
  actor: Actor,
  action: Action,
  gateway: AccountsGateway,
  touchedLast: AccountSid[],
): Promise<AccountSummary[]> {
  const reach = reachOf(actor, action);
  const text = typed.trim();
  const page = filledPage(gateway, { text, within: reach, limit: 100 });
  if (text !== '') return (await page).items;
  const recent = (await gateway.accountSummaries(touchedLast)).filter((one) => within(reach, one));
  const others = (await page).items.filter(({ sid }) => !recent.some((one) => one.sid === sid));
  return [...recent, ...others].slice(0, 100);
}

function isExactly({ name, sipRealm, sid }: AccountSummary, typed: string): boolean {
  const folded = foldForSearch(typed);
  return [name, sipRealm ?? '', sid].some((one) => foldForSearch(one) === folded);
}

function tooMany(names: number): BotError {
  return new BotError('invalid', `You named ${names} accounts at once.`, {
    now: `Name at most ${NAMED_AT_ONCE}.`,
  });
}

function notThere(actor: Actor, action: Action, typed?: string): BotError {
  requireSomeRight(actor, action);
  return reachOf(actor, action).everything ? noAccountAtAll(typed) : noSuchAccount(typed);
}

/** Says that the scope is missing, where it is that and not the account. */
function requireSomeRight(actor: Actor, action: Action): void {
  const reach = reachOf(actor, action);
  const none = !reach.everything && reach.providers.length === 0 && reach.accounts.length === 0;
  if (none) requireRight(actor, action, { kind: 'nothing' });
}

function noAccounts(actor: Actor, action: Action): BotError {
  requireSomeRight(actor, action);
  return new BotError('not_found', 'There is no account in your reach yet.', {
    now: 'Create one with `account create`, or ask for access.',
  });
}
