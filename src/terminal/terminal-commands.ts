import type { Secret } from '../secret.ts';
import type { CommandRoute } from '../slack/commands.ts';
import type { CommandInteraction } from '../slack/interaction.ts';

/** A command that only a terminal has. */
export interface TerminalRoute extends CommandRoute {
  /** Options with a value that it takes, without their dashes: `['since']`. */
  flags?: readonly string[];
  /** Whether it asks for changes, so that `--reason` and `--break-glass` are of use to it. */
  changes?: true;
}

/** What such a command can do besides: it reads files, and writes more than one answer holds. */
export interface TerminalInteraction extends CommandInteraction {
  /** The value of `--since`, say. */
  flag(name: string): string | undefined;
  /** Writes to stdout as it is, without an answer around it; resolves when there is room for more. */
  write(text: string): Promise<void>;
  /** The text of a file that was named, `-` for what is piped in. Throws `invalid` where it cannot be read. */
  read(file: string): Promise<string>;
  /** What is piped in, or what somebody who sits there types, unseen. Throws `invalid` where that is nothing. */
  secret(question: string): Promise<Secret>;
  /** Whether one JSON document is wanted. */
  json: boolean;
}

/** Registers what only a terminal listens to. */
export interface TerminalCommands {
  command(route: TerminalRoute, handler: (it: TerminalInteraction) => Promise<void>): void;
}
