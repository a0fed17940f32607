import { list, type Obj, obj, str } from './json.ts';
import type { Values } from './model.ts';
import type { State } from './state.ts';
import { readable } from './values.ts';

/** What a person reads of blocks: every text, button label and value, one line per piece. */
export function plainBlocks(state: State, blocks: Obj[], values: Values = {}): string {
  return blocks
    .flatMap((block) => linesOf(state, block, values))
    .filter((line) => line !== '')
    .join('\n');
}

/** Text as it appears on the screen: mentions by name, links by label, marks and escapes gone. */
export function plainMrkdwn(state: State, text: string): string {
  return text
    .replace(/<([^<>]+)>/g, (_all, inner: string) => plainReference(state, inner))
    .replace(/(^|[\s([])([*_~])(?=\S)([^\n]*?\S)\2(?=$|[\s).,:;!?\]])/gm, '$1$3')
    .replace(/```|`/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** A text object as people read it. */
export function plainText(state: State, text: unknown): string {
  const { type, text: content } = obj(text);
  return type === 'mrkdwn' ? plainMrkdwn(state, str(content)) : str(content);
}

function linesOf(state: State, block: Obj, values: Values): string[] {
  const elements = [...list(block.elements), obj(block.accessory), obj(block.element)];
  switch (block.type) {
    case 'image':
      return [plainText(state, block.title), str(block.alt_text)];
    case 'context':
      return [
        list(block.elements)
          .map((each) => elementText(state, each))
          .join(' '),
      ];
    case 'markdown':
      return [plainMrkdwn(state, str(block.text))];
    case 'rich_text':
      return [richText(state, block)];
    case 'table':
    case 'data_table':
      return [str(block.caption), ...tableRows(state, block)];
    case 'task_card':
      return [str(block.title), str(block.status)];
    case 'card':
      return [
        block.title,
        block.subtitle,
        block.body,
        ...list(block.actions).map((b) => b.text),
      ].map((text) => plainText(state, text));
    default:
      return [
        plainText(state, block.label),
        plainText(state, block.text),
        ...list(block.fields).map((field) => plainText(state, field)),
        ...elements.map((element) => elementText(state, element)),
        ...elements.map((element) => heldText(block, element, values)),
        plainText(state, block.hint),
      ];
  }
}

function elementText(state: State, element: Obj): string {
  switch (element.type) {
    case 'mrkdwn':
    case 'plain_text':
      return plainText(state, element);
    case 'image':
      return str(element.alt_text);
    case 'button':
    case 'workflow_button':
      return `[${plainText(state, element.text)}]`;
    case 'overflow':
    case 'checkboxes':
    case 'radio_buttons':
      return list(element.options)
        .map((option) => `[${plainText(state, option.text)}]`)
        .join(' ');
    default:
      return '';
  }
}

function heldText(block: Obj, element: Obj, values: Values): string {
  const held = readable(values[str(block.block_id)]?.[str(element.action_id)]);
  return Array.isArray(held) ? held.join(', ') : (held ?? '');
}

function tableRows(state: State, table: Obj): string[] {
  if (!Array.isArray(table.rows)) return [];
  return table.rows.map((row: unknown) =>
    list(row)
      .map((cell) =>
        cell.type === 'rich_text' ? richText(state, cell) : String(cell.text ?? cell.value),
      )
      .join(' | '),
  );
}

function richText(state: State, node: Obj): string {
  switch (node.type) {
    case 'text':
      return str(node.text);
    case 'link':
      return str(node.text) || str(node.url);
    case 'emoji':
      return `:${str(node.name)}:`;
    case 'user':
      return plainReference(state, `@${str(node.user_id)}`);
    case 'channel':
      return plainReference(state, `#${str(node.channel_id)}`);
    case 'rich_text_section':
      return list(node.elements)
        .map((each) => richText(state, each))
        .join('');
    default:
      return list(node.elements)
        .map((each) => richText(state, each))
        .join('\n');
  }
}

function plainReference(state: State, inner: string): string {
  const [target = '', label] = inner.split('|');
  if (target.startsWith('@')) {
    const id = target.slice(1);
    if (id === state.botUserId) return '@switchboard';
    return `@${state.people.get(id)?.name ?? label ?? id}`;
  }
  if (target.startsWith('#')) {
    const id = target.slice(1);
    return `#${state.channels.get(id)?.name ?? label ?? id}`;
  }
  if (target.startsWith('!date')) return label ?? target;
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label || target.replace(/^mailto:/, '');
}
