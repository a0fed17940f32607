import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Answer } from '../slack/field.ts';
import type { AnyForm } from '../slack/submission-error.ts';
import { flagOf } from './flags.ts';
import { plainMarkup } from './plain.ts';

/** What a form asks for, read from how it is drawn: what a person sees of it, and nothing else. */
export interface Input {
  label: string;
  flag: string;
  /** Another flag for it. */
  alias: string | null;
  hint: string | null;
  optional: boolean;
  secret: boolean;
  blockId: string;
  actionId: string;
  kind: 'text' | 'day' | 'person' | 'choice' | 'search' | 'searches' | 'tick';
  /** What there is to choose from, where the form says it. */
  choices: Option[];
  /** Whether a choice draws the form anew. */
  redraws: boolean;
  /** What it is filled with already. */
  initial: Answer | null;
  /** What the form makes of an answer, `null` where that is none. Throws `invalid`. */
  read(answer: Answer): unknown;
}

/** A choice that there was no choice about: it is shown as text. */
export interface Fixed {
  label: string;
  flag: string;
  text: string;
}

const Option = z.object({ value: z.string(), text: z.object({ text: z.string() }) });
type Option = z.infer<typeof Option>;

const Element = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  initial_value: z.string().optional(),
  initial_date: z.string().optional(),
  initial_user: z.string().optional(),
  initial_option: Option.optional(),
  initial_options: z.array(Option).optional(),
  options: z.array(Option).optional(),
});

const Text = z.looseObject({ text: z.string() });

/** What is read of a block: of an input all that a person sees of it, of a section its text. */
const Block = z.looseObject({
  type: z.string(),
  block_id: z.string().default(''),
  label: Text.default({ text: '' }),
  hint: Text.nullish(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
  element: Element.optional(),
  text: Text.nullish(),
});

const kinds: Record<string, Input['kind']> = {
  plain_text_input: 'text',
  number_input: 'text',
  datepicker: 'day',
  users_select: 'person',
  static_select: 'choice',
  external_select: 'search',
  multi_external_select: 'searches',
  checkboxes: 'tick',
};

/** The inputs of a drawn form, in their order. */
export function inputsOf({ blocks }: ModalView, form: AnyForm): Input[] {
  return blocks
    .map((block) => Block.parse(block))
    .flatMap((block) =>
      block.type === 'input' && block.element ? [inputOf(block, block.element, form)] : [],
    );
}

function inputOf(
  block: z.infer<typeof Block>,
  element: z.infer<typeof Element>,
  form: AnyForm,
): Input {
  const kind = kinds[element.type];
  if (!kind) throw new Error(`A terminal has no way to answer a ${element.type}.`);
  const label = block.label.text;
  const named = Object.entries(form.fields).find(([name]) => isOf(form, name, block.block_id));
  if (!named) throw new Error(`${block.block_id} is no field of ${form.id}.`);
  const [, field] = named;
  return {
    label,
    flag: flagOf(label),
    alias: field.alias ?? null,
    hint: block.hint?.text ?? null,
    optional: block.optional,
    secret: field.secret ?? false,
    blockId: block.block_id,
    actionId: element.action_id,
    kind,
    choices: element.options ?? [],
    redraws: block.dispatch_action,
    initial: initialOf(element),
    read: field.read,
  };
}

function isOf(form: AnyForm, name: string, blockId: string): boolean {
  return blockId.split('/')[0] === `${form.id}.${name}`;
}

function initialOf(element: z.infer<typeof Element>): Answer | null {
  const { initial_value, initial_date, initial_user, initial_option, initial_options } = element;
  if (initial_value !== undefined) return { value: initial_value };
  if (initial_date !== undefined) return { selected_date: initial_date };
  if (initial_user !== undefined) return { selected_user: initial_user };
  if (initial_option) return { selected_option: asSelected(initial_option) };
  if (initial_options) return { selected_options: initial_options.map(asSelected) };
  return null;
}

/** An option as Slack sends it back once it is chosen. */
export function asSelected({ value, text }: Option) {
  return { value, text: { text: text.text } };
}

/** What the form shows as text because there is nothing to choose. */
export function fixedOf({ blocks }: ModalView, form: AnyForm): Fixed[] {
  return blocks
    .map((block) => Block.parse(block))
    .filter(({ type, block_id }) => type === 'section' && block_id.startsWith(`${form.id}.`))
    .map(({ text }) => {
      const plain = plainMarkup(text?.text ?? '', () => null);
      const [label = '', ...lines] = plain.split('\n');
      return { label, flag: flagOf(label), text: lines.join('\n') };
    });
}
