import type { Tx } from '../db/database.ts';
import type { Keyring } from '../db/keyring.ts';
import { BotError } from '../errors.ts';
import { actorNow, admins, identityOf } from '../features/access/access.store.ts';
import type { Actor } from '../features/access/access.ts';
import type { PersonId } from '../features/access/scope.ts';
import {
  type FourEyes,
  mayDecide,
  noSuchRequest,
  refusedDecision,
  requestTimes,
  requireDecision,
  requireWaiting,
  samePerson,
  secondPerson,
} from '../features/approvals/approvals.ts';
import { canonical } from '../features/audit/audit.ts';
import { type Id, newId } from '../ids.ts';
import type { Ask, Change, Step } from './change.ts';
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
  /** Draws every copy of a request's card as it is now: for whoever clicked on an old one. */
  redraw(id: string): Promise<void>;
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
      if (request) await refreshAuthors(request, needs.refresh);
      const change = await journal.write((tx, now) => {
        const found = changeById(tx, id);
        const actor = actorIn(tx, person, now);
        if (!found) throw noSuchRequest(actor);
        const asker = actorIn(tx, found.actor, now);
        const seen = { actor, asker, change: found, revision };
        requireDecision(seen, { fourEyes: policy.fourEyes, now, nameOf: namesIn(tx) });
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
        if (!found || !samePerson(found.actor, person)) throw notYourRequest();
        const actor = actorIn(tx, person, now);
        requireWaiting(found, actor, { now, nameOf: namesIn(tx) });
        const withdrawn = { state: 'withdrawn', endedAt: now } as const;
        const moved = movedOn(tx, found, withdrawn);
        recorder.step(tx, now, actor, moved, 'withdrawn');
        teller.moved(tx, moved, now);
        return moved;
      });
      needs.wake();
      return change;
    },
    redraw: (id) =>
      journal.write((tx, now) => {
        const found = changeById(tx, id);
        if (found) teller.redrawn(tx, found, now);
      }),
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
    if (kind.deciding?.approve === 'Map…') throw answeredByMapping();
    requireAsAsked(needs.keyring, found);
    const input = edited ?? found.input;
    const editor = edited === undefined ? editorIn(tx, now, found) : actor;
    try {
      kind.authorize(asker, input, editor);
    } catch (error) {
      // What is refused of an edit alone is its editor's doing, and told and audited as theirs.
      stillEntitled(() => kind.authorize(asker, found.input, editorIn(tx, now, found)));
      throw error;
    }
    kind.precondition?.(tx, input, asker);
    const decision = { state: 'ready' as const, decidedBy: actor.person.userId, decidedAt: now };
    if (edited === undefined) {
      const change = movedOn(tx, found, decision);
      recorder.step(tx, now, actor, change, 'approved');
      teller.moved(tx, change, now);
      return change;
    }
    const revision = found.revision + 1;
    const about = kind.about(input);
    const target = { providerSid: about.providerSid ?? null, accountSid: about.accountSid ?? null };
    // The edit may have moved it to where this decider decides nothing.
    const may = mayDecide(actor, asker, { ...found, ...target }, policy.fourEyes);
    if (!may.allowed) throw refusedDecision(may.because);
    // Under `all` the editor is an author of what would happen, so somebody else approves it.
    const decided = policy.fourEyes === 'all' ? {} : decision;
    const change = movedOn(tx, found, {
      ...decided,
      input,
      revision,
      digest: digestOf(needs.keyring, found.kind, input, revision),
      authors: [...found.authors, actor.person.userId],
      lane: about.lane,
      ...target,
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
    const change = movedOn(tx, found, {
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

  /** Within this transaction it was seen waiting, so nobody else can have moved it. */
  function movedOn(tx: Tx, found: Change, to: Parameters<typeof moveChange>[3]): Change {
    const change = moveChange(tx, found.id, 'waiting', to);
    if (!change) throw new Error(`The request ${found.id} was moved by somebody else.`);
    return change;
  }

  function namesIn(tx: Tx): (userId: string) => string {
    return (userId) => identityOf(tx, { teamId: policy.teamId, userId })?.name ?? userId;
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

/** Makes sure that Slack was lately asked who wrote a request: whoever asked for it, and whoever edited it since. */
export async function refreshAuthors(
  { actor, authors }: Change,
  refresh: Needs['refresh'],
): Promise<void> {
  const people = [...new Set([actor.userId, ...authors])];
  await Promise.all(people.map((userId) => refresh({ teamId: actor.teamId, userId })));
}

/** Throws where what is stored is no longer what was asked, or approved: the database was changed from outside. */
export function requireAsAsked(keyring: Keyring, change: Change): void {
  if (digestOf(keyring, change.kind, change.input, change.revision) === change.digest) return;
  throw new BotError('conflict', 'What is stored is not what was asked or approved.', {
    why: 'Its digest does not fit: the database was changed from outside.',
    now: 'Ask for it again, and tell whoever runs the bot.',
  });
}

/** What an approval is bound to: the kind, the input and the revision, under a key (so that nobody can guess). */
export function digestOf(keyring: Keyring, kind: string, input: unknown, revision: number): string {
  return keyring.mac('fingerprint', canonical([kind, JSON.parse(JSON.stringify(input)), revision]));
}

function notYourRequest(): BotError {
  return new BotError('forbidden', 'Only whoever asked can withdraw a request.', {
    now: 'Deny it instead, if you may decide it.',
  });
}

function answeredByMapping(): BotError {
  return new BotError('conflict', 'This request is answered by mapping the person.', {
    why: 'Approving it alone would grant nothing.',
    now: 'Use Map… on its card.',
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
