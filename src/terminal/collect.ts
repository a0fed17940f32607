import type {
  ActionInteraction,
  CommandInteraction,
  SubmissionInteraction,
  SuggestionInteraction,
  Suggestions,
} from '../slack/interaction.ts';
import type { CommandHandlers, Listeners } from '../slack/listeners.ts';
import type { AnyForm } from '../slack/submission-error.ts';
import type { TerminalCommands, TerminalInteraction, TerminalRoute } from './terminal-commands.ts';

type Handler<It> = (it: It) => Promise<void>;

/** What the features listen to, for one who runs it by their names and not by Slack's payloads. */
export interface Collected {
  /** For the features to register with. */
  on: Listeners;
  terminal: TerminalCommands;
  routes: readonly TerminalRoute[];
  commands: ReadonlyMap<string, Handler<CommandInteraction>>;
  /** Those that only a terminal has. */
  ownCommands: ReadonlyMap<string, Handler<TerminalInteraction>>;
  actions: ReadonlyMap<string, Handler<ActionInteraction>>;
  forms: ReadonlyMap<string, { form: AnyForm; handler: Handler<SubmissionInteraction> }>;
  suggestions: ReadonlyMap<string, (it: SuggestionInteraction) => Promise<Suggestions>>;
  /** What is done with a line that is no command. */
  otherwise: CommandHandlers['otherwise'];
}

/** Collects what the features register, as Slack's listeners do. */
export function collect(): Collected {
  const routes: TerminalRoute[] = [];
  const commands = new Map<string, Handler<CommandInteraction>>();
  const ownCommands = new Map<string, Handler<TerminalInteraction>>();
  const actions = new Map<string, Handler<ActionInteraction>>();
  const forms = new Map<string, { form: AnyForm; handler: Handler<SubmissionInteraction> }>();
  const suggestions = new Map<string, (it: SuggestionInteraction) => Promise<Suggestions>>();
  let fallback: CommandHandlers | null = null;

  // What has no place at a terminal (a shortcut, an event, a closed form) is nobody's to hear.
  const unheard = () => {};
  const on: Listeners = {
    command(route, handler) {
      routes.push(route.onlyInSlack ? { ...route, hidden: true } : route);
      commands.set(route.words, handler);
    },
    action: (id, handler) => void actions.set(id, handler),
    view: (form, handler) => void forms.set(form.id, { form, handler }),
    options: (id, handler) => void suggestions.set(id, handler),
    closed: unheard,
    shortcut: unheard,
    event: unheard,
    message: unheard,
    home: unheard,
    async run(words, it) {
      await commands.get(words)?.(it);
    },
    listen(handlers) {
      fallback = handlers;
    },
    idle: async () => {},
    routes,
    get registered() {
      const usages = routes.filter(({ hidden }) => !hidden);
      const known = usages.map(({ usage }) => usage);
      return { commands: known, usages, shortcuts: [], events: [], actions: [...actions.keys()] };
    },
  };
  return {
    on,
    terminal: {
      command(route, handler) {
        routes.push(route);
        ownCommands.set(route.words, handler);
      },
    },
    routes,
    commands,
    ownCommands,
    actions,
    forms,
    suggestions,
    async otherwise(it, found) {
      await fallback?.otherwise(it, found);
    },
  };
}
