import { request } from 'undici';
import { z } from 'zod';
import { isPerforming } from '../changes/performer-lock.ts';
import { type Finding, fail, ok, skipped, warn } from './finding.ts';
import type { Surroundings } from './surroundings.ts';

const BOT = 'Bot';
/** How long a bot may take to answer, in milliseconds. */
const PATIENCE = 3000;

const Readiness = z.object({
  ready: z.boolean(),
  database: z.boolean().optional(),
  slack: z.boolean().optional(),
  gateway: z.boolean().optional(),
  standby: z.boolean().optional(),
});

/** Whether a bot runs on these data, and how it says that it is. */
export async function checkRunning(
  { host, port }: Pick<Surroundings, 'host' | 'port'>,
  lockFile: string,
): Promise<Finding> {
  const performing = isPerforming(lockFile);
  // It chose a port by itself.
  if (port === 0) {
    return performing ? ok(BOT, 'A bot is running.') : skipped(BOT, 'No bot is running.');
  }
  const at = new URL(`http://${reachable(host)}:${port}`);
  const alive = await ask(new URL('/healthz', at));
  if (alive === 'nothing listens') {
    if (!performing) return skipped(BOT, 'No bot is running.');
    return warn(
      BOT,
      `One works on these data, and nothing answers on port ${port} of ${host}.`,
      'Set HOST and PORT here as they are there.',
    );
  }
  if (!z.object({ alive: z.literal(true) }).safeParse(alive).success) {
    return fail(
      BOT,
      `Something else answers on port ${port} of ${host}.`,
      'Set another PORT or HOST, or stop what uses it.',
    );
  }
  const readiness = Readiness.safeParse(await ask(new URL('/readyz', at)));
  if (readiness.success && readiness.data.ready) {
    return readiness.data.gateway === false
      ? warn(BOT, 'It is ready, and says that the gateway does not answer.', 'See Voice Gateway.')
      : ok(BOT, `A bot is running and ready, on port ${port} of ${host}.`);
  }
  const { standby, database, slack } = readiness.data ?? {};
  if (standby) {
    const found = 'A bot is running and waits: another one does the work.';
    return performing
      ? ok(BOT, found)
      : warn(BOT, found, 'Look again; it takes over within a second.');
  }
  const without = [...(database ? [] : ['its database']), ...(slack ? [] : ['Slack'])];
  return warn(
    BOT,
    `A bot is running and not ready: it lacks ${without.join(' and ')}.`,
    'Its log says why.',
  );
}

/** Where what listens on every address is asked. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function ask(url: URL): Promise<unknown> {
  try {
    const { body } = await request(url, { signal: AbortSignal.timeout(PATIENCE) });
    return await body.json();
  } catch (error) {
    const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    return refused ? 'nothing listens' : null;
  }
}
