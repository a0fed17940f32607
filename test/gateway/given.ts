import { BotError } from '../../src/errors.ts';
import type { Reach } from '../../src/features/access/scope.ts';
import type { AccountSummary, NewAccount } from '../../src/features/accounts/account.ts';
import type { Gateway } from '../../src/gateway/gateway.ts';
import { AccountSid, ProviderSid } from '../../src/ids.ts';
import type { Opened } from './contract.ts';

export const EVERYTHING: Reach = { everything: true };
export const NOTHING: Reach = { everything: false, providers: [], accounts: [] };
export const NO_ACCOUNT = AccountSid.parse('00000000-0000-4000-8000-000000000000');
export const NO_PROVIDER = ProviderSid.parse('00000000-0000-4000-8000-000000000001');

/** The service provider that is there from the start. */
export async function firstProvider(gateway: Gateway): Promise<ProviderSid> {
  const [provider] = await gateway.serviceProviders(EVERYTHING);
  if (!provider) throw new Error('a gateway has a service provider from the start');
  return provider.sid;
}

let realms = 0;

/** Creates an account of the first provider, under a realm of its own; what matters to the test is given. */
export async function addAccount(
  { gateway }: Pick<Opened, 'gateway'>,
  given: Partial<NewAccount> & { name: string },
): Promise<AccountSummary> {
  realms += 1;
  const providerSid = given.providerSid ?? (await firstProvider(gateway));
  return gateway.createAccount({ sipRealm: `r${realms}.test.invalid`, ...given, providerSid });
}

/** Every page of a search, as names; pages may be short or empty while there is more. */
export async function namesFound(
  gateway: Gateway,
  search: Omit<Parameters<Gateway['searchAccounts']>[0], 'after'>,
): Promise<string[]> {
  const names: string[] = [];
  let after: string | null = null;
  do {
    const page = await gateway.searchAccounts(after === null ? search : { ...search, after });
    if (page.items.length > search.limit) throw new Error('a page is longer than asked for');
    names.push(...page.items.map(({ name }) => name));
    after = page.next;
  } while (after !== null);
  return names;
}

/** The refusal of a promise that must be refused. */
export async function refusal(promise: Promise<unknown>): Promise<BotError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof BotError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
