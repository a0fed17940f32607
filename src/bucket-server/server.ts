import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AccessKey,
  actionsOf,
  authorize,
  type BucketSettings,
  type Operation,
  type S3Action,
  verify,
} from './access.ts';
import { type Answer, type ErrorCode, errorAnswer, S3Error } from './answers.ts';
import { contentOf } from './chunked.ts';
import { openUploads } from './multipart.ts';
import { type Description, type Objects, objectsIn, objectsInMemory } from './objects.ts';
import { operationOf, perform, placeOf, type Stores } from './operations.ts';
import { type Asked, decoded } from './signature.ts';

/** What goes wrong with an operation. */
export type Fault =
  /** It gets no answer: before it is done, or after. */
  | 'hang'
  | 'done, and hang'
  /** Its connection is closed: before it is done, or after. */
  | 'close'
  | 'lose the answer'
  /** What it answers is not what was stored. */
  | 'corrupt'
  | { answer: ErrorCode; message?: string; headers?: Record<string, string> }
  /** It is done so many milliseconds later. */
  | { slow: number };

export interface BucketServerOptions {
  port?: number;
  /** Where the objects are kept; without it, in memory. */
  folder?: string;
  keys: AccessKey[];
  buckets: (string | BucketSettings)[];
  region?: string;
  clock?: { now(): Date };
  tls?: { key: string; cert: string };
}

/** A server of S3 on this machine's loopback. */
export interface BucketServer extends AsyncDisposable {
  url: string;
  /** What is denied to every key; may be changed at any time, as may be the keys and what goes wrong. */
  deny: Set<S3Action>;
  keys: AccessKey[];
  buckets: BucketSettings[];
  faults: Map<Operation | 'any', Fault>;
  /** Whether it says where a bucket is by a redirect. */
  redirects: boolean;
  /** All objects, with their buckets. */
  objects(): (Description & { bucket: string; content: Uint8Array })[];
  /** Keys of uploads that were neither completed nor given up. */
  uploads(): string[];
  /** Forgets all objects and all such uploads. */
  clear(): void;
  /** What it was asked to do, the latest last; the last thousand of them. */
  performed: { operation: Operation; accessKeyId: string; key: string }[];
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** The most that it takes in one request. */
const MOST = 64 * 1024 * 1024;

/** Starts a server that speaks S3 as its SDKs do, with path-style addresses, and verifies every signature. */
export async function startBucketServer(options: BucketServerOptions): Promise<BucketServer> {
  const {
    port = 0,
    folder,
    region = 'us-east-1',
    clock = { now: () => new Date() },
    tls,
  } = options;
  const buckets = options.buckets.map((one) => (typeof one === 'string' ? { name: one } : one));
  const stored = new Map<string, Objects>();
  const objects = (bucket: string): Objects => {
    const open = stored.get(bucket);
    if (open) return open;
    const opened = folder === undefined ? objectsInMemory() : objectsIn(join(folder, bucket));
    stored.set(bucket, opened);
    return opened;
  };
  const stores: Stores = {
    objects,
    uploads: openUploads(),
    deny: new Set(),
    now: () => clock.now(),
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    respond(request, response).catch(() => request.destroy());
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  // Longer than clients keep an idle connection, so that none is used while it closes.
  server.keepAliveTimeout = 120_000;
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: own } = server.address() as AddressInfo;

  const running: BucketServer = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${own}`,
    deny: stores.deny,
    keys: options.keys,
    buckets,
    faults: new Map(),
    redirects: false,
    objects: () =>
      buckets.flatMap(({ name }) =>
        objects(name)
          .all()
          .map((one) => ({ ...one, bucket: name, content: objects(name).content(one.key) })),
      ),
    uploads: () => buckets.flatMap(({ name }) => stores.uploads.keys(name)),
    clear() {
      for (const { name } of buckets) {
        for (const { key } of objects(name).all()) objects(name).remove(key);
      }
      stores.uploads.clear();
    },
    performed: [],
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
    [Symbol.asyncDispose]: () => running.close(),
  };
  return running;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await answerTo(request).catch((error: unknown) => {
      if (error instanceof S3Error) return errorAnswer(error);
      throw error;
    });
    if (answer === 'hang') return;
    if (answer === 'close') return void request.socket.destroy();
    send(answer, response, clock.now());
  }

  async function answerTo(incoming: IncomingMessage): Promise<Answer | 'hang' | 'close'> {
    const body = await bodyOf(incoming);
    const asked = askedBy(incoming);
    const query = new Map(asked.query);
    const { bucket: name, key } = placeOf(asked.path);
    const bucket = buckets.find((one) => one.name === name);
    const { accessKey, claim, signingKey } = verify(asked, {
      keys: running.keys,
      region: bucket?.region ?? region,
      redirects: running.redirects,
      now: clock.now(),
    });
    if (!bucket) throw new S3Error('NoSuchBucket', { more: { BucketName: name } });
    const operation = operationOf(asked, query, key);
    running.performed.push({ operation, accessKeyId: accessKey.accessKeyId, key });
    if (running.performed.length > 1000) running.performed.shift();
    const fault = running.faults.get(operation) ?? running.faults.get('any');
    if (fault === 'hang' || fault === 'close') return fault;
    if (typeof fault === 'object' && 'answer' in fault) {
      const { answer: code, ...more } = fault;
      throw new S3Error(code, more);
    }
    if (typeof fault === 'object') await pause(fault.slow, undefined, { ref: false });
    authorize(actionsOf[operation], accessKey, stores.deny);
    const content = contentOf(body, claim, signingKey);
    const request = { asked, query, bucket, key, body: content, accessKey };
    const answer = perform(operation, request, stores);
    if (fault === 'done, and hang') return 'hang';
    if (fault === 'lose the answer') return 'close';
    return fault === 'corrupt' ? { ...answer, body: corrupted(answer.body) } : answer;
  }
}

function askedBy(request: IncomingMessage): Asked {
  const { method = '', url = '', headersDistinct } = request;
  const [path = '', query = ''] = url.split(/\?(.*)/s, 2);
  return {
    method,
    path,
    query: query
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', value = ''] = part.split(/=(.*)/s, 2);
        return [decoded(name), decoded(value)];
      }),
    headers: new Map(
      Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(',')]),
    ),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST) chunks.push(chunk);
  }
  if (size > MOST) throw new S3Error('EntityTooLarge');
  return Buffer.concat(chunks);
}

function corrupted(body: Answer['body']): Answer['body'] {
  const bytes = Buffer.from(typeof body === 'string' ? Buffer.from(body) : body);
  for (let at = 0; at < bytes.length; at++) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}

function send({ status, headers, body }: Answer, response: ServerResponse, now: Date): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, {
    Date: now.toUTCString(),
    ...(typeof body === 'string' && bytes.length > 0 && { 'Content-Type': 'application/xml' }),
    ...(status !== 204 && { 'Content-Length': bytes.length }),
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
