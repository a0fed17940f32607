import process from 'node:process';
import Database from 'better-sqlite3';
import { z } from 'zod';

// A process of its own, because SQLite cannot be told to give up: whoever started it ends it when it takes too long.

const Faults = z.array(z.object({ quick_check: z.string() }));

/** What is damaged, as SQLite puts it; `ok` alone where nothing is. */
function faultsIn(file: string): string[] {
  const client = new Database(file, { readonly: true, fileMustExist: true, timeout: 1000 });
  try {
    return Faults.parse(client.pragma('quick_check(3)')).map(({ quick_check }) => quick_check);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    client.close();
  }
}

process.stdout.write(JSON.stringify(faultsIn(process.argv[2] ?? '')));
