interface Trouble {
  /** Why a message was not delivered, to follow a colon. */
  reason: string;
  /** What somebody can do about it. */
  remedy: string;
}

/** Why Slack kept a message from being delivered, in words for people; its own code is for the log and for Admins. */
export function reasonOf(error: string): string {
  return (troubles.get(error) ?? unheardOf).reason;
}

/** What somebody can do about it. */
export function remedyFor(error: string): string {
  return (troubles.get(error) ?? unheardOf).remedy;
}

const unheardOf: Trouble = {
  reason: 'Slack did not take it',
  remedy: 'Tell whoever runs the bot: its log says how Slack put it.',
};

const invite = 'Invite the bot there: /invite with its name.';
const posting = 'the channel’s posting permissions forbid it';
const token: Trouble = {
  reason: 'Slack does not take the bot’s token',
  remedy: 'Check the bot token, and whether the app is still installed in this workspace.',
};
const bug: Trouble = {
  reason: 'Slack could not read it',
  remedy: 'This is a fault of the bot: report it with the log of that time.',
};
const silent: Trouble = {
  reason: 'Slack did not answer',
  remedy: 'Nothing is to be done: Slack did not answer for a while.',
};

const troubles = new Map<string, Trouble>([
  ['not_in_channel', { reason: 'the bot is not a member there', remedy: invite }],
  [
    // Slack says the same of a private channel that the bot is not in and of one that is gone.
    'channel_not_found',
    {
      reason: 'the bot is not a member there, or the channel is gone',
      remedy: `${invite} If the channel is gone, configure another.`,
    },
  ],
  [
    'is_archived',
    { reason: 'the channel is archived', remedy: 'Unarchive it, or configure another.' },
  ],
  [
    'user_not_in_channel',
    { reason: 'the person had left the channel', remedy: 'Nothing is to be done.' },
  ],
  ['user_disabled', { reason: 'the person is deactivated', remedy: 'Nothing is to be done.' }],
  [
    'messages_tab_disabled',
    {
      reason: 'the app takes no direct messages',
      remedy: 'Turn on the messages tab in the app’s settings, as manifest.yml has it.',
    },
  ],
  [
    'missing_scope',
    {
      reason: 'the app lacks a right that it needs',
      remedy: 'Install the app again with the scopes of manifest.yml.',
    },
  ],
  ['restricted_action', { reason: posting, remedy: 'Let the bot post there.' }],
  [
    'restricted_action_read_only_channel',
    { reason: 'the channel is read-only for the bot', remedy: 'Let the bot post there.' },
  ],
  [
    'restricted_action_thread_only_channel',
    { reason: 'the channel takes replies only', remedy: 'Configure another channel.' },
  ],
  [
    'cannot_reply_to_message',
    { reason: 'the message that was to be answered is gone', remedy: 'Nothing is to be done.' },
  ],
  ['invalid_auth', token],
  ['account_inactive', token],
  ['token_revoked', token],
  ['invalid_blocks', bug],
  ['msg_too_long', bug],
  ['msg_blocks_too_long', bug],
  ['no_text', bug],
  ['invalid_arguments', bug],
  ['no answer', silent],
  [
    'Slack cannot be reached',
    {
      reason: 'Slack could not be reached',
      remedy: 'Check the network between the bot and Slack.',
    },
  ],
]);
