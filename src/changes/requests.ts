import type { Tx } from '../db/database.ts';
import { BotError } from '../errors.ts';
import { actorNow, identityOf } from '../features/access/access.store.ts';
import type { Actor } from '../features/access/access.ts';
import { type PersonId, samePerson } from '../features/access/scope.ts';
import {
  mayDecide,
  noSuchRequest,
  refusedDecision,
  requireDecision,
  requireWaiting,
} from '../features/approvals/approvals.ts';
import { digestOf, editorOf, refreshAuthors, requireAsAsked } from './authorship.ts';
import type { Change } from './change.ts';
import { changeById, moveChange } from './changes.store.ts';
import type { Needs } from './needs.ts';
import { requestsDue } from './requests.store.ts';

export type Verdict = { approve: true; edited?: unknown } | { approve: false; reason: string };

/** What happens to changes that wait for a second person. */
export interface Requests {
  /** Decides a request as the decider saw it. Rejects with `conflict` where it has moved on since. */
  decide(person: PersonId, id: string, revision: number, verdict: Verdict): Promise<Change>;
  withdraw(person: PersonId, id: string): Promise<Change>;
  /** Draws every copy of a request's card as it is now: for whoever clicked on an old one. */
  redraw(id: string): Promise<void>;
  /** Expires and reminds of what is due. */
  tidy(): Promise<void>;
}

export function openRequests(needs: Needs): Requests {
  const { journal, kinds, teller, recorder, policy } = needs;
  const actorIn = (tx: Tx, person: PersonId, now: Date) => actorNow(tx, person, now, policy);

  return {
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
        if (!found || !samePerson(found.actor, person)) throw notYourRequest(found);
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
    async tidy() {
      const due = requestsDue(journal.db, needs.clock.now());
      // Looked at first, because a write transaction at every heartbeat would stand in the way of the others.
      if (due.expired.length + due.toRemind.length === 0) return;
      await journal.write((tx, now) => {
        for (const { id } of due.expired) {
          const change = moveChange(tx, id, 'waiting', { state: 'expired', endedAt: now });
          if (!change) continue;
          recorder.schedule(tx, now, change, 'expired');
          teller.moved(tx, change, now);
        }
        for (const { id } of due.toRemind) {
          const change = moveChange(tx, id, 'waiting', { remindAt: null });
          if (change) teller.reminded(tx, change, now);
        }
      });
      needs.wake();
    },
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
      stillEntitled(found, () => kind.authorize(asker, found.input, editorIn(tx, now, found)));
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
    if (!may.allowed) throw refusedDecision(may.because, target);
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

function notYourRequest(found: Change | null): BotError {
  const { providerSid, accountSid } = found ?? {};
  return new BotError('forbidden', 'Only whoever asked can withdraw a request.', {
    now: 'Deny it instead, if you may decide it.',
    on: { providerSid, accountSid },
  });
}

function answeredByMapping(): BotError {
  return new BotError('conflict', 'This request is answered by mapping the person.', {
    why: 'Approving it alone would grant nothing.',
    now: 'Use Map… on its card.',
  });
}

/** The asker's lost right, in words for the one who decides. */
function stillEntitled({ providerSid, accountSid }: Change, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof BotError) || error.code === 'invalid') throw error;
    throw new BotError('conflict', 'Whoever asked for this may not have it now.', {
      why: error.why ?? error.message,
      now: 'Deny it, or give them the access that it needs and try again.',
      audited: true,
      because: 'asker not entitled',
      on: { providerSid, accountSid },
      cause: error,
    });
  }
}
