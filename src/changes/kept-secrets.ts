import { and, eq, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Keyring } from '../db/keyring.ts';
import { keptSecrets } from '../db/schema.ts';
import { BotError } from '../errors.ts';
import { type Id, idSchema, newId } from '../ids.ts';
import type { Secret } from '../secret.ts';
import type { Journal } from './journal.ts';
import { UNDO_FOR } from './kinds.ts';

/**
 * A secret as the input and the readings of a change hold it: its mask and its keyed fingerprint, which say whether
 * two are the same, and where its sealed copy is; `null` where nobody will need it.
 */
export const SecretTrace = z.object({
  mask: z.string(),
  print: z.string(),
  kept: idSchema('kpt').nullable(),
});
export type SecretTrace = z.infer<typeof SecretTrace>;

/** Sealed copies of secrets, for as long as a change may need them. */
export interface KeptSecrets {
  /** What is told of a secret of which no copy is kept. */
  trace(secret: Secret): SecretTrace;
  /** Seals copies, in the order given. Rejects with `unavailable` where they cannot be written down. */
  keep(secrets: readonly Secret[]): Promise<SecretTrace[]>;
  /** The secret itself. Throws `conflict` where its copy was destroyed, or never kept. */
  reveal(trace: SecretTrace): Secret;
  /** Destroys what nothing can need any more. */
  tidy(): Promise<void>;
}

/** How long a copy is kept, in milliseconds: as long as Undo is offered, and a change may take to end before that. */
const KEPT_FOR = UNDO_FOR + 60 * 60_000;

/** Opens the kept secrets over the journal, whose database holds them. */
export function openKeptSecrets(journal: Journal, keyring: Keyring, clock: Clock): KeptSecrets {
  const trace = (secret: Secret, kept: Id<'kpt'> | null): SecretTrace => ({
    mask: secret.masked(),
    print: keyring.fingerprint(secret),
    kept,
  });
  return {
    trace: (secret) => trace(secret, null),
    keep: (secrets) =>
      journal.write((tx, now) =>
        secrets.map((secret) => {
          const id = newId('kpt');
          const until = new Date(now.getTime() + KEPT_FOR);
          tx.insert(keptSecrets)
            .values({ id, sealed: keyring.seal(secret, placeOf(id)), until })
            .run();
          return trace(secret, id);
        }),
      ),
    reveal({ kept }) {
      const row =
        kept && journal.db.select().from(keptSecrets).where(eq(keptSecrets.id, kept)).get();
      if (!row) throw destroyed();
      return keyring.unseal(row.sealed, placeOf(row.id));
    },
    async tidy() {
      const over = (now: Date) => lte(keptSecrets.until, now);
      const one = journal.db
        .select({ id: keptSecrets.id })
        .from(keptSecrets)
        .where(over(clock.now()))
        .get();
      if (!one) return;
      await journal.write((tx, now) => {
        // A change that has waited that long for its gateway still needs its own.
        const needed = sql`exists (select 1 from changes where state in ('ready', 'applying')
          and instr(input || coalesce(before, ''), ${keptSecrets.id}) > 0)`;
        tx.delete(keptSecrets)
          .where(and(over(now), sql`not ${needed}`))
          .run();
      });
    },
  };
}

function placeOf(id: Id<'kpt'>): string {
  return `kept_secrets/${id}`;
}

function destroyed(): BotError {
  return new BotError('conflict', 'The secret that this needs is not kept any more.', {
    why: 'Copies are destroyed after a day.',
    now: 'Set it anew.',
  });
}
