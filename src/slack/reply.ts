import { z } from 'zod';
import type { Secret } from '../secret.ts';
import type { SlackOutcome } from '../watching/metrics.ts';
import type { Watch } from '../watching/watch.ts';

/** What Slack made of a reply. `refused`: its URL has expired or was used up, or Slack was never reached. */
type Answered = 'taken' | 'refused' | 'no answer';

/** Posts to a response_url. */
export type Reply = (url: Secret, body: object) => Promise<Answered>;

/** How long a response_url may take, in milliseconds. */
const REPLY_PATIENCE = 10_000;

const outcomes: Record<Answered, SlackOutcome> = {
  taken: 'ok',
  refused: 'refused',
  'no answer': 'no_answer',
};

/** Posts to response_urls, each told to whoever watches. */
export function replying(watch: Watch): Reply {
  return (url, body) =>
    watch.slackCall('response_url', async (went) => {
      const answered = await respond(url, body);
      went(outcomes[answered]);
      return answered;
    });
}

async function respond(url: Secret, body: object): Promise<Answered> {
  try {
    const response = await fetch(url.reveal(), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(REPLY_PATIENCE),
      redirect: 'error',
    });
    if (response.ok) return 'taken';
    return response.status >= 500 ? 'no answer' : 'refused';
  } catch (error) {
    return neverArrived(error) ? 'refused' : 'no answer';
  }
}

const code = z.enum(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const NeverArrived = z.union([
  z.object({ cause: z.object({ code }) }),
  z.object({ cause: z.object({ cause: z.object({ code }) }) }),
]);

/** Whether the connection was never made, so that nothing can have been shown. */
export function neverArrived(error: unknown): boolean {
  return NeverArrived.safeParse(error).success;
}
