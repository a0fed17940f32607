import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics } from 'prom-client';
import { cannotListen } from '../health.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves `/metrics`, those of the process (memory, event loop, garbage collection) among them. `refresh` sets what
 * is measured when it is asked for. Rejects with `StartupError` where the port cannot be had.
 */
export async function serveMetrics(
  at: { host: string; port: number },
  { registry }: Pick<Metrics, 'registry'>,
  refresh: () => Promise<void>,
  log: Log,
): Promise<MetricsServer> {
  collectDefaultMetrics({ register: registry });
  const server = createServer((request, response) => {
    const [pathname] = (request.url ?? '/').split('?');
    if (pathname !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('/metrics is here\n');
      return;
    }
    refresh()
      .then(() => registry.metrics())
      .then(
        (exposition) => {
          response.writeHead(200, { 'content-type': registry.contentType }).end(exposition);
        },
        (error: unknown) => {
          log.error({ err: error }, 'metrics could not be collected');
          response.writeHead(500).end();
        },
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(at, cause, 'METRICS_PORT')));
    server.listen(at.port, at.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
