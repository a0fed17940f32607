import { BotError } from '../../errors.ts';
import { inTimeOrNull } from '../../in-time.ts';
import type { Message } from '../../slack/blocks.ts';
import { parseMention } from '../../slack/command-line.ts';
import { nounOf, type Suggestion } from '../../slack/command-suggestions.ts';
import { topicIn } from '../../slack/command-topics.ts';
import type { CommandLine, CommandRoute } from '../../slack/commands.ts';
import type { CommandInteraction, Interaction } from '../../slack/interaction.ts';
import type { CommandHandlers, Listeners } from '../../slack/listeners.ts';
import { personIn } from '../../slack/named-person.ts';
import { nearest as nearestWord } from '../../slack/words.ts';
import { type Actor, reachOf, standingOf } from '../access/access.ts';
import { actions } from '../access/permissions.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import { foldForSearch } from '../accounts/account-rules.ts';
import { listed, mayRun, mayRunIt, shortcuts } from './help.ts';
import {
  helpMessage,
  menu,
  noSuchTopic,
  strangersMenu,
  topicOutOfReach,
  unknownCommand,
} from './help.view.ts';

/** What help lists, and as a message. */
interface Help {
  commands: ReturnType<typeof listed>;
  message: Message;
}

interface Needs {
  on: Listeners;
  command: string;
  gateway: Pick<AccountsGateway, 'accountsMeant'>;
  /** The card of an account that is named by the whole line. */
  showAccount(it: CommandInteraction): Promise<void>;
}

/** How long an account is looked for that a line may name after all, in milliseconds. */
const LOOK_UP = 1000;

/** Help, the menu, and the answers to what is no command. Gives what the command falls back to. */
export function registerHelp({ on, command, gateway, showAccount }: Needs): CommandHandlers {
  const known = () => on.routes.filter((route) => !route.hidden);
  const showMenu = async ({ actor, answer }: Interaction) => {
    if (actor.grants.length === 0) return answer(strangersMenu(command));
    const commands = listed(actor, known());
    await answer(menu(command, commands, shortcuts(actor)), { data: { commands } });
  };

  /** Help depends on nothing but the scopes that somebody holds, so it is drawn once for all who hold the same. */
  const drawn = new Map<string, Help>();
  const helpOn = (actor: Actor, routes: readonly CommandRoute[], topic?: string): Help => {
    const key = `${topic ?? ''}\n${standingOf(actor)}`;
    const known = drawn.get(key);
    if (known) return known;
    const commands = listed(actor, routes);
    const help = { commands, message: helpMessage(command, commands, topic) };
    drawn.set(key, help);
    return help;
  };

  on.command(
    { words: 'help', usage: 'help [topic]', summary: 'what you can do' },
    async ({ actor, line, answer }) => {
      if (line.rest === '') {
        const { commands, message } = helpOn(actor, known());
        return answer(message, { data: { commands } });
      }
      const topic = topicIn(known(), line.rest);
      if (topic) {
        const { commands, message } = helpOn(actor, topic.routes, topic.name);
        if (commands.length === 0) {
          return answer(topicOutOfReach(command, topic.name), { asksBack: [] });
        }
        return answer(message, { data: { commands } });
      }
      const open = known().filter((route) => mayRunIt(actor, route));
      const topics = [...new Set(open.map(nounOf))];
      const nearest = nearestWord(line.rest, topics, { most: 1, least: 3 });
      await answer(noSuchTopic(command, line.rest, { topics, nearest }), { asksBack: [] });
    },
  );
  on.message(showMenu);

  return {
    async otherwise(it, found) {
      switch (found.kind) {
        case 'menu':
          return showMenu(it);
        case 'account': {
          const { name, line, isCommand, exactly, suggestions } = found;
          if (namesNobody(line)) return orUnknownPerson(it, line);
          if (!isCommand) return showAccount(it);
          if (!exactly) return orSuggest(it, name, suggestions);
          const named = await accountsNamed(it.actor, 'account show', name);
          if (named === 'in whole') return showAccount(it);
          return suggest(it, name, [...suggestions, ...quoted(named, 'account show', name)]);
        }
        case 'unknown': {
          const { typed, suggestions, usages, look } = found;
          if (!look) return suggest(it, typed, suggestions, usages);
          const { route, line, exactly } = look;
          const named = await accountsNamed(it.actor, route.words, line.rest);
          if (named === 'in whole' || (named === 'in part' && !exactly)) {
            return on.run(route.words, { ...it, line });
          }
          const asName = quoted(named, route.words, line.rest);
          return suggest(it, typed, [...suggestions, ...asName], usages);
        }
      }
    },
  };

  /** `@ann`, and Slack knows nobody of that name: an account may be called so. */
  async function orUnknownPerson(it: CommandInteraction, line: CommandLine): Promise<void> {
    try {
      await showAccount(it);
    } catch (error) {
      if (!(error instanceof BotError) || error.code !== 'not_found') throw error;
      personIn(line.words);
      throw error;
    }
  }

  /** What may be an account's name is tried as one first; where there is none, commands are suggested. */
  async function orSuggest(
    it: CommandInteraction,
    typed: string,
    suggestions: readonly Suggestion<CommandRoute>[],
  ): Promise<void> {
    try {
      await showAccount(it);
    } catch (error) {
      if (!(error instanceof BotError) || error.code !== 'not_found') throw error;
      await suggest(it, typed, suggestions);
    }
  }

  /** Says that it is no command, and what the asker may have meant of what they may do. */
  async function suggest(
    { actor, answer }: Interaction,
    typed: string,
    suggestions: readonly Suggestion<CommandRoute>[],
    usages: readonly CommandRoute[] = suggestions.length === 1 ? [...suggestions].map(routeOf) : [],
  ): Promise<void> {
    const message = unknownCommand(command, typed, {
      suggestions: suggestions
        .filter(({ route, text }) => (hasRow(text) ? mayRun(actor, text) : mayRunIt(actor, route)))
        .map(({ text }) => text),
      usages: usages.filter((route) => mayRunIt(actor, route)).map(({ usage }) => usage),
      mayAsk: actor.grants.length === 0,
    });
    await answer(message, { asksBack: [] });
  }

  /** The command with the words as a name, where an account has them in its own. */
  function quoted(named: Named, words: string, name: string): Suggestion<CommandRoute>[] {
    const route = on.routes.find((one) => one.words === words);
    if (named !== 'in part' || !route) return [];
    return [{ route, text: `${words} "${name.replaceAll('"', '')}"` }];
  }

  /** Whether the words name an account to whom this may be done. Where the gateway does not say, none is. */
  async function accountsNamed(actor: Actor, words: string, name: string): Promise<Named> {
    const action = actions.find((one) => one === words) ?? 'account show';
    const search = gateway.accountsMeant(name, reachOf(actor, action), 1);
    const [account] = (await inTimeOrNull(LOOK_UP, search)) ?? [];
    if (!account) return 'not';
    const { sid, sipRealm } = account;
    const names = [sid, account.name, ...(sipRealm === null ? [] : [sipRealm])].map(foldForSearch);
    return names.includes(foldForSearch(name)) ? 'in whole' : 'in part';
  }
}

/** How words name an account: by its whole name, realm or SID, by the beginning of a part of it, or not. */
type Named = 'in whole' | 'in part' | 'not';

/** Whether a line begins with `@ann` where Slack made no mention of it. */
function namesNobody({ words }: CommandLine): boolean {
  const [first] = words;
  const mentioned = first && !first.quoted ? parseMention(first) : null;
  return mentioned !== null && 'name' in mentioned;
}

function hasRow(words: string): boolean {
  return actions.some((action) => action === words);
}

function routeOf({ route }: Suggestion<CommandRoute>): CommandRoute {
  return route;
}
