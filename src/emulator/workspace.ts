import type { Server } from 'node:http';
import { deliver, deliverEvent } from './delivery.ts';
import type { Faults } from './faults.ts';
import { type Forgery, forge, sendRaw } from './forge.ts';
import type { Obj } from './json.ts';
import { keep, readKept } from './keeping.ts';
import { findMessage, remove } from './messages.ts';
import type {
  ApiCall,
  Channel,
  Delivery,
  PersonInit,
  PersonRecord,
  WorkspaceOptions,
} from './model.ts';
import { envelope } from './payloads.ts';
import { Person } from './person/person.ts';
import type { Message } from './person/see.ts';
import { serve } from './server.ts';
import type { Sockets } from './socket-mode/sockets.ts';
import { changed, createState, type State, untilFound, untilIdle } from './state.ts';
import type { Reply } from './transport.ts';
import { userJson } from './web-api/directory.ts';

/** A local Slack workspace that is running; the bot under it cannot tell it from Slack. */
export class Workspace {
  readonly faults: Faults;
  /** The bot's connections where it receives over Socket Mode: to be watched, refreshed and broken. */
  readonly sockets: Sockets;
  readonly #state: State;
  readonly #server: Server;
  readonly #stopKeeping: () => void;

  constructor(state: State, server: Server, stopKeeping: () => void) {
    this.#state = state;
    this.#server = server;
    this.#stopKeeping = stopKeeping;
    this.faults = state.faults;
    this.sockets = state.sockets;
  }

  /** What to configure the bot with. */
  get apiUrl(): string {
    return `${this.#state.url}/api/`;
  }
  get botToken(): string {
    return this.#state.botToken;
  }
  get signingSecret(): string {
    return this.#state.signingSecret;
  }
  get appToken(): string {
    return this.#state.appToken;
  }
  get teamId(): string {
    return this.#state.teamId;
  }
  get botUserId(): string {
    return this.#state.botUserId;
  }
  get appId(): string {
    return this.#state.appId;
  }

  /** Every Web API and response_url call so far. */
  get calls(): ApiCall[] {
    return this.#state.calls;
  }
  /** Every payload for the bot so far. */
  get deliveries(): Delivery[] {
    return this.#state.deliveries;
  }
  /** What the bot did that Slack, or this house, does not accept. A test ends with none. */
  get violations(): string[] {
    return this.#state.violations;
  }

  /** From now on commands, interactions and events are POSTed to this address. */
  connect(requestUrl: string): void {
    this.#state.requestUrl = requestUrl;
  }

  disconnect(): void {
    this.#state.requestUrl = undefined;
  }

  /** Resolves when this many connections of Socket Mode take payloads. */
  async connected(count: number): Promise<void> {
    const { sockets } = this.#state;
    const reached = await untilFound(
      this.#state,
      () => sockets.open === count || undefined,
      30_000,
    );
    if (!reached) throw new Error(`${sockets.open} connections are open, not ${count}`);
  }

  /** Adds somebody; with the id of somebody who is here already, it is them. */
  addPerson(init: PersonInit): Person {
    const known = init.id && this.#state.people.get(init.id);
    if (known) return new Person(this.#state, known);
    const record: PersonRecord = {
      id: init.id ?? this.#state.ids.next('U'),
      teamId: init.otherTeam ?? this.#state.teamId,
      name: init.name,
      realName: init.realName ?? init.name,
      deactivated: init.deactivated ?? false,
      bot: init.bot ?? false,
      stranger: init.otherTeam !== undefined,
      updatedAt: this.#state.now(),
      ...(init.guest ? { guest: init.guest } : {}),
      ...(init.title ? { title: init.title } : {}),
    };
    this.#state.people.set(record.id, record);
    return new Person(this.#state, record);
  }

  /** Adds a channel; with the id of one that is here already, it is that one. */
  addChannel(init: {
    name: string;
    id?: string;
    private?: boolean;
    members: Person[];
    botIsMember?: boolean;
    archived?: boolean;
  }): Channel {
    const known = init.id && this.#state.channels.get(init.id);
    if (known) return known;
    const members = new Set(init.members.map((person) => person.id));
    if (init.botIsMember ?? true) members.add(this.#state.botUserId);
    const channel: Channel = {
      id: init.id ?? this.#state.ids.next('C'),
      name: init.name,
      kind: init.private ? 'private' : 'public',
      members,
      archived: init.archived ?? false,
      messages: [],
    };
    this.#state.channels.set(channel.id, channel);
    return channel;
  }

  /** Changes who someone is, and tells the bot as Slack does. */
  update(
    person: Person,
    change: {
      deactivated?: boolean;
      guest?: true | 'single-channel' | false;
      realName?: string;
    },
  ): Promise<Delivery> {
    const record = this.#record(person);
    record.deactivated = change.deactivated ?? record.deactivated;
    record.realName = change.realName ?? record.realName;
    if (change.guest) record.guest = change.guest;
    if (change.guest === false) delete record.guest;
    record.updatedAt = this.#state.now();
    return this.sendEvent({
      type: 'user_change',
      user: userJson(record),
      cache_ts: Math.floor(record.updatedAt / 1000),
    });
  }

  /** Sends the bot any event of the Events API, with Slack's retries. */
  sendEvent(event: Obj): Promise<Delivery> {
    return deliverEvent(this.#state, envelope(this.#state, event));
  }

  /** Sends the identical payload again: as a retry of an event, or just the same. */
  redeliver(
    delivery: Delivery,
    { as = 'same' }: { as?: 'retry' | 'same' } = {},
  ): Promise<Delivery> {
    const retry = as === 'retry' ? { number: 1, reason: 'http_timeout' } : undefined;
    return deliver(this.#state, delivery.kind, delivery.payload, retry);
  }

  /** Sends any payload, correctly signed, as if this person had caused it. */
  forge({ by, ...forgery }: Forgery & { by: Person }): Promise<Delivery> {
    return forge(this.#state, this.#record(by), forgery);
  }

  sendRaw(raw: {
    body: string;
    headers?: Record<string, string>;
    signed?: boolean;
  }): Promise<Reply> {
    return sendRaw(this.#state, raw);
  }

  expireTriggers(): void {
    this.#state.triggers.expireAll();
  }

  /** Takes a message out of a conversation, as somebody who deletes it does. */
  forget({ channel, ts }: Message): void {
    const message = findMessage(this.#state.channels.get(channel), ts);
    if (message) remove(this.#state, message);
  }

  /** Resolves when no delivery to the bot is in flight. */
  idle(): Promise<void> {
    return untilIdle(this.#state);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#state.timers) clearTimeout(timer);
    this.#state.sockets.close();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    changed(this.#state);
    this.#stopKeeping();
  }

  #record(person: Person): PersonRecord {
    const record = this.#state.people.get(person.id);
    if (!record) throw new Error(`${person.name} is not in this workspace`);
    return record;
  }
}

/** Starts a workspace on the loopback address. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const { file, page, port = 0 } = options;
  const state = createState(options, readKept(file));
  const server = await serve(state, port, page);
  return new Workspace(state, server, file ? keep(state, file) : () => {});
}
