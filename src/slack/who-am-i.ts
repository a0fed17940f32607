import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { SlackClients } from './clients.ts';
import type { BotIdentity } from './receiver.ts';

/** How long to wait before Slack is asked again, in milliseconds. */
const ASK_AGAIN_AFTER = 2000;

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
      if (error instanceof WebAPIPlatformError) throw refused(error.data.error, error);
      log.warn({ err: error }, 'Slack cannot be reached: asking again');
      await sleep(ASK_AGAIN_AFTER, undefined, { signal: stopping });
    }
  }
}

function refused(code: string, cause: Error): StartupError {
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
