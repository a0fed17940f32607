import type { Change } from '../changes/change.ts';
import { BotError } from '../errors.ts';
import {
  type CallOutcome,
  type InteractionKind,
  type MessageOutcome,
  type Metrics,
  OTHER_COMMAND,
  type Outcome,
  type SlackOutcome,
  timedEnds,
} from './metrics.ts';

/** What becomes known of an interaction while it is served. */
export interface Noting {
  /** It is this command, by its words; or this button, form and so on, by an id that is registered. */
  runs(words: string): void;
  /** The person was shown this error, or would have been, with this reference. */
  showed(error: unknown, reference: string): void;
}

/** One function for each thing that happens, so that whoever watches is told of it the same way everywhere. */
export interface Watch {
  /** Somebody did something, or Slack told of something, and it is served. */
  interaction<Result>(
    kind: InteractionKind,
    work: (noting: Noting) => Promise<Result>,
  ): Promise<Result>;
  /** Slack got its ack, this many seconds after it had asked. */
  acked(kind: InteractionKind, seconds: number): void;
  redelivered(kind: InteractionKind): void;
  gatewayCall<Result>(method: string, work: () => Promise<Result>): Promise<Result>;
  /** `went` tells how it went where that is not plain from whether it rejects. */
  slackCall<Result>(
    method: string,
    work: (went: (outcome: SlackOutcome) => void) => Promise<Result>,
  ): Promise<Result>;
  journalWrite<Result>(work: () => Promise<Result>): Promise<Result>;
  /** A step of a change is in the journal. */
  stepped(change: Change, result: string): void;
  /** A change that is ready, or was under way, is gone on with. */
  carriesOut<Result>(change: Change, work: () => Promise<Result>): Promise<Result>;
  /** A message is handed to Slack; `change`: of which it tells. `went` tells what became of it. */
  tells<Result>(
    change: string | null,
    work: (went: (outcome: MessageOutcome) => void) => Promise<Result>,
  ): Promise<Result>;
}

/** Nobody watches: a terminal, a test of a part. */
export const unwatched: Watch = {
  interaction: (_kind, work) => work({ runs() {}, showed() {} }),
  acked() {},
  redelivered() {},
  gatewayCall: (_method, work) => work(),
  slackCall: (_method, work) => work(() => {}),
  journalWrite: (work) => work(),
  stepped() {},
  carriesOut: (_change, work) => work(),
  tells: (_change, work) => work(() => {}),
};

/** Counts and times what happens. */
export function openWatch(metrics: Metrics): Watch {
  return {
    async interaction(kind, work) {
      let command = OTHER_COMMAND;
      const verdict = openVerdict();
      try {
        return await work({
          runs(words) {
            command = words;
          },
          showed: verdict.judge,
        });
      } catch (error) {
        verdict.judge(error);
        throw error;
      } finally {
        const { outcome } = verdict;
        metrics.interactions.inc({ kind, outcome });
        if (kind === 'command') metrics.commands.inc({ command, outcome });
      }
    },
    acked: (kind, seconds) => metrics.acks.observe({ kind }, seconds),
    redelivered: (kind) => metrics.redeliveries.inc({ kind }),
    gatewayCall: (method, work) =>
      timed(work, callOutcomeOf, (outcome, seconds) =>
        metrics.gateway.observe({ method, outcome }, seconds),
      ),
    slackCall(method, work) {
      let told: SlackOutcome | null = null;
      const went = (outcome: SlackOutcome) => {
        told = outcome;
      };
      return timed(
        () => work(went),
        (): SlackOutcome => 'broke',
        (outcome, seconds) => metrics.slack.observe({ method, outcome: told ?? outcome }, seconds),
      );
    },
    journalWrite: (work) =>
      timed(work, callOutcomeOf, (outcome, seconds) =>
        metrics.journal.observe({ outcome }, seconds),
      ),
    stepped({ kind, state, ...change }, result) {
      metrics.steps.inc({ kind, result });
      if (result !== state || !timedEnds.includes(state) || !change.endedAt) return;
      const ready = change.decidedAt ?? change.requestedAt;
      const seconds = (change.endedAt.getTime() - ready.getTime()) / 1000;
      metrics.changeSeconds.observe({ kind, state }, seconds);
    },
    // Their steps and calls are counted.
    carriesOut: unwatched.carriesOut,
    tells: unwatched.tells,
  };
}

async function timed<Result, Failed>(
  work: () => Promise<Result>,
  failed: (error: unknown) => Failed,
  done: (outcome: 'ok' | Failed, seconds: number) => void,
): Promise<Result> {
  const began = performance.now();
  const tell = (outcome: 'ok' | Failed) => done(outcome, (performance.now() - began) / 1000);
  try {
    const result = await work();
    tell('ok');
    return result;
  } catch (error) {
    tell(failed(error));
    throw error;
  }
}

/** How an interaction went: it failed where anything in it did. */
export function openVerdict(): { readonly outcome: Outcome; judge(error: unknown): void } {
  let outcome: Outcome = 'done';
  return {
    get outcome() {
      return outcome;
    },
    judge(error) {
      if (outcome !== 'failed') outcome = outcomeOf(error);
    },
  };
}

/** Whether whoever asked can mend it, or somebody else has to. */
export function outcomeOf(error: unknown): Outcome {
  return error instanceof BotError && error.code !== 'unavailable' ? 'refused' : 'failed';
}

/** An error's code, or that it is a bug. */
export function callOutcomeOf(error: unknown): CallOutcome {
  return error instanceof BotError ? error.code : 'broke';
}
