import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { startBot } from '../../src/bot.ts';
import { BotError, StartupError } from '../../src/errors.ts';
import { kinds } from '../../src/features.ts';
import type { Gateway } from '../../src/gateway/gateway.ts';
import { openLog } from '../../src/log.ts';
import {
  callOutcomes,
  databases,
  interactionKinds,
  liveStates,
  OTHER_COMMAND,
  outcomes,
  slackOutcomes,
  timedEnds,
} from '../../src/watching/metrics.ts';
import { type House, openHouse } from '../bot.ts';
import { exposition, samplesIn, valueIn } from '../exposition.ts';
import { openFragileHouse } from '../fragile.ts';
import { aLongDay } from '../long-day.ts';

const watched = { config: { metricsPort: 0 } };
const samplesOf = async (house: House) => samplesIn(await exposition(house));

/** Every method that features need of a gateway. */
const gatewayMethods = {
  addApplication: true,
  application: true,
  applicationNamed: true,
  applications: true,
  changeApplication: true,
  removeApplication: true,
  suggestApplications: true,
  accountContents: true,
  accountSummaries: true,
  accountWithRealm: true,
  account: true,
  apiKeys: true,
  createApiKey: true,
  deleteApiKey: true,
  setApiKeyExpiry: true,
  accountsMeant: true,
  changeSettings: true,
  accountsRecording: true,
  call: true,
  recentCalls: true,
  deleteRecording: true,
  recording: true,
  recordingLink: true,
  cachedPrompts: true,
  cachedPromptsOfAll: true,
  clearTtsCache: true,
  clearTtsCacheOfAll: true,
  close: true,
  createAccount: true,
  deleteAccount: true,
  ping: true,
  searchAccounts: true,
  serviceProviders: true,
  rotateWebhookSecret: true,
  setLimits: true,
} satisfies Record<keyof Gateway, true>;

describe('what is counted', () => {
  test('commands by their words and how they went, whatever else was typed as one', async () => {
    const { house, faults } = await openFragileHouse(watched);
    await using _closed = house;
    const { ada, eve } = house;
    await ada.types('/vg account show tiny');
    await eve.types('/vg account show tiny');
    faults.fail('accountsMeant', new BotError('unavailable', 'The Voice Gateway is away.'));
    await ada.types('/vg account show tiny');
    await ada.types('/vg');
    await ada.types('/vg tiny');
    await ada.types('/vg colour bicycle');
    await house.settled();
    const samples = await samplesOf(house);
    const shown = (outcome: string) =>
      valueIn(samples, 'commands_total', { command: 'account show', outcome });
    expect([shown('done'), shown('refused'), shown('failed')]).toEqual([1, 1, 1]);
    const others = samples.filter(({ labels }) => labels.command === OTHER_COMMAND);
    expect(others.reduce((sum, { value }) => sum + value, 0)).toBe(3);
    const acked = valueIn(samples, 'ack_seconds_count', { kind: 'command' });
    expect(acked).toBe(6);
  });

  test('a change from its asking to its end, and the calls that it took', async () => {
    await using house = await openHouse({ ...watched, history: true });
    const { sid } = await house.account('Acme');
    await house.gateway.stock.cachePrompts(sid, 3);
    await house.ada.types('/vg tts clear acme');
    await house.ada.waitsForModal('Clear TTS cache');
    await house.ada.submits();
    await house.ada.waitsFor('3 → 0');
    await house.settled();
    const samples = await samplesOf(house);
    const kind = 'tts clear';
    expect(valueIn(samples, 'changes_total', { kind, result: 'asked' })).toBe(1);
    expect(valueIn(samples, 'changes_total', { kind, result: 'verified' })).toBe(1);
    expect(valueIn(samples, 'change_seconds_count', { kind, state: 'verified' })).toBe(1);
    const cleared = { method: 'clearTtsCache', outcome: 'ok' };
    expect(valueIn(samples, 'gateway_call_seconds_count', cleared)).toBe(1);
    expect(valueIn(samples, 'journal_write_seconds_count', { outcome: 'ok' })).toBeGreaterThan(2);
    // Three replies mapped the people.
    const opened = { method: 'views.open', outcome: 'ok' };
    expect(valueIn(samples, 'slack_call_seconds_count', opened)).toBe(1);
    const replied = { method: 'response_url', outcome: 'ok' };
    expect(valueIn(samples, 'slack_call_seconds_count', replied)).toBe(3 + 1);
    expect(valueIn(samples, 'interactions_total', { kind: 'form', outcome: 'done' })).toBe(1);
  });

  test('what Slack and the gateway refuse, by how', async () => {
    const { house, faults } = await openFragileHouse(watched);
    await using _closed = house;
    const { ada, workspace } = house;
    workspace.faults.next('chat.postMessage', { status: 429, retryAfter: 0 });
    workspace.faults.next('chat.postMessage', { error: 'fatal_error' });
    faults.loseAnswer('clearTtsCache');
    await ada.types('/vg tts clear tiny');
    await ada.waitsForModal('Clear TTS cache');
    await ada.submits();
    await ada.types('/vg access grant @eve on_call');
    await house.eve.waitsFor('granted you');
    await house.settled();
    const samples = await samplesOf(house);
    const posted = (outcome: string) =>
      valueIn(samples, 'slack_call_seconds_count', { method: 'chat.postMessage', outcome });
    expect([posted('rate_limited'), posted('refused')]).toEqual([1, 1]);
    const lost = { method: 'clearTtsCache', outcome: 'unavailable' };
    expect(valueIn(samples, 'gateway_call_seconds_count', lost)).toBe(1);
  });

  test('nothing of a step that was rolled back, and what Slack sends once more as that', async () => {
    await using house = await openHouse({ ...watched, history: true });
    const { tia } = house;
    const asked = async () =>
      valueIn(await samplesOf(house), 'changes_total', {
        kind: 'account create',
        result: 'asked',
      });
    const shell = new Database(join(house.config.dataDir, 'switchboard.db'));
    shell.exec(`CREATE TRIGGER no_card BEFORE INSERT ON outbox
      BEGIN SELECT RAISE(ABORT, 'the card of a request cannot be written'); END`);
    await tia.types('/vg account create');
    await tia.waitsForModal('Create account');
    await tia.fills({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com', Reason: 'x' });
    await tia.submits();
    await tia.waitsForModal('I could not write that down');
    expect(await asked()).toBeUndefined();
    shell.exec('DROP TRIGGER no_card');
    shell.close();
    const submitted = await tia.submits();
    await house.workspace.redeliver(submitted);
    await house.settled();
    expect(await asked()).toBe(1);
    const again = valueIn(await samplesOf(house), 'redeliveries_total', { kind: 'form' });
    expect(again).toBe(1);
  });
});

describe('what is measured', () => {
  test('how things stand when it is asked', async () => {
    const { house, faults } = await openFragileHouse(watched);
    await using _closed = house;
    const { tia, approvals, workspace } = house;
    const before = await samplesOf(house);
    expect(valueIn(before, 'performer')).toBe(1);
    expect(valueIn(before, 'slack_connected')).toBe(1);
    expect(valueIn(before, 'gateway_up')).toBe(1);
    expect(valueIn(before, 'changes', { state: 'waiting' })).toBe(0);
    expect(valueIn(before, 'worker_lag_seconds')).toBe(0);
    expect(valueIn(before, 'outbox_messages')).toBe(0);
    expect(valueIn(before, 'outbox_oldest_due_seconds')).toBe(0);
    expect(valueIn(before, 'outbox_set_aside')).toBe(0);
    expect(valueIn(before, 'data_dir_free_bytes')).toBeGreaterThan(0);
    for (const file of databases) {
      expect(valueIn(before, 'database_bytes', { file })).toBeGreaterThan(0);
    }
    expect(valueIn(before, 'build_info', { node: process.versions.node })).toBe(1);

    await tia.types('/vg account create');
    await tia.waitsForModal('Create account');
    await tia.fills({ 'Account name': 'Globex', 'SIP Realm': 'globex.example.com', Reason: 'x' });
    await tia.submits();
    await house.ben.waitsFor('Create account Globex', { in: approvals });
    workspace.faults.next('chat.postMessage', { error: 'user_disabled' });
    await house.ada.types('/vg access grant @eve on_call');
    await house.settled();
    faults.fail('ping', new BotError('unavailable', 'The Voice Gateway is away.'));
    const after = await samplesOf(house);
    expect(valueIn(after, 'changes', { state: 'waiting' })).toBe(1);
    expect(valueIn(after, 'outbox_set_aside')).toBe(1);
    expect(valueIn(after, 'gateway_up')).toBe(0);
  });

  test('how long a change and a message have waited', async () => {
    const { house, faults } = await openFragileHouse(watched);
    await using _closed = house;
    const { olu, workspace } = house;
    const { release } = faults.hang('clearTtsCache');
    await olu.types('/vg tts clear tiny');
    await olu.waitsForModal('Clear TTS cache');
    await olu.submits();
    // Behind it, of the same lane: it is ready, and cannot begin.
    await olu.types('/vg tts clear tiny');
    await olu.waitsForModal('Clear TTS cache');
    await olu.submits();
    await expect
      .poll(async () => valueIn(await samplesOf(house), 'changes', { state: 'applying' }))
      .toBe(1);
    house.clock.forward({ minutes: 10 });
    const stuck = await samplesOf(house);
    expect(valueIn(stuck, 'worker_lag_seconds')).toBeGreaterThanOrEqual(600);
    expect(valueIn(stuck, 'changes', { state: 'ready' })).toBe(1);
    release();
    await house.settled();

    // Slack takes its time with one message, and another of the conversation waits behind it.
    workspace.faults.next('chat.postMessage', { delayMs: 1500 }, 2);
    await house.ada.types('/vg access grant @eve on_call');
    await expect
      .poll(async () => valueIn(await samplesOf(house), 'outbox_messages'))
      .toBeGreaterThan(0);
    house.clock.forward({ minutes: 10 });
    const slow = await samplesOf(house);
    expect(valueIn(slow, 'outbox_oldest_due_seconds')).toBeGreaterThanOrEqual(600);
    await house.settled();
    expect(valueIn(await samplesOf(house), 'worker_lag_seconds')).toBe(0);
  });

  test('memory, event loop and garbage collection of the process', async () => {
    await using house = await openHouse({ ...watched, history: true });
    const exposed = await exposition(house);
    // By what is declared: the garbage collection has no sample before the first one.
    for (const declared of [
      'process_resident_memory_bytes gauge',
      'nodejs_eventloop_lag_p99_seconds gauge',
      'nodejs_gc_duration_seconds histogram',
    ]) {
      expect(exposed).toContain(`# TYPE ${declared}\n`);
    }
  });

  test('a bot that waits to take over says so, and knows nothing of the rest', async () => {
    await using house = await openHouse({ history: true });
    const config = { ...house.config, metricsPort: 0 };
    const bot = await startBot(config, { log: openLog('silent') });
    try {
      const samples = samplesIn(await exposition({ bot }));
      expect(valueIn(samples, 'performer')).toBe(0);
      expect(valueIn(samples, 'slack_connected')).toBe(0);
      expect(valueIn(samples, 'outbox_messages')).toBeNaN();
      expect(valueIn(samples, 'gateway_up')).toBeNaN();
      expect(valueIn(samples, 'data_dir_free_bytes')).toBeGreaterThan(0);
    } finally {
      await bot.stop();
    }
  });
});

describe('labels', () => {
  test('come from lists in the code and name no tenant and nobody, whatever people did all day', async () => {
    const { house, faults } = await openFragileHouse(watched);
    await using _closed = house;
    await aLongDay(house, faults);
    const text = await exposition(house);
    const samples = samplesIn(text).filter(({ name }) => name.startsWith('switchboard_'));
    const routes = house.bot.registered?.usages ?? [];
    const declared = kinds({} as Parameters<typeof kinds>[0]).map(({ kind }) => kind);
    const known: [metric: RegExp, label: string, values: readonly string[] | RegExp][] = [
      [/./, 'le', /^(\d|\+Inf)/],
      [/_build_info$/, 'version', /^\d+\.\d+\.\d+$/],
      [/_build_info$/, 'node', [process.versions.node]],
      [/_database_bytes$/, 'file', databases],
      [/_commands_/, 'command', [...routes.map(({ words }) => words), OTHER_COMMAND]],
      [/_commands_|_interactions_/, 'outcome', outcomes],
      [/_interactions_|_ack_|_redeliveries_/, 'kind', interactionKinds],
      [/_changes_total|_change_seconds/, 'kind', declared],
      [/_changes_total/, 'result', /^(asked|(edited and )?approved|verified|failed|unknown)$/],
      [/_change_seconds/, 'state', timedEnds],
      [/_changes$/, 'state', liveStates],
      [/_gateway_call_/, 'method', Object.keys(gatewayMethods)],
      [/_gateway_call_|_journal_write_/, 'outcome', callOutcomes],
      // Slack's own names of its methods.
      [/_slack_call_/, 'method', /^((auth|chat|users|views)\.[a-zA-Z]+|response_url)$/],
      [/_slack_call_/, 'outcome', slackOutcomes],
    ];
    const strangers = samples.flatMap(({ name, labels }) =>
      Object.entries(labels).flatMap(([label, value]) => {
        const [, , values = []] = known.find(([re, of]) => of === label && re.test(name)) ?? [];
        const fits = values instanceof RegExp ? values.test(value) : values.includes(value);
        return fits ? [] : `${name}{${label}="${value}"}`;
      }),
    );
    expect(strangers).toEqual([]);
    expect(samples.length).toBeGreaterThan(100);

    const { ada, ben, sam, tia, olu, eve, voiceOps, approvals, ops, audit } = house;
    const people = [ada, ben, sam, tia, olu, eve].flatMap(({ id, name }) => [id, name]);
    const channels = [voiceOps, approvals, ops, audit].flatMap(({ id, name }) => [id, name]);
    const accounts = await house.gateway.searchAccounts({
      text: '',
      within: { everything: true },
      limit: 50,
    });
    const tenants = accounts.items.flatMap(({ sid, name, sipRealm }) => [sid, name, sipRealm]);
    expect(tenants.length).toBeGreaterThan(8);
    // Those of two channels are commands too.
    const said = [...people, ...channels, ...tenants, 'Default', house.workspace.teamId]
      .filter((name) => name !== null && !['audit', 'approvals'].includes(name))
      .filter((name) => new RegExp(`(?<![a-z])${name}(?![a-z])`, 'i').test(text));
    expect(said).toEqual([]);
  });
});

describe('the port', () => {
  test('has nothing but /metrics', async () => {
    await using house = await openHouse({ ...watched, history: true });
    const get = (path: string) => fetch(`http://127.0.0.1:${house.bot.metricsPort}${path}`);
    const metrics = await get('/metrics?x=1');
    expect(metrics.status).toBe(200);
    expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    for (const path of ['/', '//', '/healthz', '/slack/events']) {
      expect((await get(path)).status).toBe(404);
    }
    const own = await fetch(`http://127.0.0.1:${house.bot.port}/metrics`);
    expect(own.status).toBe(404);
  });

  test('is refused with its fix where it is taken, and leaves nothing listening', async () => {
    await using house = await openHouse({ history: true });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const config = { ...house.config, metricsPort: port };
    const started = startBot(config, { log: openLog('silent') });
    await expect(started).rejects.toThrow(StartupError);
    await expect(started).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is in use. Set another METRICS_PORT or HOST`,
    );
    server.close();
  });

  test('is closed when the bot stops', async () => {
    await using house = await openHouse({ ...watched, history: true });
    const { bot } = house;
    await house.restart();
    await expect(exposition({ bot })).rejects.toThrow('fetch failed');
    expect(valueIn(await samplesOf(house), 'performer')).toBe(1);
  });
});
