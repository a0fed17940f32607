import type { z } from 'zod';
import type { Tx } from '../db/database.ts';
import type { changeStates } from '../db/schema.ts';
import type { Actor } from '../features/access/access.ts';
import type { Action } from '../features/access/permissions.ts';
import type { PersonId } from '../features/access/scope.ts';
import type { AccountSid, Id, ProviderSid } from '../ids.ts';
import type { Secret } from '../secret.ts';

/**
 * Where a change stands. `waiting`: for a second person. `ready`: to be carried out. `applying`: its effect may
 * have begun. Then one of the ends; only `verified` was read back and may be called done.
 */
export type ChangeState = (typeof changeStates)[number];

/** The ends after which nothing more happens to a change. */
export const ended: ReadonlySet<ChangeState> = new Set([
  'verified',
  'failed',
  'unknown',
  'denied',
  'withdrawn',
  'expired',
  'stopped',
]);

/** From where something was asked, and so where its answer belongs. */
export interface Origin {
  surface:
    | 'command'
    | 'button'
    | 'shortcut'
    | 'message shortcut'
    | 'home'
    | 'direct message'
    | 'terminal'
    /** Nobody asked: it fell due. */
    | 'schedule';
  channel?: string;
  /** The thread in which a message shortcut was used. */
  thread?: string;
}

/** A labelled value in people's words; with `was`, a difference. Never a secret. */
export interface Fact {
  label: string;
  value: string;
  was?: string;
  /** For a secret, of which `value` and `was` are masks: what the audit keeps in their place. */
  fingerprint?: { value: string; was?: string };
}

/** Facts beside what they were, in the same order: those that differ, a secret by its fingerprint. */
export function differenceOf(was: readonly Fact[], is: readonly Fact[]): Fact[] {
  return is.flatMap((fact, index): Fact[] => {
    const old = was[index];
    if (old === undefined) return [fact];
    const { fingerprint: print } = fact;
    if (old.value === fact.value && old.fingerprint?.value === print?.value) return [];
    return [
      {
        ...fact,
        was: old.value,
        ...((print || old.fingerprint) && {
          fingerprint: { value: print?.value ?? 'none', was: old.fingerprint?.value ?? 'none' },
        }),
      },
    ];
  });
}

/** What a change would do, in people's words: shown on its card before, and kept in the audit. */
export interface Description {
  /** In the infinitive: "create account Acme". */
  what: string;
  /** What several of it at once are called: "Clear TTS cache". */
  several?: string;
  /** What it is done to: "Acme". */
  target: string;
  facts: Fact[];
}

/** What a change did, in people's words. */
export interface Outcome {
  /** In the past tense: "created account Acme". */
  did: string;
  facts: Fact[];
}

/** Something to go on with from a receipt: a button that some feature listens to. */
export interface Offer {
  text: string;
  actionId: string;
  value: string;
  /** Read by screen readers instead of the text, which it must hold. */
  label: string;
}

/** What a change is about, for ordering, scoping and looking it up. */
export interface About {
  /** Changes of one lane happen one at a time, in the journal's order: `account/<sid>`, `person/<id>`. */
  lane: string;
  providerSid?: ProviderSid;
  accountSid?: AccountSid;
  person?: PersonId;
}

/** What reading the effect back found. `why` is told to people. */
export type Reading<Seen> =
  | { found: 'done'; seen: Seen }
  | { found: 'not done'; seen?: Seen; why: string }
  /** Some of it is there, and some is not: written again where that is safe, else told as it is. */
  | { found: 'partly done'; seen: Seen; why: string }
  | { found: 'cannot tell'; seen?: Seen; why: string };

/** An effect in the gateway: outside our transactions, so it is read back. */
export interface GatewayEffect<Input, Seen> {
  where: 'gateway';
  /** Reads what is there before, and rejects where the change must not begin. Journaled before `write`. */
  before(input: Input): Promise<Seen>;
  write(input: Input, before: Seen): Promise<void>;
  /**
   * Looks whether the effect is there. Asked after every `write`, and at start for what was under way. `wrote`:
   * whether the gateway said yes to the write, or its fate is not known.
   */
  readBack(input: Input, before: Seen, wrote: 'accepted' | 'unsure'): Promise<Reading<Seen>>;
  /** Whether writing again is harmless where the first write's fate is not known. */
  repeatable: boolean;
  /** What a person does to find out, where we could not. */
  howToLook: string;
}

/** An effect in our own tables: applied in the transaction that journals its outcome. */
export interface OwnEffect<Input, Seen> {
  where: 'here';
  apply(tx: Tx, input: Input, change: Change): { before: Seen; after: Seen };
}

/** A message for somebody other than the asker: someone was granted something, say. */
export interface Notice {
  to: PersonId;
  said: string;
  facts: Fact[];
}

/** How a request of this kind is decided: by Approve, perhaps after an edit; or by mapping the person. */
export interface Deciding {
  approve: 'Approve' | 'Map…';
  editable: boolean;
}

/** One kind of change, as its feature declares it. */
export interface ChangeKind<Input, Seen> {
  /** The command's words. */
  kind: string;
  input: z.ZodType<Input>;
  /** The schema of what is read before and after, so that it can be journaled. */
  seen: z.ZodType<Seen>;
  about(input: Input): About;
  /** The row of the permission table and of the policy that this input falls under. */
  action(input: Input): Action;
  /**
   * Throws `BotError` unless this actor may ask for it, as edited by `editor` where somebody did. Called when
   * it is asked, decided and carried out.
   */
  authorize(actor: Actor, input: Input, editor: Actor | null): void;
  /** Throws where our own state forbids it, in the transaction that journals the intent. */
  precondition?(tx: Tx, input: Input, actor: Actor): void;
  describe(input: Input): Description;
  outcome(input: Input, before: Seen, after: Seen): Outcome;
  /** Where it may need a second person: how that one decides. */
  deciding?: Deciding;
  /** Why it cannot be undone, said before and after. */
  noUndo?: string;
  /** The change that takes it back, or `null` where there is none. */
  undo?(input: Input, before: Seen, after: Seen): { kind: string; input: unknown } | null;
  /** What whoever asked may go on with once it is verified. */
  offers?(input: Input, after: Seen): Offer[];
  /** Whether the present state is still what was written: else Undo is refused. */
  stillAsWritten?(tx: Tx, input: Input, after: Seen): boolean;
  /** What else happens in our tables when it is verified. Gives what is to be added to the audit. */
  onVerified?(tx: Tx, change: Change, input: Input, after: Seen): void;
  /** The account that came of it, so that it is found under that account too. */
  made?(after: Seen): AccountSid | null;
  /**
   * Requests that this change answers once it is verified: they end in the same transaction, decided by whoever
   * asked for this one. `seen` is what is kept of it as the request's own effect.
   */
  settles?(tx: Tx, change: Change, input: Input): { id: Id<'chg'>; seen: unknown }[];
  notices?(change: Change, input: Input, outcome: Outcome): Notice[];
  effect: GatewayEffect<Input, Seen> | OwnEffect<Input, Seen>;
}

/** What people are told of a change of one kind, before and after. */
export type Words<Input, Seen> = Pick<
  ChangeKind<Input, Seen>,
  'describe' | 'outcome' | 'noUndo' | 'undo' | 'offers'
>;

/** A kind whose input and readings are checked on the way in, so that all kinds fit one map. */
export type AnyKind = ChangeKind<unknown, unknown>;

/** Declares a kind of change. Input and readings that come from the journal are parsed before they are used. */
export function defineChange<Input, Seen>(kind: ChangeKind<Input, Seen>): AnyKind {
  const given = (value: unknown) => kind.input.parse(value);
  const read = (value: unknown) => kind.seen.parse(value);
  const { effect, precondition, undo, offers, stillAsWritten, onVerified, made } = kind;
  const { settles, notices } = kind;
  return {
    kind: kind.kind,
    input: kind.input,
    seen: kind.seen,
    about: (input) => kind.about(given(input)),
    action: (input) => kind.action(given(input)),
    authorize: (actor, input, editor) => kind.authorize(actor, given(input), editor),
    describe: (input) => kind.describe(given(input)),
    outcome: (input, before, after) => kind.outcome(given(input), read(before), read(after)),
    ...(kind.deciding && { deciding: kind.deciding }),
    ...(kind.noUndo !== undefined && { noUndo: kind.noUndo }),
    ...(precondition && {
      precondition: (tx, input, actor) => precondition(tx, given(input), actor),
    }),
    ...(undo && { undo: (input, before, after) => undo(given(input), read(before), read(after)) }),
    ...(offers && { offers: (input, after) => offers(given(input), read(after)) }),
    ...(stillAsWritten && {
      stillAsWritten: (tx, input, after) => stillAsWritten(tx, given(input), read(after)),
    }),
    ...(made && { made: (after) => made(read(after)) }),
    ...(onVerified && {
      onVerified: (tx, change, input, after) => onVerified(tx, change, given(input), read(after)),
    }),
    ...(settles && { settles: (tx, change, input) => settles(tx, change, given(input)) }),
    ...(notices && {
      notices: (change, input, outcome) => notices(change, given(input), outcome),
    }),
    effect:
      effect.where === 'here'
        ? { where: 'here', apply: (tx, input, change) => effect.apply(tx, given(input), change) }
        : {
            ...effect,
            before: (input) => effect.before(given(input)),
            write: (input, before) => effect.write(given(input), read(before)),
            readBack: (input, before, wrote) => effect.readBack(given(input), read(before), wrote),
          },
  };
}

/** Why a change ended failed or unknown, as people are told. */
export interface Failure {
  message: string;
  why?: string;
  now?: string;
}

/** A change as the journal holds it. Whatever is secret about it is not here. */
export interface Change {
  seq: number;
  id: Id<'chg'>;
  kind: string;
  state: ChangeState;
  lane: string;
  batch: Id<'bat'> | null;
  actor: PersonId;
  actorName: string;
  providerSid: ProviderSid | null;
  accountSid: AccountSid | null;
  subject: string | null;
  input: unknown;
  origin: Origin;
  reason: string | null;
  revision: number;
  digest: string;
  /** User ids of who asked and who edited. */
  authors: string[];
  /** An Admin's own: carried out alone and announced in the approvals channel. */
  announced: boolean;
  needsSecond: boolean;
  /** Why it was done at once from a terminal, whoever else it may have needed. */
  breakGlass: string | null;
  expiresAt: Date | null;
  remindAt: Date | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  requestedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  attempts: number;
  dueAt: Date | null;
  before: unknown;
  after: unknown;
  failure: Failure | null;
}

/**
 * What has just become of a change, each after it was written down (`written` and `read back`: after the gateway
 * answered; `sent`: after Slack answered). For those who watch: the log, and tests that cut the process off there.
 */
export type Step =
  | 'asked'
  | 'decided'
  | 'begun'
  | 'written'
  | 'read back'
  | 'ended'
  | 'sent'
  | 'told';

/** What somebody asks for. */
export interface Ask {
  kind: string;
  input: unknown;
  origin: Origin;
  /** The drawn form's or card's id: the same id twice is the same ask. */
  once: string;
  reason?: string;
  /** Why it is done at once without a second person: from a terminal alone. */
  breakGlass?: string;
  replyUrl?: Secret;
}
