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
import {
  bold,
  code,
  commandLine,
  join,
  type Mrkdwn,
  mrkdwn,
  shortened,
  typed,
} from '../../slack/mrkdwn.ts';

/** A command as help lists it. */
export type Listed = Pick<CommandRoute, 'usage' | 'summary'>;

/** Characters of what was typed that an answer repeats. */
const QUOTED = 100;

/** What the asker may do, each command with its use. */
export function helpMessage(command: string, listed: readonly Listed[], topic?: string): Message {
  const naming = mrkdwn`An account is named by its name, SID or SIP realm; left out, you pick it. Quotes hold a name together, commas separate several.`;
  const namesAccounts = listed.some(({ usage }) => /[[<]accounts?\b/.test(usage));
  return message(
    header(topic ? `Help: ${topic}` : 'What you can do'),
    ...sections(listed.map((one) => helpLine(command, one))),
    ...(namesAccounts ? [context(naming)] : []),
  );
}

/** There is no such topic: those that there are, and the one that is nearest. */
export function noSuchTopic(
  command: string,
  topic: string,
  { topics, nearest }: { topics: readonly string[]; nearest: string | null },
): Message {
  const names = topics.map((one) => code(one));
  const lines = [
    mrkdwn`There is no help on “${typed(shortened(topic, QUOTED))}”.`,
    ...(nearest ? [mrkdwn`Did you mean ${code(`${command} help ${nearest}`)}?`] : []),
    mrkdwn`Topics: ${join(names, ', ')}. All commands: ${code(`${command} help`)}`,
  ];
  return message(section(join(lines, '\n')));
}

/** There is such a topic, and the asker may do nothing of it. */
export function topicOutOfReach(command: string, topic: string): Message {
  return message(
    section(mrkdwn`You have no access to ${code(`${command} ${topic}`)}.`),
    section(mrkdwn`Ask for it here, or with ${code(`${command} access request`)}.`),
    actions(button('Ask for access', 'access.ask')),
  );
}

/** The menu behind the bare command: the commonest things as buttons, the rest as lines. */
export function menu(
  command: string,
  listed: readonly Listed[],
  shortcuts: { text: string; action: string }[],
): Message {
  return message(
    section(mrkdwn`${bold('Switchboard')} runs Voice Gateway accounts from here. You can:`),
    ...sections(listed.map((one) => helpLine(command, one))),
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

/** What was typed is no command: the nearest ones, never run on a guess. */
export function unknownCommand(
  command: string,
  said: string,
  instead: { suggestions: readonly string[]; usages: readonly string[]; mayAsk: boolean },
): Message {
  const { suggestions, usages, mayAsk } = instead;
  const meant = suggestions.map((one) => commandLine(`${command} ${one}`));
  const lines: Mrkdwn[] = [
    mrkdwn`I do not know “${typed(shortened(said, QUOTED))}”.`,
    ...(meant.length > 0 ? [mrkdwn`Did you mean ${join(meant, ' or ')}?`] : []),
    ...usages.map((one) => mrkdwn`Usage: ${code(`${command} ${one}`)}`),
    mrkdwn`All commands: ${code(`${command} help`)}`,
  ];
  return message(
    ...sections(lines),
    ...(mayAsk ? [actions(button('Ask for access', 'access.ask'))] : []),
  );
}

function helpLine(command: string, { usage, summary }: Listed): Mrkdwn {
  return mrkdwn`${code(`${command} ${usage}`)} ${summary}`;
}
