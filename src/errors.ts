import type { AccountSid, ProviderSid } from './ids.ts';

/**
 * What went wrong, in the words of the person who asked.
 *
 * - `invalid`: what was typed cannot be accepted; `fields` says which answer and why.
 * - `forbidden`: the person's scope does not reach this.
 * - `not_found`: it does not exist, or the person may not know that it does: the words are the same.
 * - `conflict`: the state has moved since the person looked.
 * - `unavailable`: a part that we depend on did not answer, or answered that it cannot.
 */
export type ErrorCode = 'invalid' | 'forbidden' | 'not_found' | 'conflict' | 'unavailable';

/** Why a step was refused, as the audit keeps it: fixed words, since a message may quote what was typed. */
export type RefusedBecause =
  | 'shut out'
  | 'no grant'
  | 'scope'
  | 'target'
  | 'guest'
  | 'terminal'
  | 'identity unknown'
  | 'own request'
  | 'author'
  | 'asker not entitled'
  | 'edited meanwhile';

/** What a refused step was tried on, where the check that refused it knows. */
export interface RefusedOn {
  providerSid?: ProviderSid | null | undefined;
  accountSid?: AccountSid | null | undefined;
}

interface ErrorDetails {
  /** Why it happened, in one sentence. */
  why?: string | undefined;
  /** What the person can do now, in one sentence. */
  now?: string | undefined;
  /** Answers of a form that were refused: field name → why. */
  fields?: Record<string, string>;
  /** True where the refused step may nevertheless have taken effect (a lost answer, a timeout). */
  mayHaveHappened?: boolean;
  /** True where a part that is `unavailable` says itself that it did nothing. */
  didNothing?: boolean;
  /** True for refusals that more access would lift: the answer then carries "Ask for access". */
  askForAccess?: boolean;
  /** True where it is audited as a refusal though its code alone would not say so. */
  audited?: boolean;
  /** For the audit alone: why it is refused. */
  because?: RefusedBecause;
  /** For the audit alone, never shown to whoever was refused: on what. */
  on?: RefusedOn;
  /** What was caught. It is logged, never shown. */
  cause?: unknown;
}

/** The only error that is shown to people as it stands. Anything else is a bug, shown as a reference alone. */
export class BotError extends Error {
  override readonly name = 'BotError';
  readonly code: ErrorCode;
  readonly why: string | undefined;
  readonly now: string | undefined;
  readonly fields: Record<string, string>;
  readonly mayHaveHappened: boolean;
  readonly didNothing: boolean;
  readonly askForAccess: boolean;
  readonly audited: boolean;
  readonly because: RefusedBecause | null;
  readonly on: RefusedOn;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.why = details.why;
    this.now = details.now;
    this.fields = details.fields ?? {};
    this.mayHaveHappened = details.mayHaveHappened ?? false;
    this.didNothing = details.didNothing ?? false;
    this.askForAccess = details.askForAccess ?? false;
    this.audited = details.audited ?? false;
    this.because = details.because ?? null;
    this.on = details.on ?? {};
  }
}

/** Why the bot cannot start, each reason with its fix. All reasons are told at once. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly problems: readonly StartupProblem[];

  constructor(problems: readonly StartupProblem[], cause?: unknown) {
    super(problems.map(({ what, fix }) => `${what} ${fix}`).join('\n'), { cause });
    this.problems = problems;
  }
}

export interface StartupProblem {
  what: string;
  fix: string;
}
