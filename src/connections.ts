import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusals } from './refusals.ts';

/** How many connections there may be: many times what Slack or a proxy has open at once, and few enough to hold a body each. */
const MOST = 500;

/** For how long a client may keep the server waiting, in milliseconds. Slack itself gives up after 3 s. */
export const patience = {
  /** Until all headers are there. */
  headersTimeout: 5_000,
  /** Until the whole request is there. */
  requestTimeout: 10_000,
  /** Node looks only so often. */
  connectionsCheckingInterval: 1_000,
  /** Between requests: longer than proxies keep their connections (60 s), so that it is they who close them. */
  keepAliveTimeout: 75_000,
} satisfies ServerOptions;

/** A connection on which nothing moves while an answer is under way: its client does not read, in milliseconds. */
const STALLED = 15_000;

/** `silent`: nothing whole has come; `sending`: a request's body is on its way; `served`: it is answered. */
type Doing = 'silent' | 'sending' | 'served';

export interface Connections {
  /** Whether there is a connection over which no request is under way. */
  anySilent(): boolean;
  /** Closes those over which no request is under way. */
  closeSilent(): void;
}

/**
 * Keeps room for who has something to say: where there are too many connections, the one that has gone longest
 * without a whole request is closed, so that silent ones can never lock Slack out.
 */
export function limitConnections(server: Server, refused: Refusals): Connections {
  server.setTimeout(STALLED);
  /** In the order in which each began to do what it does. */
  const open = new Map<Socket, Doing>();
  const does = (socket: Socket, doing: Doing) => {
    open.delete(socket);
    if (!socket.destroyed) open.set(socket, doing);
  };
  server.on('connection', (socket: Socket) => {
    does(socket, 'silent');
    socket.once('close', () => open.delete(socket));
    if (open.size <= MOST) return;
    const [longest = socket] = [...open].flatMap(([one, doing]) => (doing === 'served' ? [] : one));
    refused('too many connections');
    longest.destroy();
  });
  const asks = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    does(socket, 'sending');
    request.once('end', () => does(socket, 'served'));
    response.once('close', () => does(socket, 'silent'));
  };
  server.on('request', asks);
  server.on('checkContinue', asks);
  return {
    anySilent: () => [...open.values()].includes('silent'),
    closeSilent() {
      for (const [socket, doing] of open) if (doing === 'silent') socket.destroy();
    },
  };
}
