import { BotError } from '../../errors.ts';
import { parseMention, type Token } from '../../slack/command-line.ts';
import { type CommandRoute, resolveTokens } from '../../slack/commands.ts';
import { shortened } from '../../slack/mrkdwn.ts';
import { personIn } from '../../slack/named-person.ts';
import { scopeIn } from './grant-line.slack.ts';
import { type Action, actions } from './permissions.ts';

/** A command's own words, as a row of the permission table and what it would be done to. */
export interface Question {
  action: Action;
  /** The account or Service Provider that is named, or nothing. */
  named: string;
}

/**
 * Reads the words of a command that is asked about, such as `tts clear --all`. Throws `invalid` where they are
 * no command.
 */
export function readQuestion(routes: readonly CommandRoute[], words: readonly Token[]): Question {
  const tokens = words.filter((word) => parseMention(word) === null);
  const row = rowIn(tokens);
  const found = resolveTokens(routes, tokens);
  switch (found.kind) {
    case 'route': {
      const { route, line } = found;
      const longer = row && row.action.split(' ').length > route.words.split(' ').length;
      if (longer) return row;
      const optional = [...line.options].map((option) => `${route.words} --${option}`);
      const named = line.filters.provider ?? line.rest;
      const action =
        actions.find((one) => optional.includes(one)) ??
        actions.find((one) => one === (route.right ?? route.words));
      return action ? { action, named } : scoped(route, line.words);
    }
    case 'account':
      if (row) return row;
      if (found.nearest === null) return { action: 'account show', named: found.name };
      throw noCommand(found.name, found.nearest);
    case 'unknown':
      if (row) return row;
      throw noCommand(found.typed, found.nearest);
    case 'menu':
      throw noCommand('', null);
  }
}

/** The table's longest row with whose name the words begin. */
function rowIn(tokens: readonly Token[]): Question | null {
  const typed = tokens.filter(({ quoted }) => !quoted).map(({ text }) => text.toLowerCase());
  const rows = actions.filter((action) => `${typed.join(' ')} `.startsWith(`${action} `));
  const action = rows.toSorted((one, other) => other.length - one.length)[0];
  if (!action) return null;
  const rest = tokens.slice(action.split(' ').length);
  return { action, named: rest.map(({ text }) => text).join(' ') };
}

/** `access grant` has a row for each scope. */
function scoped(route: CommandRoute, words: readonly Token[]): Question {
  const { scope, rest } = scopeIn(personIn(words).others);
  const action = actions.find((one) => one === `${route.words} ${scope}`);
  if (!action) {
    throw new BotError('invalid', `I need to know more of “${route.words}”.`, {
      why: 'It is a right of its own for each scope.',
      now: `Name the scope too: \`can @ann ${route.words} account\`.`,
    });
  }
  return { action, named: rest.map(({ text }) => text).join(' ') };
}

function noCommand(typed: string, nearest: string | null): BotError {
  return new BotError(
    'invalid',
    typed ? `I know no command “${shortened(typed, 100)}”.` : 'May they do what?',
    {
      now: nearest
        ? `Did you mean \`can @ann ${nearest}\`?`
        : 'Write the command behind the person: `can @ann tts clear Acme`.',
    },
  );
}
