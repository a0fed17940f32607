import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObj, type Obj, obj, parseJson, str } from '../json.ts';
import { noReply, type Reply } from '../transport.ts';
import type { Envelope } from './envelope.ts';

/** Why Slack asks an app to leave a connection. */
export type Reason = 'warning' | 'refresh_requested' | 'link_disabled';

/** The app's connections of Socket Mode, as Slack's side holds them. */
export interface Sockets {
  /** How many connections take payloads. */
  readonly open: number;
  /** The address of one more connection: good for one, and for a while. */
  ticket(url: string): string;
  /** Makes a connection of a request that brings a ticket; refuses others. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends a payload to any one connection, and waits for its ack, at most until the deadline. Never rejects. */
  deliver(envelope: Envelope, deadlineMs: number): Promise<Reply>;
  /** Sends any frame to one connection; with an `envelope_id` it waits for the ack. */
  sendRaw(frame: Obj, deadlineMs?: number): Promise<Reply>;
  /**
   * Asks the app to leave the oldest connection that it was not asked to leave yet. It takes payloads for this long
   * yet, and is closed when the acks of those are in. Resolves when it is gone.
   */
  refresh(how?: { reason?: Reason; closesInMs?: number }): Promise<void>;
  /** Breaks the oldest connection, or all of them, as a network does: without a word. */
  breakOff(which?: 'oldest' | 'all'): void;
  /** The oldest connection goes deaf: it neither hears nor says anything more, and stays open. */
  goDeaf(): void;
  /** Slack closes the oldest connection by half: it says so, and never ends what carries it. */
  closeByHalf(): void;
  close(): void;
}

interface Connection {
  readonly socket: WebSocket;
  /** What carries it. */
  readonly carrier: Duplex;
  /** Whether payloads go to it. */
  taking: boolean;
  /** Whether the app was asked to leave it. */
  warned: boolean;
  /** Envelope id → what its ack ends. */
  readonly waiting: Map<string, { accepts: boolean; acked(payload: unknown): void }>;
}

/** Slack's limit of connections of one app. */
const most = 10;
/** How long a ticket is good, in milliseconds. */
const ticketLives = 30_000;
/** How often Slack pings, in milliseconds. */
const pingEvery = 10_000;
/** For how long Slack says that a connection lives, in seconds. */
const lives = 18_060;

interface Needs {
  appId: string;
  violations: string[];
  changed(): void;
}

export function createSockets({ appId, violations, changed }: Needs): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const connections = new Set<Connection>();
  let turn = 0;

  const taking = () => [...connections].filter((each) => each.taking);
  const say = ({ socket }: Connection, frame: Obj) => socket.send(JSON.stringify(frame));
  const goodbye = (reason: string): Obj => ({ type: 'disconnect', reason, debug_info: { host } });

  function admit(socket: WebSocket, carrier: Duplex): void {
    const connection: Connection = {
      socket,
      carrier,
      taking: false,
      warned: false,
      waiting: new Map(),
    };
    socket.on('error', () => {});
    if (connections.size >= most) {
      say(connection, goodbye('too_many_websockets'));
      socket.close();
      return;
    }
    connections.add(connection);
    socket.on('message', (data) => hear(connection, parseJson((data as Buffer).toString())));
    const pings = setInterval(() => socket.ping(), pingEvery).unref();
    socket.on('close', () => {
      clearInterval(pings);
      connections.delete(connection);
      changed();
    });
    say(connection, {
      type: 'hello',
      num_connections: connections.size,
      connection_info: { app_id: appId },
      debug_info: {
        host,
        started: new Date().toISOString(),
        build_number: 1,
        approximate_connection_time: lives,
      },
    });
    connection.taking = true;
    changed();
  }

  function hear({ waiting }: Connection, frame: unknown): void {
    if (!isObj(frame)) return void violations.push('Socket Mode: a frame is not a JSON object');
    const envelope = waiting.get(str(frame.envelope_id));
    // The ack of what was given up is late, and of no use.
    if (!envelope) return;
    if (!envelope.accepts && Object.keys(obj(frame.payload)).length > 0)
      violations.push('Socket Mode: a payload in the ack of an envelope that takes none');
    envelope.acked(frame.payload);
  }

  function send(
    connection: Connection,
    frame: Obj & { envelope_id: string },
    deadlineMs: number,
  ): Promise<Reply> {
    const { envelope_id: id, accepts_response_payload: accepts } = frame;
    return new Promise((resolve) => {
      const end = (reply: Reply) => {
        clearTimeout(timer);
        connection.waiting.delete(id);
        resolve(reply);
      };
      // A connection that is gone is waited for as well: its ack might have been on its way.
      const timer = setTimeout(() => end(noReply('no ack in time', true)), deadlineMs);
      connection.waiting.set(id, {
        accepts: accepts !== false,
        acked: (payload) =>
          end({ status: 200, body: bodyOf(payload), headers: {}, timedOut: false }),
      });
      say(connection, frame);
    });
  }

  /** The oldest that takes payloads. */
  function oldest(among: Connection[] = taking()): Connection {
    const [connection] = among;
    if (!connection) throw new Error('no connection is open');
    return connection;
  }

  /** From now on it neither hears nor takes anything. */
  function deafen(connection: Connection): void {
    connection.taking = false;
    connection.socket.pause();
    changed();
  }

  /** Any one of those that take payloads: each in turn, so that a test meets them all. */
  function next(): Connection | undefined {
    const all = taking();
    turn += 1;
    return all[turn % all.length];
  }

  return {
    get open() {
      return taking().length;
    },
    ticket(url) {
      const ticket = randomUUID();
      tickets.set(ticket, Date.now());
      return `${url.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade(request, socket, head) {
      const [path, query] = (request.url ?? '').split('?');
      const ticket = new URLSearchParams(query).get('ticket') ?? '';
      const given = tickets.get(ticket);
      tickets.delete(ticket);
      const good = given !== undefined && Date.now() - given < ticketLives;
      if (path !== '/link/' || !good) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => admit(opened, socket));
    },
    async deliver(envelope, deadlineMs) {
      const connection = next();
      if (!connection) return noReply('no bot is connected');
      return send(connection, { envelope_id: randomUUID(), ...envelope }, deadlineMs);
    },
    async sendRaw(frame, deadlineMs = 3000) {
      const connection = next();
      if (!connection) return noReply('no bot is connected');
      const id = str(frame.envelope_id);
      if (id !== '') return send(connection, { ...frame, envelope_id: id }, deadlineMs);
      say(connection, frame);
      return noReply('it asks for no ack');
    },
    async refresh({ reason = 'refresh_requested', closesInMs = 1000 } = {}) {
      const connection = oldest(taking().filter(({ warned }) => !warned));
      const { socket, waiting } = connection;
      connection.warned = true;
      say(connection, goodbye(reason));
      const gone = new Promise((resolve) => socket.on('close', resolve));
      await Promise.race([gone, sleep(closesInMs)]);
      connection.taking = false;
      changed();
      while (waiting.size > 0) await sleep(5);
      socket.close();
      await gone;
    },
    breakOff(which = 'oldest') {
      for (const connection of which === 'all' ? [...connections] : taking().slice(0, 1)) {
        connection.taking = false;
        connection.socket.terminate();
      }
      changed();
    },
    goDeaf() {
      deafen(oldest());
    },
    closeByHalf() {
      const connection = oldest();
      deafen(connection);
      connection.carrier.write(closeFrame);
    },
    close() {
      for (const { socket } of connections) socket.terminate();
      server.close();
    },
  };
}

/** Which of Slack's machines says so. */
const host = 'applink-local-1';

/** “Normal closure”, as it goes over the wire (RFC 6455 §5.5.1). */
const closeFrame = Buffer.from([0x88, 2, 0x03, 0xe8]);

/** An ack's payload as the body that the same ack has over HTTP: an empty one has none. */
function bodyOf(payload: unknown): string {
  return payload === undefined || (isObj(payload) && Object.keys(payload).length === 0)
    ? ''
    : JSON.stringify(payload);
}
