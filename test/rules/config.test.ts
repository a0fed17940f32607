import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConfig, readDataConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { Secret } from '../../src/secret.ts';

const valid = {
  SLACK_BOT_TOKEN: 'xoxb-canary-bot',
  SLACK_APP_TOKEN: 'xapp-canary-app',
  SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
  APPROVALS_CHANNEL: 'C012ABC',
  ADMIN_USERS: 'U012ABC',
};

test('a minimal configuration has the documented defaults', () => {
  expect(readConfig(valid)).toMatchObject({
    slack: { receive: { kind: 'socket' }, apiUrl: null },
    adminUsers: ['U012ABC'],
    channels: { approvals: 'C012ABC', ops: 'C012ABC', audit: null },
    fourEyes: 'others',
    requestDays: 7,
    allowedAddresses: { private: false, ranges: [] },
    widened: [],
    maskNumbers: true,
    command: '/vg',
    host: '0.0.0.0',
    port: 3000,
    metricsPort: 9464,
    logLevel: 'info',
    tracing: null,
  });
});

test.each([
  ['SECRETS_KEY', 'too short'],
  ['SECRETS_KEYS_OLD', 'too short,also'],
  ['ADMIN_USERS', '@ada'],
  ['APPROVALS_CHANNEL', '#approvals'],
  ['OPS_CHANNEL', 'ops'],
  ['AUDIT_CHANNEL', 'audit'],
  ['FOUR_EYES', 'both'],
  ['REQUEST_DAYS', '1.5'],
  ['REQUEST_DAYS', '0'],
  ['ALLOW_PRIVATE_ADDRESSES', 'yes'],
  ['ALLOW_PRIVATE_ADDRESSES', '10.0.0.0/8,10.0.0.1'],
  ['LISTEN', 'everyone'],
  ['MASK_NUMBERS', 'no'],
  ['COMMAND', 'vg'],
  ['COMMAND', '/VG'],
  ['PORT', '65536'],
  ['METRICS_PORT', '65536'],
  ['METRICS_PORT', 'none'],
  ['SLACK_API_URL', 'slack.com'],
  ['SLACK_BOT_TOKEN', 'xoxp-1'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => readConfig({ ...valid, [name]: value })).toThrow(`${name} is malformed.`);
});

test('HTTP and Socket Mode exclude each other', () => {
  expect(() => readConfig({ ...valid, SLACK_SIGNING_SECRET: 'abcdefgh' })).toThrow('both set');
  const { slack } = readConfig({
    ...valid,
    SLACK_APP_TOKEN: undefined,
    SLACK_SIGNING_SECRET: 'abcdefgh',
  });
  expect(slack.receive.kind).toBe('http');
});

test('a secret prints nowhere', () => {
  const config = readConfig(valid);
  const lines: string[] = [];
  openLog('info', { write: (line) => void lines.push(line) }).info(
    { config },
    String(config.slack.botToken),
  );
  for (const printed of [JSON.stringify(config), inspect(config, { depth: 9 }), lines.join('')]) {
    expect(printed).not.toContain('canary');
  }
  expect(new Secret('wh_secret_abcdefgh1234').masked()).toBe('••••1234');
  expect(new Secret('short').masked()).toBe('••••');
});

test('who listens, and what is seen of numbers, is the operator’s to say', () => {
  const config = readConfig({ ...valid, LISTEN: 'account', MASK_NUMBERS: 'false' });
  expect(config).toMatchObject({ widened: ['LISTEN=account'], maskNumbers: false });
});

test('metrics can be switched off', () => {
  expect(readConfig({ ...valid, METRICS_PORT: 'off' }).metricsPort).toBeNull();
});

test('a gateway that this version cannot reach is refused, not ignored', () => {
  const remote = { ...valid, GATEWAY_URL: 'https://vg.example.com/v1', GATEWAY_TOKEN: 'canary' };
  expect(() => readConfig(remote)).toThrow('GATEWAY_URL is set, and this version runs only on its');
});

test('a first start needs somebody who decides, and FOUR_EYES=all two', () => {
  expect(() => readConfig({ ...valid, ADMIN_USERS: undefined })).toThrow('ADMIN_USERS is missing');
  expect(() => readConfig({ ...valid, FOUR_EYES: 'all' })).toThrow('needs two Admins');
  const two = readConfig({ ...valid, FOUR_EYES: 'all', ADMIN_USERS: 'U012ABC, U012ABD' });
  expect(two.adminUsers).toEqual(['U012ABC', 'U012ABD']);
});

describe('the configuration of commands that need data alone', () => {
  const { SECRETS_KEY } = valid;

  test('is the folder and the keys, whatever else is missing or malformed', () => {
    const config = readDataConfig({
      SECRETS_KEY,
      SECRETS_KEYS_OLD: SECRETS_KEY,
      DATA_DIR: '/srv/sb',
      PORT: 'x',
    });
    expect(config.dataDir).toBe('/srv/sb');
    expect(config.secretsKeys?.current.reveal()).toBe(SECRETS_KEY);
    expect(config.secretsKeys?.old.map((key) => key.reveal())).toEqual([SECRETS_KEY]);
    expect(readDataConfig({ SECRETS_KEY }).dataDir).toBe(resolve('data'));
  });

  test('means the demo where there is no SECRETS_KEY', () => {
    expect(readDataConfig({})).toEqual({ dataDir: resolve('data-demo'), secretsKeys: null });
    expect(readDataConfig({ SECRETS_KEY: ' ', DATA_DIR: '/srv/demo' })).toEqual({
      dataDir: '/srv/demo',
      secretsKeys: null,
    });
  });

  test('refuses a malformed key by its name', () => {
    expect(() => readDataConfig({ SECRETS_KEY: 'canary' })).toThrow('SECRETS_KEY is malformed.');
    expect(() => readDataConfig({ SECRETS_KEY: 'canary' })).not.toThrow('canary');
  });
});
