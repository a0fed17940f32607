import { and, desc, eq } from 'drizzle-orm';
import type { Db, Tx } from '../../db/database.ts';
import { changes } from '../../db/schema.ts';
import type { AccountSid } from '../../ids.ts';
import { DeleteRecordingInput } from './delete-recording.ts';

/** How many deletions are looked back on: those of a page of calls are among the last. */
const LOOKED_AT = 1000;

/** SIDs of an account's calls whose recording was deleted from here: a gateway does not know that. */
export function deletedRecordings(db: Db | Tx, accountSid: AccountSid): Set<string> {
  const rows = db
    .select({ input: changes.input })
    .from(changes)
    .where(
      and(
        eq(changes.accountSid, accountSid),
        eq(changes.kind, 'calls delete'),
        eq(changes.state, 'verified'),
      ),
    )
    .orderBy(desc(changes.seq))
    .limit(LOOKED_AT)
    .all();
  const calls = rows.flatMap(({ input }) => DeleteRecordingInput.safeParse(input).data ?? []);
  return new Set(calls.map(({ callSid }) => callSid));
}
