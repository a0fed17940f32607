import { grantScopes, missingAmong, withoutScope } from '../slack/scopes.ts';
import { type Finding, fail, ok, skipped, warn } from './finding.ts';
import {
  codeOf,
  openCalls,
  openSession,
  type SlackCalls,
  type SlackSession,
  slackTrouble,
} from './slack-session.ts';
import type { Surroundings } from './surroundings.ts';

const TOKEN = 'SLACK_BOT_TOKEN';
const SCOPES = 'Slack scopes';
const CLOCK = 'Clock';

/** Whose token it is, what it may, and whether Slack and this machine agree on the time. */
export async function checkToken(
  { botToken, apiUrl }: Pick<Surroundings, 'botToken' | 'apiUrl'>,
  remembered: { teamId: string } | null,
): Promise<{ session: SlackSession | null; findings: Finding[] }> {
  if (!botToken) {
    return { session: null, findings: [skipped('Slack', 'It takes SLACK_BOT_TOKEN.')] };
  }
  const calls = openCalls(botToken, apiUrl);
  try {
    const { team, team_id = '', user, response_metadata } = await calls.client.auth.test();
    const scopes = response_metadata?.scopes ?? null;
    const home = remembered?.teamId;
    const whose = `It is that of @${user} in ${team} (${team_id})`;
    const belongs =
      home === undefined || home === '' || home === team_id
        ? ok(TOKEN, `${whose}.`)
        : fail(
            TOKEN,
            `${whose}, and the data are of the workspace ${home}.`,
            'Set the token of that workspace; or give this one a DATA_DIR of its own.',
          );
    return {
      session: openSession(calls.client, team_id, scopes),
      findings: [belongs, ...scopeFindings(scopes), clockFinding(calls)],
    };
  } catch (error) {
    const notAsked = 'Slack did not take the token.';
    return {
      session: null,
      findings: [tokenTrouble(error), skipped(SCOPES, notAsked), clockFinding(calls)],
    };
  }
}

function tokenTrouble(error: unknown): Finding {
  const code = codeOf(error);
  if (code === null || /rate|_error$|unavailable|timeout/.test(code)) {
    const { found, fix } = slackTrouble(error);
    return fail(TOKEN, found, fix);
  }
  return fail(
    TOKEN,
    `Slack refuses it (${code}).`,
    'Install the app into the workspace again, and copy its bot token (“OAuth & Permissions”).',
  );
}

/** A line for each scope that is missing, with what is switched off. */
export function scopeFindings(scopes: readonly string[] | null): Finding[] {
  if (!scopes) {
    return [skipped(SCOPES, 'Slack did not say them.', 'Is there a proxy that drops headers?')];
  }
  const missing = missingAmong(scopes);
  if (missing.length === 0) return [ok(SCOPES, 'The app has every scope that it needs.')];
  return missing.map((scope) =>
    warn(SCOPES, `${scope} is missing. ${withoutScope(scope)}`, grantScopes([scope])),
  );
}

/** Signatures age out after five minutes. */
const TOO_FAR = 4 * 60_000;
const FAR = 30_000;

function clockFinding(calls: SlackCalls): Finding {
  const ahead = calls.ahead();
  if (ahead === null) return skipped(CLOCK, 'Slack told no time.');
  return clockSkew(ahead);
}

/** By how much Slack's clock is ahead, in milliseconds, and whether that matters. */
export function clockSkew(ahead: number): Finding {
  const away = Math.abs(ahead);
  const seconds = Math.round(away / 1000);
  if (away <= FAR) return ok(CLOCK, 'It agrees with Slack’s.');
  const found = `It is ${seconds} s ${ahead > 0 ? 'behind' : 'ahead of'} Slack’s.`;
  const fix = 'Let this machine keep its time: NTP, such as systemd-timesyncd or chrony.';
  return away > TOO_FAR
    ? fail(CLOCK, `${found} Slack’s requests are refused once it is 5 minutes.`, fix)
    : warn(CLOCK, found, fix);
}
