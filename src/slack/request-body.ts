import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Reads a body of at most this many bytes; `too large` as soon as that is known, without reading on; `gone` where
 * the client left half-way. Asks for it first where the client waits to be asked.
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<Buffer | 'too large' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.resolve('too large');
  if (request.headers.expect) response.writeContinue();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      chunks.length = 0;
      request.off('data', take).pause();
      resolve('too large');
    };
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => resolve('gone'));
    request.once('close', () => resolve('gone'));
  });
}

/** For how long what is still sent is thrown away before the connection is cut, in milliseconds. */
const LINGERS = 1000;

/**
 * Answers without a body and closes the connection: at once, or shortly after where the client still sends, since
 * cutting it off while it does would take the answer from it.
 */
export function cutOff(request: IncomingMessage, response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-length': 0 });
  if (request.complete) {
    response.end();
    return;
  }
  response.flushHeaders();
  const close = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(close, LINGERS);
  request.once('end', close).once('close', close).resume();
}
