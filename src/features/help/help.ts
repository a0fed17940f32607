import { type Actor, mayEver } from '../access/access.ts';
import { type Action, actions } from '../access/permissions.ts';

interface Command {
  words: string;
  /** The permission that it takes, where that is another command's. */
  right?: string;
  usage: string;
  summary: string;
}

/** What of these commands the asker may run, as help lists them. */
export function listed(
  actor: Actor,
  commands: readonly Command[],
): Pick<Command, 'usage' | 'summary'>[] {
  return commands
    .filter((command) => mayRunIt(actor, command))
    .map(({ words, usage, summary }) => ({ words, usage, summary }))
    .flatMap((command) =>
      command.words === 'account show'
        ? [command, { usage: '<account>', summary: 'the same: an account by its name alone' }]
        : [command],
    );
}

/** The same, where a command may take the right of another. */
export function mayRunIt(
  actor: Actor,
  { right, words }: Pick<Command, 'right' | 'words'>,
): boolean {
  return mayRun(actor, right ?? words);
}

/**
 * A command may be run where its own row of the permission table allows it. One without a row of its own
 * (`access grant`) has a row for each of its ways.
 */
export function mayRun(actor: Actor, words: string): boolean {
  return rowsFor(words).some((action) => mayEver(actor, action));
}

/** The rows of the permission table by a command's words: help asks for those of every command. */
const rows = new Map<string, Action[]>();

function rowsFor(words: string): Action[] {
  const known = rows.get(words);
  if (known) return known;
  const own = actions.filter((action) => action === words);
  const found = own.length > 0 ? own : actions.filter((action) => action.startsWith(`${words} `));
  // What names nothing may be anything that was typed.
  if (found.length > 0) rows.set(words, found);
  return found;
}

/** The commonest things, as the menu's buttons, where the asker may do them. */
export function shortcuts(actor: Actor): { text: string; action: string }[] {
  const buttons = [
    { text: 'Create account', action: 'account.create', right: 'account create' as const },
    { text: 'List accounts', action: 'account.list', right: 'account list' as const },
    { text: 'Clear TTS cache', action: 'tts.clear', right: 'tts clear' as const },
  ];
  return buttons.filter(({ right }) => mayEver(actor, right));
}
