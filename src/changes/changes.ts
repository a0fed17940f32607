import type { Tx } from '../db/database.ts';
import { BotError } from '../errors.ts';
import { actorNow, admins } from '../features/access/access.store.ts';
import type { Actor } from '../features/access/access.ts';
import { type PersonId, samePerson } from '../features/access/scope.ts';
import { requestTimes, requireBreakGlass, secondPerson } from '../features/approvals/approvals.ts';
import { type Id, newId } from '../ids.ts';
import { digestOf } from './authorship.ts';
import type { Ask, Change, ChangeState } from './change.ts';
import {
  changeById,
  changesByOnce,
  changesOfBatch,
  insertChange,
  moveChange,
} from './changes.store.ts';
import { UNDO_FOR } from './kinds.ts';
import type { Needs } from './needs.ts';
import { openRequests, type Requests } from './requests.ts';

/** What came of asking. `repeated`: this form had been submitted before, and these are its changes. */
export interface Asked {
  changes: Change[];
  repeated: boolean;
}

/** The way into the journal: every change is asked for, decided, withdrawn and undone here (design §4). */
export interface Changes extends Requests {
  /**
   * Journals what a person asks for. Several asks are one batch, of which each is carried out by itself.
   * Rejects with `BotError`; nothing is then journaled and the form's id is not consumed.
   */
  ask(person: PersonId, asks: Ask | Ask[]): Promise<Asked>;
  /** Stops what has not begun of a batch; gives how many were stopped. */
  stop(person: PersonId, batch: string): Promise<number>;
  /** Asks for the change that takes this one back, while nothing else has happened to it since. */
  undo(person: PersonId, id: string, how: Pick<Ask, 'origin' | 'replyUrl'>): Promise<Asked>;
}

export function openChanges(needs: Needs): Changes {
  const { journal, kinds, teller, recorder, policy } = needs;
  const actorIn = (tx: Tx, person: PersonId, now: Date) => actorNow(tx, person, now, policy);

  async function ask(
    person: PersonId,
    given: Ask | Ask[],
    check?: (tx: Tx, now: Date) => void,
  ): Promise<Asked> {
    const asks = Array.isArray(given) ? given : [given];
    const asked = await journal.write((tx, now) => {
      const before = asks[0] ? changesByOnce(tx, asks[0].once) : [];
      if (before.some(({ actor }) => !samePerson(actor, person))) throw notYourForm();
      if (before.length > 0) return { changes: before, repeated: true };
      check?.(tx, now);
      const actor = actorIn(tx, person, now);
      const batch = asks.length > 1 ? newId('bat') : null;
      const changes = asks.map((one, index) =>
        journalIntent(tx, now, actor, { ...one, once: index === 0 ? one.once : null, batch }),
      );
      if (batch) teller.batchAsked(tx, changes, now);
      if (asks[0]?.breakGlass !== undefined) teller.glassBroken(tx, changes, now);
      return { changes, repeated: false };
    });
    needs.observe('asked');
    needs.wake();
    return asked;
  }

  /** The id under which a change is undone: one at a time, and again where the last try came to nothing. */
  function onceToUndo(id: string): string {
    for (let attempt = 1; ; attempt += 1) {
      const once = `undo/${id}/${attempt}`;
      const [earlier] = changesByOnce(journal.db, once);
      if (!earlier || !inVain.has(earlier.state)) return once;
    }
  }

  function journalIntent(
    tx: Tx,
    now: Date,
    actor: Actor,
    one: Omit<Ask, 'once'> & { once: string | null; batch: Id<'bat'> | null },
  ): Change {
    const kind = kinds.kind(one.kind);
    kind.authorize(actor, one.input, null);
    kind.precondition?.(tx, one.input, actor);
    const about = kind.about(one.input);
    const action = kind.action(one.input);
    const breakGlass = one.breakGlass?.trim() ?? null;
    if (breakGlass !== null) requireBreakGlass(actor, action, breakGlass);
    const adminCount = () => admins(tx, now, policy.teamId, policy.adminUsers).length;
    const needed = secondPerson(action, actor, { fourEyes: policy.fourEyes, adminCount });
    const waits = needed === 'second person' && breakGlass === null;
    const id = newId('chg');
    const change = insertChange(tx, {
      id,
      kind: one.kind,
      state: waits ? 'waiting' : 'ready',
      lane: about.lane,
      batch: one.batch,
      once: one.once,
      actorTeam: actor.person.teamId,
      actorUser: actor.person.userId,
      actorName: actor.name,
      providerSid: about.providerSid ?? null,
      accountSid: about.accountSid ?? null,
      subject: about.person ? `${about.person.teamId}/${about.person.userId}` : null,
      input: one.input,
      origin: one.origin,
      replyUrl: one.replyUrl ? needs.keyring.seal(one.replyUrl, `changes/${id}/reply_url`) : null,
      reason: one.reason ?? null,
      revision: 1,
      digest: digestOf(needs.keyring, one.kind, one.input, 1),
      authors: [actor.person.userId],
      announced: needed === 'announced' && breakGlass === null,
      needsSecond: waits,
      breakGlass,
      ...(waits && requestTimes(now, policy.requestDays)),
      requestedAt: now,
    });
    recorder.step(tx, now, actor, change, 'asked');
    if (waits) teller.asked(tx, change, now);
    return change;
  }

  return {
    ...openRequests(needs),
    ask,
    async stop(person, batch) {
      const count = await journal.write((tx, now) => {
        const members = changesOfBatch(tx, batch as Id<'bat'>);
        const actor = actorIn(tx, person, now);
        for (const member of members) {
          kinds.kind(member.kind).authorize(actor, member.input, null);
        }
        const stopped = members.flatMap(
          ({ id }) => moveChange(tx, id, 'ready', { state: 'stopped', endedAt: now }) ?? [],
        );
        for (const change of stopped) recorder.step(tx, now, actor, change, 'stopped');
        const last = stopped.at(-1);
        if (last) teller.ended(tx, last, now, 'ready');
        return stopped.length;
      });
      needs.wake();
      return count;
    },
    async undo(person, id, how) {
      const change = changeById(journal.db, id);
      const kind = change && kinds.kind(change.kind);
      const back =
        change?.state === 'verified' && kind?.undo?.(change.input, change.before, change.after);
      if (!change || !kind || !back) throw cannotUndo('It left nothing that could be taken back.');
      return ask(person, { ...back, ...how, once: onceToUndo(id) }, (tx, now) => {
        // Whoever may not do it is told that, and not what has become of the change.
        kinds.kind(back.kind).authorize(actorIn(tx, person, now), back.input, null);
        const since = now.getTime() - (change.endedAt?.getTime() ?? 0);
        if (since >= UNDO_FOR) throw cannotUndo('It is more than 24 hours ago.');
        if (kind.stillAsWritten?.(tx, change.input, change.after) === false) {
          throw cannotUndo('Something has changed it since.');
        }
      });
    },
  };
}

function notYourForm(): BotError {
  return new BotError('forbidden', 'That form was drawn for somebody else.', {
    now: 'Open your own with the command.',
  });
}

/** How an undo ended that took nothing back, so that it may be asked for again. */
const inVain: ReadonlySet<ChangeState> = new Set(['denied', 'withdrawn', 'expired', 'failed']);

function cannotUndo(why: string): BotError {
  return new BotError('conflict', 'This cannot be undone any more.', {
    why,
    now: 'Look at how it is now, and change it from there.',
  });
}
