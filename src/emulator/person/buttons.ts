import { list, type Obj, obj, str } from '../json.ts';
import type { Place } from '../payloads.ts';
import { plainText } from '../plain-text.ts';
import type { State } from '../state.ts';

/** Something that can be clicked: a button, or one option of an overflow menu. */
export interface Button {
  readonly label: string;
  readonly blockId: string;
  readonly element: Obj;
  /** The chosen option, where the element is an overflow menu. */
  readonly option?: Obj;
}

/** Everything in these blocks that can be clicked, in reading order. */
export function buttonsIn(state: State, blocks: Obj[]): Button[] {
  return blocks.flatMap((block) =>
    [...list(block.elements), ...list(block.actions), obj(block.accessory)].flatMap((element) =>
      buttonsOf(state, str(block.block_id), element),
    ),
  );
}

/** The action that a click on it sends. */
export function actionOf(button: Button): Obj {
  const { element, option } = button;
  const { type, action_id, text, value, url, style } = element;
  return {
    type,
    action_id,
    block_id: button.blockId,
    ...(option ? { selected_option: option } : { text }),
    ...(value === undefined ? {} : { value }),
    ...(url === undefined ? {} : { url }),
    ...(style === undefined ? {} : { style }),
  };
}

/** What the element's confirm dialog says, its two buttons last; undefined without one. */
export function confirmTextOf(state: State, element: Obj): string | undefined {
  if (element.confirm === undefined) return undefined;
  const { title, text, confirm, deny } = obj(element.confirm);
  const yes = plainText(state, confirm) || 'Yes';
  const no = plainText(state, deny) || 'No';
  return [plainText(state, title), plainText(state, text), `[${yes}] [${no}]`]
    .filter((line) => line !== '')
    .join('\n');
}

/** Whether this is what a modal's own submit or close button is called. */
export function frameButton(
  state: State,
  place: Place,
  label: string,
): 'submit' | 'close' | undefined {
  if (!('view' in place) || place.view.body.type !== 'modal') return undefined;
  const { submit, close } = place.view.body;
  if (plainText(state, submit) === label) return 'submit';
  return plainText(state, close) === label ? 'close' : undefined;
}

function buttonsOf(state: State, blockId: string, element: Obj): Button[] {
  if (element.type === 'button' || element.type === 'workflow_button')
    return [{ label: plainText(state, element.text), blockId, element }];
  if (element.type !== 'overflow') return [];
  return list(element.options).map((option) => ({
    label: plainText(state, option.text),
    blockId,
    element,
    option,
  }));
}
