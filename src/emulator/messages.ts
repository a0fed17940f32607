import { type Obj, obj } from './json.ts';
import type { Channel, StoredMessage } from './model.ts';
import { elementsOf } from './rules/blocks.ts';
import { changed, type State } from './state.ts';

/** What a new message consists of. */
export interface Draft {
  text: string;
  blocks?: Obj[];
  authorId: string;
  threadTs?: string | undefined;
  onlyFor?: string | undefined;
  metadata?: Obj | undefined;
}

/** Id under which Slack itself speaks to people. */
export const slackbot = 'USLACKBOT';

export function post(state: State, channel: Channel, draft: Draft): StoredMessage {
  const message: StoredMessage = {
    ts: state.ids.ts(),
    channelId: channel.id,
    authorId: draft.authorId,
    text: draft.text,
    blocks: withIds(state, draft.blocks ?? []),
    deleted: false,
    values: new Map(),
    ...(draft.threadTs ? { threadTs: draft.threadTs } : {}),
    ...(draft.onlyFor ? { onlyFor: draft.onlyFor } : {}),
    ...(draft.metadata ? { metadata: draft.metadata } : {}),
  };
  channel.messages.push(message);
  changed(state);
  return message;
}

export function edit(
  state: State,
  message: StoredMessage,
  to: { text: string; blocks: Obj[]; metadata?: Obj | undefined },
): void {
  message.text = to.text;
  message.blocks = withIds(state, to.blocks);
  if (to.metadata) message.metadata = to.metadata;
  message.editedTs = state.ids.ts();
  changed(state);
}

/** The root of a thread stays as a tombstone, so it is marked and not taken out. */
export function remove(state: State, message: StoredMessage): void {
  message.deleted = true;
  changed(state);
}

/** A word from Slack itself that only this person sees. */
export function notice(state: State, channel: Channel, userId: string, text: string): void {
  post(state, channel, { text, authorId: slackbot, onlyFor: userId });
}

export function findMessage(
  channel: Channel | undefined,
  ts: string | undefined,
): StoredMessage | undefined {
  return channel?.messages.find((message) => message.ts === ts && !message.deleted);
}

/** The message as Slack puts it into answers and payloads. */
export function messageJson(state: State, message: StoredMessage): Obj {
  const fromBot = message.authorId === state.botUserId;
  return {
    type: 'message',
    user: message.authorId,
    ts: message.ts,
    text: message.text,
    team: state.teamId,
    ...(fromBot ? { bot_id: state.botId, app_id: state.appId } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
    ...(message.editedTs ? { edited: { user: message.authorId, ts: message.editedTs } } : {}),
  };
}

/** A copy of the blocks in which every block and element has an id, as Slack gives them. */
export function withIds(state: State, blocks: Obj[]): Obj[] {
  const copies = structuredClone(blocks);
  for (const block of copies) {
    block.block_id ??= state.ids.token().slice(0, 5);
    for (const element of elementsOf([block])) {
      if (obj(element).type !== 'image' && isInteractive(element))
        element.action_id ??= state.ids.token().slice(0, 5);
    }
  }
  return copies;
}

function isInteractive(element: Obj): boolean {
  const type = String(element.type);
  return !type.startsWith('rich_text_') || type === 'rich_text_input'
    ? !['mrkdwn', 'plain_text'].includes(type)
    : false;
}
