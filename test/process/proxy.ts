import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy such as people put in front: each request goes to the first bot that does not refuse it. */
export interface Proxy extends AsyncDisposable {
  url: string;
  /** How many requests each bot has answered, by port. */
  answered: Map<number, number>;
}

/** Like nginx with `proxy_next_upstream error http_503 non_idempotent`: a bot that refused is not asked again. */
export async function openProxy(ports: number[]): Promise<Proxy> {
  const answered = new Map<number, number>();
  const down = new Set<number>();

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const last = ports.at(-1);
    for (const port of ports.filter((each) => !down.has(each))) {
      const reply = await asks(port, incoming, Buffer.concat(chunks));
      const refused = typeof reply === 'string' ? reply === 'ECONNREFUSED' : reply.status === 503;
      if (refused && port !== last) {
        down.add(port);
        continue;
      }
      // What broke after it was sent may have been heard: no proxy says it again.
      if (typeof reply === 'string') return void outgoing.writeHead(502).end();
      answered.set(port, (answered.get(port) ?? 0) + 1);
      return void outgoing.writeHead(reply.status, reply.headers).end(reply.body);
    }
  }

  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing));
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

/** What the bot at this port answers, or the code of what went wrong. */
function asks(
  port: number,
  { url: path, method, headers }: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer } | string> {
  return new Promise((resolve) => {
    const upstream = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
    upstream.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    upstream.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const { statusCode: status = 502, headers: answered } = response;
        resolve({ status, headers: answered, body: Buffer.concat(chunks) });
      });
    });
    upstream.end(body);
  });
}
