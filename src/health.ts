import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartupError } from './errors.ts';

/** What `/readyz` says. Ready means: holds the performer's lock, its database answers, Slack knows the bot. */
export interface Readiness {
  ready: boolean;
  database: boolean;
  slack: boolean;
  /** A bot that can say "the gateway is down" is ready (design §1), so this does not count. */
  gateway: boolean;
  standby: boolean;
}

export interface HttpServer {
  port: number;
  /** From now on Slack's requests are answered, no longer refused as by a bot that waits. */
  serveSlack(listener: (request: IncomingMessage, response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** The one HTTP server: `/healthz` (the process is alive), `/readyz`, and Slack's requests once they are served. */
export async function listen(
  at: { host: string; port: number },
  readiness: () => Promise<Readiness>,
): Promise<HttpServer> {
  let slack: Parameters<HttpServer['serveSlack']>[0] | null = null;
  const server = createServer((request, response) => {
    // Not `new URL(path, base)`: it throws for paths such as `//`, which anybody may send.
    const [pathname] = (request.url ?? '/').split('?');
    if (pathname === '/healthz') return answer(response, 200, { alive: true });
    if (pathname === '/readyz') {
      readiness().then(
        (state) => answer(response, state.ready ? 200 : 503, state),
        () => answer(response, 503, { ready: false }),
      );
      return;
    }
    if (pathname !== '/slack/events') return answer(response, 404, { error: 'not found' });
    if (request.method !== 'POST') return answer(response, 405, { error: 'POST only' });
    if (!slack) return answer(response, 503, { error: 'standby' });
    slack(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(at, cause)));
    server.listen(at.port, at.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serveSlack(listener) {
      slack = listener;
    },
    close: () => closed(server),
  };
}

function cannotListen({ host, port }: { host: string; port: number }, cause: Error): StartupError {
  const taken = 'code' in cause && cause.code === 'EADDRINUSE';
  return new StartupError(
    [
      {
        what: `Port ${port} of ${host} ${taken ? 'is in use' : 'cannot be listened on'}.`,
        fix: 'Set another PORT or HOST, or stop what uses it.',
      },
    ],
    cause,
  );
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
