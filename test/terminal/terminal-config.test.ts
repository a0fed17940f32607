import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveDemoSettings } from '../../src/demo-settings.ts';
import { readTerminalConfig } from '../../src/terminal/terminal-config.ts';

const key = Buffer.alloc(32, 1).toString('base64');
const real = {
  SLACK_BOT_TOKEN: 'xoxb-canary-real',
  SLACK_API_URL: 'https://slack.example/api/',
  APPROVALS_CHANNEL: 'C0REAL',
  ADMIN_USERS: 'U0REAL',
  FOUR_EYES: 'all',
};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('on the data of a demo nothing of a real workspace counts: its token goes nowhere', () => {
  const demo = { SLACK_BOT_TOKEN: 'xoxb-demo', SLACK_API_URL: 'http://127.0.0.1:3000/api/' };
  saveDemoSettings(folder, { SECRETS_KEY: key, APPROVALS_CHANNEL: 'C0DEMO', ...demo });
  const { slack, rules } = readTerminalConfig({ ...real, DATA_DIR: folder });
  expect([slack?.botToken.reveal(), slack?.apiUrl]).toEqual(Object.values(demo));
  expect(rules).toMatchObject({ adminUsers: [], fourEyes: 'others' });
  expect(rules?.channels.approvals).toBe('C0DEMO');
  // One that was only seeded has no Slack at all.
  saveDemoSettings(folder, { SECRETS_KEY: key });
  expect(readTerminalConfig({ ...real, DATA_DIR: folder })).toMatchObject({
    slack: null,
    rules: null,
    demo: true,
  });
});

test('with SECRETS_KEY the environment is meant, whatever demo lies beside it', () => {
  saveDemoSettings(folder, { SECRETS_KEY: key, SLACK_BOT_TOKEN: 'xoxb-demo' });
  const config = readTerminalConfig({ ...real, DATA_DIR: folder, SECRETS_KEY: key });
  expect([config.slack?.botToken.reveal(), config.demo]).toEqual(['xoxb-canary-real', false]);
});

test('a gateway that this version cannot reach is refused, on the data of a demo too', () => {
  saveDemoSettings(folder, { SECRETS_KEY: key });
  const env = { DATA_DIR: folder, GATEWAY_URL: 'https://vg.example.com/v1' };
  expect(() => readTerminalConfig(env)).toThrow('GATEWAY_URL is set');
});
