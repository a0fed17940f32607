import type { Shown } from '../window/shown.ts';

/** Something that what is being typed may become. */
export interface Completion {
  /** What is shown of it, and what it does. */
  shown: string;
  about: string;
  /** The end of the text that it takes the place of, and what it puts there. */
  replaces: string;
  by: string;
  /** A global shortcut that it uses, in place of any text. */
  shortcut?: string;
  /** Whether Enter takes it, rather than sending what was typed. */
  onEnter?: boolean;
}

const most = 8;

/** What fits what was typed so far. */
export function completionsFor(
  text: string,
  { app, people, channels }: Pick<Shown, 'app' | 'people' | 'channels'>,
  commands: boolean,
): Completion[] {
  if (commands && /^\/\S*$/.test(text)) {
    const known = app.commands.map(
      ({ command }): Completion => ({
        shown: command,
        about: `Commands of ${app.name}`,
        replaces: text,
        by: `${command} `,
        onEnter: true,
      }),
    );
    const shortcuts = app.shortcuts
      .filter(({ type }) => type === 'global')
      .map(
        ({ name, description = '' }): Completion => ({
          shown: name,
          about: description || `Shortcut of ${app.name}`,
          replaces: text,
          by: `/${name}`,
          shortcut: name,
          onEnter: true,
        }),
      );
    return begun([...known, ...shortcuts], text.slice(1));
  }
  const named = /(?:^|[\s("“])([@#])([\p{L}\p{N}._-]*)$/u.exec(text);
  if (named) {
    const [, sign = '', typed = ''] = named;
    const replaces = `${sign}${typed}`;
    const all =
      sign === '@'
        ? people.map(({ name, title, realName }) => ({ name, about: `${realName} · ${title}` }))
        : channels
            .filter(({ kind }) => kind !== 'im')
            .map(({ name }) => ({ name, about: 'channel' }));
    const matching = all.map(
      ({ name, about }): Completion => ({
        shown: `${sign}${name}`,
        about,
        replaces,
        by: `${sign}${name} `,
        onEnter: true,
      }),
    );
    return begun(matching, typed);
  }
  if (!commands) return [];
  return usagesFor(text, app);
}

/** The ways to go on with a command, by the words typed so far. */
function usagesFor(text: string, app: Shown['app']): Completion[] {
  const command = app.commands.find((one) => text.startsWith(`${one.command} `));
  const typed = command ? text.slice(command.command.length + 1).toLowerCase() : '';
  if (!command || typed.includes('"')) return [];
  return command.usages
    .filter(({ usage }) => wordsOf(usage).startsWith(typed) && wordsOf(usage) !== typed.trimEnd())
    .slice(0, most)
    .map(({ usage, summary }) => ({
      shown: usage,
      about: summary,
      replaces: text,
      by: `${command.command} ${wordsOf(usage)} `,
    }));
}

/** A usage without what is to be filled in: `account create [name]` → `account create`. */
function wordsOf(usage: string): string {
  return usage.replace(/\s*[[<@].*$/, '');
}

function begun(completions: Completion[], typed: string): Completion[] {
  const wanted = typed.toLowerCase();
  const fits = ({ shown, about }: Completion) =>
    `${shown} ${about}`
      .toLowerCase()
      .split(/[\s/@#]+/)
      .some((word) => word.startsWith(wanted));
  return completions.filter(fits).slice(0, most);
}
