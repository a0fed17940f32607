import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from '@slack/web-api';
import type { Identity } from '../features/access/access.store.ts';
import { openLog } from '../log.ts';
import type { Secret } from '../secret.ts';
import { clientOptions } from '../slack/clients.ts';
import { slackPeople } from '../slack/people-source.ts';

/** How long one call may take, in milliseconds. */
const PATIENCE = 5000;

/** A client of Slack's Web API that notes Slack's time. */
export interface SlackCalls {
  client: WebClient;
  /** By how many milliseconds Slack's clock is ahead of ours; `null` where no answer told the time. */
  ahead(): number | null;
}

export function openCalls(token: Secret, apiUrl: string | null): SlackCalls {
  let ahead: number | null = null;
  const client = new WebClient(token.reveal(), {
    ...clientOptions(apiUrl, openLog('silent')),
    timeout: PATIENCE,
    async fetch(url, init) {
      const asked = Date.now();
      const response = await fetch(url, init);
      const told = Date.parse(response.headers.get('date') ?? '');
      // Slack tells whole seconds, and answers at some moment between the two.
      if (!Number.isNaN(told)) ahead = told + 500 - (asked + Date.now()) / 2;
      return response;
    },
  });
  return { client, ahead: () => ahead };
}

/** What is known once Slack has said whose token it is. */
export interface SlackSession {
  client: WebClient;
  teamId: string;
  /** The token's scopes; `null` where Slack does not say. */
  scopes: readonly string[] | null;
  /** Who somebody is, asked once each; `null`: there is no such person. */
  whoIs(userId: string): Promise<Identity | null>;
}

export function openSession(
  client: WebClient,
  teamId: string,
  scopes: readonly string[] | null,
): SlackSession {
  const source = slackPeople(client, teamId);
  const asked = new Map<string, Promise<Identity | null>>();
  return {
    client,
    teamId,
    scopes,
    whoIs(userId) {
      const answer = asked.get(userId) ?? source.lookUp(userId);
      asked.set(userId, answer);
      return answer;
    },
  };
}

/** Slack's own code where it said no; `null` for everything else. */
export function codeOf(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}

/** Why Slack gave no answer that is of use, and what to do. */
export function slackTrouble(error: unknown): { found: string; fix: string } {
  const code = codeOf(error);
  if (code !== null) {
    return { found: `Slack says ${code}.`, fix: 'Look it up at docs.slack.dev, under the method.' };
  }
  if (error instanceof WebAPIRateLimitedError) {
    const found = 'Slack asks to wait: it was asked too often.';
    return { found, fix: `Try again in ${error.retryAfter} s.` };
  }
  if (error instanceof WebAPIHTTPError) {
    const found = `Slack answered with HTTP ${error.statusCode}.`;
    return { found, fix: 'Look at slack-status.com, and at what stands between: a proxy.' };
  }
  return {
    found: 'Slack cannot be reached.',
    fix: 'Check the network, DNS and proxy of this machine, and SLACK_API_URL where it is set.',
  };
}
