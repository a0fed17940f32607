import type { Obj } from './json.ts';

/** What is entered in the elements of a view or message: block id → action id → value. */
export type Values = Record<string, Record<string, Obj>>;

/** Someone who is, or was, in the workspace. */
export interface PersonRecord {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  realName: string;
  guest?: true | 'single-channel';
  deactivated: boolean;
  readonly bot: boolean;
  /** Belongs to another organisation and is here by Slack Connect. */
  readonly stranger: boolean;
  updatedAt: number;
}

/** How to add a person. */
export interface PersonInit {
  name: string;
  id?: string;
  realName?: string;
  guest?: true | 'single-channel';
  deactivated?: boolean;
  bot?: boolean;
  /** Id (T…) of their own organisation, for someone who is here by Slack Connect. */
  otherTeam?: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: Set<string>;
  archived: boolean;
  readonly messages: StoredMessage[];
}

export interface StoredMessage {
  readonly ts: string;
  readonly channelId: string;
  readonly threadTs?: string;
  readonly authorId: string;
  /** Only this person sees it. */
  readonly onlyFor?: string;
  text: string;
  blocks: Obj[];
  metadata?: Obj;
  editedTs?: string;
  deleted: boolean;
  /** What each person has chosen in its elements. */
  readonly values: Map<string, Values>;
}

export interface StoredView {
  readonly id: string;
  readonly userId: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  body: Obj;
  hash: string;
  values: Values;
  /** Block id → what is wrong, as the app or the client said. */
  errors: Record<string, string>;
  /** Set when Slack could not do what the app answered. */
  trouble: string | undefined;
}

export type DeliveryKind =
  | 'slash_command'
  | 'block_actions'
  | 'view_submission'
  | 'view_closed'
  | 'block_suggestion'
  | 'shortcut'
  | 'message_action'
  | 'event';

/** One POST to the bot, and how it was answered. */
export interface Delivery {
  readonly kind: DeliveryKind;
  readonly payload: Obj;
  /** 0 where no HTTP answer came. */
  status: number;
  ackBody: string;
  ms: number;
  timedOut: boolean;
  /** 1 to 3 for a retried event. */
  readonly retry: number;
  /** What the transport ran into, e.g. a refused connection. */
  failure?: string;
}

/** One call of the Web API, or of a response_url. */
export interface ApiCall {
  readonly method: string;
  readonly args: Obj;
  answer: Obj;
  readonly at: number;
}

/** A shortcut as the manifest declares it. */
export interface Shortcut {
  name: string;
  type: 'global' | 'message';
  callback_id: string;
}

export interface WorkspaceOptions {
  port?: number;
  now?: () => number;
  teamId?: string;
  domain?: string;
  appId?: string;
  /** The slash commands that the app has registered. */
  command?: string | string[];
  shortcuts?: Shortcut[];
  /** Scopes of the bot token; without the option it has them all. */
  scopes?: string[];
  /** How long the bot may take to acknowledge, in real milliseconds. */
  ackDeadlineMs?: number;
  /** Waits before the retries of an event. */
  eventRetryDelaysMs?: number[];
  /** How long people wait for a form or button to appear before they complain. */
  patienceMs?: number;
}

/** Whether the bot's POST was answered in time with a 200. */
export function isAcknowledged(delivery: Delivery): boolean {
  return delivery.status === 200 && !delivery.timedOut;
}
