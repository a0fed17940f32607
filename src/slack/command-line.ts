import { visible } from './mrkdwn.ts';

/** A word of a command, as meant: quotes are gone, phones' dashes are `--`, entities are characters. */
export interface Token {
  text: string;
  /** Whether any of it stood in quotes: then it is a name, never a noun, verb or option. */
  quoted: boolean;
  /** Where it began in what was typed. */
  start: number;
  /** Whether it is the first on another line than the word before it. */
  startsLine?: true;
  /** Its runs of quoted and unquoted text. */
  parts: { text: string; quoted: boolean }[];
}

/**
 * Splits what was typed after the command into words. Phones' quotes, dashes and spaces count as the plain
 * ones; what Slack escaped is undone: links become their label, people and channels stay `<@U…>`, `<#C…>`.
 * A quote left open ends with its line. Never throws.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let token: Token | null = null;
  let lineEnded = false;
  for (const { kind, text: piece, start } of pieces(text)) {
    if (kind === 'space') {
      token = null;
      lineEnded ||= /[\n\r\u2028\u2029]/u.test(piece);
      continue;
    }
    if (token === null) {
      const startsLine = lineEnded && tokens.length > 0;
      token = { text: '', quoted: false, start, ...(startsLine && { startsLine }), parts: [] };
      tokens.push(token);
      lineEnded = false;
    }
    append(token, piece, kind === 'quoted');
  }
  return tokens.map(withPlainDashes);
}

/** What stands between names: commas and semicolons of any script. */
const separator = /[,，،、;；؛]/;

/**
 * The names in words: commas, semicolons and line ends separate several, quotes hold one together.
 * `acme, "Beta, Inc"` → `['acme', 'Beta, Inc']`.
 */
export function namesIn(tokens: readonly Token[]): string[] {
  const names = [''];
  const add = (text: string) => {
    names.push(`${names.pop() ?? ''}${text}`);
  };
  for (const { parts, startsLine } of tokens) {
    if (startsLine) names.push('');
    add(' ');
    for (const { text, quoted } of parts) {
      const [first = '', ...others] = quoted ? [text] : text.split(separator);
      add(first);
      names.push(...others);
    }
  }
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

/**
 * The person that a word names: by id where Slack escaped the mention, by name where somebody typed `@ann`
 * and Slack knew nobody (the caller then says to pick the person from Slack's list). Punctuation behind it
 * counts for nothing. Else `null`.
 */
export function parseMention({ text }: Token): { userId: string } | { name: string } | null {
  const userId = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>[.,:;!?]*$/.exec(text)?.[1];
  if (userId !== undefined) return { userId };
  const name = /^@(.+?)[.,:;!?]*$/su.exec(text)?.[1];
  return name === undefined ? null : { name };
}

interface Piece {
  kind: 'space' | 'plain' | 'quoted';
  text: string;
  start: number;
}

/** What was typed, character by character; what Slack escaped and what quotes hold are one piece each. */
function* pieces(text: string): Generator<Piece> {
  let mayOpen = true;
  for (let at = 0; at < text.length; ) {
    const start = at;
    const close = mayOpen ? closingQuote(text, at) : -1;
    if (close >= 0) {
      yield { kind: 'quoted', text: unescaped(visible(text.slice(at + 1, close))), start };
      // Where a line's end closed it, that is still to come.
      at = text[close] === '\n' ? close : close + 1;
      mayOpen = false;
      continue;
    }
    const piece = escapedAt(text, at) ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
    at += piece.length;
    const seen = visible(piece);
    if (seen === '') continue;
    const kind = /^[\s\p{Cc}]$/u.test(seen) ? 'space' : 'plain';
    yield { kind, text: unescaped(seen), start };
    mayOpen = kind === 'space' || /^[:=]$/.test(piece) || separator.test(piece);
  }
}

/** Marks that open and close a quote, by family, so that a quote of one kind may hold one of another. */
const families = ['"“”„‟＂', '«»', '‹›'];

/** Where the quote that opens here ends: its closing mark, or the end of the line. −1: nothing opens here. */
function closingQuote(text: string, at: number): number {
  const mark = text.charAt(at);
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  const line = text.slice(at + 1, end);
  const family = families.find((marks) => marks.includes(mark));
  if (family !== undefined) {
    const close = line.search(new RegExp(`[${family}]`));
    return close < 0 ? end : at + 1 + close;
  }
  // An apostrophe opens a quote only where another closes it at the end of a word: `d’Or` stays.
  const close = /^['‘‚]$/.test(mark) ? line.search(/['’‘](?=[\s,，،]|$)/) : -1;
  return close < 0 ? -1 : at + 1 + close;
}

const escapes = /<(?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>\n]*>|&(?:amp|lt|gt);/iy;

/** What Slack escaped at this place, as it stands there. */
function escapedAt(text: string, at: number): string | undefined {
  escapes.lastIndex = at;
  return escapes.exec(text)?.[0];
}

const characters = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
]);

function unescaped(text: string): string {
  if (!/[<&]/.test(text)) return text;
  return text.replace(new RegExp(escapes, 'gi'), (found) => {
    const [target = '', label] = found.slice(1, -1).split('|');
    if (/^[@#]/.test(target)) return found;
    return characters.get(found) ?? unescaped(label || target.replace(/^!|^(mailto|tel):/i, ''));
  });
}

function append(token: Token, text: string, quoted: boolean): void {
  const last = token.parts.at(-1);
  if (last !== undefined && last.quoted === quoted) last.text += text;
  else token.parts.push({ text, quoted });
  token.text += text;
  token.quoted ||= quoted;
}

/** Phones turn `--all` into `—all`. A dash on its own, as in `Acme – Berlin`, stays. */
function withPlainDashes(token: Token): Token {
  if (token.quoted) return token;
  const text = token.text.replace(/^-?[–—―]+-?(?=\p{L})/u, '--');
  return { ...token, text, parts: [{ text, quoted: false }] };
}
