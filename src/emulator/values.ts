import { isObj, list, type Obj, str } from './json.ts';
import type { Values } from './model.ts';
import { elementsOf } from './rules/blocks.ts';

/**
 * What the elements of these blocks hold: what was entered before where block and action id are
 * still the same, else their initial value.
 */
export function valuesOf(blocks: Obj[], before: Values = {}): Values {
  const values: Values = {};
  for (const block of blocks) {
    const blockId = str(block.block_id);
    for (const element of elementsOf([block])) {
      const initial = initialValue(element);
      if (!initial) continue;
      const actionId = str(element.action_id);
      const kept = before[blockId]?.[actionId];
      const held = values[blockId] ?? {};
      held[actionId] = kept && kept.type === initial.type ? kept : initial;
      values[blockId] = held;
    }
  }
  return values;
}

/** The state of an element nobody has touched; undefined for one that holds nothing. */
function initialValue(element: Obj): Obj | undefined {
  const type = str(element.type);
  const single = singles[type];
  if (single) return { type, [single[0]]: element[single[1]] ?? null };
  const multi = multis[type];
  if (multi) {
    const initial = element[multi[1]];
    return { type, [multi[0]]: Array.isArray(initial) ? initial : [] };
  }
  return undefined;
}

const singles: Record<string, [member: string, initial: string]> = {
  plain_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
};

const multis: Record<string, [member: string, initial: string]> = {
  checkboxes: ['selected_options', 'initial_options'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  file_input: ['files', ''],
};

/** The member of an element's state that holds what was chosen, and whether it is a list. */
export function memberOf(type: string): { name: string; many: boolean } | undefined {
  const single = singles[type];
  if (single) return { name: single[0], many: false };
  const multi = multis[type];
  return multi ? { name: multi[0], many: true } : undefined;
}

/** The held value as people read it; people and channels by their id. */
export function readable(value: Obj | undefined): string | string[] | undefined {
  const member = memberOf(str(value?.type));
  if (!value || !member) return undefined;
  const held = value[member.name];
  if (Array.isArray(held)) return held.map(itemText);
  return held === null || held === undefined ? undefined : itemText(held);
}

function itemText(item: unknown): string {
  if (!isObj(item)) return String(item);
  if (isObj(item.text)) return str(item.text.text);
  if (item.type === 'rich_text')
    return list(item.elements)
      .flatMap((section) => list(section.elements))
      .map((each) => str(each.text))
      .join('');
  return str(item.name);
}
