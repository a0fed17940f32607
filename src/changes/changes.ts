import type { Tx } from '../db/database.ts';
import type { Keyring } from '../db/keyring.ts';
import { BotError } from '../errors.ts';
import { actorNow, admins } from '../features/access/access.store.ts';
import type { Actor } from '../features/access/access.ts';
import type { PersonId } from '../features/access/scope.ts';
import {
  type FourEyes,
  mayDecide,
  refusedDecision,
  requestTimes,
  samePerson,
  secondPerson,
} from '../features/approvals/approvals.ts';
import { canonical } from '../features/audit/audit.ts';
import { type Id, newId } from '../ids.ts';
import { type Ask, type Change, ended, type Step } from './change.ts';
import {
  changeById,
  changesByOnce,
  changesOfBatch,
  insertChange,
  moveChange,
  requestsDue,
} from './changes.store.ts';
import type { Journal } from './journal.ts';
import { type Kinds, UNDO_FOR } from './kinds.ts';
import type { Recorder } from './recorder.ts';
import type { Teller } from './telling.ts';

/** The operator's settings that decide who must agree. */
export interface Policy {
  fourEyes: FourEyes;
  requestDays: number;
  adminUsers: string[];
  teamId: string;
}

export interface Needs {
  journal: Journal;
  keyring: Keyring;
  kinds: Kinds;
  teller: Teller;
  recorder: Recorder;
  policy: Policy;
  observe(step: Step): void;
  /** Makes sure that who somebody is was read lately: askers may have asked days ago. */
  refresh(person: PersonId): Promise<void>;
  /** Called when something may have become ready to be carried out, or to be told. */
  wake(): void;
}

/** What came of asking. `repeated`: this form had been submitted before, and these are its changes. */
export interface Asked {
  changes: Change[];
  repeated: boolean;
}

export type Verdict = { approve: true; edited?: unknown } | { approve: false; reason: string };

/** The way into the journal: every change is asked for, decided, withdrawn and undone here (design §4). */
export interface Changes {
  /**
   * Journals what a person asks for. Several asks are one batch, of which each is carried out by itself.
   * Rejects with `BotError`; nothing is then journaled and the form's id is not consumed.
   */
  ask(person: PersonId, asks: Ask | Ask[]): Promise<Asked>;
  /** Decides a request as the decider saw it. Rejects with `conflict` where it has moved on since. */
  decide(person: PersonId, id: string, revision: number, verdict: Verdict): Promise<Change>;
  withdraw(person: PersonId, id: string): Promise<Change>;
  /** Stops what has not begun of a batch; gives how many were stopped. */
  stop(person: PersonId, batch: string): Promise<number>;
  /** Asks for the change that takes this one back, while nothing else has happened to it since. */
  undo(person: PersonId, id: string, how: Pick<Ask, 'origin' | 'replyUrl'>): Promise<Asked>;
  /** Expires and reminds of what is due. */
  tidy(): Promise<void>;
}

export function openChanges(needs: Needs): Changes {
  const { journal, kinds, teller, recorder, policy } = needs;
  const actorIn = (tx: Tx, person: PersonId, now: Date) =>
    actorNow(tx, person, now, policy.adminUsers);

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
      return { changes, repeated: false };
    });
    needs.observe('asked');
    needs.wake();
    return asked;
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
    const adminCount = admins(tx, now, policy.teamId, policy.adminUsers).length;
    const needed = secondPerson(kind.action(one.input), actor, {
      fourEyes: policy.fourEyes,
      adminCount,
    });
    const waits = needed === 'second person';
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
      announced: needed === 'announced',
      needsSecond: waits,
      ...(waits && requestTimes(now, policy.requestDays)),
      requestedAt: now,
    });
    recorder.step(tx, now, actor, change, 'asked');
    if (waits) teller.asked(tx, change, now);
    return change;
  }

  return {
    ask,
    async decide(person, id, revision, verdict) {
      const request = changeById(journal.db, id);
      if (request) await needs.refresh(request.actor);
      const change = await journal.write((tx, now) => {
        const found = changeById(tx, id);
        if (!found) throw noSuchRequest();
        const actor = actorIn(tx, person, now);
        const asker = actorIn(tx, found.actor, now);
        const may = mayDecide(actor, asker, found, policy.fourEyes);
        if (!may.allowed) throw refusedDecision(may.because);
        if (found.state !== 'waiting') throw alreadyOver(found);
        if (found.revision !== revision) throw editedMeanwhile();
        return verdict.approve
          ? approve(tx, now, found, { actor, asker }, verdict.edited)
          : deny(tx, now, found, actor, verdict.reason);
      });
      needs.observe('decided');
      needs.wake();
      return change;
    },
    async withdraw(person, id) {
      const change = await journal.write((tx, now) => {
        const found = changeById(tx, id);
        if (!found || !samePerson(found.actor, person)) throw noSuchRequest();
        const moved = moveChange(tx, found.id, 'waiting', { state: 'withdrawn', endedAt: now });
        if (!moved) throw alreadyOver(found);
        recorder.step(tx, now, actorIn(tx, person, now), moved, 'withdrawn');
        teller.moved(tx, moved, now);
        return moved;
      });
      needs.wake();
      return change;
    },
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
        if (last) teller.ended(tx, last, now);
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
      return ask(person, { ...back, ...how, once: `undo/${id}` }, (tx, now) => {
        const since = now.getTime() - (change.endedAt?.getTime() ?? 0);
        if (since >= UNDO_FOR) throw cannotUndo('It is more than 24 hours ago.');
        if (kind.stillAsWritten?.(tx, change.input, change.after) === false) {
          throw cannotUndo('Something has changed it since.');
        }
      });
    },
    tidy: () =>
      journal.write((tx, now) => {
        const { expired, toRemind } = requestsDue(tx, now);
        for (const { id } of expired) {
          const change = moveChange(tx, id, 'waiting', { state: 'expired', endedAt: now });
          if (!change) continue;
          recorder.schedule(tx, now, change, 'expired');
          teller.moved(tx, change, now);
        }
        for (const { id } of toRemind) {
          const change = moveChange(tx, id, 'waiting', { remindAt: null });
          if (change) teller.reminded(tx, change, now);
        }
      }),
  };

  function approve(
    tx: Tx,
    now: Date,
    found: Change,
    { actor, asker }: { actor: Actor; asker: Actor },
    edited: unknown,
  ): Change {
    const kind = kinds.kind(found.kind);
    const input = edited ?? found.input;
    const editor = edited === undefined ? editorIn(tx, now, found) : actor;
    stillEntitled(() => kind.authorize(asker, input, editor));
    kind.precondition?.(tx, input, asker);
    const decision = { state: 'ready' as const, decidedBy: actor.person.userId, decidedAt: now };
    if (edited === undefined) {
      const change = moved(tx, found, decision);
      recorder.step(tx, now, actor, change, 'approved');
      teller.moved(tx, change, now);
      return change;
    }
    const revision = found.revision + 1;
    const about = kind.about(input);
    // Under `all` the editor is an author of what would happen, so somebody else approves it.
    const decided = policy.fourEyes === 'all' ? {} : decision;
    const change = moved(tx, found, {
      ...decided,
      input,
      revision,
      digest: digestOf(needs.keyring, found.kind, input, revision),
      authors: [...found.authors, actor.person.userId],
      lane: about.lane,
      providerSid: about.providerSid ?? null,
      accountSid: about.accountSid ?? null,
    });
    recorder.step(
      tx,
      now,
      actor,
      change,
      change.state === 'ready' ? 'edited and approved' : 'edited',
    );
    teller.moved(tx, change, now);
    return change;
  }

  function deny(tx: Tx, now: Date, found: Change, actor: Actor, reason: string): Change {
    const change = moved(tx, found, {
      state: 'denied',
      decidedBy: actor.person.userId,
      decidedAt: now,
      decisionReason: reason,
      endedAt: now,
    });
    recorder.step(tx, now, actor, change, 'denied');
    teller.moved(tx, change, now);
    return change;
  }

  function moved(tx: Tx, found: Change, to: Parameters<typeof moveChange>[3]): Change {
    const change = moveChange(tx, found.id, 'waiting', to);
    if (!change) throw alreadyOver(found);
    return change;
  }

  function editorIn(tx: Tx, now: Date, change: Change): Actor | null {
    return editorOf(change, (person) => actorIn(tx, person, now));
  }
}

/** Who edited a request last, with the rights they hold now; `null` where it is as it was asked. */
export function editorOf(change: Change, actorOf: (person: PersonId) => Actor): Actor | null {
  const last = change.authors.at(-1);
  if (change.revision === 1 || !last) return null;
  return actorOf({ teamId: change.actor.teamId, userId: last });
}

/** What an approval is bound to: the kind, the input and the revision, under a key (so that nobody can guess). */
export function digestOf(keyring: Keyring, kind: string, input: unknown, revision: number): string {
  return keyring.mac('fingerprint', canonical([kind, JSON.parse(JSON.stringify(input)), revision]));
}

function noSuchRequest(): BotError {
  return new BotError('not_found', 'I find no such request.', {
    why: 'It does not exist, or it is not yours to see.',
    now: 'See what waits with `approvals`.',
  });
}

function alreadyOver(change: Change): BotError {
  const state = ended.has(change.state) ? change.state : 'approved';
  return new BotError('conflict', `This request is ${state} already.`, {
    why: change.decidedBy ? 'Another decider was first.' : 'It moved on meanwhile.',
    now: 'Nothing more is to be done.',
  });
}

function editedMeanwhile(): BotError {
  return new BotError('conflict', 'The request was edited since this card was drawn.', {
    why: 'What would happen is no longer what you saw.',
    now: 'Look at the card as it is now, then decide.',
  });
}

function notYourForm(): BotError {
  return new BotError('forbidden', 'That form was drawn for somebody else.', {
    now: 'Open your own with the command.',
  });
}

/** The asker's lost right, in words for the one who decides. */
function stillEntitled(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof BotError) || error.code === 'invalid') throw error;
    throw new BotError('conflict', 'Whoever asked for this may not have it now.', {
      why: error.why ?? error.message,
      now: 'Deny it, or give them the access that it needs and try again.',
      cause: error,
    });
  }
}

function cannotUndo(why: string): BotError {
  return new BotError('conflict', 'This cannot be undone any more.', {
    why,
    now: 'Look at how it is now, and change it from there.',
  });
}
