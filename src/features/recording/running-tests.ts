import type { Id } from '../../ids.ts';

/** A test that runs. */
export interface RunningTest {
  /** Aborted where somebody stops it. */
  signal: AbortSignal;
  /** It is over: another may begin in its view. */
  end(): void;
}

/** Tests of buckets that run, each in its view: who closes that, or the form below it, stops the test. */
export interface RunningTests {
  /** A test begins in this view. `null` where one runs in it already. */
  begin(view: Id<'frm'>, draft: Id<'drf'> | null): RunningTest | null;
  /** Stops the test in this view, or those of this form. */
  stop(what: { view: Id<'frm'> } | { draft: Id<'drf'> }): void;
  /** Sees to it that this work, which shows a test, ends before the bot does. */
  during(work: Promise<void>): Promise<void>;
  /** Stops all of them, and resolves when each has taken away what it wrote, and told what came of it. */
  stopAll(): Promise<void>;
}

export function openRunningTests(): RunningTests {
  const running = new Map<Id<'frm'>, { controller: AbortController; draft: Id<'drf'> | null }>();
  const underWay = new Set<Promise<void>>();
  return {
    begin(view, draft) {
      if (running.has(view)) return null;
      const own = { controller: new AbortController(), draft };
      running.set(view, own);
      const end = () => {
        if (running.get(view) === own) running.delete(view);
      };
      return { signal: own.controller.signal, end };
    },
    stop(what) {
      for (const [view, { controller, draft }] of running) {
        if ('view' in what ? view === what.view : draft === what.draft) controller.abort();
      }
    },
    during(work) {
      const done = work.finally(() => underWay.delete(done));
      underWay.add(done);
      return done;
    },
    async stopAll() {
      for (const { controller } of running.values()) controller.abort();
      await Promise.all(underWay);
    },
  };
}
