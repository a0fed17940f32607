import { BotError } from '../errors.ts';
import type { CommandLine, CommandRoute, Resolved } from './commands.ts';

/** The words for a slash command of the app that is not the configured one. */
export function notOurs(typed: string, command: string): BotError {
  return new BotError('not_found', `I do not listen to ${typed}.`, {
    why: `My command is ${command} here.`,
    now: `Type ${command} help. Whoever runs the bot can change its COMMAND, or the app’s manifest.`,
  });
}

/** The words for a button, form or shortcut that no feature has. */
export function unknownThing(what: string): BotError {
  return new BotError('not_found', `I do not know this ${what} any more.`, {
    why: 'It is from an earlier version of the bot.',
    now: 'Start again from the command or the card.',
  });
}

/** What was typed, where no command's line was read. */
export function emptyLine(found: Exclude<Resolved<CommandRoute>, { kind: 'route' }>): CommandLine {
  return found.kind === 'account'
    ? found.line
    : { rest: '', names: [], words: [], options: new Set<string>(), filters: {} };
}
