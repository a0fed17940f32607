import { OTHER_COMMAND, type SlackOutcome } from './metrics.ts';
import type { Place, Span, SpanStart, Tracing } from './tracing.ts';
import { callOutcomeOf, openVerdict, outcomeOf, type Watch } from './watch.ts';

/** Of how many changes it is remembered where their last step was taken. */
const REMEMBERED = 1000;

/**
 * Tells what happens as spans besides, under names and attributes that come from lists in the code. What somebody
 * did in Slack, a change that is carried out and a message that is told are a trace each; those that came of each
 * other are linked. Calls and writes that belong to none of them (a probe, a duty) are not traced.
 */
export function traced(watch: Watch, tracing: Tracing): Watch {
  const lastSteps = new Map<string, Place>();
  const carriedOut = new Map<string, Span>();

  const linksTo = (change: string | null) => {
    const place = change === null ? undefined : lastSteps.get(change);
    return place ? [place] : [];
  };

  function remember(change: string, place: Place): void {
    lastSteps.delete(change);
    lastSteps.set(change, place);
    const [oldest] = lastSteps.keys();
    if (lastSteps.size > REMEMBERED && oldest !== undefined) lastSteps.delete(oldest);
  }

  async function within<Result>(start: SpanStart, work: () => Promise<Result>): Promise<Result> {
    if (!tracing.here()) return work();
    return tracing.span(start, async (span) => {
      try {
        const result = await work();
        span.note({ 'switchboard.outcome': 'ok' });
        return result;
      } catch (error) {
        span.note({
          'switchboard.outcome': callOutcomeOf(error),
          'error.type': callOutcomeOf(error),
        });
        if (outcomeOf(error) === 'failed') span.failed();
        throw error;
      }
    });
  }

  return {
    ...watch,
    interaction(kind, work) {
      const name = kind === 'command' ? `${kind} ${OTHER_COMMAND}` : kind;
      const attributes = { 'switchboard.interaction': kind };
      return tracing.span({ name, kind: 'server', attributes }, async (span) => {
        const verdict = openVerdict();
        const showed = (error: unknown, reference?: string) => {
          verdict.judge(error);
          span.note({
            'error.type': callOutcomeOf(error),
            ...(reference !== undefined && { 'switchboard.reference': reference }),
          });
        };
        try {
          return await watch.interaction(kind, (noting) =>
            work({
              runs(words) {
                noting.runs(words);
                span.rename(`${kind} ${words}`);
                span.note({ 'switchboard.action': words });
              },
              showed(error, reference) {
                noting.showed(error, reference);
                showed(error, reference);
              },
            }),
          );
        } catch (error) {
          showed(error);
          throw error;
        } finally {
          span.note({ 'switchboard.outcome': verdict.outcome });
          if (verdict.outcome === 'failed') span.failed();
        }
      });
    },
    gatewayCall: (method, work) =>
      within(
        {
          name: `gateway ${method}`,
          kind: 'client',
          attributes: { 'switchboard.method': method },
        },
        () => watch.gatewayCall(method, work),
      ),
    slackCall(method, work) {
      if (!tracing.here()) return watch.slackCall(method, work);
      const attributes = { 'switchboard.method': method };
      return tracing.span({ name: `slack ${method}`, kind: 'client', attributes }, async (span) => {
        const how: { told?: SlackOutcome } = {};
        try {
          const result = await watch.slackCall(method, (went) =>
            work((outcome) => {
              went(outcome);
              how.told = outcome;
            }),
          );
          how.told ??= 'ok';
          return result;
        } finally {
          const outcome = how.told ?? 'broke';
          span.note({ 'switchboard.outcome': outcome });
          if (outcome !== 'ok') {
            span.note({ 'error.type': outcome });
            span.failed();
          }
        }
      });
    },
    journalWrite: (work) =>
      within({ name: 'journal write', kind: 'internal' }, () => watch.journalWrite(work)),
    stepped(change, result) {
      watch.stepped(change, result);
      const here = tracing.here();
      if (!here) return;
      const step = { 'switchboard.change': change.kind, 'switchboard.step': result };
      here.note(step);
      const before = lastSteps.get(change.id);
      if (before && before.traceId !== here.place.traceId) here.link(before);
      remember(change.id, here.place);
      const whole = carriedOut.get(change.id);
      whole?.note(step);
      if (change.state === 'failed' || change.state === 'unknown') whole?.failed();
    },
    carriesOut: (change, work) =>
      tracing.span(
        {
          name: `change ${change.kind}`,
          kind: 'internal',
          attributes: { 'switchboard.change': change.kind },
          root: true,
          links: linksTo(change.id),
        },
        async (span) => {
          carriedOut.set(change.id, span);
          remember(change.id, span.place);
          try {
            return await watch.carriesOut(change, work);
          } finally {
            carriedOut.delete(change.id);
          }
        },
      ),
    tells: (change, work) =>
      tracing.span(
        { name: 'message told', kind: 'producer', root: true, links: linksTo(change) },
        (span) =>
          watch.tells(change, (went) =>
            work((outcome) => {
              went(outcome);
              span.note({ 'switchboard.outcome': outcome });
            }),
          ),
      ),
  };
}
