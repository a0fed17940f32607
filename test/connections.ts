import Database from 'better-sqlite3';
import { vi } from 'vitest';
import { type House, type HouseOptions, openHouse } from './bot.ts';

/** A connection of the bot's own to one of its databases. */
export type Connection = Database.Database;

/** A house, and the bot's own connections: a full disk and a file that became read-only are met there alone. */
export async function openConnectedHouse(options: HouseOptions = {}): Promise<{
  house: House;
  connection(file: 'switchboard.db' | 'gateway.db'): Connection;
}> {
  const opening = vi.spyOn(Database.prototype, 'pragma');
  try {
    const house = await openHouse(options);
    const opened = [...opening.mock.contexts] as Connection[];
    return {
      house,
      connection(file) {
        const found = opened.findLast(({ name, open }) => open && name.endsWith(file));
        if (!found) throw new Error(`the bot has not opened ${file}`);
        return found;
      },
    };
  } finally {
    opening.mockRestore();
  }
}

/** From now on the database takes no page more, as on a full disk, until what it gives is called. */
export function full(connection: Connection): () => void {
  const pages = connection.pragma('page_count', { simple: true });
  connection.pragma(`max_page_count = ${Number(pages)}`);
  return () => void connection.pragma('max_page_count = 1073741823');
}

/** From now on nothing can be written, as in a file without the right to, until what it gives is called. */
export function readOnly(connection: Connection): () => void {
  connection.pragma('query_only = ON');
  return () => void connection.pragma('query_only = OFF');
}
