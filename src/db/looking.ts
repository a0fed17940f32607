import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { BUSY_TIMEOUT, type Db, type OpenDatabase } from './database.ts';
import { starting } from './trouble.ts';

/**
 * Opens a database that is there to look into it, beside a running bot or alone: nothing is made, upgraded or
 * written, and no file is left that was not there. Throws `StartupError` where it cannot be opened or read.
 */
export function lookInto(file: string): OpenDatabase {
  return starting(file, () => {
    // What a killed bot left in the WAL stays there: the last to close is one that cannot carry it over.
    const holder = existsSync(`${file}-wal`) ? reader(file) : null;
    try {
      const client = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT });
      try {
        client.pragma('schema_version');
      } catch (error) {
        client.close();
        throw error;
      }
      const db: Db = drizzle({ client, casing: 'snake_case' });
      return {
        db,
        client,
        close() {
          client.close();
          holder?.close();
        },
      };
    } catch (error) {
      holder?.close();
      throw error;
    }
  });
}

/** Whether rows can be written. None is: the transaction begins, and is taken back. Throws what SQLite refuses. */
export function tryToWrite(client: Database.Database): void {
  client.exec('BEGIN IMMEDIATE');
  client.exec('ROLLBACK');
}

function reader(file: string): Database.Database {
  const client = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT });
  try {
    // It has the WAL open from its first look on.
    client.pragma('schema_version');
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}
