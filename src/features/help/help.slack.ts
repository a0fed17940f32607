import { BotError } from '../../errors.ts';
import type { CommandRoute } from '../../slack/commands.ts';
import type { CommandInteraction, Interaction } from '../../slack/interaction.ts';
import type { CommandHandlers, Listeners } from '../../slack/listeners.ts';
import { type Actor, mayEver } from '../access/access.ts';
import { type Action, actions } from '../access/permissions.ts';
import { helpMessage, menu, strangersMenu, unknownCommand } from './help.view.ts';

interface Needs {
  on: Listeners;
  command: string;
  /** The card of an account that is named by the whole line. */
  showAccount(it: CommandInteraction): Promise<void>;
}

/** Help, the menu, and the answers to what is no command. Gives what the command falls back to. */
export function registerHelp({ on, command, showAccount }: Needs): CommandHandlers {
  const open = (actor: Actor) => on.routes.filter((route) => !route.hidden && mayRun(actor, route));
  const showMenu = async ({ actor, answer }: Interaction) => {
    if (actor.grants.length === 0) return answer(strangersMenu(command));
    const buttons = [
      { text: 'Create account', action: 'account.create', right: 'account create' as const },
      { text: 'List accounts', action: 'account.list', right: 'account list' as const },
      { text: 'Clear TTS cache', action: 'tts.clear', right: 'tts clear' as const },
    ];
    await answer(
      menu(
        command,
        open(actor),
        buttons.filter(({ right }) => mayEver(actor, right)),
      ),
    );
  };

  on.command(
    { words: 'help', usage: 'help [topic]', summary: 'what you can do' },
    async ({ actor, line, answer }) => {
      const topic = line.rest.toLowerCase();
      const about = open(actor).filter(({ words }) => words.startsWith(topic));
      const routes = about.length > 0 ? about : open(actor);
      await answer(helpMessage(command, routes, about.length > 0 ? topic : undefined));
    },
  );
  on.message(showMenu);

  return {
    async otherwise(it, found) {
      switch (found.kind) {
        case 'menu':
          return showMenu(it);
        case 'account':
          return orSuggest(it, found.name, found.nearest, found.usage, () => showAccount(it));
        case 'unknown': {
          const { typed, nearest, usage, look } = found;
          if (!look) return it.answer(unknownCommand(command, typed, nearest, usage));
          return orSuggest(it, typed, nearest, usage, () =>
            on.run(look.route.words, { ...it, line: look.line }),
          );
        }
      }
    },
  };

  /** What may be an account's name is tried as one first; where there is none, the nearest command is named. */
  async function orSuggest(
    it: Interaction,
    typed: string,
    nearest: string | null,
    usage: string | undefined,
    look: () => Promise<void>,
  ): Promise<void> {
    try {
      await look();
    } catch (error) {
      const missing = error instanceof BotError && error.code === 'not_found';
      if (!missing || !nearest) throw error;
      await it.answer(unknownCommand(command, typed, nearest, usage));
    }
  }
}

/** A command may be run where its own row of the permission table, or one that begins with its words, allows it. */
function mayRun(actor: Actor, { words }: CommandRoute): boolean {
  const rows = actions.filter((action) => action === words || action.startsWith(`${words} `));
  return rows.some((action: Action) => mayEver(actor, action));
}
