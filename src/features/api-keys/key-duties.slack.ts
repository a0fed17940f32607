import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Worker } from '../../changes/worker.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import { inTime, inTimeOrNull } from '../../in-time.ts';
import type { Log } from '../../log.ts';
import { ITS_NAME, itself } from '../access/scope.ts';
import { type DueReminder, maskOf, REMINDERS, reminderDue } from './api-key.ts';
import {
  creationsUnknown,
  type KeyRow,
  keyById,
  keysEndingBefore,
  unclaimedKeys,
  updateKey,
} from './api-keys.store.ts';
import type { ApiKeysGateway } from './api-keys-gateway.ts';
import type { FreshKeys } from './fresh-keys.ts';
import type { KeyTeller } from './key-telling.slack.ts';
import { onceToRevoke, type RevokeKeyInput } from './revoke-key.ts';

interface Needs {
  changes: Changes;
  worker: Worker;
  journal: Journal;
  gateway: ApiKeysGateway;
  clock: Clock;
  log: Log;
  fresh: FreshKeys;
  teller: KeyTeller;
  wake(): void;
}

const DAY = 24 * 60 * 60_000;
/** How many keys are looked at in one go: the rest is looked at by the next beat. */
const AT_ONCE = 50;
/** How long the gateway may take to say when a key was used, in milliseconds. */
const GIVEN_UP = 5000;
/** How long a gateway that did not answer is left alone, in milliseconds. */
const AWAY = 5000;
/** A creation of unknown outcome is looked for again when it has been over for this long, and as often, in milliseconds. */
const LOOK_AGAIN = 60_000;

/**
 * Gives the duty of keys, called at every heartbeat: revokes those that nobody has seen or stored in time and those
 * that have ended, reminds of those that are about to, and looks once more for those whose creation is unknown. All
 * of it is read from the database, so that after a restart it goes on.
 */
export function keyDuty(needs: Needs): () => Promise<void> {
  const { changes, worker, journal, gateway, clock, log, fresh, teller, wake } = needs;
  let busy = false;
  let lookAgainAt = 0;
  let awayUntil = 0;

  return async () => {
    // One that takes longer than a beat, because the gateway does, is not begun twice.
    if (busy) return;
    busy = true;
    try {
      await revokeUnclaimed(clock.now());
      await revokeEnded(clock.now());
      await remind(clock.now());
      await lookForUnknown(clock.now());
    } finally {
      busy = false;
    }
  };

  async function revokeUnclaimed(now: Date): Promise<void> {
    for (const row of unclaimedKeys(journal.db).slice(0, AT_ONCE)) {
      // What is handed over, or what nobody waits for, is not ours to hold any longer.
      if (row.handover || !fresh.isExpected(row.id)) fresh.drop(row.id);
      const seen = row.shownAt !== null || row.handover !== null || fresh.isExpected(row.id);
      if (seen && row.claimUntil > now) continue;
      const unclaimed = row.shownAt !== null || row.handover !== null;
      await revoke(row, unclaimed ? 'unclaimed' : 'not shown', unclaimed ? row.claimUntil : null);
    }
  }

  async function revokeEnded(now: Date): Promise<void> {
    for (const row of keysEndingBefore(journal.db, now, AT_ONCE)) {
      await revoke(row, row.replacedBy ? 'replaced' : 'expired', row.expiresAt);
    }
  }

  async function revoke(row: KeyRow, why: RevokeKeyInput['why'], dueAt: Date | null) {
    const once = onceToRevoke(journal.db, row.sid, 'schedule', clock.now());
    if (once === null || !(await answers(row))) return;
    const { accountSid, accountName, providerSid, providerName, sid, id, label } = row;
    const input: RevokeKeyInput = {
      accountSid,
      accountName,
      providerSid,
      providerName,
      sid,
      id,
      label,
      mask: maskOf(row),
      why,
      dueAt: dueAt?.toISOString() ?? null,
    };
    await changes.ask(itself, {
      kind: 'keys revoke',
      input,
      origin: { surface: 'schedule' },
      once,
    });
  }

  /** While the gateway is away nothing is asked for that would only fail. */
  async function answers({ accountSid }: KeyRow): Promise<boolean> {
    if (performance.now() < awayUntil) return false;
    try {
      await inTime(GIVEN_UP, gateway.apiKeys(accountSid));
      return true;
    } catch (error) {
      // With its account a key is gone too.
      if (error instanceof BotError && error.code === 'not_found') return true;
      log.warn({ err: error }, 'API keys that are due are revoked when the gateway answers');
      awayUntil = performance.now() + AWAY;
      return false;
    }
  }

  async function remind(now: Date): Promise<void> {
    const until = new Date(now.getTime() + REMINDERS[0] * DAY);
    for (const row of keysEndingBefore(journal.db, until, 10 * AT_ONCE)) {
      const due = dueOf(row, now);
      if (!due) continue;
      const keys = await inTimeOrNull(GIVEN_UP, gateway.apiKeys(row.accountSid));
      const key = keys?.find(({ sid }) => sid === row.sid);
      await journal.write((tx, at) => {
        // Looked at again: it may have been extended or revoked meanwhile.
        const found = keyById(tx, row.id);
        const still = found && !found.revokedAt ? dueOf(found, at) : null;
        if (!found || !still) return;
        if (keys && !key) {
          // Deleted in the gateway by somebody else: there is nothing left to expire.
          updateKey(tx, found.id, { revokedAt: at, revokedWhy: 'gone' });
          return;
        }
        updateKey(tx, found.id, { reminded: still.days });
        teller.remind(tx, found, { ...still, lastUsedAt: key ? key.lastUsedAt : 'unknown' }, at);
      });
      wake();
    }
  }

  async function lookForUnknown(now: Date): Promise<void> {
    if (now.getTime() < lookAgainAt) return;
    lookAgainAt = now.getTime() + LOOK_AGAIN;
    const before = new Date(now.getTime() - LOOK_AGAIN);
    for (const id of creationsUnknown(journal.db, before, AT_ONCE)) {
      await worker.lookAgain(id, { person: itself, name: ITS_NAME }).catch((error: unknown) => {
        if (!(error instanceof BotError)) throw error;
        log.info({ change: id }, 'it is still not known whether an API key was made');
      });
    }
  }
}

function dueOf({ expiresAt, reminded, replacedBy }: KeyRow, now: Date): DueReminder | null {
  return expiresAt && reminderDue({ expiresAt, reminded, replaced: replacedBy !== null }, now);
}
