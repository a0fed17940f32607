import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { startBot } from '../../src/bot.ts';
import { send, sign } from '../../src/emulator/transport.ts';
import { openLog } from '../../src/log.ts';
import { openHouse } from '../bot.ts';
import { openStreet } from './process.ts';
import { openProxy } from './proxy.ts';

test('a second bot on the same data waits, live but not ready, and takes over when the first is killed', async () => {
  await using street = await openStreet();
  const first = await street.serve();
  const second = await street.start();

  const health = async (path: string) => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${second.port}${path}`).catch(() => null);
      if (answer) return answer.status;
    }
  };
  expect(await health('/healthz')).toBe(200);
  expect(await health('/readyz')).toBe(503);

  await first.kill();
  await second.ready();
  street.workspace.connect(`http://127.0.0.1:${second.port}/slack/events`);
  await street.ada.types('/vg help', { in: street.voiceOps });
  expect(street.ada.sees()).toContain('/vg account create');
});

test('a bot that is stopped while it waits stops without complaint', async () => {
  await using house = await openHouse();
  const waiting = await startBot(house.config, { log: openLog('silent') });
  await waiting.stop();
  await expect(waiting.ready).resolves.toBeUndefined();
});

test('SIGTERM ends the real program in order: what is told is told, and the next bot takes over', async () => {
  await using street = await openStreet();
  const first = await street.serve('main');
  await street.ada.types('/vg access grant @tia oncall', { in: street.voiceOps });
  first.child.kill('SIGTERM');
  await first.died();
  expect(first.child.exitCode).toBe(0);
  expect(first.lines.join('\n')).toContain('"msg":"stopping"');

  await street.serve('main');
  await street.tia.waitsFor(/granted you/);
  const granted = street.rows('switchboard.db', "SELECT 1 FROM grants WHERE scope = 'on_call'");
  expect(granted).toHaveLength(1);
});

test('commands that are typed on and on while one bot hands over to the next are all answered, and happen once', async () => {
  await using street = await openStreet();
  const { workspace, ada, voiceOps } = street;
  const serving = await street.serve('main');
  const waiting = await street.start('main');
  await using proxy = await openProxy([serving.port, waiting.port]);
  workspace.connect(proxy.url);
  await expect.poll(() => waiting.lines.join('\n')).toContain('waiting to take over');

  const granted: string[] = [];
  const turnedAway: string[] = [];
  const byNext = () => proxy.answered.get(waiting.port) ?? 0;
  let grantedByNext = 0;
  for (let many = 0; grantedByNext < 5; many += 1) {
    const { id, name } = workspace.addPerson({ name: `p${many}` });
    const before = byNext();
    const typed = await ada.types(`/vg access grant @${name} oncall`, { in: voiceOps });
    expect([typed.status, typed.timedOut, typed.failure]).toEqual([200, false, undefined]);
    const starting = typed.ackBody.includes('just starting');
    (starting ? turnedAway : granted).push(id);
    if (!starting) grantedByNext += byNext() - before;
    await ada.types('/vg help', { in: voiceOps });
    if (many === 4) serving.child.kill('SIGTERM');
  }
  await serving.died();
  expect(serving.child.exitCode).toBe(0);
  expect(proxy.answered.get(serving.port)).toBeGreaterThan(8);

  const rows = () =>
    street
      .rows<{ user_id: string }>(
        'switchboard.db',
        "SELECT user_id FROM grants WHERE scope = 'on_call'",
      )
      .map(({ user_id }) => user_id);
  await expect.poll(() => rows().toSorted()).toEqual(granted.toSorted());
  expect(rows().filter((id) => turnedAway.includes(id))).toEqual([]);
  for (const id of granted) {
    const trail = street.rows<{ result: string }>(
      'switchboard.db',
      "SELECT result FROM audit_entries WHERE subject LIKE ? AND action = 'access grant' ORDER BY seq",
      `%${id}`,
    );
    expect(trail.map(({ result }) => result)).toEqual(['asked', 'verified']);
  }
});

test('many who type at once while one bot hands over to the next are all answered', async () => {
  await using street = await openStreet();
  const { workspace, ada, voiceOps } = street;
  const serving = await street.serve('main');
  const waiting = await street.start('main');
  await using proxy = await openProxy([serving.port, waiting.port]);
  await expect.poll(() => waiting.lines.join('\n')).toContain('waiting to take over');

  const answers: number[] = [];
  let over = false;
  const typesOn = async () => {
    while (!over) {
      const body = new URLSearchParams({
        command: '/vg',
        text: 'help',
        user_id: ada.id,
        team_id: workspace.teamId,
        channel_id: voiceOps.id,
        trigger_id: randomUUID(),
        response_url: 'https://hooks.slack.com/commands/1',
      }).toString();
      const signed = sign(workspace.signingSecret, body);
      const form = { 'content-type': 'application/x-www-form-urlencoded', ...signed };
      answers.push((await send(proxy.url, body, form, 10_000)).status);
    }
  };
  const everybody = Array.from({ length: 16 }, typesOn);
  await expect.poll(() => answers.length).toBeGreaterThan(32);
  serving.child.kill('SIGTERM');
  await serving.died();
  await waiting.ready();
  over = true;
  await Promise.all(everybody);
  expect(serving.child.exitCode).toBe(0);
  expect([...proxy.answered.keys()]).toEqual([serving.port, waiting.port]);
  expect(answers.filter((status) => status !== 200)).toEqual([]);
});

describe('a bot that waits', () => {
  /** The bot that serves, and one that waits beside it and gets what Slack sends. */
  async function openPair() {
    const house = await openHouse();
    const next = await startBot(house.config, { log: openLog('silent') });
    house.workspace.connect(`http://127.0.0.1:${next.port}/slack/events`);
    return {
      house,
      next,
      async [Symbol.asyncDispose]() {
        await next.stop();
        await house[Symbol.asyncDispose]();
      },
    };
  }

  test('holds what Slack sends until it has taken over', async () => {
    await using pair = await openPair();
    const { ada, voiceOps, bot } = pair.house;
    const typed = ada.types('/vg help', { in: voiceOps });
    await bot.stop();
    await typed;
    expect(ada.sees()).toContain('/vg account create');
  });

  test('says so to who types a command, where taking over takes long', async () => {
    await using pair = await openPair();
    const { ada, voiceOps } = pair.house;
    await ada.types('/vg account list', { in: voiceOps });
    expect(ada.sees()).toContain('I am just starting. Nothing was done: try again in a moment.');
  });

  test('leaves a form open, to be sent again, and an event to be retried', async () => {
    await using house = await openHouse();
    const { ada, workspace, voiceOps } = house;
    const served = `http://127.0.0.1:${house.bot.port}/slack/events`;
    await ada.types('/vg account create', { in: voiceOps });
    await ada.fills({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' });
    const next = await startBot(house.config, { log: openLog('silent') });
    workspace.connect(`http://127.0.0.1:${next.port}/slack/events`);
    expect((await ada.submits()).status).toBe(503);
    expect(ada.modal?.trouble).toBeTruthy();
    expect((await workspace.sendEvent({ type: 'user_change' })).status).toBe(503);
    await next.stop();

    workspace.connect(served);
    await ada.submits();
    await ada.waitsFor('Done: I created account Acme.');
  });

  test('takes nothing that Slack did not sign', async () => {
    await using pair = await openPair();
    const { status, body } = await pair.house.workspace.sendRaw({
      body: 'command=%2Fvg',
      signed: false,
    });
    expect([status, body]).toEqual([401, '']);
  });
});
