import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Webhook } from '../../src/features/accounts/account.ts';
import { openLog } from '../../src/log.ts';
import { readAllowedAddresses } from '../../src/outbound/addresses.ts';
import { Secret } from '../../src/secret.ts';
import { openWebhookSender } from '../../src/webhook-sender/webhook-sender.ts';
import { testClock } from '../clock.ts';
import { authority, startReceiver } from './receiver.ts';

const secret = new Secret('wh_secret_canary_of_the_sender');
const loopback = readAllowedAddresses('127.0.0.0/8');
const clock = testClock();
const event = { test: true, event: 'join', queue: 'Zürich “north”' };
const logs: string[] = [];

function sender(more: Partial<Parameters<typeof openWebhookSender>[0]> = {}) {
  const log = openLog('trace', { write: (line: string) => void logs.push(line) });
  return openWebhookSender({ allowed: loopback, clock, log, authorities: authority, ...more });
}

function hook(url: string, more: Partial<Webhook> = {}): Webhook {
  return { url, method: 'POST', username: null, password: null, ...more };
}

const call = (webhook: Webhook) => ({ webhook, secret, event });

describe('a call', () => {
  test('by POST carries the event, signed as the gateway signs, with user name and password', async () => {
    await using receiver = await startReceiver((_request, response) => {
      response.writeHead(204).end();
    });
    const url = `http://u:p@127.0.0.1:${receiver.port}/reg?from=vg#part`;
    const password = new Secret('canary-password');
    const { came, timing, tls } = await sender().send(
      call(hook(url, { username: 'ann', password })),
    );
    expect(came).toEqual({ to: 'answer', status: 204, redirectsTo: null, body: 'whole' });
    expect(tls).toBeNull();
    expect(timing).toEqual({
      dns: expect.any(Number),
      connect: expect.any(Number),
      tls: null,
      firstByte: expect.any(Number),
      total: expect.any(Number),
    });
    const [got] = receiver.received;
    expect(got).toMatchObject({ method: 'POST', url: '/reg?from=vg', body: JSON.stringify(event) });
    expect(got?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('ann:canary-password').toString('base64')}`,
      'content-type': 'application/json',
      host: `127.0.0.1:${receiver.port}`,
      'user-agent': expect.stringMatching(/^Switchboard\/\d.* \(webhook test\)$/),
    });
    const at = Math.floor(clock.now().getTime() / 1000);
    const signed = createHmac('sha256', secret.reveal()).update(`${at}.${got?.body}`).digest('hex');
    expect(got?.headers['jambonz-signature']).toBe(`t=${at},v1=${signed}`);
  });

  test('by GET is signed the same and carries no body', async () => {
    await using receiver = await startReceiver();
    const url = `http://127.0.0.1:${receiver.port}/q?x=1`;
    const { came } = await sender().send(call(hook(url, { method: 'GET', username: 'ann' })));
    expect(came).toMatchObject({ to: 'answer', status: 200 });
    const [got] = receiver.received;
    expect(got).toMatchObject({ method: 'GET', url: '/q?x=1', body: '' });
    // The gateway sends a user name with its password or not at all.
    expect(got?.headers.authorization).toBeUndefined();
    const at = Math.floor(clock.now().getTime() / 1000);
    const text = `${at}.${JSON.stringify(event)}`;
    const signed = createHmac('sha256', secret.reveal()).update(text).digest('hex');
    expect(got?.headers['jambonz-signature']).toBe(`t=${at},v1=${signed}`);
  });

  test('follows no redirect, and tells only the host of it', async () => {
    await using second = await startReceiver();
    await using receiver = await startReceiver((_request, response) => {
      const Location = `http://127.0.0.1:${second.port}/with?token=canary`;
      response.writeHead(302, { Location }).end();
    });
    const { came } = await sender().send(call(hook(`http://127.0.0.1:${receiver.port}/`)));
    const redirectsTo = `127.0.0.1:${second.port}`;
    expect(came).toEqual({ to: 'answer', status: 302, redirectsTo, body: 'whole' });
    expect(second.received).toEqual([]);
  });

  test('tells no host that was made of its secrets', async () => {
    const password = new Secret('canary-password');
    await using receiver = await startReceiver((request, response) => {
      const host = request.url === '/a' ? password.reveal() : secret.reveal();
      response.writeHead(301, { Location: `https://${host}.example/` }).end();
    });
    for (const path of ['/a', '/b']) {
      const webhook = hook(`http://127.0.0.1:${receiver.port}${path}`, {
        username: 'ann',
        password,
      });
      const { came } = await sender().send(call(webhook));
      expect(came).toEqual({ to: 'answer', status: 301, redirectsTo: null, body: 'whole' });
    }
  });

  test('gives nothing of an answer that echoes all that was sent', async () => {
    await using receiver = await startReceiver((request, response) => {
      response.statusMessage = 'canary-status';
      response.setHeader('X-Echo', request.headers['jambonz-signature'] ?? '');
      response.end(`${JSON.stringify(request.headers)} ${secret.reveal()}`);
    });
    const password = new Secret('canary-password');
    const webhook = hook(`http://127.0.0.1:${receiver.port}/`, { username: 'ann', password });
    const delivery = await sender().send(call(webhook));
    expect(delivery.came).toMatchObject({ status: 200, body: 'whole' });
    expect(JSON.stringify(delivery)).not.toMatch(/canary|v1=/);
    expect(logs.join('\n')).not.toContain('canary');
  });

  test('is given up when the time is up: while nothing answers, and while the answer does not end', async () => {
    await using silent = await startReceiver(() => {});
    await using slow = await startReceiver((_request, response) => {
      response.writeHead(200);
      response.write('{');
    });
    const impatient = sender({ limit: 300 });
    const nothing = await impatient.send(call(hook(`http://127.0.0.1:${silent.port}/`)));
    expect(nothing.came).toEqual({ to: 'nothing', fault: 'timeout', stage: 'answer' });
    const begun = await impatient.send(call(hook(`http://127.0.0.1:${slow.port}/`)));
    expect(begun.came).toMatchObject({ to: 'answer', status: 200, body: 'unfinished' });
    const unresolved = sender({ limit: 50, resolve: () => new Promise(() => {}) });
    const { came } = await unresolved.send(call(hook('http://hooks.example/')));
    expect(came).toEqual({ to: 'nothing', fault: 'timeout', stage: 'DNS' });
  });

  test('reads a long answer up to a limit', async () => {
    await using receiver = await startReceiver((_request, response) => {
      const more = () =>
        void (response.write('x'.repeat(10_000))
          ? setImmediate(more)
          : response.once('drain', more));
      more();
    });
    const { came } = await sender().send(call(hook(`http://127.0.0.1:${receiver.port}/`)));
    expect(came).toMatchObject({ to: 'answer', status: 200, body: 'cut' });
  });

  test.each([
    ['http://127.0.0.1:1/', { to: 'nothing', fault: 'refused', stage: 'connect' }],
    ['ftp://127.0.0.1/', { to: 'nothing', fault: 'no address', stage: 'DNS' }],
    ['not a url', { to: 'nothing', fault: 'no address', stage: 'DNS' }],
    ['http://10.0.0.1/', { to: 'nothing', fault: 'private address', stage: 'DNS' }],
    ['http://[::1]/', { to: 'nothing', fault: 'private address', stage: 'DNS' }],
    ['http://0x7f000001:1/', { to: 'nothing', fault: 'refused', stage: 'connect' }],
    ['http://0.0.0.0/', { to: 'nothing', fault: 'address not routable', stage: 'DNS' }],
    ['http://169.254.169.254/latest', { to: 'nothing', fault: 'metadata address', stage: 'DNS' }],
    [
      'http://metadata.google.internal/',
      { to: 'nothing', fault: 'metadata address', stage: 'DNS' },
    ],
  ])('of %s comes to nothing', async (url, came) => {
    expect((await sender().send(call(hook(url)))).came).toEqual(came);
  });

  test('whose name is not found says so', async () => {
    const gone = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ENOTFOUND' }));
    const { came } = await sender({ resolve: gone }).send(call(hook('http://gone.example/')));
    expect(came).toEqual({ to: 'nothing', fault: 'name not found', stage: 'DNS' });
  });

  test('to what is no HTTP server, and to one that hangs up, says so', async () => {
    for (const [greeting, fault] of [
      ['SSH-2.0-OpenSSH\r\n', 'no HTTP'],
      ['', 'closed'],
    ] as const) {
      const server = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end(greeting));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const { came } = await sender().send(call(hook(`http://127.0.0.1:${port}/`)));
      expect(came).toEqual({ to: 'nothing', fault, stage: 'answer' });
      server.close();
    }
  });
});

describe('a name', () => {
  test('is resolved once and called by the address of that time, with its own Host', async () => {
    await using receiver = await startReceiver();
    let asked = 0;
    const rebinding = sender({
      resolve: async () => {
        asked += 1;
        return asked === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
      },
    });
    const url = `http://rebinding.example:${receiver.port}/`;
    const { came } = await rebinding.send(call(hook(url)));
    expect(came).toMatchObject({ to: 'answer', status: 200 });
    expect(asked).toBe(1);
    expect(receiver.received[0]?.headers.host).toBe(`rebinding.example:${receiver.port}`);
    // The next call asks anew, and is refused what it gets.
    expect((await rebinding.send(call(hook(url)))).came).toMatchObject({
      fault: 'private address',
    });
    expect(receiver.received).toHaveLength(1);
  });

  test('that means inside and outside at once is not called', async () => {
    await using receiver = await startReceiver();
    const mixed = sender({
      allowed: readAllowedAddresses(''),
      resolve: async () => ['93.184.215.14', '127.0.0.1'],
    });
    const { came } = await mixed.send(call(hook(`http://mixed.example:${receiver.port}/`)));
    expect(came).toMatchObject({ fault: 'private address' });
    expect(receiver.received).toEqual([]);
  });
});

describe('over TLS', () => {
  test('the certificate is told: protocol, issuer, end', async () => {
    await using receiver = await startReceiver(undefined, 'localhost.pem');
    for (const host of ['localhost', '127.0.0.1']) {
      const named = sender({ resolve: async () => ['127.0.0.1'] });
      const { came, tls, timing } = await named.send(
        call(hook(`https://${host}:${receiver.port}/`)),
      );
      expect(came).toMatchObject({ to: 'answer', status: 200 });
      expect(tls).toMatchObject({ protocol: 'TLSv1.3', issuer: 'Test Authority' });
      expect(tls?.validTo.getUTCFullYear()).toBeGreaterThan(2100);
      expect(timing.tls).toEqual(expect.any(Number));
    }
  });

  test.each([
    ['expired.pem', authority, 'certificate expired'],
    ['elsewhere.pem', authority, 'certificate of another host'],
    ['self-signed.pem', authority, 'certificate self-signed'],
    ['localhost.pem', undefined, 'certificate of unknown issuer'],
  ])('%s is refused before anything is sent', async (name, authorities, fault) => {
    await using receiver = await startReceiver(undefined, name);
    const strict = sender({ authorities });
    const { came, tls } = await strict.send(call(hook(`https://127.0.0.1:${receiver.port}/`)));
    expect(came).toEqual({ to: 'nothing', fault, stage: 'TLS' });
    expect(tls).toMatchObject({ protocol: 'TLSv1.3' });
    expect(receiver.received).toEqual([]);
  });

  test('a server that speaks none says so', async () => {
    await using receiver = await startReceiver();
    const { came } = await sender().send(call(hook(`https://127.0.0.1:${receiver.port}/`)));
    expect(came).toEqual({ to: 'nothing', fault: 'no TLS', stage: 'TLS' });
  });
});

describe('a WebSocket', () => {
  test.each(['ws', 'wss'])(
    'over %s:// is opened with user name and password, and closed',
    async (scheme) => {
      await using receiver = await startReceiver(
        undefined,
        scheme === 'wss' ? 'localhost.pem' : undefined,
      );
      const closed: number[] = [];
      const seen: (string | undefined)[] = [];
      new WebSocketServer({ server: receiver.server }).on('connection', (socket, request) => {
        seen.push(request.headers.authorization, request.headers['sec-websocket-protocol']);
        socket.on('close', (code) => closed.push(code));
      });
      const password = new Secret('canary-password');
      const url = `${scheme}://127.0.0.1:${receiver.port}/ws`;
      const delivery = await sender().send(call(hook(url, { username: 'ann', password })));
      expect(delivery.came).toEqual({ to: 'websocket', subprotocol: true });
      expect(delivery.timing.firstByte).toEqual(expect.any(Number));
      expect(delivery.tls === null).toBe(scheme === 'ws');
      expect(seen).toEqual([
        `Basic ${Buffer.from('ann:canary-password').toString('base64')}`,
        'ws.jambonz.org',
      ]);
      await expect.poll(() => closed).toEqual([1000]);
    },
  );

  test('without its subprotocol, and a server that has none, are told', async () => {
    await using receiver = await startReceiver();
    const server = new WebSocketServer({ server: receiver.server, handleProtocols: () => false });
    const webhook = hook(`ws://127.0.0.1:${receiver.port}/ws`);
    expect((await sender().send(call(webhook))).came).toEqual({
      to: 'websocket',
      subprotocol: false,
    });
    server.close();
    await using plain = await startReceiver((_request, response) => {
      response.writeHead(426).end();
    });
    const none = await sender().send(call(hook(`ws://127.0.0.1:${plain.port}/ws`)));
    expect(none.came).toMatchObject({ to: 'answer', status: 426 });
  });
});
