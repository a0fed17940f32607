import { list, type Obj, str } from '../json.ts';
import type { StoredView, Values } from '../model.ts';
import type { State } from '../state.ts';
import { readable } from '../values.ts';
import { fieldsIn, heldBy } from './fields.ts';

/** What Slack's client finds wrong before it submits anything: block id → its complaint. */
export function clientErrors(state: State, view: StoredView): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const field of fieldsIn(state, list(view.body.blocks))) {
    if (field.block.type !== 'input') continue;
    const complaint = complaintAbout(field.block, field.element, heldText(field, view.values));
    if (complaint) errors[field.blockId] = complaint;
  }
  return errors;
}

function heldText(field: Parameters<typeof heldBy>[0], values: Values): string {
  const held = readable(heldBy(field, values));
  return Array.isArray(held) ? held.join(', ') : (held ?? '');
}

function complaintAbout(block: Obj, element: Obj, text: string): string | undefined {
  if (text === '')
    return block.optional === true ? undefined : 'Please complete this required field.';
  const { min_length: min, max_length: most } = element;
  const max = typeof most === 'number' ? most : 3000;
  if (typeof min === 'number' && text.length < min)
    return `This field must be at least ${min} characters.`;
  if (element.type === 'plain_text_input' && text.length > max)
    return `This field must be at most ${max} characters.`;
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text))
    return 'Please enter a valid email address.';
  if (element.type === 'url_text_input' && !URL.canParse(text)) return 'Please enter a valid URL.';
  return element.type === 'number_input' ? complaintAboutNumber(element, text) : undefined;
}

function complaintAboutNumber(element: Obj, text: string): string | undefined {
  const pattern = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(text)) return 'Please enter a valid number.';
  const { min_value: min, max_value: max } = element;
  if (min !== undefined && Number(text) < Number(str(min)))
    return `Please enter a number of at least ${str(min)}.`;
  if (max !== undefined && Number(text) > Number(str(max)))
    return `Please enter a number of at most ${str(max)}.`;
  return undefined;
}
