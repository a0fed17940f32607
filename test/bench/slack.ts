import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export const TEAM = 'T0BENCH';
export const BOT_TOKEN = 'xoxb-bench';
export const SIGNING_SECRET = 'bench-signing-secret';
/** The one channel that the bot is told of. */
export const APPROVALS = 'C0APPROVALS';

/** Slack's Web API as far as a bot under load calls it. */
export interface Slack extends AsyncDisposable {
  /** Its address, without a path. */
  url: string;
}

/**
 * Starts it in a thread of its own, so that neither waits for the other where somebody times requests. It says yes
 * to everything and remembers nothing: the local workspace (src/emulator) checks and keeps all that it is sent, and
 * would be what is measured.
 */
export async function startSlack(): Promise<Slack> {
  const worker = new Worker(new URL('slack-worker.ts', import.meta.url));
  const [port] = (await once(worker, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
