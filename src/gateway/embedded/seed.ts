import { fold } from '../../features/accounts/account-rules.ts';
import type { ProviderSid } from '../../ids.ts';
import { noSuchProvider } from './answering.ts';
import type { EmbeddedGateway } from './embedded-gateway.ts';
import { stockedAccount } from './seed/account.ts';
import { givingWay, type Run } from './seed/giving-way.ts';
import { promptsOfAccounts } from './seed/prompts.ts';
import { type SeededAccount, seededAccounts } from './seed/seeded-accounts.ts';
import { accountSid, providerSid } from './seed/sids.ts';
import { providerNames } from './seed/world.ts';
import { slices } from './slices.ts';
import { ACCOUNTS_AT_ONCE } from './stock.ts';
import type { CachedPrompts } from './stocked-prompts.ts';

/** Prompts per transaction: some 50 ms. */
const PROMPTS = 10_000;
/** Accounts whose prompts are counted at a time. */
const COUNTED = 1000;

/** How big a gateway is to become. */
export interface SeedSize {
  accounts: number;
  prompts: number;
}

/** What was added. */
export interface Seeded {
  serviceProviders: number;
  accounts: number;
  /** Accounts of the seed that are not there, because another has their name or their SIP realm. */
  leftOut: number;
  prompts: number;
}

export interface SeedOptions extends SeedSize {
  /** Told after each slice how many accounts have been looked at, and how many prompts are cached. */
  onProgress?(reached: SeedSize): void;
}

/**
 * Fills a gateway with a plausible world: as many accounts as are asked for, the same ones each time, with what
 * they contain, and as many cached prompts in all. What is there already stays and counts, so that it can be run
 * again: to go on after it was cut off, or for more. Others in this process and in other processes get their turns.
 */
export async function seedGateway(
  gateway: EmbeddedGateway,
  { accounts, prompts, onProgress = () => {} }: SeedOptions,
): Promise<Seeded> {
  const run = givingWay();
  const seeded: Seeded = { serviceProviders: 0, accounts: 0, leftOut: 0, prompts: 0 };
  const providers = await addProviders(gateway, run, seeded);
  const cached = await gateway.cachedPromptsOfAll();
  let looked = 0;
  for (const slice of slices(seededAccounts(accounts), ACCOUNTS_AT_ONCE)) {
    await addAccounts(gateway, run, slice, providers, seeded);
    looked += slice.length;
    onProgress({ accounts: looked, prompts: cached });
  }
  for (const slice of slices(wantedPrompts({ accounts, prompts }), COUNTED)) {
    await cachePrompts(gateway, run, slice, prompts - cached, seeded);
    onProgress({ accounts, prompts: cached + seeded.prompts });
  }
  return seeded;
}

async function addProviders(
  { stock, serviceProviders }: EmbeddedGateway,
  run: Run,
  seeded: Seeded,
): Promise<Map<string, ProviderSid>> {
  const known = await serviceProviders({ everything: true });
  const there = new Map(known.map(({ name, sid }) => [fold(name), sid]));
  const sids = new Map<string, ProviderSid>();
  for (const [index, name] of providerNames.entries()) {
    let sid = there.get(fold(name));
    if (!sid) {
      ({ sid } = await run(() => stock.addServiceProvider(name, providerSid(index))));
      seeded.serviceProviders += 1;
    }
    sids.set(name, sid);
  }
  return sids;
}

async function addAccounts(
  { stock, accountSummaries }: EmbeddedGateway,
  run: Run,
  slice: SeededAccount[],
  providers: Map<string, ProviderSid>,
  seeded: Seeded,
): Promise<void> {
  const known = await accountSummaries(slice.map(({ sid }) => sid));
  const there = new Set(known.map(({ sid }) => sid));
  const missing = slice
    .filter(({ sid }) => !there.has(sid))
    .map((one) => {
      const provider = providers.get(one.provider);
      if (!provider) throw noSuchProvider();
      // The first is the one that a tour shows.
      return stockedAccount(one, provider, one.index === 0);
    });
  if (missing.length === 0) return;
  const added = await run(() => stock.addAccounts(missing, 'leave out'));
  seeded.accounts += added.length;
  seeded.leftOut += missing.length - added.length;
}

function* wantedPrompts({ accounts, prompts }: SeedSize): Generator<CachedPrompts> {
  let index = 0;
  for (const count of promptsOfAccounts(accounts, prompts)) {
    if (count > 0) yield { account: accountSid(index), count };
    index += 1;
  }
}

/** Caches what these accounts lack, as far as `most` in all reaches. */
async function cachePrompts(
  { stock }: EmbeddedGateway,
  run: Run,
  slice: CachedPrompts[],
  most: number,
  seeded: Seeded,
): Promise<void> {
  for (;;) {
    const left = Math.min(PROMPTS, most - seeded.prompts);
    if (left <= 0) return;
    const added = await run(() => stock.cacheUpTo(slice, left));
    seeded.prompts += added;
    if (added < left) return;
  }
}
