import { chmodSync, closeSync, existsSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { StartupError } from '../errors.ts';
import { migrationsFolder, schemaVersion } from './schema-version.ts';
import { starting } from './trouble.ts';

export type Db = BetterSQLite3Database<Record<string, never>> & { $client: Database.Database };

declare const writing: unique symbol;
/**
 * The database while a write transaction is in progress: what store functions take. Synchronous, so it can never span
 * an `await`. It is the same connection, so that a query prepared on the database takes part in the transaction.
 */
export type Tx = Db & { readonly [writing]: true };

/** Runs `work` in an immediate transaction; within one in a savepoint. Where it throws, nothing of it is left behind. */
export function inTransaction<Result>(db: Db, work: (tx: Tx) => Result): Result {
  return db.$client.transaction(() => work(db as Tx)).immediate();
}

/** How long a statement may block the process waiting for another's lock, in milliseconds (design §5). */
export const BUSY_TIMEOUT = 250;

export interface OpenDatabase {
  db: Db;
  client: Database.Database;
  close(): void;
}

/**
 * Opens an SQLite file (WAL, foreign keys, `synchronous=FULL`, 2 MB of cache) and brings it to the newest schema, after
 * writing a copy beside it; `upgrade: false` where another process works on it, which must not find its tables
 * changed. `migrations` is a folder below the project's `migrations/`. Throws `StartupError` for a database that
 * another version wrote, or that is locked, full, damaged, or cannot be opened.
 */
export function openDatabase(
  file: string,
  migrations: string,
  { upgrade = true }: { upgrade?: boolean } = {},
): OpenDatabase {
  const client = openFile(file);
  try {
    const db = starting(file, () => {
      client.pragma('journal_mode = WAL');
      client.pragma('foreign_keys = ON');
      client.pragma('synchronous = FULL');
      // SQLite's own default; the package's is 16 MB for each file, which the system's cache does as well.
      client.pragma('cache_size = -2000');
      const opened: Db = drizzle({ client, casing: 'snake_case' });
      bringUpToDate(client, opened, file, { migrations, upgrade });
      return opened;
    });
    return { db, client, close: () => client.close() };
  } catch (error) {
    client.close();
    throw error;
  }
}

function openFile(file: string): Database.Database {
  try {
    // Made by us, for its owner only, before SQLite gives its mode to the files beside it.
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
    return new Database(file, { timeout: BUSY_TIMEOUT });
  } catch (cause) {
    throw new StartupError(
      [
        {
          what: `The database ${file} cannot be opened.`,
          fix: 'DATA_DIR must be a folder that this user may write to.',
        },
      ],
      cause,
    );
  }
}

function bringUpToDate(
  client: Database.Database,
  db: Db,
  file: string,
  { migrations, upgrade }: { migrations: string; upgrade: boolean },
): void {
  const version = schemaVersion(client, migrations);
  if (version.is === 'newer') throw writtenByNewer(file);
  if (version.is === 'current') return;
  if (!upgrade) throw writtenByOlder(file);
  if (version.is === 'older' && version.from !== null) {
    copyBeside(client, `${file}.before-upgrade-from-${version.from}`);
  }
  migrate(db, { migrationsFolder: migrationsFolder(migrations) });
}

function copyBeside(client: Database.Database, copy: string): void {
  if (existsSync(copy)) rmSync(copy);
  client.prepare('VACUUM INTO ?').run(copy);
  chmodSync(copy, 0o600);
}

function writtenByOlder(file: string): StartupError {
  return new StartupError([
    {
      what: `The database ${file} is that of an older Switchboard, which runs on it now.`,
      fix: 'Start the bot anew with this version first.',
    },
  ]);
}

function writtenByNewer(file: string): StartupError {
  return new StartupError([
    {
      what: `The database ${file} was written by a newer Switchboard.`,
      fix: `Start that version again; or go back: stop every bot, put the newest ${file}.before-upgrade-from-… in its place, remove ${file}-wal and ${file}-shm, and start this version. What happened after the upgrade is then lost.`,
    },
  ]);
}
