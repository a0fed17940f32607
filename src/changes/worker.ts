import { inTransaction, type Tx } from '../db/database.ts';
import { BotError } from '../errors.ts';
import { actorNow } from '../features/access/access.store.ts';
import type { PersonId } from '../features/access/scope.ts';
import type { Log } from '../log.ts';
import { onceATurn } from '../once-a-turn.ts';
import { unwatched, type Watch } from '../watching/watch.ts';
import { editorOf, refreshAuthors, requireAsAsked } from './authorship.ts';
import type { AnyKind, Change, GatewayEffect } from './change.ts';
import { changeById, changesIn, changesToBegin, moveChange } from './changes.store.ts';
import { type Ending, endingOf, failureOf, isFinal } from './ending.ts';
import { look, lookOnceMore, requireOwnEffect, write } from './gateway-work.ts';
import type { Needs as ChangesNeeds } from './needs.ts';

interface Needs extends Omit<ChangesNeeds, 'wake'> {
  log: Log;
  watch?: Watch | undefined;
  /** Called when something is to be told. */
  told(): void;
  /** Resolves when what is ready may be looked for; in the next turn of the event loop where it is left out. */
  turn?: (() => Promise<void>) | undefined;
}

/** How many changes the gateway carries out at once; of one lane, only ever one. */
const AT_ONCE = 4;
/** How many of our own are looked at in one go. They wait for no gateway, so they have no places to run out of. */
const OWN_AT_ONCE = 16;
/** How often a write whose fate is unknown is repeated (where that is safe), or a change that cannot begin is tried. */
const ATTEMPTS = 3;
/** An approved request took people days: what keeps it from beginning is waited for this long, in milliseconds. */
const APPROVED_LASTS = 24 * 60 * 60_000;
const LONGEST_WAIT = 10 * 60_000;
/** How long a change rests that our own side could not journal, in milliseconds: doubled each time, up to the most. */
const REST = 500;
const MOST_REST = 60_000;

/** Carries out what is ready, each change once, and journals how it ended. There is one in all (design §4). */
export interface Worker {
  /** Reads back what was under way when the last process died, then goes on with what is ready. */
  start(): Promise<void>;
  /** Looks for work, once when its turn comes. */
  wake(): void;
  /** Looks once more for the effect of a change whose outcome is unknown. */
  lookAgain(id: string, by: { person: PersonId; name: string }): Promise<Change>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Begins nothing more, and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

export function openWorker(needs: Needs): Worker {
  const { journal, kinds, keyring, teller, recorder, policy, log, watch = unwatched } = needs;
  const running = new Map<string, { done: Promise<void>; where: 'gateway' | 'here' }>();
  /** Changes whose step could not be journaled (a locked database, a bug): until when they rest. */
  const resting = new Map<string, { until: number; rest: number }>();
  let stopped = true;

  const looking = onceATurn(() => {
    if (stopped) return;
    try {
      beginOwn();
      beginInGateway();
    } catch (error) {
      log.error({ err: error }, 'what is ready could not be read');
    }
  }, needs.turn);

  /** A gateway that hangs must not hold up our own changes: taking somebody's rights away, say. */
  function beginOwn(): void {
    const now = needs.clock.now();
    const own = kinds.carriedOut('here');
    for (const change of changesToBegin(journal.db, now, own, OWN_AT_ONCE + resting.size)) {
      if (mayGoOn(change)) run(change, () => begin(change));
    }
  }

  function beginInGateway(): void {
    let places = AT_ONCE - [...running.values()].filter(({ where }) => where === 'gateway').length;
    if (places <= 0) return;
    const rested = [...resting.keys()].flatMap((id) => changeById(journal.db, id) ?? []);
    const underWay = rested.filter(({ state }) => state === 'applying');
    const limit = AT_ONCE + resting.size;
    const now = needs.clock.now();
    const ready = changesToBegin(journal.db, now, kinds.carriedOut('gateway'), limit);
    for (const change of [...underWay, ...ready]) {
      if (places === 0) return;
      if (!mayGoOn(change)) continue;
      run(change, () => goOn(change));
      places -= 1;
    }
  }

  function mayGoOn({ id }: Change): boolean {
    return (resting.get(id)?.until ?? 0) <= performance.now() && !running.has(id);
  }

  async function goOn(change: Change): Promise<void> {
    if (change.state === 'ready') return begin(change);
    const { effect } = kinds.kind(change.kind);
    // What is done here is done with its ending: only the gateway's changes are ever under way.
    if (effect.where === 'gateway') await carryOut(change, effect, 'look first');
  }

  function run(change: Change, work: () => Promise<void>): void {
    const done = watch
      .carriesOut(change, work)
      .then(
        () => void resting.delete(change.id),
        (error: unknown) => {
          log.error({ err: error, change: change.id }, 'change not carried out');
          const rest = Math.min(MOST_REST, 2 * (resting.get(change.id)?.rest ?? REST / 2));
          resting.set(change.id, { rest, until: performance.now() + rest });
        },
      )
      .finally(() => {
        running.delete(change.id);
        needs.told();
        looking.ask();
      });
    running.set(change.id, { done, where: kinds.kind(change.kind).effect.where });
  }

  /** Checks once more what was checked when it was asked, then carries it out. */
  async function begin(asked: Change): Promise<void> {
    const { id } = asked;
    await refreshAuthors(asked, needs.refresh);
    const change = await journal.write((tx, now) => {
      const found = changeById(tx, id);
      if (found?.state !== 'ready') return null;
      const kind = kinds.kind(found.kind);
      try {
        checkAgain(tx, now, found, kind);
        if (kind.effect.where === 'gateway') return found;
        const { effect } = kind;
        // A savepoint, so that a refusal half-way leaves nothing behind but its own record.
        const seen = inTransaction(tx, () => effect.apply(tx, found.input, found));
        end(tx, now, found, { state: 'verified', after: seen.after }, { before: seen.before });
      } catch (error) {
        if (!(error instanceof BotError)) throw error;
        failOrTryLater(tx, now, found, error);
      }
      return null;
    });
    const effect = change && kinds.kind(change.kind).effect;
    if (!change || effect?.where !== 'gateway') {
      needs.observe('ended');
      return;
    }
    const before = await readBefore(change, effect);
    if (before === undefined) return;
    const begun = await journal.write((tx, now) => {
      const moved = moveChange(tx, id, 'ready', {
        state: 'applying',
        before: before.seen,
        startedAt: now,
        attempts: change.attempts + 1,
      });
      if (moved) teller.moved(tx, moved, now);
      return moved;
    });
    if (!begun) return;
    needs.observe('begun');
    needs.told();
    await carryOut(begun, effect, 'write first');
  }

  function checkAgain(tx: Tx, now: Date, change: Change, kind: AnyKind): void {
    requireAsAsked(keyring, change);
    const actorOf = (person: Change['actor']) => actorNow(tx, person, now, policy);
    kind.authorize(actorOf(change.actor), change.input, editorOf(change, actorOf));
  }

  /** What is there before; `undefined` where the change cannot begin, which is then journaled. */
  async function readBefore(
    change: Change,
    effect: GatewayEffect<unknown, unknown>,
  ): Promise<{ seen: unknown } | undefined> {
    try {
      return { seen: await effect.before(change.input) };
    } catch (error) {
      await journal.write((tx, now) => failOrTryLater(tx, now, change, error));
      return undefined;
    }
  }

  /** What could not begin has done nothing: it is tried again where that may help, else it has failed. */
  function failOrTryLater(tx: Tx, now: Date, change: Change, error: unknown): void {
    const attempts = change.attempts + 1;
    const approvedFor = change.decidedAt ? now.getTime() - change.decidedAt.getTime() : null;
    const patient = approvedFor === null ? attempts < ATTEMPTS : approvedFor < APPROVED_LASTS;
    if (!(error instanceof BotError)) log.error({ err: error, change: change.id }, 'broke');
    if (isFinal(error) || !patient) {
      end(tx, now, change, { state: 'failed', failure: failureOf(error) });
      return;
    }
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (attempts - 1));
    moveChange(tx, change.id, 'ready', { attempts, dueAt: new Date(now.getTime() + wait) });
  }

  async function carryOut(
    change: Change,
    effect: GatewayEffect<unknown, unknown>,
    mode: 'write first' | 'look first',
  ): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const looksOnly = mode === 'look first' && attempt === 1;
      const wrote = looksOnly ? null : await write(change, effect, needs);
      const reading = await look(
        change,
        effect,
        wrote === 'accepted' ? 'accepted' : 'unsure',
        needs,
      );
      needs.observe('read back');
      const ending = endingOf(reading, wrote, effect.repeatable && attempt < ATTEMPTS);
      if (!ending) continue;
      await journal.write((tx, now) => end(tx, now, change, ending));
      needs.observe('ended');
      return;
    }
  }

  function end(
    tx: Tx,
    now: Date,
    change: Change,
    ending: Ending,
    { by, ...more }: { before?: unknown; by?: { person: PersonId; name: string } } = {},
  ): Change {
    const kind = kinds.kind(change.kind);
    const made = ending.state === 'verified' ? kind.made?.(ending.after) : null;
    const over = moveChange(tx, change.id, change.state, {
      ...(made && { accountSid: made }),
      failure: null,
      ...more,
      ...ending,
      endedAt: now,
    });
    if (!over) throw new Error(`The change ${change.id} was moved by somebody else.`);
    if (over.state === 'verified') kind.onVerified?.(tx, over, over.input, over.after);
    const asker = { person: over.actor, name: over.actorName };
    recorder.step(tx, now, by ?? asker, over, over.state);
    teller.ended(tx, over, now, change.state);
    if (over.state === 'verified') settle(tx, now, over, kind);
    return over;
  }

  /** Ends the requests that a verified change answers, in its transaction: none without the other. */
  function settle(tx: Tx, now: Date, by: Change, kind: AnyKind): void {
    for (const { id, seen } of kind.settles?.(tx, by, by.input) ?? []) {
      const decision = { decidedBy: by.actor.userId, decidedAt: now };
      const request = moveChange(tx, id, 'waiting', { state: 'ready', ...decision });
      if (!request) continue;
      recorder.step(tx, now, { person: by.actor, name: by.actorName }, request, 'approved');
      end(tx, now, request, { state: 'verified', after: seen }, { before: null });
    }
  }

  return {
    async start() {
      stopped = false;
      for (const change of changesIn(journal.db, 'applying')) run(change, () => goOn(change));
      looking.ask();
    },
    wake: looking.ask,
    async lookAgain(id, by) {
      const change = changeById(journal.db, id);
      const effect = change && kinds.kind(change.kind).effect;
      if (change?.state !== 'unknown' || effect?.where !== 'gateway') throw knownMeanwhile();
      const ending = await lookOnceMore(change, effect, needs);
      const over = await journal.write((tx, at) => {
        // Two people may look at once: the second finds it known.
        if (changeById(tx, id)?.state !== 'unknown') throw knownMeanwhile();
        if (ending.state === 'verified') requireOwnEffect(tx, change, ending.after);
        return end(tx, at, change, ending, { by });
      });
      needs.told();
      return over;
    },
    async idle() {
      for (;;) {
        await looking.done();
        if (running.size === 0) return;
        await Promise.all([...running.values()].map(({ done }) => done));
      }
    },
    async stop() {
      // What was asked for before is still begun: whoever asked has been acked.
      await looking.done();
      stopped = true;
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

function knownMeanwhile(): BotError {
  return new BotError('conflict', 'The outcome of this change is known meanwhile.', {
    now: 'Look at the audit.',
  });
}
