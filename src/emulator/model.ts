import type { Obj } from './json.ts';

/** What is entered in the elements of a view or message: block id → action id → value. */
export type Values = Record<string, Record<string, Obj>>;

/** Someone who is, or was, in the workspace. */
export interface PersonRecord {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  realName: string;
  /** What they do, as their profile says. */
  readonly title?: string;
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
  title?: string;
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

/** One payload for the bot, by a POST or in an envelope of Socket Mode, and how it was answered. */
export interface Delivery {
  readonly kind: DeliveryKind;
  readonly payload: Obj;
  /** As they were sent, the signature among them; Socket Mode has none. */
  readonly headers: Record<string, string>;
  readonly at: number;
  /** 200 for an envelope that was acked; 0 where no answer came. */
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
  description?: string;
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
  /** Whether the app has a Home tab (manifest: `app_home.home_tab_enabled`); by default it has. */
  homeTab?: boolean;
  /** Scopes of the bot token; without the option it has them all. */
  scopes?: string[];
  /** How long the bot may take to acknowledge, in real milliseconds. */
  ackDeadlineMs?: number;
  /** The app receives over Socket Mode (manifest: `socket_mode_enabled`); by default it is POSTed to. */
  socketMode?: boolean;
  /** Waits before the retries of an event. */
  eventRetryDelaysMs?: number[];
  /** How long people wait for a form or button to appear before they complain. */
  patienceMs?: number;
  /** Keeps people, channels and messages in this file, so that they are there again at the next start. */
  file?: string;
  /** Shows the workspace to a browser. */
  page?: PageOptions;
}

/** What the browser's page has beside the workspace itself. */
export interface PageOptions {
  /** The scripts, styles and documents to serve, by path: `/`, `/page.js`. */
  assets: ReadonlyMap<string, Asset>;
  /** What the slash command takes, for its completion. */
  usages?: () => readonly Usage[];
  /** What to try, in order. */
  tour?: readonly TourStep[];
  /** Views with canned data: whatever the page's gallery shows. */
  gallery?: unknown;
}

/** Something that is served as it is. */
export interface Asset {
  type: string;
  body: string | Uint8Array;
}

/** One way to use a slash command: `account create [name]`. */
export interface Usage {
  usage: string;
  summary: string;
}

/** One step of a tour. It is ticked off when the bot has acknowledged a delivery that `done` recognises. */
export interface TourStep {
  id: string;
  /** User id of whose step it is. */
  as: string;
  title: string;
  /** How to do it, in a sentence or two. */
  how: string;
  /** The command or the words that a click on the step puts into the composer. */
  types?: string;
  /** Id of the channel in which to try it; the app's direct messages otherwise. */
  in?: string;
  /** What can be made to happen outside of the workspace: a button of the step. Gives what came of it, for people. */
  makes?: { label: string; happen(): Promise<string> };
  done(delivery: Delivery, userId: string): boolean;
}

/** Whether the bot acked in time: over HTTP with a 200. */
export function isAcknowledged(delivery: Delivery): boolean {
  return delivery.status === 200 && !delivery.timedOut;
}
