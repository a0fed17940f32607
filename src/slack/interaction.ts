import type { HomeView, ModalView } from '@slack/types';
import type { Origin } from '../changes/change.ts';
import type { Actor } from '../features/access/access.ts';
import type { Id } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import type { Message } from './blocks.ts';
import type { CommandLine } from './commands.ts';
import type { Choice } from './objects.ts';

/** A modal before the kit has bound its memory to the person who gets it. */
export interface DrawnModal {
  view: ModalView;
  /** What the feature's own handler needs when it is submitted; checked for tampering on its way back. */
  remembers?: unknown;
  /** What it shows this once, for those who see no modals: a terminal prints it. */
  reveals?: { name: string; secret: Secret };
}

/** What an answer was drawn from, for those who read data instead of words: a terminal's `--json`. */
export interface DrawnFrom {
  /** Any values, dates and secrets among them: a secret prints its mask. */
  data?: unknown;
  /**
   * Nothing was answered and nothing done: it asks back which of these is meant, or knows nothing like it. A
   * choice's value is what to type.
   */
  asksBack?: readonly Choice[];
  /** What was asked for was done, and came to a bad end: a script should notice. */
  failed?: true;
}

/** Somebody did something: who, from where, and the ways to answer. */
export interface Interaction {
  actor: Actor;
  origin: Origin;
  log: Log;
  /** The response_url of what was done, for changes to answer by. */
  replyUrl: Secret | null;
  /** Tells the person alone, where they look. */
  answer(message: Message, from?: DrawnFrom): Promise<void>;
  /** Opens a modal (or pushes it onto the one that is open). Bound to the trigger: at once, and once. */
  open(modal: DrawnModal): Promise<OpenModal>;
}

/** A modal that is open, to be redrawn once what is slow has arrived. */
export interface OpenModal {
  /** The form's id, by which what happens in it finds its way back. */
  readonly once: Id<'frm'>;
  /** Draws it anew; nothing happens where the person has closed it. */
  redraw(modal: DrawnModal): Promise<void>;
  /** Shows in its place what went wrong while it was being filled; a refusal is audited like any other. */
  fail(error: unknown): Promise<void>;
}

export interface CommandInteraction extends Interaction {
  line: CommandLine;
}

export interface ActionInteraction extends Interaction {
  /** The button's value, or the value of the option that was chosen. */
  value: string;
  /** The modal or Home in which it happened. */
  view: { memory: RememberedModal | null; values: unknown } | null;
  /** The message on which it was clicked. */
  message: { channel: string; ts: string | null; ephemeral: boolean } | null;
  /** Replaces the message (or modal) in which it happened. */
  replace(message: Message, from?: DrawnFrom): Promise<void>;
  redraw(modal: DrawnModal): Promise<void>;
}

export interface RememberedModal {
  /** The form's id, to be consumed by what it asks for. */
  once: Id<'frm'>;
  own: unknown;
}

export interface SubmissionInteraction extends Interaction, RememberedModal {
  values: unknown;
  /** Answers the submission by another view in place of this one. Gives the way to draw it anew later. */
  replaceBy(modal: DrawnModal): Promise<ReplacedModal>;
  /** Replaces the message from which the form was opened, where that can still be. */
  replaceOpener(message: Message): Promise<void>;
  /** Closes the form now, before the handler is done; a handler that returns closes it too. */
  close(): Promise<void>;
}

/** What was put in the place of a form. */
export interface ReplacedModal {
  /** Draws it anew. False where the person has closed it; rejects where nobody knows whether it was seen. */
  redraw(modal: DrawnModal): Promise<boolean>;
}

export interface ShortcutInteraction extends Interaction {
  /** The message on which it was used. */
  message: { text: string; ts: string } | null;
}

export interface SuggestionInteraction {
  actor: Actor;
  typed: string;
  memory: RememberedModal | null;
}

export type Suggestions = Choice[];

/** Draws somebody's Home tab; `opened`: they have just opened it, and not clicked something in it. */
export type HomeDrawing = (actor: Actor, how: { opened: boolean }) => Promise<HomeView>;
