import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connections, limitConnections, patience } from './connections.ts';
import { StartupError } from './errors.ts';
import type { Refusals } from './refusals.ts';

/** What `/readyz` says. Ready means: holds the performer's lock, its database answers, Slack can reach the bot. */
export interface Readiness {
  ready: boolean;
  database: boolean;
  slack: boolean;
  /** A bot that can say "the gateway is down" is ready (design §1), so this does not count. */
  gateway: boolean;
  standby: boolean;
  stopping: boolean;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export interface HttpServer {
  port: number;
  /** From now on Slack's requests go there; before, there is no such path. */
  serveSlack(listener: Listener): void;
  /** From now on what is asked below `/v1` goes there, to the embedded gateway's REST API. */
  serveGateway(listener: Listener): void;
  /** From now on each answer ends its connection, so that a proxy keeps none that will be closed. */
  keepNoConnections(): void;
  /** Takes nothing more, and resolves when what is under way is answered, or when nobody waits for it any more. */
  close(): Promise<void>;
}

/** How long Slack waits for an answer, in milliseconds. */
const SLACK_WAITS = 3000;
/** How long a connection may be silent that nothing was said over yet, and how often we look, in milliseconds. */
const SPEAKS_WITHIN = 500;
const LOOK_EVERY = 10;
/** Where Slack's requests go, below whatever prefix a proxy in front leaves there. */
const SLACK_PATH = '/slack/events';
const GATEWAY_PATH = '/v1/';

/** The one HTTP server: `/healthz` (the process is alive), `/readyz`, and what is served below the paths of Slack and of the gateway. */
export async function listen(
  at: { host: string; port: number },
  readiness: () => Promise<Readiness>,
  refused: Refusals,
): Promise<HttpServer> {
  let slack: Listener | null = null;
  let gateway: Listener | null = null;
  let asking: Promise<Readiness> | null = null;
  /** However many ask at once, the bot looks once: anybody may ask. */
  const looked = () => {
    asking ??= readiness().finally(() => {
      asking = null;
    });
    return asking;
  };
  let keeps = true;
  const handle: Listener = (request, response) => {
    if (!keeps) response.setHeader('connection', 'close');
    // Not `new URL(path, base)`: it throws for paths such as `//`, which anybody may send.
    const [pathname = '/'] = (request.url ?? '/').split('?');
    if (pathname === '/healthz') return answer(response, 200, { alive: true });
    if (pathname === '/readyz') {
      looked().then(
        (state) => answer(response, state.ready ? 200 : 503, state),
        () => answer(response, 503, { ready: false }),
      );
      return;
    }
    if (gateway && pathname.startsWith(GATEWAY_PATH)) return gateway(request, response);
    if (!slack || !pathname.endsWith(SLACK_PATH)) {
      refused('other path');
      return answer(response, 404, { error: 'not found' });
    }
    if (request.method !== 'POST') {
      refused('other method');
      return answer(response, 405, { error: 'POST only' });
    }
    slack(request, response);
  };
  const server = createServer(patience, handle);
  // Whoever asks before sending a body is told to go on by who reads it, or hears what is wrong.
  server.on('checkContinue', handle);
  const connections = limitConnections(server, refused);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(at, cause)));
    server.listen(at.port, at.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serveSlack(listener) {
      slack = listener;
    },
    serveGateway(listener) {
      gateway = listener;
    },
    keepNoConnections() {
      keeps = false;
    },
    close: () => closed(server, connections),
  };
}

/** Why a port cannot be listened on; `variable` sets another. */
export function cannotListen(
  { host, port }: { host: string; port: number },
  cause: Error,
  variable: 'PORT' | 'METRICS_PORT' = 'PORT',
): StartupError {
  const taken = 'code' in cause && cause.code === 'EADDRINUSE';
  return new StartupError(
    [
      {
        what: `Port ${port} of ${host} ${taken ? 'is in use' : 'cannot be listened on'}.`,
        fix: `Set another ${variable} or HOST, or stop what uses it.`,
      },
    ],
    cause,
  );
}

/** Only who sends what Slack signed keeps a connection. */
function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify(body)}\n`);
}

/** Who has connected and is about to speak gets a moment: `server.close()`, which cuts them off, comes after it. */
async function closed(server: Server, connections: Connections): Promise<void> {
  const over = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
  for (let waited = 0; waited < SPEAKS_WITHIN && connections.anySilent(); waited += LOOK_EVERY) {
    await sleep(LOOK_EVERY);
  }
  server.close();
  connections.closeSilent();
  const cutsOff = setTimeout(() => server.closeAllConnections(), SLACK_WAITS);
  await over;
  clearTimeout(cutsOff);
}
