import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Answer } from './http-answer.ts';

/** One request of Slack's, signed and ready to be sent, and what its answer must look like. */
export interface Request {
  name: string;
  bytes: Buffer;
  /** Whether this is the answer that was to be expected. */
  expects(body: string): boolean;
}

/**
 * How long an answer is waited for, in milliseconds. Slack gives up after 3 s, which a bot complains of itself; what
 * comes later counts with the time that it took.
 */
const PATIENCE = 30_000;

/** A connection that is kept alive, over which one request is sent at a time. */
class Connection {
  readonly #socket: Socket;
  #answer = new Answer();
  #settle: ((answer: Answer | Error) => void) | null = null;

  constructor(socket: Socket) {
    this.#socket = socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#answer.take(chunk);
      if (this.#answer.isWhole) this.#end(this.#answer);
    });
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('The connection was closed.')));
  }

  /** Resolves when the whole answer is there. Rejects where it is not as expected, or does not come in time. */
  async send({ name, bytes, expects }: Request): Promise<void> {
    this.#answer = new Answer();
    const answered = new Promise<Answer | Error>((resolve) => {
      this.#settle = resolve;
    });
    const late = setTimeout(() => this.#end(new Error('No answer in time.')), PATIENCE);
    this.#socket.write(bytes);
    const answer = await answered;
    clearTimeout(late);
    if (answer instanceof Error) throw new Error(`${name}: ${answer.message}`);
    if (answer.status === 200 && expects(answer.body)) return;
    throw new Error(`${name} was answered ${answer.status} ${answer.body.slice(0, 600)}`);
  }

  close(): void {
    this.#socket.destroy();
  }

  #end(answer: Answer | Error): void {
    this.#settle?.(answer);
    this.#settle = null;
  }
}

async function openConnection(port: number): Promise<Connection> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return new Connection(socket);
}

/** What sending came to, each in milliseconds: how long each request took, and all of them. */
export interface Sent {
  latencies: number[];
  took: number;
}

/** Sends all of it, over so many connections, each of which sends its next request when the last one is answered. */
export async function sendAll(
  port: number,
  requests: readonly Request[],
  connections: number,
): Promise<Sent> {
  const open = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  const waiting = requests.values();
  const latencies: number[] = [];
  const began = performance.now();
  await Promise.all(
    open.map(async (connection) => {
      for (const request of waiting) {
        const sentAt = performance.now();
        await connection.send(request);
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  const took = performance.now() - began;
  for (const connection of open) connection.close();
  return { latencies, took };
}

/**
 * Sends them at so many a second, whether or not earlier ones are answered, until there are no more or `until` has
 * come. How long one took counts from when it was due, so that a bot that holds everything up is not spared.
 */
export async function sendAtRate(
  port: number,
  requests: Iterable<Request>,
  perSecond: number,
  until?: AbortSignal,
): Promise<Sent> {
  const idle: Connection[] = [];
  const latencies: number[] = [];
  const underWay: Promise<void>[] = [];
  const began = performance.now();
  const sendOne = async (request: Request, due: number) => {
    const connection = idle.pop() ?? (await openConnection(port));
    await connection.send(request);
    latencies.push(performance.now() - due);
    idle.push(connection);
  };
  let nth = 0;
  for (const request of requests) {
    const due = began + (nth * 1000) / perSecond;
    nth += 1;
    // Not before it is due: a timer may be a little early.
    while (performance.now() < due) await wait(due - performance.now());
    if (until?.aborted) break;
    const sent = sendOne(request, due);
    // Whoever failed first is told of at the end.
    sent.catch(() => {});
    underWay.push(sent);
  }
  await Promise.all(underWay);
  const took = performance.now() - began;
  for (const connection of idle) connection.close();
  return { latencies, took };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
