import { BotError } from '../errors.ts';
import { tokenize } from '../slack/command-line.ts';
import { nearest } from '../slack/words.ts';

/** What may be given with dashes. */
export interface KnownOptions {
  /** Those with a value: answers of forms, and what terminal commands take. */
  valued: ReadonlySet<string>;
  /** Those of the commands, without one: they stay among the words. */
  words: ReadonlySet<string>;
}

/** How the terminal itself is to behave, whatever the command. */
export interface Manner {
  json: boolean;
  /** Asks for no confirmation. */
  yes: boolean;
  /** How many pages of a list are shown. */
  pages: number;
  /** For how long the outcome of a change is waited for, in milliseconds. */
  wait: number;
}

/** What stood behind `npm run vg --`. */
export interface Arguments {
  /** What would stand behind the slash command, as Slack would hand it over: escaped. */
  text: string;
  /** Answers given with the command. */
  given: Map<string, string>;
  manner: Manner;
}

/** For how long the outcome of a change is waited for where nobody says, in milliseconds. */
const WAIT = 60_000;
/** The terminal's own, with a value and without. `break-glass` and `reason` are for what is asked for. */
const ownValued = ['break-glass', 'reason', 'pages', 'wait'];
const ownSwitches = ['json', 'yes'];

/**
 * Splits what the shell handed over. Throws `invalid` for options that nothing knows, with the nearest one; for
 * values that are missing; and for options given twice.
 */
export function parseArguments(argv: readonly string[], known: KnownOptions): Arguments {
  const given = new Map<string, string>();
  const switches = new Set<string>();
  const words: string[] = [];
  const { args: waiting, read } = split(argv);
  for (let arg = waiting.shift(); arg !== undefined; arg = waiting.shift()) {
    const option = optionIn(arg);
    if (option === null) {
      words.push(asTyped(arg));
    } else if (ownSwitches.includes(option.name) && option.value === null) {
      switches.add(option.name);
    } else if (known.valued.has(option.name) || ownValued.includes(option.name)) {
      const value = option.value ?? (isOption(waiting[0]) ? undefined : waiting.shift());
      if (value === undefined) throw needsValue(option.name);
      if (given.has(option.name)) throw givenTwice(option.name);
      given.set(option.name, read(value));
    } else if (known.words.has(option.name) || option.name === 'help') {
      words.push(`--${option.name}`);
    } else {
      throw unknownOption(option.name, known);
    }
  }
  const pages = takeNumber(given, 'pages', { otherwise: 1, all: MOST_PAGES, most: MOST_PAGES });
  const seconds = takeNumber(given, 'wait', { otherwise: WAIT / 1000, most: 3600 });
  const [json, yes] = [switches.has('json'), switches.has('yes')];
  return { text: words.join(' '), given, manner: { json, yes, pages, wait: seconds * 1000 } };
}

/** More pages than anybody reads; beyond them there is `--json` with a search. */
const MOST_PAGES = 1000;

/** The whole line in one argument is split as a line, whose quotes stay until a value is read. */
function split(argv: readonly string[]): { args: string[]; read(arg: string): string } {
  const [only] = argv;
  if (argv.length !== 1 || only === undefined || !/\s/.test(only)) {
    return { args: [...argv], read: (arg) => arg };
  }
  const args = tokenize(escaped(only)).map(({ parts }) =>
    parts.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(''),
  );
  return { args, read: (arg) => (/^"[^"]*"$/.test(arg) ? arg.slice(1, -1) : arg) };
}

function optionIn(arg: string): { name: string; value: string | null } | null {
  const found = /^(?:--|-?[–—―]-?)(?<name>\p{L}[\p{L}\p{N}-]*)(?:=(?<value>.*))?$/su.exec(arg);
  const { name, value } = found?.groups ?? {};
  if (name === undefined) return null;
  return { name: name.toLowerCase(), value: value ?? null };
}

function isOption(arg: string | undefined): boolean {
  return arg !== undefined && optionIn(arg) !== null;
}

/** An argument as somebody would type it behind the slash command: what the shell held together stays together. */
function asTyped(arg: string): string {
  const line = escaped(arg.replace(/[\r\n\u2028\u2029]+/gu, ' '));
  if (!/\s/.test(line) || /["“”„‟＂«»‹›]/u.test(line)) return line;
  const {
    key = '',
    name = '',
    commas = '',
  } = /^(?<key>[a-z_-]+:)?(?<name>.*?)(?<commas>[,\s]*)$/iu.exec(line)?.groups ?? {};
  // `"Acme North", globex`: the shell takes the quotes away, and leaves the comma with the name.
  return `${key}"${name}"${commas}`;
}

const mention = /(<[@#][A-Z0-9]+(?:\|[^<>]*)?>)/u;

/** As Slack escapes what is typed: people and channels stay, other marks are characters. */
function escaped(text: string): string {
  const pieces = text.split(mention);
  return pieces
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    )
    .join('');
}

function takeNumber(
  given: Map<string, string>,
  name: string,
  { otherwise, most, all }: { otherwise: number; most: number; all?: number },
): number {
  const typed = given.get(name);
  given.delete(name);
  if (typed === undefined) return otherwise;
  if (all !== undefined && typed === 'all') return all;
  const value = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  if (value >= 1 && value <= most) return value;
  throw new BotError(
    'invalid',
    `“--${name} ${typed.slice(0, 100)}” is no number that I can take.`,
    {
      now: `Give a whole number from 1 to ${most}${all === undefined ? '' : ', or all'}.`,
    },
  );
}

function needsValue(name: string): BotError {
  return new BotError('invalid', `“--${name}” needs a value.`, {
    now: `Write it behind it: --${name} "…". One that begins with dashes: --${name}="--…".`,
  });
}

function givenTwice(name: string): BotError {
  return new BotError('invalid', `“--${name}” is given twice.`, { now: 'Leave one of them out.' });
}

function unknownOption(name: string, { valued, words }: KnownOptions): BotError {
  const all = [...valued, ...words, ...ownValued, ...ownSwitches];
  const said = name.slice(0, 100);
  const near =
    nearest(name, all, { most: 2, least: 3 }) ??
    all.find((one) => one.split('-').some((part) => name.split('-').includes(part)));
  return new BotError('invalid', `I know no option “--${said}”.`, {
    now: near ? `Did you mean --${near}?` : 'Put a name that begins with dashes into quotes.',
  });
}
