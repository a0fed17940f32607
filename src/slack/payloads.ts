import type { KnownBlock, PlainTextElement } from '@slack/types';
import { z } from 'zod';

// What we read of Slack's payloads (docs.slack.dev: slash commands, block_actions, view_submission, shortcuts).

const User = z.object({ id: z.string(), team_id: z.string().optional() });
const Team = z.object({ id: z.string() }).nullish();

export const CommandPayload = z.object({
  command: z.string(),
  user_id: z.string(),
  team_id: z.string(),
  channel_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.string(),
});

// A view is ours, and comes back as Slack drew it: of its parts only what tells them apart is checked.
const AnyBlock = z.looseObject({ type: z.string(), block_id: z.string().optional() });
const AnyText = z.looseObject({ type: z.literal('plain_text'), text: z.string() });
const OwnBlock = z.custom<KnownBlock>((value) => AnyBlock.safeParse(value).success);
const OwnText = z.custom<PlainTextElement>((value) => AnyText.safeParse(value).success).nullish();

const View = z.object({
  id: z.string(),
  hash: z.string().optional(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  type: z.string(),
  blocks: z.array(OwnBlock).default([]),
  title: OwnText,
  submit: OwnText,
  close: OwnText,
  notify_on_close: z.boolean().optional(),
  state: z.object({ values: z.unknown() }).nullish(),
});
export type ViewPayload = z.infer<typeof View>;

const Clicked = z.object({
  action_id: z.string(),
  action_ts: z.string().optional(),
  block_id: z.string().optional(),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

export const ActionPayload = z.object({
  user: User,
  team: Team,
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    channel_id: z.string().optional(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  actions: z.array(Clicked).min(1),
  view: View.optional(),
});

export type ActionPayload = z.infer<typeof ActionPayload>;

export const SubmissionPayload = z.object({
  user: User,
  team: Team,
  trigger_id: z.string().optional(),
  view: View,
});

export const ClosedPayload = z.object({ user: User, team: Team, view: View });

export const OptionsPayload = z.object({
  user: User,
  team: Team,
  action_id: z.string(),
  value: z.string().default(''),
  view: View.optional(),
});

export const ShortcutPayload = z.object({
  type: z.enum(['shortcut', 'message_action']),
  callback_id: z.string(),
  user: User,
  team: Team,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  message_ts: z.string().optional(),
  message: z
    .object({
      text: z.string().optional(),
      ts: z.string().optional(),
      thread_ts: z.string().optional(),
    })
    .optional(),
});

export const EventPayload = z.object({ event_id: z.string(), team_id: z.string() });

/** Somebody opened one of the bot's tabs. */
export const HomeOpened = z.object({ user: z.string(), tab: z.string() });

/** A plain message to the bot in its direct messages: no edit, no join, nobody's bot. */
export const DirectMessage = z.object({
  channel_type: z.literal('im'),
  channel: z.string(),
  user: z.string(),
  subtype: z.undefined().optional(),
  bot_id: z.undefined().optional(),
  team: z.string().optional(),
  user_team: z.string().optional(),
});
