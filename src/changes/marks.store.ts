import type { Tx } from '../db/database.ts';
import { marks } from '../db/schema.ts';

/** Marks that something has happened. False where it had before: then it must not happen again. */
export function markOnce(tx: Tx, name: string, at: Date): boolean {
  return tx.insert(marks).values({ name, at }).onConflictDoNothing().run().changes > 0;
}

/** Marks when something was done last. */
export function markAgain(tx: Tx, name: string, at: Date): void {
  tx.insert(marks)
    .values({ name, at })
    .onConflictDoUpdate({ target: marks.name, set: { at } })
    .run();
}
