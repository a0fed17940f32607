import type { InputBlockElement } from '@slack/types';
import { z } from 'zod';
import { BotError } from '../errors.ts';
import { type Choice, plain } from './objects.ts';

const Selected = z.object({
  value: z.string(),
  text: z.object({ text: z.string() }).optional(),
});

/** What Slack tells of one input in `view.state.values`: each kind of element has a member of its own. */
export const Answer = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_user: z.string().nullish(),
  selected_option: Selected.nullish(),
  selected_options: z.array(Selected).nullish(),
});
export type Answer = z.infer<typeof Answer>;

/** How a field is drawn this time. */
export interface Drawing<Initial> {
  actionId: string;
  initial: Initial | null | undefined;
  /** What there is to choose from, for fields that learn it when they are drawn. */
  choices: readonly Choice[] | undefined;
}

/**
 * A field of a form: how it is drawn and how its answer is read. `Value` is what its answer is once checked
 * (`null` among it where the field is optional), `Initial` what it may be filled with beforehand.
 */
export interface Field<Value, Initial> {
  label: string;
  hint?: string;
  /** What a terminal calls it too: `--days` for “Expires”. */
  alias?: string;
  /** Whether the form may be submitted without it. */
  optional: boolean;
  /** Whether a choice sends `block_actions` at once, so that the modal can be drawn again. */
  redraws: boolean;
  /** Whether what is typed in it is never shown again. */
  secret?: true;
  /** Its action id where that is not its own: what `app.options` listens to. */
  suggestions?: string;
  draw(drawing: Drawing<Initial>): InputBlockElement;
  /** The one choice that there is: it is then shown as text, and its value is given by the form. */
  fixed?(choices: readonly Choice[]): Choice | undefined;
  /** The checked value; `null` where nothing was answered. Throws `BotError('invalid')` for the person. */
  read(answer: Answer): Value | null;
  /** What was typed, unchecked, to draw it again. */
  typed(answer: Answer): Initial | undefined;
}

/** What every field may be told. */
export interface FieldOptions {
  /** A line under the input, at most 2,000 characters. */
  hint?: string;
  /** May stay empty: the value is then `null`. */
  optional?: true;
  /** Another flag for it at a terminal, without dashes. */
  alias?: string;
}

/** What fields with something to type or pick may be told. */
export interface Placeholdable extends FieldOptions {
  /** At most 150 characters. */
  placeholder?: string;
}

/** A field's value as its options make it. */
export type Kept<Value, Options> = Options extends { optional: true } ? Value | null : Value;

/** What every field has of its options. */
export function base(
  label: string,
  options: { hint?: string; optional?: true; redraws?: true; alias?: string } = {},
) {
  const { hint, alias, optional = false, redraws = false } = options;
  return {
    label,
    optional,
    redraws,
    ...(hint !== undefined && { hint }),
    ...(alias !== undefined && { alias }),
  };
}

/** An answer that passed its schema; `null` where there is none. Throws `invalid`, saying what it should be. */
export function accepted<Value>(
  schema: z.ZodType<Value>,
  answer: string | null | undefined,
  otherwise: string,
): Value | null {
  if (answer == null) return null;
  const parsed = schema.safeParse(answer);
  return parsed.success ? parsed.data : refuse(otherwise);
}

/** Refuses an answer with what is shown under its field. */
export function refuse(message: string): never {
  throw new BotError('invalid', message);
}

/** The placeholder of an element, if there is one. */
export function placed(placeholder: string | undefined) {
  return placeholder !== undefined && { placeholder: plain(placeholder, 150, 'placeholder') };
}
