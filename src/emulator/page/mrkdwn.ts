import type { Obj } from '../json.ts';

/**
 * A block in the library's dialect. It reads mrkdwn as Markdown, so what only Markdown would format is written as
 * character references; and it shows `verbatim` text raw, where Slack merely does not look for links in it.
 */
export function forLibrary(value: Obj): Obj {
  const { verbatim = false, ...rest } = value;
  const parts = Object.entries(rest).map(([name, part]): [string, unknown] => [
    name,
    translated(part),
  ]);
  const result = Object.fromEntries(parts);
  if (rest.type !== 'mrkdwn') return result;
  const text = slackOnly(String(rest.text));
  return { ...result, text: verbatim === true ? withoutLinks(text) : text };
}

function translated(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(translated);
  return typeof part === 'object' && part !== null ? forLibrary(part as Obj) : part;
}

/** Text in which nothing is formatted but what Slack formats. A word joiner before a mark keeps Slack from it. */
function slackOnly(text: string): string {
  return text
    .split(/((?<!\u2060)```[\s\S]+?```|(?<!\u2060)`[^`\n]+`|<[^<>\n]+>)/)
    .map((piece, index) => (index % 2 === 1 ? literal(piece) : plainMarks(piece)))
    .join('');
}

/** The library looks for bold and struck text across code: there these stand for the marks, until they are drawn. */
const inCode = new Map([
  ['*', '\uE000'],
  ['~', '\uE001'],
]);

/** Text as it is drawn, with the marks that were kept from the library. */
export function asDrawn(text: string): string {
  return [...inCode].reduce((all, [mark, instead]) => all.replaceAll(instead, mark), text);
}

/** Code or a link, in which nothing is formatted. */
function literal(piece: string): string {
  const plain = piece.replaceAll('&gt;', '>');
  return plain.startsWith('`') ? plain.replace(/[*~]/g, (mark) => inCode.get(mark) ?? mark) : plain;
}

/** An address that is not written as a link stays text. */
function withoutLinks(text: string): string {
  return text.replace(/(?<!<[a-z]*):\/\//g, `:${reference('/')}${reference('/')}`);
}

function plainMarks(text: string): string {
  return (
    text
      .replace(/\u2060(&gt;|[*_~`])/g, (_all, mark: string) =>
        reference(mark === '&gt;' ? '>' : mark),
      )
      .replace(/(?<=[\p{L}\p{N}])[*_~](?=[\p{L}\p{N}])/gu, reference)
      .replace(
        /^(\s*)(#|\d+(?=[.)])|[-+](?=\s))/gm,
        (_all, space: string, mark: string) => `${space}${mark.replace(/./g, reference)}`,
      )
      .replace(/[[\]|\\]/g, reference)
      // The library would put a space behind it; at the beginning of a line it quotes, in Slack too.
      .replace(/(?<!^)&gt;/gm, reference('>'))
  );
}

function reference(mark: string): string {
  return `&#${mark.codePointAt(0)};`;
}
