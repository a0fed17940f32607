import { namesIn, type Token, tokenize } from './command-line.ts';
import { isDashed, lineIfTaken, lineOf, shortOf, textOf, withOptions } from './command-options.ts';
import {
  isReference,
  isVerb,
  lookingOf,
  nounIn,
  nounOf,
  type Suggestion,
  suggestBehind,
  suggestFor,
  verbOf,
} from './command-suggestions.ts';
import { anyNoun, isAnyVerb, meant, nounMeant } from './words.ts';

/** A command, as the table of routes holds it. */
export interface CommandRoute {
  /** Noun and verb, or a noun alone: `tts clear`. It is the permission's name too, unless `right` is. */
  words: string;
  /** The permission that it takes, where that is another command's: exporting is listing. */
  right?: string;
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
  /** Whether it is of use in Slack alone: at a terminal it is hidden. */
  onlyInSlack?: boolean;
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
  /** What stands unquoted behind such a filter: the rest of a name of several words, or a search. */
  behindFilter?: string;
}

export type Resolved<Route extends CommandRoute> =
  | { kind: 'menu' }
  | { kind: 'route'; route: Route; line: CommandLine }
  /** No noun: try the line as an account's name. */
  | {
      kind: 'account';
      name: string;
      line: CommandLine;
      /** It reads like a command: where no account is named so, say that it is none, and suggest. */
      isCommand: boolean;
      /** It begins with a verb: only an account of exactly this name is meant. */
      exactly: boolean;
      nearest: string | null;
      suggestions: Suggestion<Route>[];
    }
  /** A noun with something that is none of its verbs, or no command at all. */
  | {
      kind: 'unknown';
      typed: string;
      nearest: string | null;
      suggestions: Suggestion<Route>[];
      /** The commands whose usage may help. */
      usages: Route[];
      /**
       * How it reads if the words are an account's name after all, in whole (`exactly`) or in part. It may run where
       * there is such an account: it changes nothing, or was spelled out.
       */
      look?: { route: Route; line: CommandLine; exactly: boolean };
    };

/**
 * Finds the command in what was typed after `command`. No verb means look; a change runs only by a verb spelled
 * out. Throws `invalid` for options that the command does not take, naming those that it does.
 */
export function resolve<Route extends CommandRoute>(
  routes: readonly Route[],
  text: string,
  command = '',
): Resolved<Route> {
  return resolveTokens(routes, behindCommand(routes, tokenize(text), command), command);
}

/** Pasted from somewhere, the command stands there once more: `/vg /vg tts show`, `/vg vg tts show`. */
function behindCommand(
  routes: readonly CommandRoute[],
  tokens: readonly Token[],
  command: string,
): readonly Token[] {
  const [first, second] = tokens;
  const typed = first?.quoted === false ? first.text.toLowerCase() : '';
  const again =
    command !== '' &&
    (typed === command || (`/${typed}` === command && nounIn(routes, second) !== null));
  return again ? behindCommand(routes, tokens.slice(1), command) : tokens;
}

/** The same for words that are split already, such as those behind `can @ann`. */
export function resolveTokens<Route extends CommandRoute>(
  routes: readonly Route[],
  tokens: readonly Token[],
  command = '',
): Resolved<Route> {
  const typed = tokens.filter(({ text }) => text !== '');
  const noun = nounIn(
    routes,
    typed.find((token) => !isDashed(token)),
  );
  const own = routes.filter((route) => nounOf(route) === noun);
  const words = typed.filter(
    (token) => !isDashed(token) && !own.some((one) => shortOf(one, token)),
  );
  const [first, second] = words;

  const help = routes.find((route) => route.words === 'help');
  if (help && asksForHelp(typed, own)) {
    const topic = words.filter((word) => !isVerb(word, ['help']));
    return { kind: 'route', route: help, line: lineOf(help, topic, command) };
  }
  if (first === undefined) return { kind: 'menu' };
  if (noun === null) return withoutNoun(routes, tokens, words);

  const behindNoun = typed.filter((token) => token !== first);
  const behindVerb = behindNoun.filter((token) => token !== second);
  const verbs = own.flatMap((route) => verbOf(route) ?? []);
  const verb = second && !second.quoted ? meant(second.text, verbs) : null;
  const exact = own.find((route) => verb !== null && verbOf(route) === verb);
  if (exact) return withVerb(routes, exact, lineOf(exact, behindVerb, command));

  const looking = lookingOf(own);
  // `tts acme clear`: only with its verb is it none.
  const late = words.findIndex((word, at) => at > 1 && isVerb(word, verbs));
  const said = words.slice(0, Math.max(2, late + 1)).map(({ text }) => text);
  if (!looking) {
    const usages = own.filter(({ hidden }) => !hidden);
    return { kind: 'unknown', typed: said.join(' '), nearest: null, suggestions: [], usages };
  }
  const look = (line: readonly Token[]): Resolved<Route> => {
    return routed(routes, looking, lineOf(looking, line, command));
  };
  if (!second || looking === help || looking.takesCommand) return look(behindNoun);

  // `tts list acme`, `limits edit acme`: a verb that the noun has no command for says nothing new.
  const saysNothing = verbOf(looking) === null ? ['show', 'list', 'edit'] : ['show', 'list'];
  if (isVerb(second, saysNothing)) return look(behindVerb);

  // `account delete acme`: a verb all the same, if not one of this noun's.
  const missing = !second.quoted && isAnyVerb(second.text);
  const suggestions = withOptions(suggestBehind(own, words), typed);
  if (!missing && suggestions.length === 0) return look(behindNoun);
  const [suggested] = suggestions;
  // Options of the verb that was missed may be none of the looking route: then it cannot be a name.
  const line = lineIfTaken(looking, behindNoun);
  return {
    kind: 'unknown',
    typed: said.join(' '),
    nearest: suggested?.route.words ?? null,
    suggestions,
    usages: suggested ? [suggested.route] : own.filter(({ hidden }) => !hidden),
    ...(line && { look: { route: looking, line, exactly: missing } }),
  };
}

/** `tts clear all`: an option's word without its dashes is only a name where an account has it. */
function withVerb<Route extends CommandRoute>(
  routes: readonly Route[],
  route: Route,
  line: CommandLine,
): Resolved<Route> {
  // `-- all`: phones put a space behind the dashes.
  const [word, ...others] = line.words.filter(({ text }) => !/^[-–—―]+$/.test(text));
  const alone = others.every((other) => nounMeant(other.text, ['account']) !== null);
  const option =
    word && !word.quoted && alone && others.length < 2 && line.options.size === 0
      ? meant(word.text, route.options ?? [])
      : null;
  if (option === null) return routed(routes, route, line);
  return {
    kind: 'unknown',
    typed: `${route.words} ${line.rest}`,
    nearest: route.words,
    suggestions: [{ route, text: `${route.words} --${option}` }],
    usages: [route],
    look: { route, line, exactly: true },
  };
}

/** `me @ann`: what takes nothing, with somebody named, is not what was asked. */
function routed<Route extends CommandRoute>(
  routes: readonly Route[],
  route: Route,
  line: CommandLine,
): Resolved<Route> {
  const named = line.words.find(isReference);
  if (!named || route.usage !== route.words) return { kind: 'route', route, line };
  const suggestions = suggestFor(routes, [named]);
  const [nearest = null] = suggestions.map((one) => one.route.words);
  const typed = `${route.words} ${line.rest}`;
  return { kind: 'unknown', typed, nearest, suggestions, usages: [route] };
}

/** The first word is no noun: an account's name, or a slip of a noun, or a verb put before its noun. */
function withoutNoun<Route extends CommandRoute>(
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
  const suggestions = withOptions(suggestFor(routes, words), tokens);
  const nearest = suggestions[0]?.route.words ?? null;
  const [first] = words;
  const plain = first !== undefined && !first.quoted;
  if (plain && isReference(first)) {
    return { kind: 'unknown', typed: line.rest, nearest, suggestions, usages: [] };
  }
  const exactly = plain && isAnyVerb(first.text);
  const isCommand = exactly || suggestions.length > 0 || (plain && anyNoun(first.text) !== null);
  return { kind: 'account', name: line.rest, line, isCommand, exactly, nearest, suggestions };
}

/** `--help`, `-h` anywhere; `help` behind the noun; `?` at the end. What follows `can @ann` is left to that. */
function asksForHelp(typed: readonly Token[], own: readonly CommandRoute[]): boolean {
  const flagged = (token: Token | undefined) =>
    token !== undefined && !token.quoted && /^(--help|-h|-\?)$/i.test(token.text);
  if (own.length === 0) return typed.some(flagged);
  const [, second] = typed;
  if (isVerb(second, ['help'])) return true;
  if (own.some((route) => route.takesCommand)) return flagged(second);
  const last = typed.at(-1);
  return typed.some(flagged) || (last?.text === '?' && !last.quoted);
}
