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
import type { Reach, Target } from '../access/scope.ts';
import type { Account, AccountSummary, AccountsGateway } from './account.ts';
import { foldForSearch } from './account-rules.ts';
import { filledPage } from './filled-page.ts';

/** Which accounts somebody means by a line: one or several found, several possible, or none said. */
export type Meant =
  | { found: AccountSummary[] }
  | {
      ambiguous: AccountSummary[];
      typed: string;
      /** What else the line names, and is found. */
      others: AccountSummary[];
      /** What else it names, of which several are possible too. */
      unclear: string[];
    }
  /** Nothing was typed, and there is more than one in reach: to be picked. */
  | { open: true };

/** How many matches are offered as buttons. */
const OFFERED = 10;
/** How many accounts one line may name, and one form takes. */
export const NAMED_AT_ONCE = 50;

/** What a line says: all of it as one name, and the names in it. `one`: it may name but one account. */
export interface Line {
  rest: string;
  names: string[];
  one?: true;
}

/**
 * Finds the accounts that a line means, within what the actor may do this to. The whole line is first tried as
 * one name; then commas separate several. Nothing typed means the only account in reach. Throws `not_found` in
 * the same words for what is missing and what is foreign, `invalid` for more names than one line may hold.
 */
export async function accountsIn(
  line: Line,
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
  const several = line.names.length > 1;
  // A comma before or behind a name is none of it.
  const whole = several ? line.rest : (line.names[0] ?? line.rest);
  const asOne = await matching(whole, reach, gateway);
  // Of several names the whole may be one only if it is exactly that: “Beta, Inc”. As the beginnings of words
  // “north, acme north” would mean Acme North alone, and North would be left out unsaid.
  if (asOne.length === 1 && (!several || asOne.some((one) => isExactly(one, line.rest)))) {
    return { found: asOne };
  }
  if (asOne.length > 1 && !several) {
    return { ambiguous: asOne, typed: line.rest, others: [], unclear: [] };
  }
  if (line.names.length > NAMED_AT_ONCE) throw tooMany(line.names.length);
  const found = new Map<AccountSid, AccountSummary>();
  const ambiguous: { typed: string; matches: AccountSummary[] }[] = [];
  for (const name of line.names) {
    const matches = await matching(name, reach, gateway);
    const [only] = matches;
    if (!only) {
      if (asOne.length === 1) return { found: asOne };
      throw notThere(actor, action, name, !line.one && /\s/.test(name));
    }
    if (matches.length > 1) ambiguous.push({ typed: name, matches });
    else found.set(only.sid, only);
  }
  const [first, ...unclear] = ambiguous;
  if (first) {
    return {
      ambiguous: first.matches,
      typed: first.typed,
      others: [...found.values()],
      unclear: unclear.map(({ typed }) => typed),
    };
  }
  if (found.size === 0) throw notThere(actor, action, line.rest);
  return { found: [...found.values()] };
}

/**
 * The accounts that a name means. Where it means not one as it stands, it is read without what stands around it
 * when it is pasted or ends a sentence: `sip:line1@acme.example.com`, `Acme?`.
 */
async function matching(
  name: string,
  reach: Reach,
  gateway: AccountsGateway,
): Promise<AccountSummary[]> {
  const found = await gateway.accountsMeant(name, reach, OFFERED);
  const bare = name
    .replace(/^(?:sips?:|https?:\/\/)?(?:[^\s@]+@)?(?=[\w-]+(?:\.[\w-]+)+)/i, '')
    .replace(/(?:[.?!…/]|:\d+)+$/u, '');
  if (found.length === 1 || bare === name || bare === '') return found;
  const read = await gateway.accountsMeant(bare, reach, OFFERED);
  return read.length === 1 || found.length === 0 ? read : found;
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

/** The same for several, as the button of a choice carries them. */
export function accountsAt(
  sids: string,
  actor: Actor,
  action: Action,
  gateway: AccountsGateway,
): Promise<AccountSummary[]> {
  const several = sids.split(' ').slice(0, NAMED_AT_ONCE);
  return Promise.all(several.map((sid) => accountAt(sid, actor, action, gateway)));
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

function notThere(actor: Actor, action: Action, typed?: string, perhapsSeveral = false): BotError {
  requireSomeRight(actor, action);
  const hint = perhapsSeveral ? 'If these are several, put commas between them.' : undefined;
  return reachOf(actor, action).everything
    ? noAccountAtAll(typed, hint)
    : noSuchAccount(typed, {}, hint);
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
