import { z } from 'zod';
import type { Change } from '../../changes/change.ts';
import { changeById } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Kinds } from '../../changes/kinds.ts';
import type { Policy } from '../../changes/needs.ts';
import { cardAt } from '../../changes/outbox.store.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import { idSchema } from '../../ids.ts';
import type { Message } from '../../slack/blocks.ts';
import type { ActionInteraction, DrawnFrom, DrawnModal } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { actorNow, identityOf } from '../access/access.store.ts';
import { type Actor, mayEver, requireRight } from '../access/access.ts';
import { isTerminal, samePerson } from '../access/scope.ts';
import {
  mayDecide,
  noSuchRequest,
  refusedDecision,
  requireDecision,
  requireWaiting,
} from './approvals.ts';
import { askedAgain, denyForm, denyModal, requestCard } from './approvals.view.ts';
import type { Editors } from './editors.ts';
import { ownRequests, waitingRequests } from './request-lists.view.ts';
import { ownWaiting, requestsMadeBy, waitingFor } from './waiting.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  kinds: Kinds;
  clock: Clock;
  policy: Policy;
  command: string;
  editors: Editors<DrawnModal>;
}

/** Requests on a page: each may take six of a message's 50 blocks. */
const PAGE = 5;

const ChangeId = idSchema('chg');
const Place = z.coerce.number().int().min(0);
/** What the Deny form remembers: the request as its decider saw it, and whether a list is to follow. */
const Denied = z.object({ id: ChangeId, revision: z.number().int(), listed: z.boolean() });

/** Deciding requests, withdrawing them, asking again; and the lists of what waits. */
export function registerApprovals(needs: Needs): void {
  const { on, changes, journal, kinds, clock, policy, command, editors } = needs;
  const actorOf = (person: Change['actor']) => actorNow(journal.db, person, clock.now(), policy);
  const nameOf = (userId: string) =>
    identityOf(journal.db, { teamId: policy.teamId, userId })?.name ?? userId;
  const told = (change: Change) => kinds.told(change, clock.now());

  on.action('approvals.approve', (it) =>
    onCard(it, async ({ change, revision }) => {
      await changes.decide(it.actor.person, change.id, revision, { approve: true });
    }),
  );
  on.action('approvals.edit', (it) =>
    onCard(it, async ({ change, revision }) => {
      checkDecision(it.actor, change, revision);
      const form = editorOf(change).editForm(change, it.actor);
      await openSoon(it, { id: 'approvals.edit', title: 'Edit & approve' }, form, (drawn) => drawn);
    }),
  );
  on.action('approvals.deny', (it) =>
    onCard(it, async ({ change, revision }) => {
      checkDecision(it.actor, change, revision);
      const remembers = { id: change.id, revision, listed: it.message?.ephemeral ?? false };
      await it.open({ view: denyModal(told(change)), remembers });
    }),
  );
  on.view(denyForm, async (it) => {
    const { id, revision, listed } = Denied.parse(it.own);
    const { reason } = denyForm.parse(it.values);
    try {
      await changes.decide(it.actor.person, id, revision, { approve: false, reason });
    } catch (error) {
      if (isConflict(error)) await changes.redraw(id);
      throw error;
    }
    if (!listed) return;
    const list = await waitingList(it.actor, 0, changeById(journal.db, id));
    await it.replaceOpener(list[0]);
  });

  on.action('approvals.show', async (it) => {
    const change = requestAt(it.value);
    if (!change) throw noSuchRequest(it.actor);
    const may = mayDecide(it.actor, actorOf(change.actor), change, policy.fourEyes);
    if (!may.allowed) throw refusedDecision(may.because, change);
    requireWaiting(change, it.actor, { now: clock.now(), nameOf });
    await it.answer(requestCard(told(change), kinds.deciding(change.kind)));
  });

  on.action('approvals.withdraw', async (it) => {
    try {
      await changes.withdraw(it.actor.person, it.value);
    } catch (error) {
      if (isConflict(error)) await changes.redraw(it.value);
      throw error;
    } finally {
      if (it.message?.ephemeral) await it.replace(...ownList(it.actor, null));
    }
  });
  on.action('approvals.again', async (it) => {
    const change = requestAt(it.value);
    if (!change || !samePerson(change.actor, it.actor.person)) throw notYours();
    if (!askedAgain.has(change.state)) {
      await changes.redraw(change.id);
      throw notOver();
    }
    const form = editorOf(change).againForm(change, it.actor);
    await openSoon(it, { id: 'approvals.again', title: 'Ask again' }, form, (drawn) => drawn);
  });

  on.command(
    { words: 'approvals', usage: 'approvals', summary: 'the requests that wait', looks: true },
    async (it) => {
      requireRight(it.actor, 'approvals', { kind: 'nothing' });
      await it.answer(...(await waitingList(it.actor, 0)));
    },
  );
  const turn = async (it: ActionInteraction) => {
    requireRight(it.actor, 'approvals', { kind: 'nothing' });
    await it.replace(...(await waitingList(it.actor, placeIn(it.value))));
  };
  on.action('approvals.first', turn);
  on.action('approvals.next', turn);
  on.command(
    {
      words: 'approvals mine',
      usage: 'approvals mine',
      summary: 'your own requests',
      looks: false,
    },
    async (it) => {
      requireRight(it.actor, 'approvals mine', { kind: 'nothing' });
      await it.answer(...ownList(it.actor, null));
    },
  );
  on.action('approvals.newest', (it) => it.replace(...ownList(it.actor, null)));
  on.action('approvals.older', (it) => it.replace(...ownList(it.actor, placeIn(it.value))));

  /**
   * Does what was clicked on a request's card or in a list of them. Where the request has moved on since it was
   * drawn, it is drawn as it is now beside the answer that says so.
   */
  async function onCard(
    it: ActionInteraction,
    work: (clicked: { change: Change; revision: number }) => Promise<void>,
  ): Promise<void> {
    const [id = '', revision = ''] = it.value.split(':');
    const change = requestAt(id);
    if (!change) throw noSuchRequest(it.actor);
    try {
      await work({ change, revision: Number(revision) });
    } catch (error) {
      if (isConflict(error)) await redraw(it, change.id);
      throw error;
    }
    if (it.message?.ephemeral && changeById(journal.db, change.id)?.state !== 'waiting') {
      await redraw(it, change.id);
    }
  }

  /** Fails for nobody: what was clicked may be gone, and the answer is what counts. */
  async function redraw(it: ActionInteraction, id: string): Promise<void> {
    try {
      await drawAgain(it, id);
    } catch (error) {
      it.log.warn({ err: error }, 'an old card was not drawn again');
    }
  }

  async function drawAgain(it: ActionInteraction, id: string): Promise<void> {
    const change = changeById(journal.db, id);
    if (!change || !it.message) return;
    const { ephemeral, channel, ts } = it.message;
    if (ephemeral) return it.replace(...(await waitingList(it.actor, 0, change)));
    // Cards follow through the outbox, in order. One whose posting Slack never confirmed is not known there.
    if (ts && cardAt(journal.db, channel, ts)) return changes.redraw(id);
    await it.replace(requestCard(told(change), kinds.deciding(change.kind)));
  }

  /** Before a form opens: deciding checks the same again. */
  function checkDecision(actor: Actor, change: Change, revision: number): void {
    const asker = actorOf(change.actor);
    const how = { fourEyes: policy.fourEyes, now: clock.now(), nameOf };
    requireDecision({ actor, asker, change, revision }, how);
  }

  function requestAt(id: string): Change | null {
    const parsed = ChangeId.safeParse(id);
    const change = parsed.success ? changeById(journal.db, parsed.data) : null;
    return change?.needsSecond ? change : null;
  }

  function editorOf({ kind }: Change) {
    const editor = kinds.deciding(kind).editable ? editors[kind] : undefined;
    if (editor) return editor;
    throw new BotError('conflict', 'This request cannot be edited.', {
      now: 'Decide it as it is, or ask for it anew with the command.',
    });
  }

  async function waitingList(
    actor: Actor,
    after: number,
    decided: Change | null = null,
  ): Promise<[Message, DrawnFrom]> {
    const how = { fourEyes: policy.fourEyes, actorOf };
    const { requests, next } = await waitingFor(journal.db, actor, how, { after, limit: PAGE });
    const drawn = waitingRequests({
      requests: requests.map(withWords),
      decided: decided && told(decided),
      decides: !actor.isGuest && mayEver(actor, 'approvals decide'),
      looksOn: isTerminal(actor.person),
      own: ownWaiting(journal.db, actor.person),
      next: next === null ? null : String(next),
      first: after > 0 ? '0' : null,
      command,
    });
    return [drawn, asData(requests)];
  }

  function ownList(actor: Actor, before: number | null): [Message, DrawnFrom] {
    const { requests, next } = requestsMadeBy(journal.db, actor.person, { before, limit: PAGE });
    const drawn = ownRequests({
      requests: requests.map(withWords),
      older: next === null ? null : String(next),
      newest: before === null ? null : 'newest',
    });
    return [drawn, asData(requests)];
  }

  function asData(requests: Change[]): DrawnFrom {
    return {
      data: {
        requests: requests.map((change) => {
          const { id, state, actor, reason, requestedAt, expiresAt } = change;
          const { what, facts } = told(change).description;
          return { id, state, what, facts, askedBy: actor, reason, requestedAt, expiresAt };
        }),
      },
    };
  }

  function withWords(change: Change) {
    return { told: told(change), deciding: kinds.deciding(change.kind) };
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof BotError && error.code === 'conflict';
}

function placeIn(value: string): number {
  return Place.catch(0).parse(value);
}

function notYours(): BotError {
  return new BotError('forbidden', 'Only whoever asked can ask again.', {
    now: 'Ask for your own with the command.',
  });
}

function notOver(): BotError {
  return new BotError(
    'conflict',
    'This request is not over in a way that it could be asked again.',
    {
      why: 'That is for what was denied, has expired or failed.',
      now: 'Look at the card as it is now.',
    },
  );
}
