import { BotError } from '../../errors.ts';
import { ProviderSid } from '../../ids.ts';
import type { AccountSummary, AccountsGateway, ServiceProvider } from '../accounts/account.ts';
import { providersLike } from '../accounts/providers.ts';
import { accountAt, accountsIn, type Line } from '../accounts/which-account.ts';
import { type Actor, reachOf, requireRight } from './access.ts';
import { grantAction, type Mapping } from './grant.ts';
import type { Scope } from './scope.ts';

/** What a scope is for, once it is known. */
export type ScopeTarget =
  | { of: 'account'; account: AccountSummary }
  | { of: 'provider'; provider: ServiceProvider }
  | { of: 'everything' };

/** What the line means; `null` where it has to be picked: nothing was typed, or several match. */
export async function targetMeant(
  scope: Scope,
  typed: string,
  actor: Actor,
  gateway: AccountsGateway,
): Promise<ScopeTarget | null> {
  requireRight(actor, grantAction(scope), { kind: 'nothing' });
  switch (scope) {
    case 'admin':
      if (typed !== '') throw targetless(typed);
      return { of: 'everything' };
    case 'on_call':
      if (typed === '') return { of: 'everything' };
      return provider(await providersMeant(typed, actor, scope, gateway));
    case 'service_provider':
      if (typed === '') return null;
      return provider(await providersMeant(typed, actor, scope, gateway));
    case 'account': {
      if (typed === '') return null;
      const line: Line = { rest: typed, names: [typed], one: true };
      const meant = await accountsIn(line, actor, 'access grant account', gateway);
      const [account] = 'found' in meant ? meant.found : [];
      return account ? { of: 'account', account } : null;
    }
  }
}

/** What was picked in the form, checked: throws `not_found` alike for missing and foreign targets. */
export async function targetPicked(
  scope: Scope,
  sid: string | null,
  actor: Actor,
  gateway: AccountsGateway,
): Promise<ScopeTarget> {
  requireRight(actor, grantAction(scope), { kind: 'nothing' });
  if (scope === 'account') {
    return {
      of: 'account',
      account: await accountAt(sid ?? '', actor, grantAction(scope), gateway),
    };
  }
  if (scope === 'admin' || sid === null) return { of: 'everything' };
  const wanted = ProviderSid.safeParse(sid).data;
  const all = await providersFor(actor, scope, gateway);
  const found = all.find((one) => one.sid === wanted);
  if (!found) throw noSuchProvider();
  return { of: 'provider', provider: found };
}

/** A target as a grant holds it. */
export function sidsOf(
  target: ScopeTarget,
): Pick<Mapping, 'accountSid' | 'providerSid' | 'targetName'> {
  switch (target.of) {
    case 'account': {
      const { sid, provider, name } = target.account;
      return { accountSid: sid, providerSid: provider.sid, targetName: name };
    }
    case 'provider':
      return { providerSid: target.provider.sid, targetName: target.provider.name };
    case 'everything':
      return {};
  }
}

/** The providers on which the actor may grant this scope. */
export function providersFor(
  actor: Actor,
  scope: Scope,
  gateway: AccountsGateway,
): Promise<ServiceProvider[]> {
  return gateway.serviceProviders(reachOf(actor, grantAction(scope)));
}

async function providersMeant(
  typed: string,
  actor: Actor,
  scope: Scope,
  gateway: AccountsGateway,
): Promise<ServiceProvider[]> {
  const meant = providersLike(typed, await providersFor(actor, scope, gateway));
  if (meant.length === 0) throw noSuchProvider(typed);
  return meant;
}

function provider([first, ...others]: ServiceProvider[]): ScopeTarget | null {
  return first && others.length === 0 ? { of: 'provider', provider: first } : null;
}

export function noSuchProvider(typed?: string): BotError {
  return new BotError(
    'not_found',
    typed
      ? `I find no Service Provider “${typed}” in your reach.`
      : 'I find no such Service Provider in your reach.',
    { why: 'It does not exist, or none of your grants covers it.', now: 'Check its name.' },
  );
}

function targetless(typed: string): BotError {
  return new BotError('invalid', `Admin scope is for everything, not for “${typed}”.`, {
    now: 'Leave the target out, or grant service_provider or account scope.',
  });
}
