import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { BotError } from '../../src/errors.ts';
import { kinds } from '../../src/features.ts';
import { Secret } from '../../src/secret.ts';
import {
  callOutcomes,
  interactionKinds,
  messageOutcomes,
  OTHER_COMMAND,
  outcomes,
  slackOutcomes,
} from '../../src/watching/metrics.ts';
import type { TracingConfig } from '../../src/watching/tracing-config.ts';
import { type House, openHouse } from '../bot.ts';
import { type Collector, type ExportedSpan, openCollector } from '../collector.ts';
import { openFragileHouse } from '../fragile.ts';
import { aLongDay, planted } from '../long-day.ts';

const root = join(import.meta.dirname, '../..');
const TOKEN = 'canary-collector-token';

/** The configuration of a bot that exports to this collector. */
const to = ({ endpoint }: Pick<Collector, 'endpoint'>): { tracing: TracingConfig } => ({
  tracing: {
    endpoint,
    headers: new Map([['authorization', new Secret(TOKEN)]]),
    timeout: 10_000,
    resource: { 'service.name': 'switchboard-test' },
    share: 1,
  },
});

/** What was exported of what happened up to now. */
async function exported(house: House, { spans }: Collector): Promise<ExportedSpan[]> {
  await house.settled();
  await house.bot.stop();
  return spans;
}

const named = (spans: ExportedSpan[], name: string) => spans.filter((span) => span.name === name);
const below = (spans: ExportedSpan[], { spanId }: ExportedSpan) =>
  spans.filter(({ parentId }) => parentId === spanId);

/** The last of them: earlier ones may be of the mapping of the people. */
function the(spans: ExportedSpan[], name: string): ExportedSpan {
  const found = named(spans, name).at(-1);
  if (!found) throw new Error(`no ${name} among ${spans.map((span) => span.name).join(', ')}`);
  return found;
}

test('a command is a trace, with the calls and writes that it took below it', async () => {
  await using collector = await openCollector();
  await using house = await openHouse({ config: to(collector) });
  await house.ada.types('/vg account show tiny');
  await house.ada.types('/vg colour bicycle');
  const spans = await exported(house, collector);
  const shown = the(spans, 'command account show');
  expect(shown).toMatchObject({
    parentId: '',
    kind: 'server',
    failed: false,
    attributes: {
      'switchboard.interaction': 'command',
      'switchboard.action': 'account show',
      'switchboard.outcome': 'done',
    },
    resource: { 'service.name': 'switchboard-test', 'telemetry.sdk.language': 'nodejs' },
  });
  const meant = below(spans, shown).find(({ name }) => name === 'gateway accountsMeant');
  expect(meant).toMatchObject({
    kind: 'client',
    traceId: shown.traceId,
    attributes: { 'switchboard.method': 'accountsMeant', 'switchboard.outcome': 'ok' },
  });
  the(spans, `command ${OTHER_COMMAND}`);
  const [request] = collector.requests;
  expect(request?.headers).toMatchObject({
    authorization: TOKEN,
    'content-type': 'application/x-protobuf',
  });
});

test('a change leads from who asked for it to who is told of it, and nothing of a trace is sent to Slack', async () => {
  await using collector = await openCollector();
  await using house = await openHouse({ config: to(collector) });
  const requests = vi.spyOn(globalThis, 'fetch');
  const { sid } = await house.account('Acme');
  await house.gateway.stock.cachePrompts(sid, 3);
  await house.ada.types('/vg tts clear acme');
  await house.ada.waitsForModal('Clear TTS cache');
  await house.ada.submits();
  await house.ada.waitsFor('3 → 0');
  const spans = await exported(house, collector);

  const opened = below(spans, the(spans, 'command tts clear'));
  expect(opened.map(({ name }) => name)).toContain('slack views.open');
  const form = spans
    .filter(({ name, kind }) => kind === 'server' && name.startsWith('form '))
    .at(-1);
  const asked = form && below(spans, form).find(({ name }) => name === 'journal write');
  expect(asked?.attributes).toMatchObject({
    'switchboard.change': 'tts clear',
    'switchboard.step': 'asked',
  });
  const carriedOut = the(spans, 'change tts clear');
  expect(carriedOut).toMatchObject({ parentId: '', links: [asked?.spanId], failed: false });
  expect(carriedOut.attributes['switchboard.step']).toBe('verified');
  const steps = below(spans, carriedOut);
  expect(steps.map(({ name }) => name)).toContain('gateway clearTtsCache');
  const ended = steps.find(({ attributes }) => attributes['switchboard.step'] === 'verified');
  const told = named(spans, 'message told').filter(({ links }) =>
    links.includes(ended?.spanId ?? ''),
  );
  expect(told.length).toBeGreaterThan(0);
  for (const message of told) {
    expect(message.attributes).toEqual({ 'switchboard.outcome': 'sent' });
    const took = below(spans, message).map(({ name }) => name);
    expect(took.filter((name) => name === 'journal write')).toHaveLength(2);
    expect(took.filter((name) => name.startsWith('slack '))).toHaveLength(1);
  }

  expect(requests.mock.calls.length).toBeGreaterThan(3);
  const headers = requests.mock.calls.map(([, init]) => [...new Headers(init?.headers).keys()]);
  expect(headers.flat().filter((name) => /^(trace|baggage|b3)/.test(name))).toEqual([]);
  requests.mockRestore();
});

test('a change that two people decide is linked to the approval, and that to the request', async () => {
  await using collector = await openCollector();
  await using house = await openHouse({ config: to(collector) });
  const { tia, ben, approvals } = house;
  await tia.types('/vg account create');
  await tia.waitsForModal('Create account');
  await tia.fills({ 'Account name': 'Globex', 'SIP Realm': 'globex.example.com', Reason: 'x' });
  await tia.submits();
  await ben.waitsFor('Create account Globex', { in: approvals });
  await ben.clicks('Approve', { in: 'Create account Globex' });
  await tia.waitsFor('Done and verified', { in: tia.dm });
  const spans = await exported(house, collector);
  const at = (step: string) =>
    spans.find(
      ({ name, attributes }) =>
        name === 'journal write' &&
        attributes['switchboard.step'] === step &&
        attributes['switchboard.change'] === 'account create',
    );
  expect(at('approved')?.links).toEqual([at('asked')?.spanId]);
  expect(the(spans, 'change account create').links).toEqual([at('approved')?.spanId]);
  const click = spans.find(({ spanId }) => spanId === at('approved')?.parentId);
  expect(click?.name).toBe('button approvals.approve');
});

test('an error marks what it came of with its code, and with the reference that the person was shown', async () => {
  await using collector = await openCollector();
  const { house, faults } = await openFragileHouse({ config: to(collector) });
  await using _closed = house;
  const { ada, eve, olu } = house;
  const shownTo = (person: House['ada']) => /ref_[0-9a-f]{20}/.exec(person.sees())?.[0];
  await eve.types('/vg account show tiny');
  faults.fail('accountsMeant', new BotError('unavailable', 'The Voice Gateway is away.'), 1);
  await ada.types('/vg account show tiny');
  faults.fail('clearTtsCache', new BotError('invalid', 'The Voice Gateway refuses.'));
  const { sid } = await house.account('Acme');
  await house.gateway.stock.cachePrompts(sid, 3);
  await olu.types('/vg tts clear acme');
  await olu.waitsForModal('Clear TTS cache');
  await olu.submits();
  const spans = await exported(house, collector);
  const [refused, failed] = named(spans, 'command account show');
  expect([refused?.failed, failed?.failed]).toEqual([false, true]);
  expect(refused?.attributes).toMatchObject({
    'switchboard.outcome': 'refused',
    'error.type': 'forbidden',
    'switchboard.reference': shownTo(eve),
  });
  expect(failed?.attributes).toMatchObject({
    'switchboard.outcome': 'failed',
    'error.type': 'unavailable',
    'switchboard.reference': shownTo(ada),
  });
  const meant = failed && below(spans, failed).find(({ name }) => name === 'gateway accountsMeant');
  expect(meant).toMatchObject({ failed: true, attributes: { 'error.type': 'unavailable' } });
  expect(the(spans, 'change tts clear')).toMatchObject({
    failed: true,
    attributes: { 'switchboard.step': 'failed' },
  });
});

test('what people do at the same time is kept apart, and what one of them set off is not below it', async () => {
  await using collector = await openCollector();
  const { house, faults } = await openFragileHouse({ config: to(collector) });
  await using _closed = house;
  const { ada, ben, olu, eve } = house;
  const lookUps = () => faults.calls.filter(({ method }) => method === 'accountsMeant').length;
  const before = lookUps();
  const gate = Promise.withResolvers<void>();
  faults.late('accountsMeant', gate.promise);
  const asked = [ada, ben, olu].map((person) => person.types('/vg account show tiny'));
  const opened = eve.opensHome();
  await expect.poll(lookUps).toBe(before + 3);
  gate.resolve();
  await Promise.all([...asked, opened]);
  faults.heal();
  await ada.types('/vg access grant @eve on_call');
  await eve.waitsFor('granted you');
  const spans = await exported(house, collector);
  const shown = named(spans, 'command account show');
  expect(new Set(shown.map(({ traceId }) => traceId)).size).toBe(3);
  for (const one of shown) {
    const meant = below(spans, one).filter(({ name }) => name === 'gateway accountsMeant');
    expect(meant).toHaveLength(1);
  }
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const inner = spans.filter(({ parentId }) => parentId !== '');
  expect(inner.filter((one) => byId.get(one.parentId)?.traceId !== one.traceId)).toEqual([]);
  // A Home tab comes of an event; whatever else is served, carried out or told is a trace of its own.
  const begun = inner.filter(
    ({ kind, name }) => kind === 'server' || /^(change|message)/.test(name),
  );
  const events = begun.map(({ name, parentId }) => [name, byId.get(parentId)?.name]);
  expect(events).toEqual([['home', 'event app_home_opened']]);
});

test('probes and duties are not traced, nor is anything where nobody asked for it', async () => {
  await using collector = await openCollector();
  await using house = await openHouse({ config: { ...to(collector), metricsPort: 0 } });
  const ready = await fetch(`http://127.0.0.1:${house.bot.port}/readyz`);
  expect(ready.status).toBe(200);
  const spans = await exported(house, collector);
  const roots = spans.filter(({ parentId }) => parentId === '');
  expect(named(spans, 'gateway ping')).toEqual([]);
  expect(roots.map(({ kind }) => kind)).not.toContain('client');
  expect(roots.filter(({ name }) => name === 'journal write')).toEqual([]);

  const count = collector.requests.length;
  await using quiet = await openHouse();
  await quiet.ada.types('/vg account show tiny');
  await quiet.bot.stop();
  expect(collector.requests).toHaveLength(count);
});

test('a share of it is traced whole, or not at all', async () => {
  await using collector = await openCollector();
  const { tracing } = to(collector);
  await using house = await openHouse({ config: { tracing: { ...tracing, share: 0.5 } } });
  for (let i = 0; i < 20; i += 1) await house.ada.types('/vg account show tiny');
  const spans = await exported(house, collector);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  expect(spans.filter(({ parentId }) => parentId !== '' && !ids.has(parentId))).toEqual([]);
  expect(named(spans, 'command account show').length).toBeLessThan(20);
});

test.each([
  ['refuses', 401],
  ['breaks', 503],
  ['is away', 'away'],
] as const)('a collector that %s fails nothing, and is logged once', async (_how, status) => {
  await using collector = await openCollector();
  if (status === 'away') await collector[Symbol.asyncDispose]();
  else collector.status = status;
  const { tracing } = to(collector);
  await using house = await openHouse({ config: { tracing: { ...tracing, timeout: 500 } } });
  await house.ada.types('/vg account show tiny');
  await house.ada.waitsFor('Tiny');
  await house.settled();
  expect(await house.bot.stop()).toBe(true);
  const lines = house.logs.filter((line) => line.includes('traces were not exported'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain(TOKEN);
});

test('a collector that never answers does not hold up a bot that stops', async () => {
  await using collector = await openCollector();
  collector.status = null;
  const { tracing } = to(collector);
  await using house = await openHouse({ config: { tracing: { ...tracing, timeout: 600_000 } } });
  await house.ada.types('/vg account show tiny');
  await house.settled();
  expect(await house.bot.stop()).toBe(true);
  expect(collector.requests).toHaveLength(1);
});

test('names and attributes come from lists in the code, whatever people did all day: no tenant, nobody, no secret', async () => {
  await using collector = await openCollector();
  const { house, faults } = await openFragileHouse({ config: to(collector) });
  await using _closed = house;
  const sids = await aLongDay(house, faults);
  const { items: accounts } = await house.gateway.searchAccounts({
    text: '',
    within: { everything: true },
    limit: 50,
  });
  const secrets = await Promise.all(
    sids.map(async (sid) => (await house.gateway.account(sid))?.webhookSecret.reveal() ?? ''),
  );
  const spans = await exported(house, collector);
  expect(spans.length).toBeGreaterThan(200);

  const sources = globSync('src/{features,changes,slack}/**/*.ts', { cwd: root });
  const code = sources.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const declared = kinds({} as Parameters<typeof kinds>[0]).map(({ kind }) => kind);
  const known: Record<string, (value: string) => boolean> = {
    'switchboard.interaction': (value) => (interactionKinds as readonly string[]).includes(value),
    'switchboard.action': (value) => code.includes(`'${value}'`),
    'switchboard.outcome': (value) =>
      [...outcomes, ...callOutcomes, ...slackOutcomes, ...messageOutcomes].includes(value as 'ok'),
    'switchboard.method': (value) => /^[a-z]+[A-Za-z]*(\.[a-zA-Z]+)?$|^response_url$/.test(value),
    'switchboard.change': (value) => declared.includes(value),
    'switchboard.step': (value) =>
      /^(asked|(edited and )?approved|verified|failed|unknown)$/.test(value),
    'switchboard.reference': (value) => /^ref_[0-9a-f]{20}$/.test(value),
    'error.type': (value) => [...callOutcomes, ...slackOutcomes].includes(value as 'ok'),
  };
  const strangers = spans.flatMap(({ attributes }) =>
    Object.entries(attributes).filter(([name, value]) => !known[name]?.(value)),
  );
  expect(strangers).toEqual([]);
  const names = new Set(spans.map(({ name }) => name.replace(/ .*/, '')));
  const beginnings = [...interactionKinds.map((kind) => kind.replace(/ .*/, '')), 'journal'];
  expect([...names].filter((name) => !beginnings.includes(name)).toSorted()).toEqual([
    'change',
    'gateway',
    'slack',
  ]);

  const bytes = collector.requests
    .map(({ body }) => body.toString('latin1'))
    .join('\n')
    .toLowerCase();
  const { ada, ben, sam, tia, olu, eve, voiceOps, approvals, ops, audit, workspace } = house;
  const people = [ada, ben, sam, tia, olu, eve].flatMap(({ id, name }) => [id, name]);
  const channels = [voiceOps, approvals, ops, audit].flatMap(({ id, name }) => [id, name]);
  const tenants = accounts.flatMap(({ sid, name, sipRealm }) => [sid, name, sipRealm]);
  const canaries = [
    ...people,
    ...channels,
    ...tenants,
    ...secrets,
    ...Object.values(planted),
    'Default',
    workspace.teamId,
    workspace.botToken,
    workspace.signingSecret,
    workspace.appToken,
    workspace.apiUrl,
    'nonsense',
    'quotes',
    'chg_',
    'hooks.slack',
    TOKEN,
  ].filter((one): one is string => one !== null && !['audit', 'approvals'].includes(one));
  expect(canaries.length).toBeGreaterThan(40);
  // Few letters are found in any random bytes and in any UUID, so those are looked for as words in what can be read.
  const read = JSON.stringify(
    spans.map(({ name, attributes, resource }) => [name, attributes, resource]),
  );
  const isThere = (one: string) =>
    one.length < 8
      ? new RegExp(`(?<![a-z0-9])${one}(?![a-z0-9])`, 'i').test(read)
      : bytes.includes(one.toLowerCase());
  expect(isThere('tts clear') && isThere('tts')).toBe(true);
  expect(canaries.filter(isThere)).toEqual([]);
});
