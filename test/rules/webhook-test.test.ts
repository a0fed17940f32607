import { expect, test } from 'vitest';
import type { Webhook } from '../../src/features/accounts/account.ts';
import {
  type Came,
  daysLeft,
  type TlsSeen,
  verdictOn,
} from '../../src/features/webhooks/webhook-test.ts';
import { Secret } from '../../src/secret.ts';

const now = new Date('2027-03-01T12:00:00Z');
const hook = (more: Partial<Webhook> = {}): Webhook => ({
  url: 'https://hooks.example/',
  method: 'POST',
  username: null,
  password: null,
  ...more,
});
const answer = (status: number, more: Partial<Extract<Came, { to: 'answer' }>> = {}): Came => ({
  to: 'answer',
  status,
  redirectsTo: null,
  body: 'whole',
  ...more,
});

test.each([
  [200, true],
  [202, true],
  [204, true],
  [201, false],
  [203, false],
  [206, false],
  [304, false],
  [400, false],
  [418, false],
  [500, false],
  [599, false],
])('the gateway takes %i for success: %s', (status, works) => {
  const verdict = verdictOn({ came: answer(status), tls: null }, hook(), now);
  expect(verdict.works).toBe(works);
  expect(verdict.happened).toContain(`It answered ${status}`);
  expect(verdict.fixes.length > 0).toBe(!works);
});

test.each<[Came, Partial<Webhook>, RegExp]>([
  [answer(201), {}, /answer 200, 202 or 204/],
  [answer(302, { redirectsTo: 'www.hooks.example' }), {}, /It points to www\.hooks\.example/],
  [answer(302), {}, /follows no redirects\.$/],
  [answer(401), {}, /user name and password/],
  [answer(403), {}, /signature/],
  [answer(404), {}, /path/],
  [answer(405), { method: 'GET' }, /accept GET/],
  [answer(422), {}, /does not accept this event/],
  [answer(429), {}, /more calls/],
  [answer(500), {}, /broke on this event/],
  [answer(503), {}, /behind the proxy/],
  [answer(200, { body: 'unfinished' }), {}, /end its answer at once/],
  [answer(200), { url: 'wss://hooks.example/' }, /accept WebSockets/],
  [answer(401), { url: 'wss://hooks.example/' }, /user name and password/],
  [{ to: 'websocket', subprotocol: false }, { url: 'wss://hooks.example/' }, /ws\.jambonz\.org/],
  [{ to: 'nothing', fault: 'certificate expired', stage: 'TLS' }, {}, /Renew/],
  [{ to: 'nothing', fault: 'private address', stage: 'DNS' }, {}, /ALLOW_PRIVATE_ADDRESSES/],
])('what does not work says what to fix: %j', (came, more, fix) => {
  const { works, fixes } = verdictOn({ came, tls: null }, hook(more), now);
  expect(works).toBe(false);
  expect(fixes[0]).toMatch(fix);
});

test('a timeout says what it waited for', () => {
  const came = { to: 'nothing', fault: 'timeout', stage: 'TLS' } as const;
  const { happened } = verdictOn({ came, tls: null }, hook(), now);
  expect(happened).toBe('It took longer than 5 seconds. It was waiting for the TLS handshake.');
});

test('a WebSocket that opens works', () => {
  const came = { to: 'websocket', subprotocol: true } as const;
  expect(verdictOn({ came, tls: null }, hook({ url: 'wss://hooks.example/' }), now)).toEqual({
    works: true,
    happened: 'The WebSocket opened.',
    fixes: [],
  });
});

test.each<[string, Partial<Webhook>, string[]]>([
  ['https', {}, []],
  ['http', { url: 'http://hooks.example/' }, ['not encrypted']],
  ['ws', { url: 'ws://hooks.example/' }, ['not encrypted']],
  ['a password in the URL', { url: 'https://a:b@hooks.example/' }, ['to their own fields']],
  ['a user name alone', { username: 'ann' }, ['Set a password']],
  ['both', { username: 'ann', password: new Secret('x') }, []],
])('what works is cautioned about: %s', (_what, more, cautions) => {
  const came: Came = more.url?.startsWith('ws')
    ? { to: 'websocket', subprotocol: true }
    : answer(200);
  const { works, fixes } = verdictOn({ came, tls: null }, hook(more), now);
  expect(works).toBe(true);
  expect(fixes).toEqual(cautions.map((text) => expect.stringContaining(text)));
});

test.each([
  ['2027-06-01T12:00:00Z', 92, []],
  ['2027-03-22T12:00:00Z', 21, []],
  ['2027-03-22T11:59:59Z', 20, ['Renew the certificate: it expires in 20 days.']],
  ['2027-03-02T12:00:00Z', 1, ['Renew the certificate: it expires in 1 day.']],
  ['2027-02-28T12:00:00Z', -1, []],
])('a certificate that ends at %s has %i days left', (end, left, fixes) => {
  const tls: TlsSeen = { protocol: 'TLSv1.3', issuer: 'X', validTo: new Date(end) };
  expect(daysLeft(tls, now)).toBe(left);
  expect(verdictOn({ came: answer(200), tls }, hook(), now).fixes).toEqual(fixes);
});
