import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The random keys that protect a database's rows, each wrapped by `SECRETS_KEY`: rotating it re-wraps these alone. */
export const dataKeys = sqliteTable('data_keys', {
  purpose: text({ enum: ['sealing', 'fingerprint', 'audit'] }).primaryKey(),
  wrapped: blob({ mode: 'buffer' }).notNull(),
  createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
});
