import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { anchors, auditAfter, headOfChain } from './audit.store.ts';
import { type AuditEntry, type Verdict, walkChain } from './audit.ts';

/** How many entries are looked at before others have their turn. */
const SLICE = 500;

/** Walks the audit from its first entry to what is its last one now, in slices, so that acks never wait. */
export async function verifyAudit(db: Db, keyring: Keyring): Promise<Verdict> {
  const walk = walkChain((text) => keyring.mac('audit', text), anchors(db));
  const until = headOfChain(db)?.seq ?? 0;
  let at: number | null = null;
  for (;;) {
    const slice: AuditEntry[] = auditAfter(db, at, SLICE).filter(({ seq }) => seq <= until);
    for (const entry of slice) walk.next(entry);
    if (slice.length < SLICE) return walk.end();
    at = slice.at(-1)?.seq ?? at;
    await nextTurn();
  }
}
