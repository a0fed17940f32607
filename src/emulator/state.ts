import { EventEmitter } from 'node:events';
import { createFaults, type Faults } from './faults.ts';
import { createIds, type Ids } from './ids.ts';
import { type Kept, restore } from './keeping.ts';
import type {
  ApiCall,
  Channel,
  Delivery,
  PersonRecord,
  Shortcut,
  StoredView,
  WorkspaceOptions,
} from './model.ts';
import { createSockets, type Sockets } from './socket-mode/sockets.ts';
import { createTriggers, type Triggers } from './triggers.ts';

/** An address that the bot may post to after an interaction. */
export interface ResponseUrl {
  readonly userId: string;
  readonly channelId: string;
  /** The message that was acted on; a slash command has none. */
  readonly messageTs: string | undefined;
  readonly threadTs: string | undefined;
  readonly expiresAt: number;
  uses: number;
}

/** All that the workspace knows. Functions take it; `Workspace` hides it. */
export interface State {
  readonly teamId: string;
  readonly domain: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly appToken: string;
  /** Whether the app receives over Socket Mode; otherwise it is POSTed to. */
  readonly socketMode: boolean;
  readonly commands: string[];
  readonly shortcuts: Shortcut[];
  readonly homeTab: boolean;
  readonly scopes: string[] | undefined;
  readonly ackDeadlineMs: number;
  readonly eventRetryDelaysMs: number[];
  readonly patienceMs: number;
  readonly now: () => number;
  readonly ids: Ids;
  readonly triggers: Triggers;
  readonly faults: Faults;
  readonly sockets: Sockets;
  readonly people: Map<string, PersonRecord>;
  readonly channels: Map<string, Channel>;
  readonly views: Map<string, StoredView>;
  /** Person → ids of their open modals, the top one last. */
  readonly stacks: Map<string, string[]>;
  readonly homes: Map<string, StoredView>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** User id → channel id → timestamp up to which they have read there. */
  readonly reads: Map<string, Map<string, string>>;
  /** Ids of the tour's steps that were done. */
  readonly toured: Set<string>;
  readonly calls: ApiCall[];
  readonly violations: string[];
  readonly deliveries: Delivery[];
  /** Emits 'changed' when someone may see something new, 'delivered' with each delivery, 'idle' when none is in flight. */
  readonly signals: EventEmitter;
  readonly timers: Set<NodeJS.Timeout>;
  /** The workspace's own address, without a path. */
  url: string;
  /** Where the bot listens; undefined while none is connected. */
  requestUrl: string | undefined;
  inFlight: number;
}

/** A new workspace, or the one that was kept. */
export function createState(options: WorkspaceOptions, kept?: Kept): State {
  const now = options.now ?? Date.now;
  const ids = createIds(now, kept?.given);
  const command = options.command ?? '/vg';
  const signals = new EventEmitter().setMaxListeners(0);
  const violations: string[] = [];
  const identity = {
    ...(kept?.workspace ?? {
      teamId: options.teamId ?? ids.next('T'),
      appId: options.appId ?? ids.next('A'),
      botId: ids.next('B'),
      botUserId: ids.next('U'),
      botToken: `xoxb-${ids.token()}`,
      signingSecret: ids.token(),
    }),
    // A workspace that was kept before it spoke Socket Mode has none yet.
    appToken: kept?.workspace.appToken ?? `xapp-1-${ids.token()}`,
  };
  const { appId } = identity;
  const state: State = {
    ...identity,
    socketMode: options.socketMode ?? false,
    domain: options.domain ?? 'acme-corp',
    commands: typeof command === 'string' ? [command] : command,
    shortcuts: options.shortcuts ?? [],
    homeTab: options.homeTab ?? true,
    scopes: options.scopes,
    ackDeadlineMs: options.ackDeadlineMs ?? 3000,
    eventRetryDelaysMs: options.eventRetryDelaysMs ?? [0, 60_000, 300_000],
    patienceMs: options.patienceMs ?? 1500,
    now,
    ids,
    triggers: createTriggers(now, ids),
    faults: createFaults(),
    sockets: createSockets({ appId, violations, changed: () => signals.emit('changed') }),
    people: new Map(),
    channels: new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    responseUrls: new Map(),
    reads: new Map(),
    toured: new Set(),
    calls: [],
    violations,
    deliveries: [],
    signals,
    timers: new Set(),
    url: '',
    requestUrl: undefined,
    inFlight: 0,
  };
  if (kept) restore(state, kept);
  return state;
}

export function changed(state: State): void {
  state.signals.emit('changed');
}

/** Resolves with what `look` finds, looking again at each change; undefined when time is up. */
export function untilFound<T>(
  state: State,
  look: () => T | undefined,
  timeoutMs: number,
): Promise<T | undefined> {
  const now = look();
  if (now !== undefined || timeoutMs <= 0) return Promise.resolve(now);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(undefined), timeoutMs);
    const again = () => {
      try {
        const found = look();
        if (found !== undefined) end(found);
      } catch (error) {
        clear();
        reject(error);
      }
    };
    const clear = () => {
      clearTimeout(timer);
      state.signals.off('changed', again);
    };
    const end = (found: T | undefined) => {
      clear();
      resolve(found);
    };
    state.signals.on('changed', again);
  });
}

/** Resolves when no delivery to the bot is in flight. */
export function untilIdle(state: State): Promise<void> {
  if (state.inFlight === 0) return Promise.resolve();
  return new Promise((resolve) => state.signals.once('idle', resolve));
}

/** The direct conversation between the app and a person; made when first needed. */
export function directMessages(state: State, userId: string): Channel {
  for (const channel of state.channels.values()) {
    if (channel.kind === 'im' && channel.members.has(userId)) return channel;
  }
  const channel: Channel = {
    id: state.ids.next('D'),
    name: 'directmessage',
    kind: 'im',
    members: new Set([userId, state.botUserId]),
    archived: false,
    messages: [],
  };
  state.channels.set(channel.id, channel);
  return channel;
}
