import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

// What stands before azurite says what it cannot: the errors of the real Azure that it lacks, another clock, silence.

/** What is wrong with the store at the moment. `when` matches method, path and query. */
export interface Faults {
  /** An answer in place of azurite's. */
  answers: { when: RegExp; status: number; code: string; headers?: Record<string, string> } | null;
  /** Which calls are never answered. */
  hangs: RegExp | null;
  /** Which answers begin and do not end. */
  stalls: RegExp | null;
  /** Which answers are lost: azurite has done what was asked, and the connection breaks. */
  loses: RegExp | null;
  /** By how many seconds its clock is ahead of this machine's. */
  clockAhead: number;
}

const noFaults: Faults = { answers: null, hangs: null, stalls: null, loses: null, clockAhead: 0 };

export interface AzureFront extends AsyncDisposable {
  port: number;
  /** Method, path and query of each request. */
  requests: string[];
  faults: Faults;
  reset(): void;
  /** Connections that are open. */
  connections(): number;
}

/** Starts one before the azurite at this port. */
export async function startAzureFront(behind: number): Promise<AzureFront> {
  const sockets = new Set<Socket>();

  function pass(asked: IncomingMessage, answer: ServerResponse, line: string) {
    const { method, url: path, rawHeaders: headers } = asked;
    const passed = request({ host: '127.0.0.1', port: behind, method, path, headers }, (came) => {
      if (front.faults.loses?.test(line)) {
        came.resume();
        return void came.on('end', () => asked.socket.destroy());
      }
      answer.writeHead(came.statusCode ?? 500, { ...came.headers, ...dated() });
      came.pipe(answer);
    });
    passed.on('error', () => asked.socket.destroy());
    asked.pipe(passed);
  }

  const dated = () => ({
    date: new Date(Date.now() + front.faults.clockAhead * 1000).toUTCString(),
  });

  function refuse(asked: IncomingMessage, answer: ServerResponse, line: string): boolean {
    const { answers } = front.faults;
    if (!answers?.when.test(line)) return false;
    const { status, code, headers } = answers;
    asked.resume();
    const body = `<?xml version="1.0" encoding="utf-8"?>\n<Error><Code>${code}</Code><Message>canary-of-the-store\nRequestId:1\nTime:2026-11-26T12:00:00Z</Message></Error>`;
    answer.writeHead(status, {
      'content-type': 'application/xml',
      'x-ms-error-code': code,
      ...dated(),
      ...headers,
    });
    answer.end(asked.method === 'HEAD' ? undefined : body);
    return true;
  }

  const server = createServer((asked, answer) => {
    const line = `${asked.method} ${asked.url}`;
    front.requests.push(line);
    if (front.faults.hangs?.test(line)) return void asked.resume();
    if (front.faults.stalls?.test(line)) {
      asked.resume();
      answer.writeHead(200, { 'content-type': 'application/xml', 'content-length': 1000 });
      return void answer.write('<');
    }
    if (!refuse(asked, answer, line)) pass(asked, answer, line);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const front: AzureFront = {
    port: (server.address() as AddressInfo).port,
    requests: [],
    faults: { ...noFaults },
    reset() {
      front.requests.length = 0;
      front.faults = { ...noFaults };
    },
    connections: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return front;
}
