import { z } from 'zod';
import {
  accepted,
  base,
  type Field,
  type Kept,
  type Placeholdable,
  placed,
  refuse,
} from './field.ts';
import { number } from './mrkdwn.ts';
import { type Choice, checkCount, option } from './objects.ts';

/** Somebody of the workspace, by their user id. */
export function person<Options extends Placeholdable>(
  label: string,
  options?: Options,
): Field<Kept<string, Options>, string> {
  return {
    ...base(label, options),
    draw: ({ actionId, initial }) => ({
      type: 'users_select',
      action_id: actionId,
      ...(initial && { initial_user: initial }),
      ...placed(options?.placeholder),
    }),
    read: ({ selected_user }) =>
      accepted(z.string().regex(/^[UW][A-Z0-9]+$/), selected_user, 'Pick somebody from the list.'),
    typed: ({ selected_user }) => selected_user ?? undefined,
  };
}

interface ChoiceOptions extends Placeholdable {
  /** What a chosen value must be, such as `ProviderSid`: it types the answer. */
  value?: z.ZodType<string>;
  /** Choosing sends `block_actions` at once. */
  redraws?: true;
}

type Chosen<Options> = Options extends { value: infer Schema extends z.ZodType<string> }
  ? z.output<Schema>
  : string;

/** One of at most 100 choices given when it is drawn; shown as text where there is but one. */
export function choice<Options extends ChoiceOptions>(
  label: string,
  options?: Options,
): Field<Kept<Chosen<Options>, Options>, string> {
  return {
    ...base(label, options),
    draw: ({ actionId, initial, choices = [] }) => {
      checkCount(choices.length, 1, 100, `choices of ${label}`);
      const chosen = choices.find(({ value }) => value === initial);
      return {
        type: 'static_select',
        action_id: actionId,
        options: choices.map(option),
        ...(chosen && { initial_option: option(chosen) }),
        ...placed(options?.placeholder),
      };
    },
    fixed: (choices) => (choices.length === 1 && !options?.optional ? choices[0] : undefined),
    read: ({ selected_option }) => picked(options, selected_option?.value),
    typed: ({ selected_option }) => selected_option?.value,
  };
}

interface SearchOptions extends ChoiceOptions {
  /** The action id that `app.options` answers. In `block_actions` of one that redraws it is the action id too. */
  suggestions: string;
  /** How much to type before suggestions are asked for; 0 if not given. */
  minQueryLength?: number;
}

/** One of many, found by typing. */
export function search<Options extends SearchOptions>(
  label: string,
  options: Options,
): Field<Kept<Chosen<Options>, Options>, Choice> {
  return {
    ...base(label, options),
    suggestions: options.suggestions,
    draw: ({ actionId, initial }) => ({
      type: 'external_select',
      action_id: actionId,
      min_query_length: options.minQueryLength ?? 0,
      ...(initial && { initial_option: option(initial) }),
      ...placed(options.placeholder),
    }),
    read: ({ selected_option }) => picked(options, selected_option?.value),
    typed: ({ selected_option }) => (selected_option ? choiceOf(selected_option) : undefined),
  };
}

/** Several of many, found by typing; at most `max`, as Slack's list allows too. */
export function searchMany<Options extends SearchOptions & { max?: number }>(
  label: string,
  options: Options,
): Field<Kept<Chosen<Options>[], Options>, Choice[]> {
  const { suggestions, max, minQueryLength = 0, placeholder } = options;
  return {
    ...base(label, options),
    suggestions,
    draw: ({ actionId, initial }) => ({
      type: 'multi_external_select',
      action_id: actionId,
      min_query_length: minQueryLength,
      ...(max !== undefined && { max_selected_items: max }),
      ...(initial?.length && { initial_options: initial.map(option) }),
      ...placed(placeholder),
    }),
    read: ({ selected_options }) => {
      const values = (selected_options ?? []).flatMap(({ value }) => picked(options, value) ?? []);
      if (max !== undefined && values.length > max) refuse(`At most ${number(max)} of them.`);
      return values.length === 0 ? null : values;
    },
    typed: ({ selected_options }) => selected_options?.map(choiceOf),
  };
}

/** The schema is the one that `Chosen<Options>` was inferred from. */
function picked<Options extends ChoiceOptions>(
  options: Options | undefined,
  value: string | undefined,
): Chosen<Options> | null {
  const schema = options?.value ?? z.string();
  return accepted(schema, value, 'Pick one from the list.') as Chosen<Options> | null;
}

function choiceOf({ value, text }: { value: string; text?: { text: string } | undefined }): Choice {
  return { value, text: text?.text ?? value };
}
