import { BotError } from '../errors.ts';
import { namesIn, type Token } from './command-line.ts';
import type { Suggestion } from './command-suggestions.ts';
import type { CommandLine, CommandRoute } from './commands.ts';
import { nounMeant } from './words.ts';

/** What stands behind noun and verb, with the route's options and filters taken out. Throws `invalid` for others. */
export function lineOf(
  route: CommandRoute,
  tokens: readonly Token[],
  command: string,
): CommandLine {
  const options = new Set<string>();
  const filters: Record<string, string> = {};
  const words: Token[] = [];
  let behindFilter: string[] | null = null;
  const waiting = tokens.filter(({ text }) => text !== '');
  for (let token = waiting.shift(); token !== undefined; token = waiting.shift()) {
    const filter = route.takesCommand ? null : filterIn(route, token, command);
    const short = shortOf(route, token);
    if (route.takesCommand) words.push(token);
    else if (short) options.add(short);
    else if (isOption(token)) options.add(optionOf(route, token, command));
    else if (filter === null) {
      words.push(token);
      behindFilter?.push(token.text);
    } else {
      // `provider: acme`: phones put a space behind the colon.
      const next = filter.value === '' && waiting[0] && !isOption(waiting[0]);
      const value = next ? waiting.shift() : token;
      filters[filter.key] = next ? (value?.text ?? '') : filter.value;
      behindFilter = value?.quoted ? null : [];
    }
  }
  const behind = behindFilter?.join(' ');
  return {
    rest: textOf(words),
    names: namesIn(words),
    words,
    options,
    filters,
    ...(behind && { behindFilter: behind }),
  };
}

/** The same, or `null` where an option or filter is none of the route's. */
export function lineIfTaken(route: CommandRoute, tokens: readonly Token[]): CommandLine | null {
  try {
    return lineOf(route, tokens, '');
  } catch (error) {
    if (error instanceof BotError) return null;
    throw error;
  }
}

function optionOf(route: CommandRoute, { text }: Token, command: string): string {
  const name = text.slice(2).toLowerCase();
  const known = route.options ?? [];
  if (known.includes(name)) return name;
  const filter = nounMeant(name, route.filters ?? []);
  if (filter !== null) {
    throw new BotError('invalid', `“${text}” is no option of “${named(command, route)}”.`, {
      now: `Write it like this: \`${route.words} ${filter}:x\`.`,
    });
  }
  const dashed = known.map((one) => `--${one}`).join(', ');
  throw new BotError('invalid', `“${text}” is no option of “${named(command, route)}”.`, {
    now: dashed ? `Its options: ${dashed}.` : 'It takes no options; put quotes around a name.',
  });
}

const filterKeys = ['provider'];

/** A filter that is not taken is refused: without it the command would reach further than was meant. */
function filterIn(
  route: CommandRoute,
  token: Token,
  command: string,
): { key: string; value: string } | null {
  const [part] = token.parts;
  const typed = part?.quoted ? undefined : /^([a-z_-]+)[:=]/i.exec(part?.text ?? '')?.[1];
  const key = typed === undefined ? null : nounMeant(typed, filterKeys);
  if (typed === undefined || key === null) return null;
  if (route.filters?.includes(key)) return { key, value: token.text.slice(typed.length + 1) };
  throw new BotError('invalid', `“${named(command, route)}” cannot be narrowed by “${key}:”.`, {
    now: 'Put quotes around it if it is a name.',
  });
}

function isOption({ text, quoted }: Token): boolean {
  return !quoted && /^--\p{L}/u.test(text);
}

/** An option, or what asks for help: no word of a command. */
export function isDashed(token: Token): boolean {
  return isOption(token) || (!token.quoted && /^-[h?]$/i.test(token.text));
}

/** Suggestions with the options that were typed, as far as each takes them. */
export function withOptions<Route extends CommandRoute>(
  suggestions: readonly Suggestion<Route>[],
  tokens: readonly Token[],
): Suggestion<Route>[] {
  return suggestions.map(({ route, text }) => {
    const typed = tokens.map((token) => (isOption(token) ? token.text.slice(2).toLowerCase() : ''));
    const taken = route.options?.filter((option) => typed.includes(option)) ?? [];
    return { route, text: [text, ...taken.map((option) => `--${option}`)].join(' ') };
  });
}

/** The option that `-all` names: phones make one of two hyphens, or somebody did. */
export function shortOf(route: CommandRoute, { text, quoted }: Token): string | undefined {
  if (quoted || !/^-\p{L}/u.test(text)) return undefined;
  return route.options?.find((option) => option === text.slice(1).toLowerCase());
}

function named(command: string, { words }: CommandRoute): string {
  return `${command} ${words}`.trim();
}

/** Words as one text. */
export function textOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ text }) => text)
    .join(' ')
    .trim();
}
