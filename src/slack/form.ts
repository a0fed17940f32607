import type { InputBlock, InputBlockElement, KnownBlock } from '@slack/types';
import { z } from 'zod';
import { BotError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { section } from './blocks.ts';
import { Answer, type Field } from './field.ts';
import { bold, mrkdwn } from './mrkdwn.ts';
import { type Choice, plain, within } from './objects.ts';

/** The fields of a form by name. */
export type Fields = Record<string, Field<unknown, unknown>>;
type Name<F extends Fields> = keyof F & string;
type Values<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer Value, infer _> ? Value : never;
};
/** What the fields may be filled with. */
export type Initials<F extends Fields> = {
  [K in keyof F]?:
    | (F[K] extends Field<infer _, infer Initial> ? Initial : never)
    | null
    | undefined;
};

/** How a form is drawn this time. */
export interface Drawn<F extends Fields> {
  /** What the fields are filled with; `null` and `undefined` fill nothing. */
  initial?: Initials<F>;
  /** What there is to choose from. */
  options?: { [K in Name<F>]?: readonly Choice[] };
  /** Fields that this person or this case does not have. */
  leaveOut?: readonly Name<F>[];
  /** Optional fields that must be answered this time. */
  required?: readonly Name<F>[];
  /** Changes the block ids, so that Slack forgets what was typed and takes `initial` again. */
  fresh?: string;
  /** Hints in place of the fields' own. */
  hints?: { [K in Name<F>]?: string };
}

type Given<F extends Fields> = { [K in Name<F>]?: string };

/** Which answers a submission may hold, and the values of fields that were shown as text. */
interface Expected<F extends Fields, Shown> {
  /** All fields, if not given. */
  shown?: Shown;
  /** What `given` said when the form was drawn, from the modal's memory. */
  given?: { [K in Name<F>]?: string | undefined };
  /** Optional fields that must be answered this time. */
  required?: readonly Name<F>[];
}

/** All values; those of the fields that are listed; or, where the list is made at run time, what there is. */
type Parsed<F extends Fields, Shown> = Shown extends readonly Name<F>[]
  ? number extends Shown['length']
    ? Partial<Values<F>>
    : Pick<Values<F>, Shown[number]>
  : Values<F>;

export interface Form<F extends Fields> {
  readonly id: string;
  readonly fields: F;
  /** The input blocks. A choice with but one option is a line of text instead. */
  blocks(drawn?: Drawn<F>): KnownBlock[];
  /** Values of the fields that are drawn as text: remember them in the modal and give them to `parse`. */
  given(drawn?: Drawn<F>): Given<F>;
  /**
   * The checked answers of `view.state.values`. Throws `BotError('invalid')` with every refused field at once,
   * and `BotError('forbidden')` for answers to what was not asked, which only a forged submission holds.
   */
  parse<const Shown extends readonly Name<F>[] | undefined = undefined>(
    values: unknown,
    expected?: Expected<F, Shown>,
  ): Parsed<F, Shown>;
  /**
   * Errors of fields for `response_action: errors`, which wants block ids of inputs in the view; `elsewhere` are
   * those of fields that the view does not show, so that they are told another way.
   */
  errorsByBlock(
    fields: Record<string, string>,
    view: { blocks: readonly { type: string; block_id?: string }[] },
  ): { errors: Record<string, string>; elsewhere: Record<string, string> };
  /** What was typed, unchecked, as `initial` to draw the form again with nothing lost but secrets. */
  typed(values: unknown): Initials<F>;
  /** What was typed in the fields that are never drawn again, unchecked: to be kept for the form's next view. */
  typedSecrets(values: unknown): { [K in Name<F>]?: Secret };
}

/** The values of a form: `FormValues<typeof createAccount>`. */
export type FormValues<T> = T extends Form<infer F> ? Values<F> : never;

/**
 * A form: fields declared once build its inputs and read its answers. Block ids are `<form>.<field>`, so are
 * action ids, save those of searches, which are what answers their suggestions.
 */
export function form<F extends Fields>(id: string, fields: F): Form<F> {
  const entries = Object.entries(fields) as [Name<F>, Field<unknown, unknown>][];
  const names = entries.map(([name]) => name);

  function drawnFields({ leaveOut = [], options }: Drawn<F>) {
    const shown = entries.filter(([name]) => !leaveOut.includes(name));
    return shown.map(([name, field]) => {
      const choices = options?.[name];
      return { name, field, choices, only: choices && field.fixed?.(choices) };
    });
  }

  /** The answers by field. An answer to anything else is nobody's honest doing. */
  function answersIn(values: unknown, shown: readonly string[]): Map<string, Answer> {
    const answers = new Map<string, Answer>();
    for (const [blockId, elements] of Object.entries(State.parse(values))) {
      const name = fieldOf(blockId);
      for (const [action, answer] of Object.entries(elements)) {
        const asked = name !== null && shown.includes(name) && !answers.has(name);
        if (!asked || action !== actionOf(name)) {
          throw new BotError(
            'forbidden',
            'This form holds an answer to something it did not ask.',
            {
              now: 'Open it again.',
            },
          );
        }
        answers.set(name, answer);
      }
    }
    return answers;
  }

  function fieldOf(blockId: string): Name<F> | null {
    const name = blockId.startsWith(`${id}.`) ? blockId.slice(id.length + 1).split('/')[0] : null;
    return names.find((one) => one === name) ?? null;
  }

  function actionOf(name: Name<F>): string {
    return fields[name]?.suggestions ?? `${id}.${name}`;
  }

  return {
    id,
    fields,

    blocks: (drawn = {}) =>
      drawnFields(drawn).map(({ name, field, choices, only }) => {
        const blockId = `${id}.${name}${drawn.fresh === undefined ? '' : `/${drawn.fresh}`}`;
        if (only) return section(mrkdwn`${bold(field.label)}\n${only.text}`, { id: blockId });
        const element = field.draw({
          actionId: within(actionOf(name), 255, 'action id'),
          initial: drawn.initial?.[name],
          choices,
        });
        return inputBlock(within(blockId, 255, 'block id'), field, element, {
          hint: drawn.hints?.[name] ?? field.hint,
          optional: field.optional && !drawn.required?.includes(name),
        });
      }),

    given: (drawn = {}) => {
      const fixed = drawnFields(drawn).filter(({ only }) => only !== undefined);
      return Object.fromEntries(fixed.map(({ name, only }) => [name, only?.value])) as Given<F>;
    },

    parse: (values, { shown, given, required } = {}) => {
      const expected: readonly Name<F>[] = shown ?? names;
      // What was shown as text was not asked.
      const asked = expected.filter((name) => given?.[name] === undefined);
      const answers = answersIn(values, asked);
      const parsed: Record<string, unknown> = {};
      const errors: Record<string, string> = {};
      for (const name of expected) {
        const answer = answers.get(name) ?? answerOf(given?.[name]);
        try {
          parsed[name] = readField(fields[name], answer, required?.includes(name));
        } catch (error) {
          if (!(error instanceof BotError) || error.code !== 'invalid') throw error;
          errors[name] = error.message;
        }
      }
      if (Object.keys(errors).length > 0) {
        throw new BotError('invalid', 'Some answers cannot be accepted.', { fields: errors });
      }
      return parsed as never;
    },

    errorsByBlock: (refused, view) => {
      const errors: Record<string, string> = {};
      const elsewhere: Record<string, string> = {};
      for (const [name, message] of Object.entries(refused)) {
        const block = view.blocks.find(
          ({ type, block_id = '' }) => type === 'input' && fieldOf(block_id) === name,
        );
        if (block?.block_id === undefined) elsewhere[name] = message;
        else errors[block.block_id] = message;
      }
      return { errors, elsewhere };
    },

    typed: (values) => {
      const typed: Record<string, unknown> = {};
      for (const [blockId, elements] of Object.entries(State.parse(values))) {
        const name = fieldOf(blockId);
        const [answer] = Object.values(elements);
        if (name !== null && answer !== undefined) typed[name] = fields[name]?.typed(answer);
      }
      return typed as Initials<F>;
    },

    typedSecrets: (values) => {
      const typed: Record<string, Secret> = {};
      for (const [blockId, elements] of Object.entries(State.parse(values))) {
        const name = fieldOf(blockId);
        const text = Object.values(elements)[0]?.value?.trim() ?? '';
        if (name !== null && fields[name]?.secret && text !== '') typed[name] = new Secret(text);
      }
      return typed as { [K in Name<F>]?: Secret };
    },
  };
}

const State = z.record(z.string(), z.record(z.string(), Answer));

/** What choosing the given value would have answered. */
function answerOf(given: string | undefined): Answer {
  return given === undefined ? {} : { selected_option: { value: given } };
}

function readField(
  field: Field<unknown, unknown> | undefined,
  answer: Answer,
  required = false,
): unknown {
  const value = field?.read(answer) ?? null;
  if (value === null && (required || !field?.optional))
    throw new BotError('invalid', 'Please answer this.');
  return value;
}

function inputBlock(
  blockId: string,
  field: Field<unknown, unknown>,
  element: InputBlockElement,
  { hint, optional }: { hint: string | undefined; optional: boolean },
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(field.label, 2000, 'label'),
    optional,
    element,
    ...(hint !== undefined && { hint: plain(hint, 2000, 'hint') }),
    ...(field.redraws && { dispatch_action: true }),
  };
}
