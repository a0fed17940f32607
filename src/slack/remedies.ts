/** What somebody can do about an error of Slack's that kept a message from being delivered. */
export function remedyFor(error: string): string {
  return remedies[error] ?? 'Look the error up in Slack’s documentation of chat.postMessage.';
}

const invite = 'Invite the bot there: /invite with its name.';
const token = 'Check the bot token, and whether the app is still installed in this workspace.';
const bug = 'This is a fault of the bot: report it with the log of that time.';

const remedies: Record<string, string> = {
  not_in_channel: invite,
  // Slack says the same of a private channel that the bot is not in and of one that is gone.
  channel_not_found: `${invite} If the channel is gone, configure another.`,
  is_archived: 'Unarchive the channel, or configure another.',
  user_not_in_channel: 'Nothing: the person had left the channel.',
  user_disabled: 'Nothing: the person is deactivated.',
  messages_tab_disabled: 'Turn on the messages tab in the app’s settings, as manifest.yml has it.',
  missing_scope: 'Install the app again with the scopes of manifest.yml.',
  restricted_action: 'Let the bot post there: the channel’s posting permissions forbid it.',
  restricted_action_read_only_channel: 'Let the bot post there: the channel is read-only for it.',
  restricted_action_thread_only_channel: 'Configure another channel: this one takes replies only.',
  cannot_reply_to_message: 'Nothing: the message that was to be answered is gone.',
  invalid_auth: token,
  account_inactive: token,
  token_revoked: token,
  invalid_blocks: bug,
  msg_too_long: bug,
  msg_blocks_too_long: bug,
  no_text: bug,
  invalid_arguments: bug,
  'no answer': 'Nothing: Slack did not answer for a while.',
  'Slack cannot be reached': 'Check the network between the bot and Slack.',
};
