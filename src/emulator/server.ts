import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from './faults.ts';
import type { Obj } from './json.ts';
import type { PageOptions } from './model.ts';
import { respond } from './response-urls.ts';
import type { State } from './state.ts';
import { call, readCall } from './web-api/api.ts';
import { openWindow, type Window } from './window/window.ts';

/** Starts Slack's side of HTTP on the loopback address and notes where it is; with a page, a browser's window too. */
export async function serve(state: State, port: number, page?: PageOptions): Promise<Server> {
  const window = page && openWindow(state, page, () => Number(new URL(state.url).port));
  const server = createServer((request, response) => {
    handle(state, window, request, response).catch((error: unknown) => {
      state.violations.push(`the emulator itself failed: ${String(error)}`);
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => state.sockets.upgrade(request, socket, head));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  state.url = `http://127.0.0.1:${address.port}`;
  return server;
}

interface Route {
  matches(path: string): boolean;
  answer(state: State, path: string, request: IncomingMessage, body: string): Answer;
}

interface Answer {
  /** What faults of this call are filed under. */
  name: string;
  /** What the answer carries besides. */
  headers?: Record<string, string>;
  run: () => { status: number; body: Obj };
}

/** One entry per surface that the bot calls. */
const routes: Route[] = [
  {
    matches: (path) => path.startsWith('/api/'),
    answer(state, path, request, body) {
      const name = path.slice('/api/'.length);
      const { args, token } = readCall(request, body);
      const run = () => ({ status: 200, body: call(state, name, token, args) });
      return { name, headers: rightsOf(state, token), run };
    },
  },
  {
    matches: (path) => /^\/(commands|actions|app)\//.test(path),
    answer: (state, path, _request, body) => ({
      name: 'response_url',
      run() {
        const { status, answer } = respond(state, path, body);
        return { status, body: answer };
      },
    }),
  },
];

async function handle(
  state: State,
  window: Window | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Not `new URL(path, base)`: it throws for paths such as `//`, which anybody may send.
  const [pathname = '/'] = (request.url ?? '/').split('?');
  if (await window?.answer(request, response, pathname)) return;
  const body = await readBody(request);
  const route = routes.find((each) => each.matches(pathname));
  if (!route || request.method !== 'POST') return sendJson(response, 404, { ok: false });
  const { name, headers, run } = route.answer(state, pathname, request, body);
  response.setHeaders(new Map(Object.entries({ date: timeIn(state), ...headers })));
  const fault = state.faults.take(name);
  if (fault) return misbehave(state, name, fault, run, response);
  const answer = run();
  sendJson(response, answer.status, answer.body);
}

/** What a token may, as Slack says it with every answer of the Web API. */
function rightsOf({ botToken, scopes }: State, token: string): Record<string, string> {
  return token === botToken && scopes ? { 'x-oauth-scopes': scopes.join(',') } : {};
}

/** The workspace's own time, as HTTP writes it. */
function timeIn(state: State): string {
  return new Date(state.now()).toUTCString();
}

/** Fails as asked for, before or after the work. */
async function misbehave(
  state: State,
  name: string,
  fault: Fault,
  run: () => { status: number; body: Obj },
  response: ServerResponse,
): Promise<void> {
  if (fault === 'lose answer') {
    run();
    response.socket?.destroy();
    return;
  }
  if ('delayMs' in fault) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, fault.delayMs);
      state.timers.add(timer);
    });
    const answer = run();
    return sendJson(response, answer.status, answer.body);
  }
  const body: Obj =
    'error' in fault
      ? { ok: false, error: fault.error }
      : { ok: false, error: fault.status === 429 ? 'ratelimited' : 'internal_error' };
  state.calls.push({ method: name, args: {}, answer: body, at: state.now() });
  if ('error' in fault) return sendJson(response, 200, body);
  const headers = fault.status === 429 ? { 'retry-after': String(fault.retryAfter) } : {};
  sendJson(response, fault.status, body, headers);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: Obj,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
