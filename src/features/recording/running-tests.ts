import type { Id } from '../../ids.ts';

/** Tests of buckets that run, each in its view: who closes that, or the form below it, stops the test. */
export interface RunningTests {
  /** A test begins in this view. `null` where one runs in it already. */
  begin(view: Id<'frm'>, draft: Id<'drf'> | null): AbortSignal | null;
  /** It is over. */
  end(view: Id<'frm'>): void;
  /** Stops the test in this view, or those of this form. */
  stop(what: { view: Id<'frm'> } | { draft: Id<'drf'> }): void;
}

export function openRunningTests(): RunningTests {
  const running = new Map<Id<'frm'>, { controller: AbortController; draft: Id<'drf'> | null }>();
  return {
    begin(view, draft) {
      if (running.has(view)) return null;
      const controller = new AbortController();
      running.set(view, { controller, draft });
      return controller.signal;
    },
    end: (view) => void running.delete(view),
    stop(what) {
      for (const [view, { controller, draft }] of running) {
        if ('view' in what ? view === what.view : draft === what.draft) controller.abort();
      }
    },
  };
}
