import { z } from 'zod';
import { Secret } from '../secret.ts';
import {
  type Answer,
  accepted,
  base,
  type Field,
  type Kept,
  type Placeholdable,
  placed,
  refuse,
} from './field.ts';
import { codePoints, number, oneLine, visible } from './mrkdwn.ts';
import { option } from './objects.ts';

interface TextOptions extends Placeholdable {
  /** The most code points, at most 3,000, which is also what holds without it. */
  max?: number;
  /** Gives the value to keep; throws `BotError('invalid')`, whose message is shown under the field. */
  check?: (typed: string) => string;
}

/** A line of text, without white space at its ends and characters that cannot be seen. */
export function text<Options extends TextOptions>(
  label: string,
  options?: Options,
): Field<Kept<string, Options>, string> {
  return written(label, options, false, (typed) => checked(oneLine(typed), options));
}

/** Text of several lines. */
export function paragraph<Options extends TextOptions>(
  label: string,
  options?: Options,
): Field<Kept<string, Options>, string> {
  const clean = (typed: string) => visible(typed).replace(/\r\n?/g, '\n').trim();
  return written(label, options, true, (typed) => checked(clean(typed), options));
}

/** A text that is never drawn again, neither from data nor from what was typed. */
export function secret<Options extends TextOptions & { multiline?: true }>(
  label: string,
  options?: Options,
): Field<Kept<Secret, Options>, never> {
  return {
    ...written(label, options, options?.multiline ?? false, (typed) => {
      const value = checked(typed.trim(), options);
      return value === null ? null : new Secret(value);
    }),
    secret: true,
    typed: () => undefined,
  };
}

interface NumberOptions extends Placeholdable {
  min?: number;
  max?: number;
}

/** A whole number, `min` (0 if not given) and `max` included. */
export function wholeNumber<Options extends NumberOptions>(
  label: string,
  options?: Options,
): Field<Kept<number, Options>, number | string> {
  const { min = 0, max, placeholder } = options ?? {};
  const range = max === undefined ? `${number(min)} or more` : `${number(min)} to ${number(max)}`;
  const Whole = z
    .stringFormat('whole number', /^[-+]?\d+$/)
    .transform(Number)
    .pipe(
      z
        .number()
        .int()
        .min(min)
        .max(max ?? Number.MAX_SAFE_INTEGER),
    );
  return {
    ...base(label, options),
    draw: ({ actionId, initial }) => ({
      type: 'number_input',
      action_id: actionId,
      is_decimal_allowed: false,
      min_value: String(min),
      ...(max !== undefined && { max_value: String(max) }),
      ...(initial != null && initial !== '' && { initial_value: String(initial) }),
      ...placed(placeholder),
    }),
    read: ({ value }) => accepted(Whole, value?.trim() || null, `A whole number, ${range}.`),
    typed: ({ value }) => value ?? undefined,
  };
}

/** A tick box. `text` stands beside the box: `Yes` if not given, since Slack wants the label above it. */
export function toggle(
  label: string,
  options?: { hint?: string; text?: string; redraws?: true },
): Field<boolean, boolean> {
  const on = option({ text: options?.text ?? 'Yes', value: 'on' });
  const ticked = (answer: Answer) =>
    answer.selected_options?.some(({ value }) => value === 'on') ?? false;
  return {
    ...base(label, options),
    // Slack refuses a submission without a tick otherwise.
    optional: true,
    draw: ({ actionId, initial }) => ({
      type: 'checkboxes',
      action_id: actionId,
      options: [on],
      ...(initial && { initial_options: [on] }),
    }),
    read: ticked,
    typed: ticked,
  };
}

/** A calendar day, as `2027-01-31`. */
export function date<Options extends Placeholdable & Pick<TextOptions, 'check'>>(
  label: string,
  options?: Options,
): Field<Kept<string, Options>, string> {
  return {
    ...base(label, options),
    draw: ({ actionId, initial }) => ({
      type: 'datepicker',
      action_id: actionId,
      ...(initial && { initial_date: initial }),
      ...placed(options?.placeholder),
    }),
    read: ({ selected_date }) => {
      const day = accepted(z.iso.date(), selected_date, 'A day of the calendar.');
      return day === null ? null : (options?.check?.(day) ?? day);
    },
    typed: ({ selected_date }) => selected_date ?? undefined,
  };
}

function written<Value>(
  label: string,
  options: TextOptions | undefined,
  multiline: boolean,
  read: (typed: string) => Value | null,
): Field<Value, string> {
  const { max = 3000, placeholder } = options ?? {};
  // We count code points; Slack may count an emoji as two, so it is told twice as many.
  const most = Math.min(3000, 2 * max);
  return {
    ...base(label, options),
    draw: ({ actionId, initial }) => ({
      type: 'plain_text_input',
      action_id: actionId,
      multiline,
      max_length: most,
      // Slack refuses to fill in more than a field takes; what is cut off here would be refused anyway.
      ...(initial && { initial_value: initial.slice(0, most).toWellFormed() }),
      ...placed(placeholder),
    }),
    read: ({ value }) => read(value ?? ''),
    typed: ({ value }) => value ?? undefined,
  };
}

function checked(typed: string, { max = 3000, check }: TextOptions = {}): string | null {
  if (typed === '') return null;
  const length = codePoints(typed);
  if (length > max) refuse(`At most ${number(max)} characters; these are ${number(length)}.`);
  return check ? check(typed) : typed;
}
