/**
 * Slack markup that nobody's input can break out of. It is an object, not a string, because a template
 * must tell markup from text at run time; nothing outside this file can make one.
 */
class Markup {
  /** The markup as Slack takes it in `text` of a mrkdwn object. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Mrkdwn = Markup;

/** What may stand in a template: text and numbers are made harmless, markup is inserted as it is. */
export type Inline = string | number | Mrkdwn;

/**
 * Tagged template of Slack markup: mrkdwn`*${name}* asked for ${thing}`. The words of the template may
 * format (`*bold*`); `&`, `<` and `>` in them are escaped, so write them as they should be read.
 */
export function mrkdwn(words: TemplateStringsArray, ...values: Inline[]): Mrkdwn {
  const parts = words.map((word, index) => {
    const value = values[index];
    return escaped(word) + (value === undefined ? '' : markupOf(value));
  });
  return new Markup(parts.join(''));
}

/** Joins markup and text; `separator` is ours and inserted as it is, such as `', '` or `'\n'`. */
export function join(parts: readonly Inline[], separator: string): Mrkdwn {
  return new Markup(parts.map(markupOf).join(separator));
}

/** Bold text; nothing where there is no text, since `**` would be shown. */
export function bold(text: Inline): Mrkdwn {
  const inner = markupOf(text).trim();
  return new Markup(inner === '' ? '' : `*${inner}*`);
}

/** Fixed-width text, the form for what people copy: no joiners in it, backticks become `ˋ`. */
export function code(text: string): Mrkdwn {
  const inner = escaped(oneLine(text).replaceAll('`', 'ˋ'));
  return new Markup(inner === '' ? '—' : `\`${inner}\``);
}

/** How long a block of code may be, so that it fits a section. */
const BLOCK = 2900;

/** Text of several lines in fixed width, to be copied as it is; what does not fit a section is cut off. */
export function codeBlock(text: string): Mrkdwn {
  const whole = visible(text).replaceAll('`', 'ˋ').trimEnd();
  // Escaped, a character has at most five.
  const fitting = escaped(whole).length <= BLOCK ? whole : shortened(whole, BLOCK / 5);
  return new Markup(`\`\`\`\n${escaped(fitting)}\n\`\`\``);
}

/** A quotation of somebody's words, their lines kept. Begin a line with it. */
export function quote(text: string): Mrkdwn {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/u);
  return new Markup(lines.map((line) => `>${harmless(line)}`).join('\n'));
}

/** A link; only `https:` and `http:` addresses become one, anything else is its label alone. */
export function link(url: string, label: string): Mrkdwn {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !/^https?:$/.test(address.protocol)) return new Markup(harmless(label));
  return new Markup(`<${escaped(address.href).replaceAll('|', '%7C')}|${harmless(label)}>`);
}

/** Names somebody by id, as `<@U…>`; ids that are not Slack's (`terminal:ann`) are shown as they are. */
export function mention(userId: string): Mrkdwn {
  return new Markup(/^[UW][A-Z0-9]+$/.test(userId) ? `<@${userId}>` : harmless(userId));
}

/** What quotes a typed line: the people and channels in it (`<@U…|ann>`, `<#C…>`) are shown as such. */
export function typed(text: string): Mrkdwn {
  const shown = harmless(text).replace(
    /&lt;(@[UW]|#[CDG])([A-Z0-9]+)(?:\|(?:(?!&gt;).)*)?&gt;/gu,
    '<$1$2>',
  );
  return new Markup(shown);
}

/** A line to be typed, as fixed-width text, but for the people and channels in it, which are shown as such. */
export function commandLine(text: string): Mrkdwn {
  const pieces = text
    .split(/(<[@#][A-Z0-9]+(?:\|[^<>]*)?>)/u)
    .filter((piece) => piece.trim() !== '');
  return join(
    pieces.map((piece) => (/^<[@#]/.test(piece) ? typed(piece) : code(piece))),
    ' ',
  );
}

/** A sentence of ours in which backticks hold commands to be typed: `See it with \`audit\`.` */
export function withCommands(text: string): Mrkdwn {
  const pieces = text.split(/`([^`]+)`/u).map((piece, index) => {
    if (index % 2 === 1) return commandLine(piece).text;
    const [, before = '', after = ''] = /^(\s*).*?(\s*)$/su.exec(piece) ?? [];
    return piece.trim() === '' ? before : `${before}${typed(piece).text}${after}`;
  });
  return new Markup(pieces.join(''));
}

/** Names a conversation by id, as `<#C…>`; anything else is shown as it is. */
export function channelLink(id: string): Mrkdwn {
  return new Markup(/^[CDG][A-Z0-9]+$/.test(id) ? `<#${id}>` : harmless(id));
}

/** Day and time in the reader's own time zone and words; UTC where Slack cannot show it. */
export function dateTime(date: Date): Mrkdwn {
  const utc = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return slackDate(date, '{date_short_pretty} {time}', utc);
}

/** The day of a moment in the reader's own time zone. A calendar day (`2027-01-31`) is shown as text instead. */
export function day(date: Date): Mrkdwn {
  return slackDate(date, '{date_short_pretty}', date.toISOString().slice(0, 10));
}

/** A number with its thousands grouped: `4,812`. */
export function number(n: number): string {
  return n.toLocaleString('en-US');
}

/**
 * What a notification or screen reader should read: dates become their fallback. Mentions, links, entities
 * and formatting stay, because Slack reads a message's top-level `text` as markup too.
 */
export function plainOf(markup: Mrkdwn): string {
  return withoutDates(markup.text);
}

/** Markup that already stands in a block, with its dates as their fallback. */
export function withoutDates(markup: string): string {
  return markup.replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1');
}

/**
 * At most `max` code points, with `…` where something was cut off. What people see as one character (an
 * emoji with its skin tone, a letter with its accents) stays whole or goes.
 */
export function shortened(text: string, max: number): string {
  if (text.length <= max || codePoints(text) <= max) return text;
  let kept = '';
  let room = max - 1;
  for (const { segment } of graphemes.segment(text)) {
    room -= codePoints(segment);
    if (room < 0) break;
    kept += segment;
  }
  return max < 1 ? '' : `${kept.trimEnd()}…`;
}

/** How long a text is, the way the product counts: in code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Text on one line: line ends and control characters become a space, what is not `visible` goes. */
export function oneLine(text: string): string {
  return visible(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** Text without direction overrides, joiners (ours among them, copied from a message) and broken characters. */
export function visible(text: string): string {
  return text.toWellFormed().replace(invisible, '');
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const invisible =
  /\u00AD|\u061C|\u180E|\u200B|\u200E|\u200F|[\u202A-\u202E]|[\u2060-\u206F]|\uFEFF|[\uFFF9-\uFFFB]/gu;

const rightToLeft =
  /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** An invisible character that joins words: a formatting character behind it begins or ends nothing. */
const JOINER = '\u2060';

function markupOf(value: Inline): string {
  return value instanceof Markup ? value.text : harmless(String(value));
}

/** Nearly all of what is said, of which nothing has to be made harmless. */
const plain = /^[A-Za-z0-9.,:;!?()'/-]+(?: [A-Za-z0-9.,:;!?()'/-]+)*$/;

function harmless(value: string): string {
  if (plain.test(value)) return value;
  const text = escaped(oneLine(value))
    // An underscore within a word formats nothing, and names that hold one should stay searchable.
    .replace(/[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, `${JOINER}$&`)
    // At the beginning of a line it would make a quotation.
    .replace(/^&gt;/, `${JOINER}&gt;`);
  // Isolated, so that a right-to-left name does not reorder the words around it.
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

function escaped(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function slackDate(date: Date, format: string, fallback: string): Mrkdwn {
  return new Markup(`<!date^${Math.floor(date.getTime() / 1000)}^${format}|${fallback}>`);
}
