import type { Obj } from '../json.ts';
import type { Shortcut, Usage, Values } from '../model.ts';

/** All that one person's Slack client shows: what the server sends to the page at each change. */
export interface Shown {
  me: string;
  workspace: string;
  app: ShownApp;
  people: ShownPerson[];
  channels: ShownChannel[];
  /** The open modals, the top one last. */
  modals: ShownView[];
  home: ShownView | null;
  tour: ShownStep[];
}

export interface ShownApp {
  userId: string;
  name: string;
  homeTab: boolean;
  /** Id of the conversation between the app and this person. */
  dm: string;
  commands: { command: string; usages: Usage[] }[];
  shortcuts: Shortcut[];
}

export interface ShownPerson {
  id: string;
  name: string;
  realName: string;
  title: string;
  guest: boolean;
}

export interface ShownChannel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: number;
  /** Oldest first; replies are among them, with the timestamp of their thread. */
  messages: ShownMessage[];
  unread: number;
}

export interface ShownMessage {
  channel: string;
  ts: string;
  threadTs: string | null;
  author: string;
  text: string;
  blocks: Obj[];
  /** What this person has chosen in its elements. */
  values: Values;
  ephemeral: boolean;
  edited: boolean;
}

export interface ShownView {
  id: string;
  title: string;
  submit: string | null;
  close: string;
  blocks: Obj[];
  values: Values;
  /** Block id → what is wrong there. */
  errors: Record<string, string>;
  trouble: string | null;
}

export interface ShownStep {
  id: string;
  as: string;
  title: string;
  how: string;
  types: string | null;
  in: string | null;
  /** What its own button says. */
  makes: string | null;
  done: boolean;
}

/** One request that passed between Slack and the bot, with its answer. */
export interface Traffic {
  id: number;
  /** `to`: Slack calls the bot; `from`: the bot calls Slack. */
  direction: 'to' | 'from';
  at: number;
  /** `slash_command`, `chat.postMessage`. */
  what: string;
  /** What a line of the list says beside it: who, or where. */
  about: string;
  ok: boolean;
  /** `200`, `not_in_channel`, `no answer in time`. */
  outcome: string;
  /** How long the acknowledgement took, in milliseconds; `null` for calls of the bot. */
  ms: number | null;
  headers: Record<string, string>;
  request: unknown;
  answer: unknown;
}

/** What the page sends when its person does something. */
export interface Answered {
  ok: boolean;
  /** Why the client itself did not do it, in words for the person. */
  error?: string;
  options?: Obj[];
  /** What came of it. */
  said?: string;
}
