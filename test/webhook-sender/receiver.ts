import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A request as a receiver got it. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A webhook's receiver on this machine. */
export interface Receiver extends AsyncDisposable {
  port: number;
  server: Server;
  received: Received[];
}

export function certificate(name: string): string {
  return readFileSync(join(import.meta.dirname, 'certificates', name), 'utf8');
}

/** The authority of the test certificates. */
export const authority = certificate('authority.pem');

/** Starts one that answers so; over TLS where it is given a certificate. */
export async function startReceiver(
  answer: RequestListener = (_request, response) => void response.end(),
  tls?: string,
): Promise<Receiver> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    const { method = '', url = '', headers } = request;
    void text(request).then((body) => {
      received.push({ method, url, headers, body });
      answer(request, response);
    });
  };
  const server = tls
    ? createTlsServer({ key: certificate('server.key'), cert: certificate(tls) }, listener)
    : createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  // A client that does not like the certificate hangs up.
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    server,
    received,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
