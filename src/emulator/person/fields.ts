import { list, type Obj, obj, str } from '../json.ts';
import type { Values } from '../model.ts';
import { plainText } from '../plain-text.ts';
import { elementsOf } from '../rules/blocks.ts';
import type { State } from '../state.ts';
import { memberOf } from '../values.ts';

/** Something that can be filled in or chosen from. */
export interface Field {
  /** What people call it: the input's label, else the text beside it, else its placeholder. */
  readonly label: string;
  readonly otherLabels: string[];
  readonly block: Obj;
  readonly element: Obj;
  readonly blockId: string;
  readonly actionId: string;
  /** Choosing in it sends block_actions. */
  readonly dispatches: boolean;
}

/** All fields of these blocks, in reading order. */
export function fieldsIn(state: State, blocks: Obj[]): Field[] {
  return blocks.flatMap((block) =>
    elementsOf([block])
      .filter((element) => memberOf(str(element.type)))
      .map((element) => {
        const [label = str(element.action_id), ...otherLabels] = labelsOf(state, block, element);
        return {
          label,
          otherLabels,
          block,
          element,
          blockId: str(block.block_id),
          actionId: str(element.action_id),
          dispatches: block.type !== 'input' || block.dispatch_action === true,
        };
      }),
  );
}

/** The field that people call by this name. */
export function fieldNamed(state: State, blocks: Obj[], name: string): Field | undefined {
  const fields = fieldsIn(state, blocks);
  return (
    fields.find((field) => field.label === name) ??
    fields.find((field) => field.otherLabels.includes(name)) ??
    fields.find((field) => field.block.type === 'section' && field.label.startsWith(name))
  );
}

export function heldBy(field: Field, values: Values): Obj | undefined {
  return values[field.blockId]?.[field.actionId];
}

/** The options that a static field offers. */
export function staticOptions(element: Obj): Obj[] {
  return [
    ...list(element.options),
    ...list(element.option_groups).flatMap((group) => list(group.options)),
  ];
}

export function optionText(state: State, option: Obj): string {
  return plainText(state, option.text);
}

function labelsOf(state: State, block: Obj, element: Obj): string[] {
  return [block.label, block.text, element.placeholder]
    .map((text) => plainText(state, obj(text)))
    .filter((text) => text !== '');
}
