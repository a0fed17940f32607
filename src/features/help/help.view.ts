import {
  actions,
  button,
  context,
  header,
  type Message,
  message,
  section,
  sections,
} from '../../slack/blocks.ts';
import type { CommandRoute } from '../../slack/commands.ts';
import { bold, code, join, type Mrkdwn, mrkdwn } from '../../slack/mrkdwn.ts';

/** What the asker may do, each command with its use. */
export function helpMessage(
  command: string,
  routes: readonly CommandRoute[],
  topic?: string,
): Message {
  return message(
    header(topic ? `Help: ${topic}` : 'What you can do'),
    ...sections(routes.map((route) => helpLine(command, route))),
    context(
      mrkdwn`An account is named by its name, SID or SIP realm; left out, you pick it. Quotes hold a name together, commas separate several.`,
    ),
  );
}

/** The menu behind the bare command: the commonest things as buttons, the rest as lines. */
export function menu(
  command: string,
  routes: readonly CommandRoute[],
  shortcuts: { text: string; action: string }[],
): Message {
  return message(
    section(mrkdwn`${bold('Switchboard')} runs Voice Gateway accounts from here. You can:`),
    ...sections(routes.map((route) => helpLine(command, route))),
    ...(shortcuts.length > 0
      ? [actions(...shortcuts.map(({ text, action }) => button(text, action)))]
      : []),
  );
}

/** For those whom nobody has mapped: what there is, and how to get in. */
export function strangersMenu(command: string): Message {
  return message(
    section(
      mrkdwn`${bold('Switchboard')} runs Voice Gateway accounts from Slack. You have no access yet.`,
    ),
    section(mrkdwn`Ask for it here, or with ${code(`${command} access request`)}.`),
    actions(button('Ask for access', 'access.ask', { style: 'primary' })),
  );
}

/** What was typed is no command: the nearest one, never run on a guess. */
export function unknownCommand(
  command: string,
  typed: string,
  nearest: string | null,
  usage?: string,
): Message {
  const lines: Mrkdwn[] = [
    mrkdwn`I do not know “${typed}”.`,
    ...(nearest ? [mrkdwn`Did you mean ${code(`${command} ${nearest}`)}?`] : []),
    ...(usage ? usage.split('\n').map((one) => mrkdwn`Usage: ${code(`${command} ${one}`)}`) : []),
    mrkdwn`All commands: ${code(`${command} help`)}`,
  ];
  return message(section(join(lines, '\n')));
}

function helpLine(command: string, { usage, summary }: CommandRoute): Mrkdwn {
  return mrkdwn`${code(`${command} ${usage}`)} ${summary}`;
}
