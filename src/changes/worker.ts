import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from '../db/database.ts';
import { BotError } from '../errors.ts';
import { actorNow } from '../features/access/access.store.ts';
import type { Log } from '../log.ts';
import { editorOf, refreshAuthors, requireAsAsked } from './authorship.ts';
import type { AnyKind, Change, GatewayEffect, Reading } from './change.ts';
import { changeById, changesIn, changesToBegin, moveChange } from './changes.store.ts';
import type { Needs as ChangesNeeds } from './changes.ts';
import { type Ending, endingOf, failureOf, isFinal, type Wrote } from './ending.ts';

interface Needs extends Omit<ChangesNeeds, 'wake'> {
  log: Log;
  /** How long the gateway may take for one answer, in milliseconds. */
  patience: number;
  /** Called when something is to be told. */
  told(): void;
}

/** How many changes are carried out at once; of one lane, only ever one. */
const AT_ONCE = 4;
/** How often a write whose fate is unknown is repeated (where that is safe), or a change that cannot begin is tried. */
const ATTEMPTS = 3;
/** Pauses between attempts to read back, in milliseconds. */
const LOOK_AFTER = [0, 200, 1000];
/** How long a change rests that our own side could not journal, in milliseconds: doubled each time, up to the most. */
const REST = 500;
const MOST_REST = 60_000;

/** Carries out what is ready, each change once, and journals how it ended. There is one in all (design §4). */
export interface Worker {
  /** Reads back what was under way when the last process died, then goes on with what is ready. */
  start(): Promise<void>;
  /** Looks for work now. */
  wake(): void;
  /** Looks once more for the effect of a change whose outcome is unknown. */
  lookAgain(id: string): Promise<Change>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Begins nothing more, and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

export function openWorker(needs: Needs): Worker {
  const { journal, kinds, keyring, teller, recorder, policy, log } = needs;
  const running = new Map<string, Promise<void>>();
  /** Changes whose step could not be journaled (a locked database, a bug): until when they rest. */
  const resting = new Map<string, { until: number; rest: number }>();
  let stopped = true;

  function wake(): void {
    if (stopped || running.size >= AT_ONCE) return;
    const rested = [...resting.keys()].flatMap((id) => changeById(journal.db, id) ?? []);
    const underWay = rested.filter(({ state }) => state === 'applying');
    const limit = AT_ONCE + resting.size;
    for (const change of [...underWay, ...changesToBegin(journal.db, needs.clock.now(), limit)]) {
      if (running.size >= AT_ONCE) return;
      const rests = (resting.get(change.id)?.until ?? 0) > performance.now();
      if (!rests && !running.has(change.id)) run(change, () => goOn(change));
    }
  }

  async function goOn(change: Change): Promise<void> {
    if (change.state === 'ready') return begin(change);
    const { effect } = kinds.kind(change.kind);
    // What is done here is done with its ending: only the gateway's changes are ever under way.
    if (effect.where === 'gateway') await carryOut(change, effect, 'look first');
  }

  function run(change: Change, work: () => Promise<void>): void {
    const done = work()
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
        wake();
      });
    running.set(change.id, done);
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
        const seen = tx.transaction((inner) => effect.apply(inner, found.input, found));
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
    const actorOf = (person: Change['actor']) => actorNow(tx, person, now, policy.adminUsers);
    kind.authorize(actorOf(change.actor), change.input, editorOf(change, actorOf));
  }

  /** What is there before; `undefined` where the change cannot begin, which is then journaled. */
  async function readBefore(
    change: Change,
    effect: GatewayEffect<unknown, unknown>,
  ): Promise<{ seen: unknown } | undefined> {
    try {
      return { seen: await withPatience(effect.before(change.input)) };
    } catch (error) {
      await journal.write((tx, now) => failOrTryLater(tx, now, change, error));
      return undefined;
    }
  }

  /** What could not begin has done nothing: it is tried again where that may help, else it has failed. */
  function failOrTryLater(tx: Tx, now: Date, change: Change, error: unknown): void {
    const attempts = change.attempts + 1;
    if (isFinal(error) || attempts >= ATTEMPTS) {
      end(tx, now, change, { state: 'failed', failure: failureOf(error) });
      return;
    }
    const dueAt = new Date(now.getTime() + 1000 * attempts);
    moveChange(tx, change.id, 'ready', { attempts, dueAt });
  }

  async function carryOut(
    change: Change,
    effect: GatewayEffect<unknown, unknown>,
    mode: 'write first' | 'look first',
  ): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const looksOnly = mode === 'look first' && attempt === 1;
      const wrote = looksOnly ? null : await write(change, effect);
      const reading = await look(change, effect);
      needs.observe('read back');
      const ending = endingOf(reading, wrote, effect.repeatable && attempt < ATTEMPTS);
      if (!ending) continue;
      await journal.write((tx, now) => end(tx, now, change, ending));
      needs.observe('ended');
      return;
    }
  }

  async function write(change: Change, effect: GatewayEffect<unknown, unknown>): Promise<Wrote> {
    try {
      await withPatience(effect.write(change.input, change.before));
      needs.observe('written');
      return 'accepted';
    } catch (error) {
      if (isFinal(error)) return { refused: error };
      log.warn({ err: error, change: change.id }, 'the fate of a write is not known');
      return { unsure: error };
    }
  }

  async function look(
    change: Change,
    effect: GatewayEffect<unknown, unknown>,
  ): Promise<Reading<unknown>> {
    for (const pause of LOOK_AFTER) {
      await sleep(pause);
      try {
        return await withPatience(effect.readBack(change.input, change.before));
      } catch (error) {
        log.warn({ err: error, change: change.id }, 'the effect could not be read back');
      }
    }
    return { found: 'cannot tell', why: 'The gateway does not answer when asked what is there.' };
  }

  function end(
    tx: Tx,
    now: Date,
    change: Change,
    ending: Ending,
    more: { before?: unknown } = {},
  ): Change {
    const over = moveChange(tx, change.id, change.state, {
      failure: null,
      ...more,
      ...ending,
      endedAt: now,
    });
    if (!over) throw new Error(`The change ${change.id} was moved by somebody else.`);
    const kind = kinds.kind(over.kind);
    if (over.state === 'verified') kind.onVerified?.(tx, over, over.input, over.after);
    recorder.step(tx, now, { person: over.actor, name: over.actorName }, over, over.state);
    teller.ended(tx, over, now);
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

  function withPatience<Result>(work: Promise<Result>): Promise<Result> {
    const late = sleep(needs.patience, undefined, { ref: false }).then((): never => {
      throw new BotError('unavailable', 'The Voice Gateway did not answer in time.', {
        mayHaveHappened: true,
      });
    });
    return Promise.race([work, late]);
  }

  return {
    async start() {
      stopped = false;
      for (const change of changesIn(journal.db, 'applying')) run(change, () => goOn(change));
      wake();
    },
    wake,
    async lookAgain(id) {
      const change = changeById(journal.db, id);
      const effect = change && kinds.kind(change.kind).effect;
      if (change?.state !== 'unknown' || effect?.where !== 'gateway') throw knownMeanwhile();
      const reading = await look(change, effect);
      // By now a write that was under way has landed or never will: what is not there did not happen.
      const told = reading.found === 'done' || reading.found === 'not done';
      const found = told ? reading : null;
      const why = reading.found === 'not done' ? reading.why : undefined;
      const now = 'Ask for it again.';
      const refused = new BotError('unavailable', 'It did not happen.', { why, now });
      const ending = found && endingOf(found, { refused }, false);
      if (!ending) {
        throw new BotError('unavailable', 'I still cannot tell.', {
          why: reading.found === 'done' ? undefined : reading.why,
          now: effect.howToLook,
        });
      }
      const over = await journal.write((tx, at) => {
        // Two people may look at once: the second finds it known.
        if (changeById(tx, id)?.state !== 'unknown') throw knownMeanwhile();
        return end(tx, at, change, ending);
      });
      needs.told();
      return over;
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
    async stop() {
      stopped = true;
      await Promise.all(running.values());
    },
  };
}

function knownMeanwhile(): BotError {
  return new BotError('conflict', 'The outcome of this change is known meanwhile.', {
    now: 'Look at the audit.',
  });
}
