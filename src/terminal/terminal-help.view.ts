import { type Message, message, section, sections } from '../slack/blocks.ts';
import { bold, code, mrkdwn } from '../slack/mrkdwn.ts';

/** What a terminal takes beside every command, and how it says what came of it. */
export function terminalHelp(): Message {
  const options = [
    ['--json', 'one JSON document in place of words'],
    ['--reason "…"', 'why, for whoever decides it, and for the audit'],
    ['--break-glass "…"', 'at once, without a second person; announced in the approvals channel'],
    ['--pages 3', 'more pages of a list, or all'],
    ['--wait 300', 'how many seconds to wait for the outcome; 60 if not said'],
    ['--yes', 'asks for no confirmation, where somebody sits there'],
  ] as const;
  return message(
    section(
      mrkdwn`${bold('At a terminal')} the answers of a form are options, named as its fields: ${code('--sip-realm acme.example.com')}. Besides, each command takes:`,
    ),
    ...sections(options.map(([option, does]) => mrkdwn`${code(option)} ${does}`)),
    section(
      mrkdwn`${bold('Exit codes:')} 0 done, 2 refused (nothing was done), 3 waits for approval, 4 outcome unknown, 1 failed.`,
    ),
  );
}
