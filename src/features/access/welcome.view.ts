import { context, type Message, message, section } from '../../slack/blocks.ts';
import { bold, channelLink, code, join, mrkdwn } from '../../slack/mrkdwn.ts';

/** What each Admin is told once, when the bot first runs. */
export function welcome(command: string, approvals: string): Message {
  const invite = join([code('/invite'), 'me'], ' ');
  return message(
    section(
      mrkdwn`${bold('Switchboard is running, and you are one of its Admins.')} It runs Voice Gateway accounts from Slack: ${code(`${command} account create`)}, ${code(`${command} tts clear`)} and all that ${code(`${command} help`)} lists.`,
    ),
    section(
      mrkdwn`${bold('Where I belong:')} ${invite} to ${channelLink(approvals)}, where requests are decided, and to the channels in which your team uses ${code(command)}.`,
    ),
    section(
      mrkdwn`${bold('Map a colleague:')} ${code(`${command} access grant @ann account Acme until 2027-01-31`)}, or ${code(`${command} access grant`)} alone for a form. The scopes are admin, service_provider, account and on_call; who holds what: ${code(`${command} access list`)}.`,
    ),
    context(
      mrkdwn`Those whom nobody has mapped can ask for access; their requests come to ${channelLink(approvals)} with Map… and Deny.`,
    ),
  );
}
