import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { SlackClients } from './clients.ts';
import type { BotIdentity } from './receiver.ts';

/** How long to wait before Slack is asked again, in milliseconds. */
const ASK_AGAIN_AFTER = 2000;

/** Answers that no waiting will change. */
const tokenRefused = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'missing_scope',
]);

/** Asks Slack who the token is. Throws `StartupError` where Slack refuses it; where Slack is away, asks on. */
export async function whoAmI(
  clients: SlackClients,
  log: Log,
  stopping: AbortSignal,
): Promise<BotIdentity> {
  for (;;) {
    try {
      const { team_id, user_id, bot_id } = await clients.patient.auth.test();
      return { teamId: team_id ?? '', botUserId: user_id ?? '', botId: bot_id ?? '' };
    } catch (error) {
      const code = error instanceof WebAPIPlatformError ? error.data.error : null;
      if (code !== null && tokenRefused.has(code)) throw refused(code, error);
      log.warn({ err: error }, 'Slack cannot be reached: asking again');
      await sleep(ASK_AGAIN_AFTER, undefined, { signal: stopping });
    }
  }
}

function refused(code: string, cause: unknown): StartupError {
  return new StartupError(
    [
      {
        what: `Slack refuses SLACK_BOT_TOKEN (${code}).`,
        fix: 'Install the app into the workspace again, and copy its bot token.',
      },
    ],
    cause,
  );
}
