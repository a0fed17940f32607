import { countsByState } from '../../changes/changes.store.ts';
import type { Journal } from '../../changes/journal.ts';
import { markAgain } from '../../changes/marks.store.ts';
import { setAside, undelivered } from '../../changes/outbox.store.ts';
import { BotError } from '../../errors.ts';
import { inTime } from '../../in-time.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { ScopeName } from '../../slack/scopes.ts';
import { version } from '../../version.ts';
import { isAdmin, requireRight } from '../access/access.ts';
import { type Answering, type Status, statusMessage } from './status.view.ts';

interface Needs {
  on: Listeners;
  journal: Journal;
  gateway: { ping(): Promise<void> };
  running(): { since: Date } | null;
  missingScopes(): readonly ScopeName[];
}

/** How long the gateway may take, in milliseconds: the command is acked with the answer. */
const PATIENCE = 1500;
/** How many conversations with refused messages are listed. */
const LISTED = 15;

/** `/vg status`: for those who look after the bot. */
export function registerStatus({ on, journal, gateway, running, missingScopes }: Needs): void {
  on.command(
    { words: 'status', usage: 'status', summary: "the bot's and the gateway's state" },
    async (it) => {
      requireRight(it.actor, 'status', { kind: 'nothing' });
      const admin = isAdmin(it.actor);
      const [gatewayState, database] = await Promise.all([
        answering(inTime(PATIENCE, gateway.ping())),
        // A row that is really written: what cannot be written down is not done either.
        answering(journal.write((tx, now) => markAgain(tx, 'status', now))),
      ]);
      const { db } = journal;
      const counts = countsByState(db).map(({ state, count }) => [state, count]);
      const status: Status = {
        version,
        since: running()?.since ?? null,
        gateway: gatewayState,
        database,
        undelivered: undelivered(db),
        setAside: setAside(db, LISTED, { people: admin }),
        codes: admin,
        missingScopes: missingScopes(),
        changes: Object.fromEntries(counts),
      };
      await it.answer(statusMessage(status), { data: status });
    },
  );
}

async function answering(work: Promise<unknown>): Promise<Answering> {
  try {
    await work;
    return { answers: true };
  } catch (error) {
    const known = error instanceof BotError ? error : null;
    return { answers: false, trouble: known?.why ?? known?.message ?? 'it broke; see the log' };
  }
}
