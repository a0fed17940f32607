import { count } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { accounts, serviceProviders } from './schema.ts';

/** How much the gateway in this database holds. Changes nothing. */
export function heldIn(db: Db): { serviceProviders: number; accounts: number } {
  const number = (table: typeof serviceProviders | typeof accounts) =>
    db.select({ count: count() }).from(table).get()?.count ?? 0;
  return { serviceProviders: number(serviceProviders), accounts: number(accounts) };
}
