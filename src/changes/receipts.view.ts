import type { KnownBlock } from '@slack/types';
import {
  actions,
  button,
  confirm,
  context,
  type Message,
  message,
  section,
  sections,
} from '../slack/blocks.ts';
import { bold, dateTime, join, type Mrkdwn, mention, mrkdwn, shortened } from '../slack/mrkdwn.ts';
import type { Change, Description, Fact, Offer, Outcome } from './change.ts';

/** A change with its words: what it would do, and what it did once that is verified. */
export interface Told {
  change: Change;
  description: Description;
  outcome: Outcome | null;
  noUndo: string | null;
  /** What whoever asked may go on with. */
  offers: readonly Offer[];
  /** Whether Undo may be offered. */
  undoable: boolean;
}

/** How many characters of a value are shown; what was typed is whole in the journal. */
const VALUE_SHOWN = 300;

/** What came of a change, for the one who asked. */
export function receipt(told: Told, options: { postable: boolean }): Message {
  const { change } = told;
  const buttons = [
    ...(options.postable && change.state === 'verified'
      ? [button('Post here', 'changes.post', { value: change.id })]
      : []),
    ...told.offers.map(offerButton),
    ...(told.undoable ? [undoButton(told)] : []),
  ];
  return message(
    section(headline(told)),
    ...facts(told.outcome?.facts ?? []),
    ...(change.state === 'verified' && told.noUndo ? [context(mrkdwn`${told.noUndo}`)] : []),
    reference(change),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

/** The receipt as the channel sees it, once its owner posts it there. */
export function postedReceipt(told: Told): Message {
  return message(
    section(mrkdwn`${mention(told.change.actor.userId)} ${told.outcome?.did ?? ''}.`),
    ...facts(told.outcome?.facts ?? []),
    reference(told.change),
  );
}

/** An Admin's own change, told to the approvals channel because nobody else decided it (design §3). */
export function announcement(told: Told): Message {
  const { change, description } = told;
  const did = told.outcome ? told.outcome.did : `tried to ${description.what}`;
  return message(
    section(
      mrkdwn`${mention(change.actor.userId)} ${did}. As an Admin they need no second person for it.`,
    ),
    ...facts(told.outcome?.facts ?? description.facts),
    ...(change.state === 'verified' ? [] : [section(standing(told))]),
    ...(change.reason ? [context(mrkdwn`Reason: ${shortened(change.reason, VALUE_SHOWN)}`)] : []),
    reference(change),
  );
}

/** One ended change for the audit channel. */
export function auditLine(told: Told): Message {
  const { change } = told;
  return message(
    section(mrkdwn`${mention(change.actor.userId)}: ${told.description.what}. ${standing(told)}`),
    ...facts(told.outcome?.facts ?? []),
    reference(change),
  );
}

/** A change whose outcome nobody knows, for those who operate the bot. */
export function unknownOutcome(told: Told, howToLook: string): Message {
  return message(
    section(
      mrkdwn`${bold('Outcome unknown:')} ${told.description.what}, asked by ${mention(told.change.actor.userId)}.`,
    ),
    section(mrkdwn`${told.change.failure?.message ?? ''} ${told.change.failure?.why ?? ''}`),
    section(mrkdwn`${bold('How to look:')} ${howToLook}`),
    reference(told.change),
    actions(button('Look again', 'changes.look', { value: told.change.id })),
  );
}

/** The same once somebody has looked again, and it is known. */
export function knownOutcome(told: Told): Message {
  return message(
    section(
      mrkdwn`${bold('Outcome known meanwhile:')} ${told.description.what}, asked by ${mention(told.change.actor.userId)}.`,
    ),
    section(standing(told)),
    ...facts(told.outcome?.facts ?? []),
    reference(told.change),
  );
}

/** A line that says how a change stands, whatever its state. */
export function standing(told: Told): Mrkdwn {
  const { change, outcome } = told;
  const decider = change.decidedBy ? mention(change.decidedBy) : mrkdwn`somebody`;
  switch (change.state) {
    case 'waiting':
      return change.expiresAt
        ? mrkdwn`Waiting for a decision, until ${dateTime(change.expiresAt)}.`
        : mrkdwn`Waiting for a decision.`;
    case 'ready':
    case 'applying':
      return change.decidedBy
        ? mrkdwn`Approved by ${decider}. Carrying it out…`
        : mrkdwn`Carrying it out…`;
    case 'verified': {
      const approved = change.decidedBy ? mrkdwn`Approved by ${decider}. ` : mrkdwn``;
      return mrkdwn`${approved}Done and verified: ${outcome?.did ?? told.description.what}.`;
    }
    case 'failed':
      return mrkdwn`It failed, and nothing is done: ${trouble(change)}`;
    case 'unknown':
      return mrkdwn`I do not know whether it happened: ${trouble(change)}`;
    case 'denied':
      return mrkdwn`Denied by ${decider}${because(change.decisionReason)}`;
    case 'withdrawn':
      return mrkdwn`Withdrawn by ${mention(change.actor.userId)}.`;
    case 'expired':
      return mrkdwn`Expired: nobody decided in time.`;
    case 'stopped':
      return mrkdwn`Stopped before it began.`;
  }
}

/** Labelled values, two columns where they are few; differences as `before → after`. */
export function facts(list: readonly Fact[]): KnownBlock[] {
  if (list.length === 0) return [];
  return sections(list.map(factLine));
}

export function reference(change: Change): KnownBlock {
  return context(mrkdwn`Reference ${change.id}`);
}

function headline(told: Told): Mrkdwn {
  const { change, outcome } = told;
  if (change.state === 'verified') return mrkdwn`Done: I ${outcome?.did ?? ''}.`;
  return mrkdwn`${bold(capital(told.description.what))}: ${standing(told)}`;
}

function factLine({ label, value, was }: Fact): Mrkdwn {
  const shown = shortened(value, VALUE_SHOWN);
  return was === undefined
    ? mrkdwn`${bold(`${label}:`)} ${shown}`
    : mrkdwn`${bold(`${label}:`)} ${shortened(was, VALUE_SHOWN)} → ${shown}`;
}

function trouble(change: Change): Mrkdwn {
  const { failure } = change;
  if (!failure) return mrkdwn`no reason was recorded.`;
  return join(
    [failure.message, failure.why, failure.now].filter((part) => part !== undefined),
    ' ',
  );
}

function because(reason: string | null): Mrkdwn {
  return reason ? mrkdwn`: ${shortened(reason, VALUE_SHOWN)}` : mrkdwn`.`;
}

function offerButton({ text, actionId, value, label }: Offer) {
  return button(text, actionId, { value, label: shortened(label, 75) });
}

function undoButton({ change, description }: Told) {
  return button('Undo', 'changes.undo', {
    value: change.id,
    style: 'danger',
    confirm: confirm(
      'Undo this?',
      shortened(`This takes back: ${description.what}.`, 290),
      'Undo',
      'Keep it',
    ),
  });
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
