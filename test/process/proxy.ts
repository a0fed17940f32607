import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy such as people put in front: each request goes to the first bot that takes the connection. */
export interface Proxy extends AsyncDisposable {
  url: string;
  /** How many requests each bot has answered, by port. */
  answered: Map<number, number>;
}

export async function openProxy(ports: number[]): Promise<Proxy> {
  const answered = new Map<number, number>();

  function pass(incoming: IncomingMessage, outgoing: ServerResponse, [port, ...others]: number[]) {
    if (port === undefined) return void outgoing.writeHead(502).end();
    const { url: path, method, headers } = incoming;
    const upstream = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
    // Only where it was refused is it sure that nothing of it was heard.
    upstream.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED'
        ? pass(incoming, outgoing, others)
        : outgoing.writeHead(502).end(),
    );
    upstream.once('response', (response) => {
      answered.set(port, (answered.get(port) ?? 0) + 1);
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    upstream.once('socket', (socket) => socket.once('connect', () => incoming.pipe(upstream)));
  }

  const server = createServer((incoming, outgoing) => pass(incoming, outgoing, ports));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    answered,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
