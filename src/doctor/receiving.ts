import { type Finding, fail, ok, skipped } from './finding.ts';
import { codeOf, openCalls, slackTrouble } from './slack-session.ts';
import type { Surroundings } from './surroundings.ts';

/** How Slack's requests come here: over a socket that Slack would open, or to a URL that it must have been told. */
export async function checkReceiving(around: Surroundings): Promise<Finding> {
  const { appToken, signingSecret, apiUrl, demo, host, port } = around;
  if (demo) return ok('Receiving', 'Over HTTP, from the demo’s own workspace.');
  if (appToken && signingSecret)
    return skipped('Receiving', 'It is Socket Mode or HTTP, not both.');
  if (signingSecret) {
    return ok(
      'Receiving',
      `Over HTTP: the app’s request URLs must be https://<your host>/slack/events, and lead to port ${port} of ${host}.`,
    );
  }
  if (!appToken) {
    return skipped('Receiving', 'It takes SLACK_APP_TOKEN or SLACK_SIGNING_SECRET.');
  }
  const { client } = openCalls(appToken, apiUrl);
  try {
    // Slack offers a socket; it is not opened, and lapses.
    await client.apps.connections.open();
    return ok('SLACK_APP_TOKEN', 'Slack takes it, and Socket Mode is on.');
  } catch (error) {
    const code = codeOf(error);
    if (code === null) {
      const { found, fix } = slackTrouble(error);
      return fail('SLACK_APP_TOKEN', found, fix);
    }
    return fail(
      'SLACK_APP_TOKEN',
      `Slack refuses it (${code}).`,
      'Create an app-level token with connections:write for this app, and turn Socket Mode on.',
    );
  }
}
