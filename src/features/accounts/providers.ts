import { BotError } from '../../errors.ts';
import type { ProviderSid } from '../../ids.ts';
import { type Actor, decide, mayEver, reachOf, requireRight } from '../access/access.ts';
import type { AccountsGateway, ServiceProvider } from './account.ts';
import { fold, foldForSearch } from './account-rules.ts';

/** The providers in which the actor may create accounts, by name. Throws where there is none. */
export async function providersToCreateIn(
  actor: Actor,
  gateway: AccountsGateway,
): Promise<ServiceProvider[]> {
  requireRight(actor, 'account create', { kind: 'nothing' });
  const providers = await gateway.serviceProviders(reachOf(actor, 'account create'));
  if (providers.length > 0) return providers;
  throw new BotError('not_found', 'There is no Service Provider in your reach.', {
    why: 'Those that your grants name are gone.',
    now: 'Ask whoever runs the Voice Gateway.',
  });
}

/** Those in which the asker may create and the decider may decide: where an edit can move a request. */
export async function providersToDecideIn(
  decider: Actor,
  asker: Actor,
  gateway: AccountsGateway,
): Promise<ServiceProvider[]> {
  if (!mayEver(asker, 'account create')) {
    throw new BotError('conflict', 'Whoever asked for this may not create accounts any more.', {
      now: 'Deny it, or map them again.',
    });
  }
  const there = (providerSid: ProviderSid) => ({ kind: 'provider', providerSid }) as const;
  const providers = (await providersToCreateIn(asker, gateway)).filter(
    ({ sid }) => decide(decider, 'approvals decide', there(sid)).allowed,
  );
  if (providers.length > 0) return providers;
  throw new BotError('conflict', 'There is no Service Provider to which this could be moved.', {
    why: 'Whoever asked may create in none where you decide.',
    now: 'Deny it, or leave it to an Admin.',
  });
}

/**
 * The providers whose SID or name this is; else those of that name without regard to accents; else those with a
 * word that begins so. Nothing typed: all.
 */
export function providersLike(
  typed: string,
  providers: readonly ServiceProvider[],
): ServiceProvider[] {
  const wanted = foldForSearch(typed);
  const likenesses: ((provider: ServiceProvider) => boolean)[] = [
    ({ sid, name }) => sid === wanted || fold(name) === fold(typed),
    ({ name }) => foldForSearch(name) === wanted,
    ({ name }) => ` ${foldForSearch(name)}`.includes(` ${wanted}`),
  ];
  for (const like of likenesses) {
    const found = providers.filter(like);
    if (found.length > 0) return found;
  }
  return [];
}

/** The one provider among these that is meant, by SID, name, or the beginning of a word of it. Throws, naming them. */
export function providerMeant(
  typed: string,
  providers: readonly ServiceProvider[],
): ServiceProvider {
  if (typed.trim() === '') {
    throw new BotError('invalid', 'Of which Service Provider?', {
      now: `Write its name behind the colon: ${namesOf(providers)}.`,
    });
  }
  const like = foldForSearch(typed) === '' ? [] : providersLike(typed, providers);
  const [meant] = like;
  if (meant && like.length === 1) return meant;
  const known = meant ? like : providers;
  const list = namesOf(known);
  throw meant
    ? new BotError('invalid', `“${typed}” may be several Service Providers.`, {
        now: `Name one of these in full: ${list}.`,
      })
    : new BotError('not_found', `I find no Service Provider “${typed}” in your reach.`, {
        why: 'It does not exist, or none of your grants covers it.',
        now: providers.length > 0 ? `In your reach: ${list}.` : 'Ask for access.',
      });
}

function namesOf(providers: readonly ServiceProvider[]): string {
  const named = providers.slice(0, NAMED).map(({ name }) => name);
  return `${named.join(', ')}${providers.length > NAMED ? ' and more' : ''}`;
}

/**
 * `provider:north pole acme`: a provider of several words without quotes, where what is typed is no whole name by
 * itself, and what then is searched for. `null` where the words behind belong to no name.
 */
export function providerOfWords(
  typed: string,
  behind: string,
  providers: readonly ServiceProvider[],
): { provider: ServiceProvider; rest: string } | null {
  if (providers.some(({ name }) => foldForSearch(name) === foldForSearch(typed))) return null;
  const words = behind.split(' ').filter((word) => word !== '');
  for (let count = words.length; count > 0; count -= 1) {
    const name = [typed, ...words.slice(0, count)].join(' ');
    const [provider, another] = providersLike(name, providers);
    if (provider && !another) return { provider, rest: words.slice(count).join(' ') };
  }
  return null;
}

/** How many providers an error names. */
const NAMED = 10;

/** Remembers the providers' names as they were last seen, for when the gateway does not answer. */
export function openProviderNames(): {
  learn(providers: readonly ServiceProvider[]): void;
  nameOf(sid: ProviderSid): string | undefined;
} {
  const names = new Map<ProviderSid, string>();
  return {
    learn(providers) {
      for (const { sid, name } of providers) names.set(sid, name);
    },
    nameOf: (sid) => names.get(sid),
  };
}
