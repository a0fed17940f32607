import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Person } from '../src/emulator/person/person.ts';
import type { Grant } from '../src/features/access/access.ts';
import type { Scope } from '../src/features/access/scope.ts';
import type { AccountSummary, ServiceProvider } from '../src/features/accounts/account.ts';
import { type AccountSid, newId, type ProviderSid } from '../src/ids.ts';
import type { House } from './bot.ts';

/** What somebody holds. */
export interface Holds {
  scope: Scope;
  provider?: ServiceProvider;
  account?: AccountSummary;
  until?: Date;
}

/** Where people are mapped. */
type Mapped = Pick<House, 'ada' | 'clock' | 'config' | 'workspace'>;

/** Maps somebody behind the bot's back. Gives the grant's id. */
export function hold(house: Mapped, { id }: Person, held: Holds): string {
  const { scope, provider, account } = held;
  const { providerSid, accountSid, targetName, until } = asGrant(held);
  const grantId = newId('grt');
  write(
    house,
    `INSERT INTO grants (id, team_id, user_id, scope, target_key, provider_sid, account_sid,
       target_name, until, granted_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    grantId,
    house.workspace.teamId,
    id,
    scope,
    account?.sid ?? provider?.sid ?? '*',
    providerSid,
    accountSid,
    targetName,
    until?.getTime() ?? null,
    house.ada.id,
    house.clock.now().getTime(),
  );
  return grantId;
}

/** Writes to the bot's database behind its back. */
export function write(house: Mapped, sql: string, ...values: unknown[]): void {
  const client = new Database(join(house.config.dataDir, 'switchboard.db'));
  try {
    client.prepare(sql).run(...values);
  } finally {
    client.close();
  }
}

/** A grant as the bot reads it. */
export function asGrant({ scope, provider, account, until }: Holds): Grant {
  const target = account ?? provider;
  const providerSid: ProviderSid | null = account?.provider.sid ?? provider?.sid ?? null;
  const accountSid: AccountSid | null = account?.sid ?? null;
  const targetName = target?.name ?? null;
  return { id: null, scope, providerSid, accountSid, targetName, until: until ?? null };
}
