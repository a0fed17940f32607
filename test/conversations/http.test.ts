import { Agent } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';
import { commandBody, connects, isGone, type Raw, sends } from '../raw-requests.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ allowViolations: true });
});
afterAll(() => house[Symbol.asyncDispose]());

const minutes = (away: number) => Date.now() + away * 60_000;
const event = (id: string, text = 'hello') =>
  JSON.stringify({
    type: 'event_callback',
    team_id: house.workspace.teamId,
    event_id: id,
    event: {
      type: 'message',
      channel: house.ada.dm.id,
      channel_type: 'im',
      user: house.ada.id,
      text,
      ts: '1.2',
    },
  });
const said = () => house.ada.messages(house.ada.dm);

/** Somebody else is served meanwhile. */
async function othersAreServed(): Promise<void> {
  const { status, body } = await sends(house);
  expect(status).toBe(200);
  expect(body).toContain('/vg help');
}

describe('what Slack sends', () => {
  test.each([
    'application/x-www-form-urlencoded; charset=utf-8',
    'Application/X-WWW-Form-Urlencoded',
  ])('as a form is taken as %s', async (type) => {
    const { status, body } = await sends(house, { headers: { 'content-type': type } });
    expect(status).toBe(200);
    expect(body).toContain('/vg help');
  });

  test('as JSON is taken with a charset too', async () => {
    const before = said().length;
    const { status } = await sends(house, {
      body: event('Ev1'),
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    expect(status).toBe(200);
    await expect.poll(() => said().length).toBe(before + 1);
  });

  test('again, as a retried event, is done once', async () => {
    const before = said().length;
    const json = { 'content-type': 'application/json' };
    const retries = [1, 2, 3].map((n) => ({
      ...json,
      'x-slack-retry-num': String(n),
      'x-slack-retry-reason': 'http_timeout',
    }));
    for (const headers of [json, ...retries]) {
      expect((await sends(house, { body: event('Ev2'), headers })).status).toBe(200);
    }
    await house.settled();
    expect(said()).toHaveLength(before + 1);
  });

  test('to verify the URL is echoed, where it is signed', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'canary', token: 't' });
    const headers = { 'content-type': 'application/json' };
    const signed = await sends(house, { body, headers });
    expect([signed.status, JSON.parse(signed.body)]).toEqual([200, { challenge: 'canary' }]);
    const unsigned = await sends(house, { body, headers, at: null });
    expect([unsigned.status, unsigned.body]).toEqual([401, '']);
  });

  test('to check TLS is answered, and opens nothing', async () => {
    const before = house.workspace.calls.length;
    const body = `${commandBody(house, 'help')}&ssl_check=1`;
    const { status, body: answered } = await sends(house, { body, at: null });
    expect([status, answered]).toEqual([200, '']);
    expect(house.workspace.calls).toHaveLength(before);
  });

  test('at its largest is taken: a shortcut on a message of 40,000 characters', async () => {
    const text = '語'.repeat(40_000);
    const element = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
    const served = await house.workspace.forge({
      by: house.ada,
      kind: 'message_action',
      payload: {
        callback_id: 'tts.clear.message',
        message: { text, blocks: [{ type: 'rich_text', elements: [element] }] },
      },
    });
    expect(served.status).toBe(200);
    await house.settled();
  });
});

describe('what is refused', () => {
  const tooLong = 'x'.repeat(2 * 1024 * 1024);

  test.each<[string, number, () => Raw]>([
    ['unsigned', 401, () => ({ at: null })],
    ['signed six minutes ago', 401, () => ({ at: minutes(-6) })],
    ['signed in six minutes', 401, () => ({ at: minutes(6) })],
    ['signed at no time', 401, () => ({ headers: { 'x-slack-request-timestamp': 'soon' } })],
    ['signed wrongly', 401, () => ({ headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } })],
    ['signed for another time', 401, () => signedAsOf(minutes(-1))],
    ['of another content type', 415, () => ({ headers: { 'content-type': 'text/plain' } })],
    ['of no content type', 415, () => ({ headers: { 'content-type': '' } })],
    ['no JSON', 400, () => ({ body: 'payload=canary' })],
    ['JSON, but null', 400, () => ({ body: 'payload=null' })],
    ['JSON, but a list', 400, () => ({ body: 'payload=%5B%5D' })],
    ['too long', 413, () => ({ body: tooLong })],
    ['too long, and does not say so', 413, () => ({ body: tooLong, chunked: true })],
    ['sent elsewhere', 404, () => ({ path: '/slack/other' })],
  ])('because it is %s: %#', async (_why, status, raw) => {
    const answered = await sends(house, raw());
    expect(answered.status).toBe(status);
    expect(answered.body).not.toContain('/vg');
    expect(answered.headers.connection).toBe('close');
    await othersAreServed();
  });

  function signedAsOf(at: number): Raw {
    const timestamp = String(Math.floor(at / 1000));
    return { headers: { 'x-slack-request-timestamp': timestamp } };
  }

  test('is not what Slack signed four minutes ago or ahead, by clocks that differ', async () => {
    for (const away of [-4, 4]) {
      expect((await sends(house, { at: minutes(away) })).status).toBe(200);
    }
  });

  test('because it is too long is not even asked for where its length is announced', async () => {
    const headers = { expect: '100-continue' };
    const { status, continued } = await sends(house, { body: tooLong, headers });
    expect([status, continued]).toEqual([413, false]);
  });

  test('because it is too long is cut off, however much more would come', async () => {
    const socket = await connects(
      house,
      'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answered: string[] = [];
    socket.on('data', (data: Buffer) => answered.push(data.toString()));
    const goesOn = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', goesOn);
    goesOn();
    await isGone(socket);
    expect(answered.join('')).toMatch(/^HTTP\/1.1 413 /);
    await othersAreServed();
  });

  test('is logged once for each reason, without a word of it', async () => {
    await using fresh = await openHouse({ allowViolations: true });
    const wrong = 'canary'.padEnd(64, '0');
    for (let times = 0; times < 3; times += 1) {
      await sends(fresh, { body: 'payload=canary', at: null });
      await sends(fresh, { body: 'payload=canary' });
      await sends(fresh, { headers: { 'x-slack-signature': `v0=${wrong}` } });
      await sends(fresh, { at: minutes(6) });
      await sends(fresh, { path: '/canary' });
    }
    const refused = fresh.logs.flatMap((line) => {
      const { refused: kind, level } = JSON.parse(line) as { refused?: string; level: number };
      return kind ? [`${kind} ${level}`] : [];
    });
    expect(refused.toSorted()).toEqual([
      'not understood 40',
      'other path 40',
      'other time 40',
      'unsigned 40',
      'wrong signature 40',
    ]);
    const all = fresh.logs.join('\n');
    expect(all).not.toContain('canary');
    expect(all).not.toContain(fresh.workspace.signingSecret);
  });
});

describe('behind a proxy', () => {
  test.each<[string, Raw]>([
    ['that leaves its prefix in the path', { path: '/switchboard/slack/events' }],
    ['that adds a query', { path: '/slack/events?from=proxy' }],
    ['that says whom it speaks for', { headers: { 'x-forwarded-for': '203.0.113.9' } }],
    ['that says which scheme it had', { headers: { 'x-forwarded-proto': 'https' } }],
    ['that does not say how long the body is', { chunked: true }],
  ])('%s Slack is served', async (_how, raw) => {
    const { status, body } = await sends(house, raw);
    expect(status).toBe(200);
    expect(body).toContain('/vg help');
  });

  test('that asks before it sends the body, the bot asks for it', async () => {
    const headers = { expect: '100-continue' };
    const { status, body, continued } = await sends(house, { headers });
    expect([status, continued]).toEqual([200, true]);
    expect(body).toContain('/vg help');
  });

  test('the connection is kept for the next request of Slack, and for nobody else’s', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    agent.on('free', ({ localPort }: Socket) => ports.add(localPort));
    for (let times = 0; times < 3; times += 1) {
      expect((await sends(house, { agent })).headers.connection).toBe('keep-alive');
    }
    expect(ports.size).toBe(1);
    expect((await sends(house, { agent, at: null })).headers.connection).toBe('close');
    agent.destroy();
  });
});

describe('clients that are slow', () => {
  const head = 'POST /slack/events HTTP/1.1\r\nHost: x\r\n';

  test('and never end what they begin hold up nobody, and are cut off', async () => {
    const half = `${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half":`;
    const says = ['', head, half].flatMap((each) => Array.from({ length: 20 }, () => each));
    const slow = await Promise.all(says.map((each) => connects(house, each)));
    await othersAreServed();
    await Promise.all(slow.map(isGone));
    await othersAreServed();
  });

  test('and never read the answer hold up nobody', async () => {
    const asks = 'GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1000);
    const deaf = await Promise.all(Array.from({ length: 20 }, () => connects(house, asks)));
    for (const socket of deaf) socket.pause();
    await othersAreServed();
    for (const socket of deaf) socket.destroy();
  });

  test('and many lock nobody out: the longest silent make room', async () => {
    const idle: Socket[] = [];
    for (let many = 0; many < 700; many += 1) idle.push((await connects(house)).resume());
    await othersAreServed();
    await expect.poll(() => idle.filter(({ destroyed }) => destroyed).length).toBeGreaterThan(200);
    expect(idle.at(-1)?.destroyed).toBe(false);
    for (const socket of idle) socket.destroy();
    await othersAreServed();
  });
});
