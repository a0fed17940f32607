import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { z } from 'zod';

const migrationsRoot = join(dirname(fileURLToPath(import.meta.url)), '../../migrations');

/** The folder below the project's `migrations/`. */
export function migrationsFolder(migrations: string): string {
  return join(migrationsRoot, migrations);
}

const MigrationJournal = z.object({
  entries: z.array(z.object({ when: z.number(), tag: z.string() })).min(1),
});

/** How a database's schema stands to this code's; an older one by the name of its newest migration. */
export type SchemaVersion =
  | { is: 'empty' | 'current' | 'newer' }
  | { is: 'older'; from: string | null };

/** Compares the newest migration that was applied with the newest that there is. Changes nothing. */
export function schemaVersion(client: Database.Database, migrations: string): SchemaVersion {
  const file = join(migrationsFolder(migrations), 'meta/_journal.json');
  const { entries } = MigrationJournal.parse(JSON.parse(readFileSync(file, 'utf8')));
  const newest = Math.max(...entries.map((entry) => entry.when));
  const applied = newestApplied(client);
  if (applied > newest) return { is: 'newer' };
  if (applied === newest) return { is: 'current' };
  if (applied === 0) return { is: 'empty' };
  return { is: 'older', from: entries.find(({ when }) => when === applied)?.tag ?? null };
}

/** When the newest applied migration was generated (its mark in Drizzle's own table), 0 for an empty database. */
function newestApplied(client: Database.Database): number {
  const table = client
    .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '__drizzle_migrations'")
    .get();
  if (!table) return 0;
  const row = client.prepare('SELECT max(created_at) AS newest FROM __drizzle_migrations').get();
  return z.object({ newest: z.number().nullable() }).parse(row).newest ?? 0;
}
