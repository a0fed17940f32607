import type { Fill } from '../src/emulator/person/fill.ts';
import type { Person } from '../src/emulator/person/person.ts';
import type { AccountSid } from '../src/ids.ts';
import type { House } from './bot.ts';

/** Asks for an API key by command, and fills the form in. */
export async function asksForKey(
  person: Person,
  account = 'Tiny',
  fills: Record<string, Fill> = {},
): Promise<void> {
  await person.types(`/vg keys add ${account}`);
  await person.waitsForModal('Add API key');
  await person.fills({ Label: 'CRM import', ...fills });
  await person.submits();
}

/** The key, as it can be copied from the form. */
export async function copies(person: Person): Promise<string> {
  const modal = await person.waitsForModal('[Stored it]');
  return String(modal.values['API key']);
}

/** Makes a key, and says that it is stored. */
export async function storesKey(person: Person, account?: string, fills?: Record<string, Fill>) {
  await asksForKey(person, account, fills);
  const key = await copies(person);
  await person.submits();
  await person.waitsForNoModal();
  return key;
}

export async function tiny(house: House): Promise<AccountSid> {
  const [account] = await house.gateway.accountsMeant('Tiny', { everything: true }, 1);
  if (!account) throw new Error('no account Tiny');
  return account.sid;
}

/** The keys of Tiny as the gateway has them. */
export async function keysOf(house: House) {
  return house.gateway.apiKeys(await tiny(house));
}

/** What the gateway answers to whoever has this key. */
export async function opens(house: House, sid: AccountSid, key: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${house.bot.port}/v1/Accounts/${sid}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return response.status;
}

export function rowsOfKeys(house: House) {
  return house.rows<{
    id: string;
    label: string;
    expires_at: number | null;
    claimed_at: number | null;
    revoked_at: number | null;
    revoked_why: string | null;
  }>('SELECT * FROM api_keys ORDER BY created_at, rowid');
}
