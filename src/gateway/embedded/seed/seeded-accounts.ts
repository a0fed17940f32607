import type { Named } from './account.ts';
import { diceFor } from './dice.ts';
import { companyNames } from './names.ts';
import { accountSid } from './sids.ts';
import { pickedAccounts } from './world.ts';

/** An account's place in the seed, what it is called, and whose it is. */
export interface SeededAccount extends Named {
  provider: string;
}

/** The first so many accounts of the seed: always the same, those that were picked by hand first. */
export function* seededAccounts(count: number): Generator<SeededAccount> {
  let index = 0;
  for (const { name, provider, sipRealm } of pickedAccounts.slice(0, count)) {
    yield { index, sid: accountSid(index), name, provider, sipRealm };
    index += 1;
  }
  if (index === count) return;
  for (const { name, slug, provider } of companyNames()) {
    const domain = diceFor(`realm of ${slug}`).pick(DOMAINS);
    yield { index, sid: accountSid(index), name, provider, sipRealm: `${slug}.${domain}` };
    index += 1;
    if (index === count) return;
  }
}

const DOMAINS = ['example', 'example', 'example', 'example.com', 'example.net', 'sip.example.com'];
