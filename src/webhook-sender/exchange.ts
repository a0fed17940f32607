import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { BODY_LIMIT, type Came, SUBPROTOCOL } from '../features/webhooks/webhook-test.ts';
import { aborting, type Call } from './connect.ts';
import { CallFault } from './faults.ts';

/** What is sent over a connection. */
export interface Sent {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body: string | null;
}

/** Sends a request and reads its answer, as far as that is of interest. */
export async function exchange(url: URL, sent: Sent, socket: Socket, call: Call): Promise<Came> {
  const began = performance.now();
  const { method, headers, body } = sent;
  const answer = await aborting(
    call.signal,
    new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request({
        createConnection: () => socket,
        method,
        path: `${url.pathname}${url.search}`,
        headers: {
          ...headers,
          Host: url.host,
          Connection: 'close',
          ...(body !== null && { 'Content-Length': Buffer.byteLength(body) }),
        },
      });
      asked.once('response', resolve);
      asked.on('error', reject);
      asked.end(body ?? undefined);
    }),
  );
  call.timing.firstByte = performance.now() - began;
  return {
    to: 'answer',
    status: answer.statusCode ?? 0,
    redirectsTo: hostOf(answer.headers.location, url),
    body: await lengthOf(answer, call.signal),
  };
}

/** Opens a WebSocket and closes it again: its handshake says all. */
export async function handshake(
  url: URL,
  headers: Record<string, string>,
  socket: Socket,
  call: Call,
): Promise<Came> {
  const began = performance.now();
  const seen = () => {
    call.timing.firstByte = performance.now() - began;
  };
  return aborting(
    call.signal,
    new Promise<Came>((resolve, reject) => {
      let upgraded = false;
      const opened = new WebSocket(url, SUBPROTOCOL, {
        createConnection: () => socket,
        headers,
        followRedirects: false,
        perMessageDeflate: false,
        maxPayload: BODY_LIMIT,
      });
      opened.once('upgrade', () => {
        seen();
        upgraded = true;
      });
      opened.once('open', () => {
        resolve({ to: 'websocket', subprotocol: opened.protocol === SUBPROTOCOL });
        opened.close(1000);
        socket.destroySoon();
      });
      opened.once('unexpected-response', (_asked, answer: IncomingMessage) => {
        seen();
        const redirectsTo = hostOf(answer.headers.location, url);
        resolve({ to: 'answer', status: answer.statusCode ?? 0, redirectsTo, body: 'whole' });
        opened.terminate();
      });
      opened.on('error', (error) => {
        if (upgraded && error.message.includes('subprotocol')) {
          resolve({ to: 'websocket', subprotocol: false });
        } else reject(upgraded ? new CallFault('no HTTP', error) : error);
      });
    }),
  );
}

/** Reads the body without keeping it, up to a limit. */
async function lengthOf(
  answer: IncomingMessage,
  signal: AbortSignal,
): Promise<'whole' | 'cut' | 'unfinished'> {
  let length = 0;
  const read = new Promise<'whole' | 'cut' | 'unfinished'>((resolve) => {
    answer.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > BODY_LIMIT) resolve('cut');
    });
    answer.once('end', () => resolve('whole'));
    answer.once('close', () => resolve('unfinished'));
    answer.once('error', () => resolve('unfinished'));
  });
  return aborting(signal, read).catch(() => 'unfinished' as const);
}

function hostOf(location: string | undefined, base: URL): string | null {
  if (location === undefined || !URL.canParse(location, base.href)) return null;
  return new URL(location, base.href).host || null;
}
