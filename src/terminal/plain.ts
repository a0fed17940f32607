import type { Message } from '../slack/blocks.ts';
import { textOf } from '../slack/message-text.ts';
import { withoutDates } from '../slack/mrkdwn.ts';

/** Names people by their ids, as far as they are known. */
export type NameOf = (userId: string) => string | null;

/** A message as a terminal shows it: all of its words, without buttons and markup. */
export function plainMessage({ blocks }: Pick<Message, 'blocks'>, nameOf: NameOf): string {
  return plainMarkup(textOf(blocks, Number.POSITIVE_INFINITY), nameOf);
}

/** Slack's markup as plain text: people by name, links by label and address, marks and escapes gone. */
export function plainMarkup(markup: string, nameOf: NameOf): string {
  // A line that begins with what is to be typed, as those of the help do, has what it does on the next.
  const apart = withoutDates(markup).replace(/^(`[^`\n]+`) (?=\S)/gmu, '$1\n    ');
  // What stands in code is verbatim: in it nothing but the escapes is markup.
  const pieces = apart.split(/(?:```\n?([^`]*?)\n?```|`([^`\n]*)`)/u);
  // Of the two kinds of code the one that it is not is left out.
  const plain = pieces.map((piece: string | undefined, index) =>
    index % 3 === 0 ? unescaped(unmarked(piece ?? '', nameOf)) : unescaped(piece ?? ''),
  );
  return plain.join('').replace(OURS, '').trimEnd();
}

/** The characters with which we made text harmless: a joiner before marks, isolates around right-to-left names. */
const OURS = /[\u2060\u2068\u2069]/gu;

function unmarked(text: string, nameOf: NameOf): string {
  return text
    .replace(/<([^<>\n]+)>/g, (_all, inner: string) => reference(inner, nameOf))
    .replace(/(?<!\u2060)[*~]/gu, '')
    .replace(/(?<![\p{L}\p{N}\u2060_])_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/gu, '$1');
}

function reference(inner: string, nameOf: NameOf): string {
  const [target = '', label] = inner.split('|');
  if (target.startsWith('@')) {
    const userId = target.slice(1);
    const name = nameOf(userId) ?? label;
    return name === undefined ? userId : `@${name} (${userId})`;
  }
  if (target.startsWith('#')) return label === undefined ? target.slice(1) : `#${label}`;
  if (target.startsWith('!')) return `@${label ?? target.slice(1)}`;
  return label === undefined ? target : `${label} (${target})`;
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
