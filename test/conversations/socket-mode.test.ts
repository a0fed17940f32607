import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Fault } from '../../src/emulator/faults.ts';
import { type Delivery, isAcknowledged } from '../../src/emulator/model.ts';
import { type House, type HouseOptions, openHouse } from '../bot.ts';
import { openFragileHouse } from '../fragile.ts';
import type { Faults } from '../gateway/faulty.ts';

// What goes wrong with Socket Mode, each as it was met by somebody (slack.md §5, toolchain.md §3).

const openSocketHouse = (options: HouseOptions = {}) =>
  openHouse({ transport: 'socket', ...options });

const readyz = async ({ bot }: House) =>
  (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status;

const logged = ({ logs }: House, words: string) => logs.filter((line) => line.includes(words));

/** How many commands have come as far as the gateway. */
const asked = ({ calls }: Faults) =>
  calls.filter(({ method }) => method === 'accountsMeant').length;

/** The commands that were typed, one after the other, while that was done, and that Slack got no ack for. */
async function lostWhile(
  { workspace, ada }: House,
  work: () => Promise<void>,
): Promise<Delivery[]> {
  const typed: Promise<Delivery>[] = [];
  let fewest = workspace.sockets.open;
  let working = true;
  const typing = (async () => {
    while (working) {
      typed.push(ada.types('/vg me'));
      fewest = Math.min(fewest, workspace.sockets.open);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await work().finally(() => {
    working = false;
  });
  await typing;
  expect(typed.length).toBeGreaterThan(20);
  expect(fewest).toBeGreaterThan(0);
  return (await Promise.all(typed)).filter((delivery) => !isAcknowledged(delivery));
}

describe('the gap of a reconnect', () => {
  test.each(['warning', 'refresh_requested'] as const)(
    'commands typed while each connection is replaced (%s) are all answered',
    async (reason) => {
      await using house = await openSocketHouse();
      const { workspace } = house;
      const lost = await lostWhile(house, async () => {
        for (let each = 0; each < 4; each++) {
          await workspace.sockets.refresh({ reason, closesInMs: 300 });
          await workspace.connected(2);
        }
      });
      expect(lost).toEqual([]);
    },
  );

  test('no command is lost where both connections are replaced at once, again and again', async () => {
    await using house = await openSocketHouse();
    const { sockets } = house.workspace;
    const lost = await lostWhile(house, async () => {
      for (let each = 0; each < 3; each++) {
        const soon = { closesInMs: 300 };
        await Promise.all([sockets.refresh(soon), sockets.refresh(soon)]);
        await house.workspace.connected(2);
      }
    });
    expect(lost).toEqual([]);
  });

  test('a command under way when Slack is about to close its connection is acked over it', async () => {
    const { house, faults } = await openFragileHouse({ transport: 'socket' });
    await using _ = house;
    const { workspace, ada } = house;
    await house.account('Acme');
    const hanging = faults.hang('accountsMeant');
    faults.calls.length = 0;
    // Two, so that one goes over the oldest connection, which is the one to be closed.
    const typed = [ada.types('/vg account show acme'), ada.types('/vg account show acme')];
    await expect.poll(() => asked(faults)).toBe(2);
    const closed = workspace.sockets.refresh({ closesInMs: 0 });
    await workspace.connected(1);
    await workspace.connected(2);
    hanging.release();
    expect((await Promise.all(typed)).map(isAcknowledged)).toEqual([true, true]);
    await closed;
  });

  test('connections that break without a word are replaced, and so are those that go deaf', async () => {
    await using house = await openSocketHouse();
    const { workspace, ada } = house;
    workspace.sockets.breakOff();
    await workspace.connected(2);
    workspace.sockets.goDeaf();
    expect(workspace.sockets.open).toBe(1);
    await workspace.connected(2);
    await ada.types('/vg help');
    await ada.waitsFor('/vg help [topic]');
  });

  test('a connection that Slack closes by half counts no longer, and is replaced', async () => {
    await using house = await openSocketHouse();
    const { workspace, ada } = house;
    workspace.faults.next('apps.connections.open', { error: 'internal_error' }, 1000);
    workspace.sockets.closeByHalf();
    workspace.sockets.closeByHalf();
    await expect.poll(() => readyz(house), { interval: 10, timeout: 3000 }).toBe(503);
    workspace.faults.clear();
    await workspace.connected(2);
    await ada.types('/vg help');
    await ada.waitsFor('/vg help [topic]');
  });

  test('a command whose connection breaks before its ack is answered another way', async () => {
    const { house, faults } = await openFragileHouse({
      transport: 'socket',
      workspace: { ackDeadlineMs: 500 },
    });
    await using _ = house;
    const { workspace, ada } = house;
    await house.account('Acme');
    const hanging = faults.hang('accountsMeant');
    faults.calls.length = 0;
    const typed = ada.types('/vg account show acme');
    await expect.poll(() => asked(faults)).toBe(1);
    workspace.sockets.breakOff('all');
    await workspace.connected(2);
    hanging.release();
    expect((await typed).timedOut).toBe(true);
    await ada.waitsFor('acme.sip.example.com');
    expect(logged(house, 'an ack could not be sent')).toHaveLength(1);
  });
});

describe('while Slack gives no new connection', () => {
  test.each<[string, Fault]>([
    ['invalid_auth', { error: 'invalid_auth' }],
    ['HTTP 500', { status: 500 }],
    ['a rate limit', { status: 429, retryAfter: 1 }],
    ['a reset', 'lose answer'],
  ])('(%s) the bot lives, is not ready, and recovers by itself', async (_what, fault) => {
    await using house = await openSocketHouse();
    const { workspace, ada } = house;
    expect(await readyz(house)).toBe(200);
    workspace.faults.next('apps.connections.open', fault, 1000);
    workspace.sockets.breakOff('all');
    await expect.poll(() => readyz(house), { interval: 10 }).toBe(503);
    expect((await ada.types('/vg help')).failure).toBe('no bot is connected');
    await expect.poll(() => logged(house, 'trying again').length).toBeGreaterThan(1);
    workspace.faults.clear();
    await expect.poll(() => readyz(house), { interval: 10, timeout: 20_000 }).toBe(200);
    await ada.types('/vg help');
    await ada.waitsFor('/vg help [topic]');
    await workspace.connected(2);
  });

  test('since Socket Mode is turned off, it recovers when that is on again', async () => {
    await using house = await openSocketHouse();
    const { workspace } = house;
    workspace.faults.next('apps.connections.open', { error: 'access_denied' }, 2);
    await Promise.all([
      workspace.sockets.refresh({ reason: 'link_disabled', closesInMs: 0 }),
      workspace.sockets.refresh({ reason: 'link_disabled', closesInMs: 0 }),
    ]);
    await workspace.connected(2);
    expect(await readyz(house)).toBe(200);
  });
});

describe('what the library does not expect', () => {
  test.each<[string, unknown]>([
    ['app_rate_limited', { type: 'app_rate_limited', minute_rate_limited: 1 }],
    ['an event without an event', { type: 'event_callback', event: null }],
    ['no payload', null],
  ])('(%s) is survived, acked and logged', async (_what, payload) => {
    await using house = await openSocketHouse();
    const { workspace, ada } = house;
    const envelope = { envelope_id: 'odd', type: 'events_api', payload };
    expect((await workspace.sockets.sendRaw(envelope)).status).toBe(200);
    expect(logged(house, 'Slack sent no event, but word of one')).toHaveLength(1);
    await ada.types('/vg help');
    await ada.waitsFor('/vg help [topic]');
  });

  test('a frame that is none of Slack’s is passed over', async () => {
    await using house = await openSocketHouse();
    const { workspace, ada } = house;
    for (const frame of [{}, { type: 'disconnected' }, { type: 'interactive', payload: null }])
      await workspace.sockets.sendRaw(frame);
    await ada.types('/vg help');
    await ada.waitsFor('/vg help [topic]');
    expect(workspace.sockets.open).toBe(2);
  });
});

test('the same envelope twice happens once, and is acked twice', async () => {
  await using house = await openSocketHouse();
  const { workspace, ada, eve } = house;
  const { payload } = await ada.types('/vg help');
  const text = `access grant <@${eve.id}|eve> account Tiny`;
  const envelope = {
    envelope_id: 'twice',
    type: 'slash_commands',
    payload: { ...payload, text, trigger_id: 'twice' },
  };
  expect((await workspace.sockets.sendRaw(envelope)).status).toBe(200);
  expect((await workspace.sockets.sendRaw(envelope)).status).toBe(200);
  await eve.waitsFor('granted you');
  await house.settled();
  const grants = house.rows('SELECT id FROM grants WHERE user_id = ?', eve.id);
  expect(grants).toHaveLength(1);
});

describe('a missing ack is noticed before Slack’s 3 seconds', () => {
  test('where a command takes too long: it is acked, and answered when it is done', async () => {
    const { house, faults } = await openFragileHouse({ transport: 'socket' });
    await using _ = house;
    await house.account('Acme');
    const hanging = faults.hang('accountsMeant');
    faults.calls.length = 0;
    const delivery = await house.ada.types('/vg account show acme');
    expect([delivery.status, delivery.timedOut]).toEqual([200, false]);
    expect(logged(house, 'a handler did not answer Slack in time')).toHaveLength(1);
    hanging.release();
    await house.ada.waitsFor('acme.sip.example.com');
  });

  test('where nobody could work on a command: it is answered with a reference', async () => {
    await using house = await openSocketHouse();
    const { workspace, ada } = house;
    const payload = { channel_id: null, text: 'help' };
    const delivery = await workspace.forge({ kind: 'slash_command', by: ada, payload });
    expect(delivery.status).toBe(200);
    const [reference] = delivery.ackBody.match(/ref_\w+/) ?? [];
    expect(delivery.ackBody).toContain('Something broke on our side.');
    expect(logged(house, reference ?? 'none')).toHaveLength(1);
  });
});

describe('a bot that stops', () => {
  test('acks what came, does it, tells it, and then leaves', async () => {
    const { house, faults } = await openFragileHouse({ transport: 'socket' });
    await using _ = house;
    const { workspace, ada } = house;
    await house.account('Acme');
    const hanging = faults.hang('accountsMeant');
    faults.calls.length = 0;
    const typed = ada.types('/vg account show acme');
    await expect.poll(() => asked(faults)).toBe(1);
    const stopped = house.bot.stop();
    hanging.release();
    const delivery = await typed;
    expect([delivery.status, delivery.timedOut]).toEqual([200, false]);
    await stopped;
    expect(ada.sees()).toContain('acme.sip.example.com');
    await workspace.connected(0);
    expect((await ada.types('/vg help')).failure).toBe('no bot is connected');
    await house.restart();
  });

  test('has told everybody what was done', async () => {
    await using house = await openSocketHouse();
    const { ada, eve } = house;
    expect((await ada.types('/vg access grant @eve account Tiny')).status).toBe(200);
    await house.bot.stop();
    expect(ada.sees()).toContain('eve');
    expect(eve.sees()).toContain('granted you');
    expect(house.rows("SELECT id FROM outbox WHERE state IN ('due', 'sending')")).toEqual([]);
    await house.restart();
  });

  test('has done the work of the events that it acked', async () => {
    await using house = await openSocketHouse();
    const { ada } = house;
    const delivery = await ada.says('hello');
    await house.bot.stop();
    expect(delivery?.status).toBe(200);
    expect(ada.sees()).toContain('/vg help');
    await house.restart();
  });

  test('does not wait for a connection that is not to be had', async () => {
    await using house = await openSocketHouse();
    house.workspace.faults.next('apps.connections.open', { status: 500 }, 1000);
    house.workspace.sockets.breakOff('all');
    await expect.poll(() => logged(house, 'trying again').length).toBeGreaterThan(1);
    await house.bot.stop();
    house.workspace.faults.clear();
    await house.restart();
  });
});

test('another program on the same app is noticed, since it gets some of the commands', async () => {
  await using house = await openSocketHouse();
  const { workspace } = house;
  expect(logged(house, 'another program')).toEqual([]);
  const opened = await fetch(`${workspace.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.appToken}` },
  });
  const { url } = (await opened.json()) as { url: string };
  const other = new WebSocket(url);
  await workspace.connected(3);
  await workspace.sockets.refresh({ closesInMs: 300 });
  await expect.poll(() => logged(house, 'another program')).toHaveLength(1);
  other.terminate();
  await workspace.connected(2);
});
