import type { Obj } from '../json.ts';
import { slackbot } from '../messages.ts';
import type { Channel, StoredMessage } from '../model.ts';
import { plainBlocks, plainMrkdwn } from '../plain-text.ts';
import type { State } from '../state.ts';
import { buttonsIn } from './buttons.ts';

/** A message as one person sees it. */
export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  /** The top-level text: what notifications and screen readers say. */
  readonly text: string;
  readonly blocks: Obj[];
  readonly ephemeral: boolean;
  readonly author: string;
  readonly edited: boolean;
  /** What is on the screen, without markup. */
  readonly plain: string;
  readonly buttons: string[];
}

/** Where to look: one conversation, or all of them. */
export interface Conversation {
  readonly id: string;
}

/** What this person has stored in front of them, oldest first. */
export function visible(state: State, userId: string, where?: Conversation): StoredMessage[] {
  return [...state.channels.values()]
    .filter((channel) => !where || channel.id === where.id)
    .filter((channel) => channel.members.has(userId))
    .flatMap((channel) => channel.messages)
    .filter((message) => !message.deleted && (message.onlyFor ?? userId) === userId)
    .sort((a, b) => Number(a.ts) - Number(b.ts));
}

/** What was read of a message, as long as it says that, and nobody came whom it may name. */
interface Read {
  of: Pick<StoredMessage, 'text' | 'blocks'>;
  names: number;
  seen: Pick<Message, 'text' | 'plain' | 'buttons'>;
}

// People look again and again until they see what they wait for.
const reads = new WeakMap<StoredMessage, Read>();

function readOf(state: State, message: StoredMessage): Read['seen'] {
  const known = reads.get(message);
  const { text, blocks } = message;
  const names = state.people.size + state.channels.size;
  if (known?.of.text === text && known.of.blocks === blocks && known.names === names) {
    return known.seen;
  }
  const said = plainMrkdwn(state, text);
  const seen = {
    text: said,
    plain: blocks.length > 0 ? plainBlocks(state, blocks) : said,
    buttons: buttonsIn(state, blocks).map((button) => button.label),
  };
  reads.set(message, { of: { text, blocks }, names, seen });
  return seen;
}

export function asSeen(state: State, message: StoredMessage): Message {
  return {
    channel: message.channelId,
    ts: message.ts,
    ...(message.threadTs ? { threadTs: message.threadTs } : {}),
    ...readOf(state, message),
    blocks: message.blocks,
    ephemeral: message.onlyFor !== undefined,
    author: authorName(state, message.authorId),
    edited: message.editedTs !== undefined,
  };
}

/** Whether a message says this, on the screen or to a screen reader. */
export function says(message: Message, wanted: string | RegExp): boolean {
  return [message.plain, message.text].some((text) =>
    typeof wanted === 'string' ? text.includes(wanted) : text.search(wanted) >= 0,
  );
}

/** One message as a paragraph that begins with where it is and who wrote it. */
export function describe(state: State, message: Message): string {
  const channel = state.channels.get(message.channel);
  const notes = [message.ephemeral ? 'only you' : '', message.threadTs ? 'thread' : ''].filter(
    Boolean,
  );
  const mark = notes.length > 0 ? ` (${notes.join(', ')})` : '';
  // The notification's text is seen too; it is left out where it only repeats the blocks.
  const body = message.plain.includes(message.text)
    ? message.plain
    : `${message.text}\n${message.plain}`;
  return `${placeName(channel)} ${message.author}${mark}: ${body}`;
}

function placeName(channel: Channel | undefined): string {
  return !channel || channel.kind === 'im' ? 'DM' : `#${channel.name}`;
}

function authorName(state: State, id: string): string {
  if (id === state.botUserId) return 'switchboard';
  return id === slackbot ? 'Slackbot' : (state.people.get(id)?.name ?? id);
}
