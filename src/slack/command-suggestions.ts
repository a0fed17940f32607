import { parseMention, type Token } from './command-line.ts';
import type { CommandRoute } from './commands.ts';
import { anyNoun, isAnyVerb, kinOf, meant, nearest, nounMeant } from './words.ts';

/** A command that may have been meant: told, never run. */
export interface Suggestion<Route extends CommandRoute> {
  route: Route;
  /** What to type after the command, with what was typed behind noun and verb: `tts clear acme`. */
  text: string;
}

/** How many commands one answer suggests. */
const SUGGESTED = 4;
/** Characters of a line that are repeated behind a suggested command; a longer one is left to whoever typed it. */
const REPEATED = 100;

/** What may have been meant by a line that begins with no noun. */
export function suggestFor<Route extends CommandRoute>(
  routes: readonly Route[],
  words: readonly Token[],
): Suggestion<Route>[] {
  const [first] = words;
  if (first === undefined || first.quoted) return [];
  const open = routes.filter((route) => !route.hidden);
  if (isReference(first)) {
    const done = nameFirst(open, words);
    return done.length > 0 ? done : aboutPerson(open, words);
  }
  const bySlip = nounMissed(open, first);
  const inOrder = isAnyVerb(first.text)
    ? [() => verbFirst(open, words), () => nounNear(open, words, bySlip)]
    : [() => nounNear(open, words, bySlip), () => verbFirst(open, words)];
  inOrder.push(
    () => runTogether(open, words),
    () => nameFirst(open, words),
  );
  for (const suggestions of inOrder) {
    const found = suggestions();
    if (found.length > 0) return found.slice(0, SUGGESTED);
  }
  return [];
}

/** What may have been meant by words behind a noun that it has no command for; `own`: the noun's routes. */
export function suggestBehind<Route extends CommandRoute>(
  own: readonly Route[],
  [noun, second, third, ...rest]: readonly Token[],
): Suggestion<Route>[] {
  const open = own.filter((route) => !route.hidden);
  if (!noun || !second || second.quoted) return [];
  const behind = third ? [third, ...rest] : [];
  const route = commandFor(open, second) ?? verbMissed(open, second);
  if (route) return [suggestion(route, behind)];
  // `tts cache clear acme`: the noun said twice.
  const twice = open[0] && kinOf(second.text, [nounOf(open[0])]).length > 0;
  const verb = twice && third && !third.quoted ? commandFor(open, third) : null;
  if (verb) return [suggestion(verb, rest)];
  // `tts acme clear`: the verb stands behind the name.
  const at = behind.findIndex((word) => verbMeant(open, word) !== null);
  const late = verbMeant(open, behind[at]);
  return late ? [suggestion(late, [second, ...behind.toSpliced(at, 1)])] : [];
}

/** Whether it names a person or a channel, as Slack wrote it. */
export function isReference(token: Token): boolean {
  if (token.quoted) return false;
  const mentioned = parseMention(token);
  return (
    /^<#[A-Z0-9]+(\|[^>]*)?>$/.test(token.text) || (mentioned !== null && 'userId' in mentioned)
  );
}

export function isVerb(token: Token | undefined, verbs: readonly string[]): boolean {
  return token !== undefined && !token.quoted && meant(token.text, verbs) !== null;
}

export function nounIn(routes: readonly CommandRoute[], token: Token | undefined): string | null {
  return token === undefined || token.quoted ? null : nounMeant(token.text, routes.map(nounOf));
}

export function nounOf({ words }: CommandRoute): string {
  return partsOf(words).noun;
}

export function verbOf({ words }: CommandRoute): string | null {
  return partsOf(words).verb;
}

/** Noun and verb by the words of a route: every command that is typed asks for those of all of them. */
const parts = new Map<string, { noun: string; verb: string | null }>();

function partsOf(words: string): { noun: string; verb: string | null } {
  const known = parts.get(words);
  if (known) return known;
  const [noun = '', verb = null] = words.split(' ');
  parts.set(words, { noun, verb });
  return { noun, verb };
}

/** What the noun means without a verb. */
export function lookingOf<Route extends CommandRoute>(own: readonly Route[]): Route | undefined {
  return own.find((route) => route.looks) ?? own.find((route) => verbOf(route) === null);
}

/** The noun's command whose verb somebody missed by a slip. */
function verbMissed<Route extends CommandRoute>(
  own: readonly Route[],
  { text, quoted }: Token,
): Route | null {
  const near = quoted ? null : nearest(text, verbsOf(own), { most: 1, least: 4 });
  return near === null ? null : (own.find((route) => verbOf(route) === near) ?? null);
}

/** `@ada`: what can be asked about a person without changing anything. */
function aboutPerson<Route extends CommandRoute>(
  open: readonly Route[],
  [person, ...rest]: readonly Token[],
): Suggestion<Route>[] {
  if (!person || parseMention(person) === null) return [];
  return open
    .filter((route) => takesPerson(route.usage) && (route.looks || verbOf(route) === null))
    .map((route) => suggestion(route, route.takesCommand ? [person, ...rest] : [person]));
}

/** `clear acme`, `clear tts acme`, `grant @ann`: the noun is missing, or stands behind. */
function verbFirst<Route extends CommandRoute>(
  open: readonly Route[],
  [verb, ...behind]: readonly Token[],
): Suggestion<Route>[] {
  if (!verb) return [];
  const [second] = behind;
  const nouns = [...new Set(open.map(nounOf))];
  const named = second && (nounIn(open, second) ?? kinNoun(second, nouns));
  const rest = named ? behind.slice(1) : behind;
  const found = (named ? [named] : nouns).flatMap((noun) => {
    const own = open.filter((route) => nounOf(route) === noun);
    return commandFor(own, verb) ?? [];
  });
  const person = rest.some(isReference);
  const fitting = found.filter(({ words, usage }) => {
    if (rest.length === 0) return true;
    return person ? takesPerson(usage) : !usage.startsWith(`${words} @user`);
  });
  if (found.length > 0 && fitting.length === 0 && person) return aboutPerson(open, rest);
  return fitting.map((route) => suggestion(route, rest));
}

/** `ttsclear acme`, `tts-clear acme`: noun and verb without the space between them. */
function runTogether<Route extends CommandRoute>(
  open: readonly Route[],
  [first, ...rest]: readonly Token[],
): Suggestion<Route>[] {
  const typed = first?.text.toLowerCase().replace(/[-_./:]/g, '');
  const route = open.find(
    (one) => verbOf(one) !== null && one.words.replace(/[ _]/g, '') === typed,
  );
  return route ? [suggestion(route, rest)] : [];
}

/** `acme show`, `acme tts clear`, `@ann access grant …`: it stands before what is to be done to it. */
function nameFirst<Route extends CommandRoute>(
  open: readonly Route[],
  words: readonly Token[],
): Suggestion<Route>[] {
  const person = words.some(isReference);
  const taking = open.filter(({ words: own, usage }) => usage !== own && own !== 'help');
  for (const [at, word] of words.entries()) {
    const noun = at === 0 ? null : nounIn(taking, word);
    const own = taking.filter((route) => nounOf(route) === noun);
    const [before, behind] = [at > 1 ? words[at - 1] : undefined, words[at + 1]];
    const verb = verbMeant(own, behind);
    const found = verb
      ? { route: verb, rest: words.toSpliced(at, 2) }
      : behind === undefined && lastNoun(own, words.slice(0, at), before);
    if (!found || (person && !takesPerson(found.route.usage))) continue;
    return [suggestion(found.route, found.rest)];
  }
  const last = words.at(-1);
  const able = person ? open.filter(({ usage }) => takesPerson(usage)) : open;
  if (words.length < 2 || !last || verbMeant(able, last) === null) return [];
  return verbFirst(open, [last, ...words.slice(0, -1)]);
}

/** `acme clear tts`, `acme tts`: the noun comes last, perhaps behind its verb. “Test Account” is more likely a name. */
function lastNoun<Route extends CommandRoute>(
  own: readonly Route[],
  ahead: readonly Token[],
  before: Token | undefined,
): { route: Route; rest: readonly Token[] } | undefined {
  const verb = verbMeant(own, before);
  if (verb) return { route: verb, rest: ahead.slice(0, -1) };
  const route = own.find((one) => verbOf(one) === 'show') ?? lookingOf(own);
  return route && nounOf(route) !== 'account' ? { route, rest: ahead } : undefined;
}

/** `acount list`, `cache clear acme`: the noun is a slip of one, or near to one in meaning. */
function nounNear<Route extends CommandRoute>(
  open: readonly Route[],
  [first, second, ...rest]: readonly Token[],
  bySlip: string | null,
): Suggestion<Route>[] {
  if (!first) return [];
  const behind = second ? [second, ...rest] : [];
  const list = open.find(({ filters }) => filters?.includes('provider'));
  if (list && anyNoun(first.text) === 'service_provider') {
    const provider = behind.filter((word) => !isAnyVerb(word.text)).map(({ text }) => text);
    const filter = provider.length > 0 ? `provider:"${provider.join(' ')}"` : '';
    return [{ route: list, text: `${list.words} ${filter}`.trim() }];
  }
  const noun = bySlip ?? kinNoun(first, [...new Set(open.map(nounOf))]);
  const own = open.filter((route) => nounOf(route) === noun);
  const verb = second ? (commandFor(own, second) ?? verbMissed(own, second)) : null;
  if (verb) return [suggestion(verb, rest)];
  // `secret rotate acme`: showing the account instead would be no answer.
  if (bySlip === null && second && !second.quoted && isAnyVerb(second.text)) return [];
  const show = bySlip === null && behind.length > 0 && own.find((one) => verbOf(one) === 'show');
  const route = show || lookingOf(own) || own[0];
  return route ? [suggestion(route, behind)] : [];
}

function nounMissed(open: readonly CommandRoute[], { text }: Token): string | null {
  return nearest(text, open.map(nounOf), { most: text.length < 5 ? 1 : 2, least: 3 });
}

function kinNoun({ text, quoted }: Token, nouns: readonly string[]): string | null {
  return quoted ? null : (kinOf(text, nouns)[0] ?? null);
}

/** The noun's command that a verb means, or else comes near to in meaning. */
function commandFor<Route extends CommandRoute>(
  own: readonly Route[],
  { text, quoted }: Token,
): Route | null {
  if (quoted) return null;
  const verb = meant(text, verbsOf(own)) ?? kinOf(text, verbsOf(own))[0] ?? null;
  return verb === null ? null : (own.find((route) => verbOf(route) === verb) ?? null);
}

/** The noun's command that a verb means: the verb itself or a synonym. */
function verbMeant<Route extends CommandRoute>(
  own: readonly Route[],
  token: Token | undefined,
): Route | null {
  const verb = token && !token.quoted ? meant(token.text, verbsOf(own)) : null;
  return verb === null ? null : (own.find((route) => verbOf(route) === verb) ?? null);
}

function verbsOf(own: readonly CommandRoute[]): string[] {
  return own.flatMap((route) => verbOf(route) ?? []);
}

function takesPerson(usage: string): boolean {
  return usage.includes('@user');
}

function suggestion<Route extends CommandRoute>(
  route: Route,
  rest: readonly Token[],
): Suggestion<Route> {
  const { words, usage, takesCommand } = route;
  const repeated = rest.map(asTyped).join(' ');
  if (usage === words || repeated.length > REPEATED) return { route, text: words };
  const more = takesCommand && rest.length === 1 ? ' …' : '';
  return { route, text: `${words} ${repeated}`.trim() + more };
}

function asTyped({ parts }: Token): string {
  return parts.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join('');
}
