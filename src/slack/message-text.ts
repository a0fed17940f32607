import type { KnownBlock, TextObject } from '@slack/types';
import { mrkdwn, withoutDates } from './mrkdwn.ts';

/**
 * The words of a message's blocks, a line per text, for its top-level `text`: that is what notifications
 * show and screen readers read. Buttons, menus and inputs are left out. At most `max` characters, cut at a
 * line and ended by `…`. Throws for blocks that it has no words for.
 */
export function textOf(blocks: readonly KnownBlock[], max: number): string {
  const lines = blocks
    .flatMap(textsIn)
    .map(wordsOf)
    .flatMap((text) => text.split('\n'));
  let text = '';
  for (const [index, line] of lines.entries()) {
    const longer = index === 0 ? line : `${text}\n${line}`;
    // Two characters are kept for the ending, unless this is the last line.
    if (longer.length > max - (index === lines.length - 1 ? 0 : 2)) return `${text}\n…`;
    text = longer;
  }
  return text;
}

function textsIn(block: KnownBlock): TextObject[] {
  switch (block.type) {
    case 'header':
      return [block.text];
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])];
    case 'context':
      return block.elements.map((element) =>
        element.type === 'image' ? { type: 'plain_text', text: element.alt_text } : element,
      );
    case 'divider':
    case 'actions':
    case 'input':
      return [];
    default:
      throw new Error(`No words are known for a ${block.type} block in a message.`);
  }
}

/** Slack reads `text` as markup, so plain words are made harmless for it. */
function wordsOf({ type, text }: TextObject): string {
  return type === 'mrkdwn' ? withoutDates(text) : mrkdwn`${text}`.text;
}
