import { BotError } from '../errors.ts';
import { namesIn, type Token, tokenize } from './command-line.ts';
import { meant, nearest, nounMeant } from './words.ts';

/** A command, as the table of routes holds it. */
export interface CommandRoute {
  /** Noun and verb, or a noun alone: `tts clear`. It is the permission's name too. */
  words: string;
  /** What to type after the command: `tts clear [accounts] [--all]`. */
  usage: string;
  /** What it does, in a few words, for help. */
  summary: string;
  /** Whether it is what the noun means without a verb. It must change nothing. A noun alone always is. */
  looks?: boolean;
  /** Options that it takes, without their dashes: `['all']`. */
  options?: readonly string[];
  /** Filters that it takes: `['provider']`. */
  filters?: readonly string[];
  /** Whether help and suggestions keep quiet about it. */
  hidden?: boolean;
  /** Whether a command follows (`can @ann tts clear --all`): options and filters then stay among the words. */
  takesCommand?: boolean;
}

/** What was typed behind noun and verb. */
export interface CommandLine {
  /** All of it as one name: quotes, options and filters removed. */
  rest: string;
  /** The names in it: commas separate, quotes hold together. */
  names: string[];
  words: Token[];
  /** Options, lower case and without dashes: only those that the route takes. */
  options: Set<string>;
  /** `provider:x`, `provider:"Two Words"`: only those that the route takes. */
  filters: Record<string, string>;
}

export type Resolved<Route extends CommandRoute> =
  | { kind: 'menu' }
  | { kind: 'route'; route: Route; line: CommandLine }
  /** No noun: try the line as an account's name, then suggest `nearest`. */
  | { kind: 'account'; name: string; line: CommandLine; nearest: string | null; usage?: string }
  /**
   * A noun with something that is almost a verb. Suggest `nearest` (a route's words) and `usage`; `look` is how
   * it reads if the word is an account's name after all, which may be tried first since it changes nothing.
   */
  | {
      kind: 'unknown';
      typed: string;
      nearest: string | null;
      usage?: string;
      look?: { route: Route; line: CommandLine };
    };

/**
 * Finds the command in what was typed after `/vg`. No verb means look; a change runs only by a verb spelled
 * out. Throws `invalid` for options that the command does not take, naming those that it does.
 */
export function resolve<Route extends CommandRoute>(
  routes: readonly Route[],
  text: string,
): Resolved<Route> {
  return resolveTokens(routes, tokenize(text));
}

/** The same for words that are split already, such as those behind `can @ann`. */
export function resolveTokens<Route extends CommandRoute>(
  routes: readonly Route[],
  tokens: readonly Token[],
): Resolved<Route> {
  const words = tokens.filter((token) => token.text !== '' && !isOption(token));
  const [first, second] = words;
  const help = routes.find((route) => route.words === 'help');
  const noun = nounIn(routes, first);
  const own = routes.filter((route) => nounOf(route) === noun);

  const asksForHelp =
    tokens.some((token) => isOption(token) && /^--help$/i.test(token.text)) ||
    (noun !== null && isVerb(second, ['help']));
  if (help && asksForHelp && !own.some((route) => route.takesCommand)) {
    const topic = words.filter((word) => !isVerb(word, ['help']));
    return { kind: 'route', route: help, line: lineOf(help, topic) };
  }
  if (first === undefined) return { kind: 'menu' };
  if (noun === null) return accountNamed(routes, tokens, words);

  const behindNoun = tokens.filter((token) => token !== first);
  const behindVerb = behindNoun.filter((token) => token !== second);
  const verbs = own.flatMap((route) => verbOf(route) ?? []);
  const verb = second && !second.quoted ? meant(second.text, verbs) : null;
  const exact = own.find((route) => verb !== null && verbOf(route) === verb);
  if (exact) return { kind: 'route', route: exact, line: lineOf(exact, behindVerb) };

  const looking = own.find((route) => route.looks) ?? own.find((route) => verbOf(route) === null);
  const typed = words.slice(0, 2).map(({ text }) => text);
  if (!looking) return { kind: 'unknown', typed: typed.join(' '), ...suggestion(own, null) };

  // `limits show acme`, `webhooks edit acme`: a verb that the noun has no command for says nothing new.
  if (isVerb(second, ['show', 'list', 'edit'])) {
    return { kind: 'route', route: looking, line: lineOf(looking, behindVerb) };
  }

  const near = second && !second.quoted ? nearest(second.text, verbs, { most: 1, least: 4 }) : null;
  const missed = own.find((route) => near !== null && verbOf(route) === near);
  if (!missed) return { kind: 'route', route: looking, line: lineOf(looking, behindNoun) };
  // Options of the verb that was missed may be none of the looking route: then it cannot be a name.
  const line = lineIfTaken(looking, behindNoun);
  return {
    kind: 'unknown',
    typed: typed.join(' '),
    ...suggestion(own, missed),
    ...(line && { look: { route: looking, line } }),
  };
}

/** The first word is no noun: an account's name, or a slip of a noun, or a verb put before its noun. */
function accountNamed<Route extends CommandRoute>(
  routes: readonly Route[],
  tokens: readonly Token[],
  words: readonly Token[],
): Resolved<Route> {
  const line: CommandLine = {
    rest: textOf(tokens),
    names: namesIn(tokens),
    words: [...tokens],
    options: new Set(),
    filters: {},
  };
  const route = words[0]?.quoted ? null : intended(routes, words);
  const hint = route ? suggestion([route], route) : { nearest: null };
  return { kind: 'account', name: line.rest, line, ...hint };
}

function intended<Route extends CommandRoute>(
  routes: readonly Route[],
  [first, second]: readonly Token[],
): Route | null {
  const open = routes.filter((route) => !route.hidden);
  const typed = first?.text ?? '';
  const most = typed.length < 5 ? 1 : 2;
  const noun = nearest(typed, open.map(nounOf), { most, least: 3 });
  const named = nounIn(open, second);
  return (
    open.find((route) => nounOf(route) === noun && isVerb(second, [verbOf(route) ?? ''])) ??
    open.find((route) => nounOf(route) === named && isVerb(first, [verbOf(route) ?? ''])) ??
    open.find((route) => nounOf(route) === noun && (route.looks || verbOf(route) === null)) ??
    open.find((route) => nounOf(route) === noun) ??
    null
  );
}

function suggestion(
  own: readonly CommandRoute[],
  route: CommandRoute | null,
): { nearest: string | null; usage?: string } {
  const shown = (route ? [route] : own).filter(({ hidden }) => !hidden);
  return {
    nearest: shown.length > 0 && route ? route.words : null,
    ...(shown.length > 0 && { usage: shown.map(({ usage }) => usage).join('\n') }),
  };
}

function lineOf(route: CommandRoute, tokens: readonly Token[]): CommandLine {
  const options = new Set<string>();
  const filters: Record<string, string> = {};
  const words: Token[] = [];
  const waiting = tokens.filter(({ text }) => text !== '');
  for (let token = waiting.shift(); token !== undefined; token = waiting.shift()) {
    const filter = route.takesCommand ? null : filterIn(route, token);
    if (route.takesCommand) words.push(token);
    else if (isOption(token)) options.add(optionOf(route, token));
    else if (filter === null) words.push(token);
    else {
      // `provider: acme`: phones put a space behind the colon.
      const next = filter.value === '' && waiting[0] && !isOption(waiting[0]);
      filters[filter.key] = next ? (waiting.shift()?.text ?? '') : filter.value;
    }
  }
  return { rest: textOf(words), names: namesIn(words), words, options, filters };
}

function lineIfTaken(route: CommandRoute, tokens: readonly Token[]): CommandLine | null {
  try {
    return lineOf(route, tokens);
  } catch (error) {
    if (error instanceof BotError) return null;
    throw error;
  }
}

function optionOf(route: CommandRoute, { text }: Token): string {
  const name = text.slice(2).toLowerCase();
  const known = route.options ?? [];
  if (known.includes(name)) return name;
  const dashed = known.map((one) => `--${one}`).join(', ');
  throw new BotError('invalid', `“${text}” is no option of “${route.words}”.`, {
    now: dashed ? `Its options: ${dashed}.` : 'It takes no options; put quotes around a name.',
  });
}

const filterKeys = ['provider'];

/** A filter that is not taken is refused: without it the command would reach further than was meant. */
function filterIn(route: CommandRoute, token: Token): { key: string; value: string } | null {
  const [part] = token.parts;
  const typed = part?.quoted ? undefined : /^([a-z_-]+):/i.exec(part?.text ?? '')?.[1];
  const key = typed === undefined ? null : nounMeant(typed, filterKeys);
  if (typed === undefined || key === null) return null;
  if (route.filters?.includes(key)) return { key, value: token.text.slice(typed.length + 1) };
  throw new BotError('invalid', `“${route.words}” cannot be narrowed by “${key}:”.`, {
    now: 'Put quotes around it if it is a name.',
  });
}

function isOption({ text, quoted }: Token): boolean {
  return !quoted && /^--\p{L}/u.test(text);
}

function isVerb(token: Token | undefined, verbs: readonly string[]): boolean {
  return token !== undefined && !token.quoted && meant(token.text, verbs) !== null;
}

function nounIn(routes: readonly CommandRoute[], token: Token | undefined): string | null {
  return token === undefined || token.quoted ? null : nounMeant(token.text, routes.map(nounOf));
}

function nounOf({ words }: CommandRoute): string {
  return words.split(' ')[0] ?? '';
}

function verbOf({ words }: CommandRoute): string | null {
  return words.split(' ')[1] ?? null;
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ text }) => text)
    .join(' ')
    .trim();
}
