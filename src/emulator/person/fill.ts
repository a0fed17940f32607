import { list, type Obj, str } from '../json.ts';
import type { State } from '../state.ts';
import { memberOf } from '../values.ts';
import { type Field, optionText, staticOptions } from './fields.ts';

/** Someone or something with an id: a Person, a Channel. */
export interface Handle {
  readonly id: string;
}

/** What a person puts into a field; null empties it, true and false (un)tick every box. */
export type Fill = string | number | boolean | null | Handle | readonly (string | Handle)[];

/** Asks the app what an external select offers for the typed text. */
export type Search = (text: string) => Promise<Obj[]>;

/** The field's new state after the person has filled it in this way. */
export async function filled(state: State, field: Field, fill: Fill, search: Search): Promise<Obj> {
  const type = str(field.element.type);
  const member = memberOf(type);
  if (!member || type === 'file_input')
    throw new Error(`The emulator cannot fill in "${field.label}" (${type})`);
  const wanted = wantedItems(field, fill);
  const chosen: unknown[] = [];
  for (const item of wanted) chosen.push(await resolve(state, field, type, item, search));
  if (member.many) {
    const most = field.element.max_selected_items;
    if (typeof most === 'number' && chosen.length > most)
      throw new Error(`"${field.label}" takes at most ${most} choices, not ${chosen.length}`);
    return { type, [member.name]: chosen };
  }
  if (chosen.length > 1) throw new Error(`"${field.label}" takes one choice, not ${chosen.length}`);
  return { type, [member.name]: chosen[0] ?? null };
}

function wantedItems(field: Field, fill: Fill): (string | number | Handle)[] {
  if (fill === null || fill === false || fill === '') return [];
  if (fill === true)
    return staticOptions(field.element).map((option) => str((option.text as Obj).text));
  if (typeof fill === 'string' || typeof fill === 'number') return [fill];
  return 'id' in fill ? [fill] : [...fill];
}

async function resolve(
  state: State,
  field: Field,
  type: string,
  item: string | number | Handle,
  search: Search,
): Promise<unknown> {
  if (type.endsWith('users_select')) return idOf(field, item, [...state.people.values()], '@');
  if (/(conversations|channels)_select$/.test(type))
    return idOf(field, item, [...state.channels.values()], '#');
  if (typeof item === 'object') throw new Error(`"${field.label}" takes a text, not ${item.id}`);
  const text = String(item);
  if (type.endsWith('external_select')) return pick(state, field, await search(text), text);
  if (/(static_select|radio_buttons|checkboxes)$/.test(type))
    return pick(state, field, staticOptions(field.element), text);
  if (type === 'datetimepicker') return Number(text);
  if (type === 'rich_text_input') return richText(text);
  // A one-line input turns pasted line breaks into spaces.
  const oneLine = type === 'plain_text_input' && field.element.multiline !== true;
  return oneLine ? text.replace(/\s*\n\s*/g, ' ') : text;
}

/** The option with this text, else the only one that contains it. */
function pick(state: State, field: Field, options: Obj[], text: string): Obj {
  const texts = options.map((option) => optionText(state, option));
  const exact = options[texts.indexOf(text)];
  if (exact) return exact;
  const similar = options.filter((option) =>
    optionText(state, option).toLowerCase().includes(text.toLowerCase()),
  );
  const [only] = similar;
  if (only && similar.length === 1) return only;
  const why = similar.length > 1 ? 'several options like' : 'no option';
  throw new Error(
    `"${field.label}" has ${why} "${text}". It offers: ${texts.join(' | ') || 'nothing'}`,
  );
}

function idOf(
  field: Field,
  item: string | number | Handle,
  known: { id: string; name: string; realName?: string }[],
  sign: string,
): string {
  if (typeof item === 'object') return item.id;
  const name = String(item).replace(sign, '');
  const found = known.find((each) => [each.name, each.realName, each.id].includes(name));
  if (found) return found.id;
  const names = known.map((each) => each.name).join(', ');
  throw new Error(`"${field.label}" offers no "${name}". It offers: ${names}`);
}

function richText(text: string): Obj {
  const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }];
  return { type: 'rich_text', elements: list(elements) };
}
