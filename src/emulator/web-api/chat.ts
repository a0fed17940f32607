import { isObj, list, type Obj, str } from '../json.ts';
import { edit, findMessage, messageJson, post, remove } from '../messages.ts';
import type { Channel, StoredMessage } from '../model.ts';
import { houseFaults, refusedBlocks } from '../rules/message.ts';
import { directMessages, type State } from '../state.ts';
import { faulty, Refusal } from './refusal.ts';

const longestUpdate = 4000;
const longestText = 40_000;

export function postMessage(state: State, args: Obj): Obj {
  const channel = writableChannel(state, args.channel);
  const content = contentOf(state, 'chat.postMessage', args);
  const threadTs = str(args.thread_ts) || undefined;
  if (threadTs && !channel.messages.some((message) => message.ts === threadTs && !message.onlyFor))
    throw faulty('cannot_reply_to_message');
  const message = post(state, channel, { ...content, authorId: state.botUserId, threadTs });
  return { channel: channel.id, ts: message.ts, message: messageJson(state, message) };
}

export function postEphemeral(state: State, args: Obj): Obj {
  const channel = writableChannel(state, args.channel);
  const userId = str(args.user);
  if (!channel.members.has(userId)) throw new Refusal('user_not_in_channel');
  const content = contentOf(state, 'chat.postEphemeral', args);
  const message = post(state, channel, {
    ...content,
    authorId: state.botUserId,
    threadTs: str(args.thread_ts) || undefined,
    onlyFor: userId,
  });
  return { message_ts: message.ts };
}

export function update(state: State, args: Obj): Obj {
  const channel = readableChannel(state, args.channel);
  const message = ownMessage(state, channel, args.ts, 'cant_update_message');
  if (str(args.text).length > longestUpdate) throw faulty('msg_too_long');
  const content = contentOf(state, 'chat.update', args);
  // Text without blocks takes the old blocks away; with neither, all stays as it is.
  const onlyMetadata = args.text === undefined && args.blocks === undefined;
  edit(state, message, {
    text: onlyMetadata ? message.text : content.text,
    blocks: onlyMetadata ? message.blocks : content.blocks,
    metadata: content.metadata,
  });
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageJson(state, message),
  };
}

export function deleteMessage(state: State, args: Obj): Obj {
  const channel = readableChannel(state, args.channel);
  const message = ownMessage(state, channel, args.ts, 'cant_delete_message');
  remove(state, message);
  return { channel: channel.id, ts: message.ts };
}

/** The checked text, blocks and metadata of a message; used by response_url and acks too. */
export function contentOf(
  state: State,
  where: string,
  args: Obj,
): { text: string; blocks: Obj[]; metadata: Obj | undefined } {
  if (args.blocks !== undefined && !Array.isArray(args.blocks))
    throw faulty('invalid_blocks_format');
  const refused = refusedBlocks(args.blocks);
  if (refused.length > 0) throw faulty('invalid_blocks', refused);
  const blocks = list(args.blocks);
  const text = str(args.text);
  const hasOther = list(args.attachments).length > 0 || str(args.markdown_text) !== '';
  const changesOnlyMetadata = where === 'chat.update' && args.metadata !== undefined;
  if (text === '' && blocks.length === 0 && !hasOther && !changesOnlyMetadata)
    throw faulty('no_text');
  if (text.length > longestText) throw faulty('msg_too_long');
  if (list(args.attachments).length > 100) throw faulty('too_many_attachments');
  if (str(args.markdown_text) !== '' && (text !== '' || blocks.length > 0))
    throw faulty('markdown_text_conflict');
  for (const fault of houseFaults(args)) state.violations.push(`${where}: ${fault}`);
  return { text: text || str(args.markdown_text), blocks, metadata: metadataOf(args.metadata) };
}

function metadataOf(metadata: unknown): Obj | undefined {
  if (metadata === undefined) return undefined;
  if (!isObj(metadata) || typeof metadata.event_type !== 'string' || !isObj(metadata.event_payload))
    throw faulty('invalid_metadata_format');
  if (JSON.stringify(metadata).length > 16_000) throw faulty('metadata_too_large');
  return metadata;
}

function writableChannel(state: State, id: unknown): Channel {
  const person = state.people.get(str(id));
  if (person) {
    if (person.deactivated || person.bot) throw new Refusal('channel_not_found');
    return directMessages(state, person.id);
  }
  const channel = readableChannel(state, id);
  if (channel.archived) throw new Refusal('is_archived');
  const isMember = channel.members.has(state.botUserId);
  if (!isMember && !state.scopes?.includes('chat:write.public'))
    throw new Refusal('not_in_channel');
  return channel;
}

/** A private channel that the bot is not in does not exist for it. */
function readableChannel(state: State, id: unknown): Channel {
  const channel = state.channels.get(str(id));
  const hidden = channel?.kind !== 'public' && !channel?.members.has(state.botUserId);
  if (!channel || hidden) throw new Refusal('channel_not_found');
  return channel;
}

function ownMessage(state: State, channel: Channel, ts: unknown, notOwn: string): StoredMessage {
  const message = findMessage(channel, str(ts));
  // An ephemeral message can only be changed through a response_url.
  if (!message || message.onlyFor) throw new Refusal('message_not_found');
  if (message.authorId !== state.botUserId) throw new Refusal(notOwn);
  return message;
}
