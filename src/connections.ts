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

/**
 * Keeps room for who has something to say. A connection waits until a whole request came over it; where there are
 * too many, the one that has waited longest is closed, so that silent ones can never lock Slack out.
 */
export function limitConnections(server: Server, refused: Refusals): void {
  server.setTimeout(STALLED);
  const open = new Set<Socket>();
  const waiting = new Set<Socket>();
  const waits = (socket: Socket) => {
    waiting.delete(socket);
    if (!socket.destroyed) waiting.add(socket);
  };
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    waits(socket);
    socket.once('close', () => {
      open.delete(socket);
      waiting.delete(socket);
    });
    if (open.size <= MOST) return;
    const [longest = socket] = waiting;
    refused('too many connections');
    longest.destroy();
  });
  const asks = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    waits(socket);
    request.once('end', () => waiting.delete(socket));
    response.once('close', () => waits(socket));
  };
  server.on('request', asks);
  server.on('checkContinue', asks);
}
