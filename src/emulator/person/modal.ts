import { list, type Obj } from '../json.ts';
import type { StoredView } from '../model.ts';
import { plainBlocks, plainText } from '../plain-text.ts';
import type { State } from '../state.ts';
import { readable } from '../values.ts';
import { viewJson } from '../views.ts';
import { buttonsIn } from './buttons.ts';
import { type Field, fieldsIn, heldBy, optionText, staticOptions } from './fields.ts';

/** An open modal, or the Home tab, as its person sees it now. */
export interface SeenView {
  readonly id: string;
  readonly title: string;
  /** Everything that can be read in it, what is filled in included. */
  readonly text: string;
  /** Labels of the fields, in reading order. */
  readonly fields: string[];
  /** Label → what is filled in. */
  readonly values: Record<string, string | string[] | undefined>;
  /** Label → the options of a static field. */
  readonly options: Record<string, string[]>;
  /** Label → what is wrong with it. */
  readonly errors: Record<string, string>;
  /** Slack's own complaint above the buttons, where something did not work. */
  readonly trouble: string | undefined;
  readonly buttons: string[];
  readonly submit: string | undefined;
  readonly close: string | undefined;
  /** The view as Slack's payloads carry it. */
  readonly view: Obj;
}

export function seenView(state: State, view: StoredView): SeenView {
  const { body } = view;
  const blocks = list(body.blocks);
  const fields = fieldsIn(state, blocks);
  const title = plainText(state, body.title);
  const submit = plainText(state, body.submit) || undefined;
  const errors = Object.fromEntries(
    Object.entries(view.errors).map(([id, text]) => [labelOf(fields, id), text]),
  );
  const byLabel = <T>(value: (field: Field) => T) =>
    Object.fromEntries(fields.map((field) => [field.label, value(field)]));
  return {
    id: view.id,
    title,
    text: [
      title,
      plainBlocks(state, blocks, view.values),
      ...Object.values(errors),
      view.trouble ?? '',
      submit ? `[${submit}]` : '',
    ]
      .filter((line) => line !== '')
      .join('\n'),
    fields: fields.map((field) => field.label),
    values: byLabel((field) => readable(heldBy(field, view.values))),
    options: byLabel((field) =>
      staticOptions(field.element).map((each) => optionText(state, each)),
    ),
    errors,
    trouble: view.trouble,
    buttons: buttonsIn(state, blocks).map((button) => button.label),
    submit,
    close: plainText(state, body.close) || undefined,
    view: viewJson(state, view),
  };
}

function labelOf(fields: Field[], blockId: string): string {
  return fields.find((field) => field.blockId === blockId)?.label ?? blockId;
}
