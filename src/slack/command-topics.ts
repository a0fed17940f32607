import { nounOf, verbOf } from './command-suggestions.ts';
import type { CommandRoute } from './commands.ts';
import { meant, nounMeant } from './words.ts';

/** What a topic of the help is about: `tts`, `tts clear`, `clear`, or the beginning of one. */
export interface Topic<Route extends CommandRoute> {
  name: string;
  routes: Route[];
}

/** The commands that a topic names; `null` where it names none. */
export function topicIn<Route extends CommandRoute>(
  routes: readonly Route[],
  typed: string,
): Topic<Route> | null {
  const text = typed.toLowerCase();
  const [first = '', second = ''] = text.split(/\s+/);
  const noun = nounMeant(first, routes.map(nounOf));
  const own = routes.filter((route) => noun === null || nounOf(route) === noun);
  const verbs = own.flatMap((route) => verbOf(route) ?? []);
  const verb = meant(noun === null ? first : second, verbs);
  if (noun !== null || verb !== null) {
    const about = verb === null ? own : own.filter((route) => verbOf(route) === verb);
    return { name: [noun, verb].filter((word) => word !== null).join(' '), routes: about };
  }
  const begun = routes.filter(({ words }) => words.startsWith(text));
  return begun.length > 0 ? { name: text, routes: begun } : null;
}
