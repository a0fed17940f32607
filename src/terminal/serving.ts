import type { Ask } from '../changes/change.ts';
import type { Asked, Changes } from '../changes/changes.ts';
import { BotError } from '../errors.ts';
import type { Actor } from '../features/access/access.ts';
import type { PersonId } from '../features/access/scope.ts';
import { type Id, newId } from '../ids.ts';
import type { Log } from '../log.ts';
import { Secret } from '../secret.ts';
import type { Message } from '../slack/blocks.ts';
import { tokenize } from '../slack/command-line.ts';
import { resolveTokens } from '../slack/commands.ts';
import type { CommandInteraction, DrawnFrom, DrawnModal, OpenModal } from '../slack/interaction.ts';
import { emptyLine } from '../slack/unknown.ts';
import { type Flags, ofEveryAsk } from './flags.ts';
import { withPeople } from './named-people.ts';
import type { Station } from './station.ts';
import { submit } from './submitting.ts';
import type { TerminalInteraction } from './terminal-commands.ts';
import { terminalHelp } from './terminal-help.view.ts';
import { readable, type TerminalIo } from './terminal-io.ts';
import { turnPages } from './turning.ts';

/** An answer with what it was drawn from. */
export interface Said {
  message: Message;
  from: DrawnFrom;
}

/** A secret that is shown once, with its name. */
export type Revealed = NonNullable<DrawnModal['reveals']>;

/** What came of a line, as far as it was written down. */
export interface Served {
  said: Said[];
  /** The changes that it asked for. */
  asked: Asked['changes'];
  /** What is shown this once. */
  revealed: Revealed[];
  /** Whether it wrote to stdout itself. */
  wrote: boolean;
}

/** One run: the flags that it was given, and what has come of it. */
export interface Session {
  flags: Flags;
  served: Served;
  /** Sees to it that what was asked for is carried out. */
  perform(): Promise<void>;
}

export interface Serving {
  station: Station;
  actor: Actor;
  io: TerminalIo;
  log: Log;
  session: Session;
  /** The command as people type it here. */
  command: string;
  manner: { json: boolean; yes: boolean; pages: number };
  /** Told what is being done, for the audit of refusals. */
  doing(action: string): void;
}

/** The form that a handler opened, as it looks now; or why it shows nothing. */
export interface Shown {
  drawn: DrawnModal;
  once: Id<'frm'>;
  failure: unknown;
}

/** Everything that one line does at a terminal. */
export interface Desk extends Serving {
  it: CommandInteraction;
  shown(): Shown | null;
}

/** Runs a line as Slack would: the same command, the same handler, the same form. Throws what it throws. */
export async function serve(text: string, serving: Serving): Promise<void> {
  const { station, session, command, doing, log, actor } = serving;
  const { collected, settings, stores } = station;
  const people = { db: stores.journal.db, teamId: settings.teamId };
  const tokens = withPeople(tokenize(text), collected.routes, people);
  const found = resolveTokens(collected.routes, tokens, command);

  let shown: Shown | null = null;
  const it: CommandInteraction = {
    actor,
    origin: { surface: 'terminal' },
    log,
    replyUrl: null,
    line: found.kind === 'route' ? found.line : emptyLine(found),
    async answer(message, from = {}) {
      // What is said after it was asked for (that it takes longer, say) is told better by its outcome.
      if (session.served.asked.length === 0) session.served.said.push({ message, from });
    },
    open: async (modal) => {
      shown = { drawn: modal, once: newId('frm'), failure: null };
      return opened(shown);
    },
  };
  if (found.kind === 'route') {
    doing(found.route.words);
    await run(found.route.words, it, serving);
    if (found.route.words === 'help' && found.line.rest === '') await it.answer(terminalHelp());
  } else {
    await collected.otherwise(it, found);
  }
  const desk: Desk = { ...serving, it, shown: () => shown };
  if (desk.shown()) await submit(desk, namesSomething(it, serving));
  else await turnPages(desk);
  if (session.served.asked.length === 0) session.flags.requireAllUsed();
}

async function run(
  words: string,
  it: CommandInteraction,
  { station, session, io, manner }: Serving,
): Promise<void> {
  const { flags, served } = session;
  const { commands, ownCommands, routes } = station.collected;
  const own = ownCommands.get(words);
  if (!own) return commands.get(words)?.(it);
  const route = routes.find((one) => one.words === words);
  const takes = route?.flags ?? [];
  const taken = new Map(takes.map((name) => [name, flags.take(name)]));
  if (route?.changes) for (const name of ofEveryAsk) flags.take(name);
  // It may write before it is done: what it does not take is refused before.
  flags.requireAllUsed({ takes });
  const terminal: TerminalInteraction = {
    ...it,
    flag: (name) => taken.get(name),
    json: manner.json,
    async write(text) {
      served.wrote = true;
      await io.out(text);
    },
    read: (file) => readable(file, io),
    async secret(question) {
      const given = io.ask
        ? await io.ask(`${question}: `, { secret: true })
        : await readable('-', io);
      if (given.trim() === '') throw nothingGiven(question);
      return new Secret(given.trim());
    },
  };
  await own(terminal);
}

/** Whether the line or the flags say what is meant, so that a form's own suggestion is no guess. */
function namesSomething({ line }: CommandInteraction, { session }: Serving): boolean {
  const behind = line.rest !== '' || line.options.size > 0;
  return behind || session.flags.unused().some((name) => !ofEveryAsk.includes(name));
}

function opened(shown: Shown): OpenModal {
  return {
    once: shown.once,
    async redraw(modal) {
      shown.drawn = modal;
    },
    async fail(error) {
      shown.failure = error;
    },
  };
}

/** The way into the journal for what is asked for at a terminal: with its reasons, and with no flag left over. */
export function asking(real: Changes, session: Session): Changes {
  return {
    ...real,
    async ask(person: PersonId, given: Ask | Ask[]) {
      const { flags, served } = session;
      const breakGlass = flags.take('break-glass');
      const reason = flags.take('reason');
      flags.requireAllUsed();
      const asks = (Array.isArray(given) ? given : [given]).map((one) => ({
        ...one,
        ...(reason !== undefined && one.reason === undefined && { reason }),
        ...(breakGlass !== undefined && { breakGlass }),
      }));
      const asked = await real.ask(person, asks);
      served.asked.push(...asked.changes);
      await session.perform();
      return asked;
    },
  };
}

function nothingGiven(question: string): BotError {
  return new BotError('invalid', `${question}: nothing was given.`, {
    now: 'Pipe it in: … < file. Nothing was changed.',
  });
}
