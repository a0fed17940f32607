import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Tx } from './db/database.ts';
import { settings } from './db/schema.ts';
import { Widening } from './features/access/permissions.ts';
import { AllowedAddresses, publicOnly } from './outbound/addresses.ts';
import { scopesNamed } from './slack/scopes.ts';

const Settings = z.object({
  teamId: z.string(),
  adminUsers: z.array(z.string()),
  widened: z.array(Widening).default([]),
  channels: z.object({
    approvals: z.string(),
    ops: z.string(),
    audit: z.string().nullable(),
  }),
  fourEyes: z.enum(['others', 'all']),
  requestDays: z.number(),
  allowedAddresses: AllowedAddresses.default(publicOnly),
  maskNumbers: z.boolean().default(true),
  command: z.string(),
  /** What the Slack app may not. */
  missingScopes: z.array(z.string()).default([]).transform(scopesNamed),
});

/** The workspace, and what the operator decided for everybody in it. */
export type Settings = z.infer<typeof Settings>;

/** The one row of the table. */
const ONLY = 1;

/**
 * Keeps how the bot was started: whoever works beside it, in a terminal with another environment, must not go by
 * another policy or tell other channels.
 */
export function rememberSettings(tx: Tx, value: Settings, startedAt: Date): void {
  tx.insert(settings)
    .values({ id: ONLY, value, startedAt })
    .onConflictDoUpdate({ target: settings.id, set: { value, startedAt } })
    .run();
}

/** How the bot was started last, and when; `null` where none has run on this database yet. */
export function rememberedSettings(db: Db): { settings: Settings; startedAt: Date } | null {
  const row = db.select().from(settings).where(eq(settings.id, ONLY)).get();
  return row ? { settings: Settings.parse(row.value), startedAt: row.startedAt } : null;
}
