import { expect, test } from 'vitest';
import { startWorkspace, type Workspace } from '../../src/emulator/workspace.ts';
import { StartupError } from '../../src/errors.ts';
import { openLog } from '../../src/log.ts';
import { Secret } from '../../src/secret.ts';
import { openApp, type SlackApp } from '../../src/slack/receiver.ts';

/** Bolt over Socket Mode in this workspace, with nothing that listens. */
function openOver(workspace: Workspace, appToken = workspace.appToken) {
  const slack: SlackApp = openApp(
    {
      slack: {
        botToken: new Secret(workspace.botToken),
        receive: { kind: 'socket', appToken: new Secret(appToken) },
        apiUrl: workspace.apiUrl,
      },
    },
    { teamId: workspace.teamId, botUserId: workspace.botUserId, botId: 'B1' },
    null,
    openLog('silent'),
  );
  return {
    slack,
    async [Symbol.asyncDispose]() {
      await slack.stop(async () => {});
    },
  };
}

const never = new AbortController().signal;

test('Slack’s client writes its retry rules into the options that it is given: the app’s own clients do not get them', async () => {
  await using workspace = await startWorkspace({ socketMode: true });
  await using open = openOver(workspace);
  await open.slack.start(never);
  await workspace.connected(2);
  workspace.faults.next('auth.test', { status: 500 });
  await expect(
    open.slack.app.client.auth.test({ token: workspace.botToken }),
  ).rejects.toMatchObject({ code: 'slack_webapi_http_error' });
});

test('a refused SLACK_APP_TOKEN ends the start, with how to fix it', async () => {
  await using workspace = await startWorkspace({ socketMode: true });
  await using open = openOver(workspace, workspace.botToken);
  const started = open.slack.start(never);
  await expect(started).rejects.toBeInstanceOf(StartupError);
  await expect(started).rejects.toMatchObject({
    problems: [{ what: 'Slack refuses SLACK_APP_TOKEN (not_allowed_token_type).' }],
  });
  expect(open.slack.connected()).toBe(false);
});

test('while Slack is away at the start, it tries until Slack is back, or until it is stopped', async () => {
  await using workspace = await startWorkspace({ socketMode: true });
  await using open = openOver(workspace);
  workspace.faults.next('apps.connections.open', { status: 500 });
  await open.slack.start(never);
  expect(open.slack.connected()).toBe(true);

  await using other = openOver(workspace);
  workspace.faults.next('apps.connections.open', 'lose answer', 1000);
  const stopping = new AbortController();
  const started = other.slack.start(stopping.signal);
  stopping.abort();
  await started;
  expect(other.slack.connected()).toBe(false);
});
