import { accounts, now } from '../../gallery/cast.ts';
import { answered, type GallerySection } from '../../gallery/specimen.ts';
import { Secret } from '../../secret.ts';
import type { Account, Webhook } from '../accounts/account.ts';
import type { Came, Delivery, Fault, Timing, TlsSeen } from './webhook-test.ts';
import { testingWebhooks, webhookTestResult } from './webhook-test.view.ts';
import { noWebhooks, webhooksMessage } from './webhooks.view.ts';

const hook: Webhook = {
  url: 'https://hooks.acme.example/sip/register',
  method: 'POST',
  username: 'switchboard',
  password: new Secret('canary-of-a-tested-hook'),
};
const queues: Webhook = { ...hook, url: 'https://hooks.acme.example/queues', method: 'GET' };
const acme: Account = {
  ...accounts.acme,
  limits: { unit: 'sessions', maximum: null, licensedSessions: null },
  webhookSecret: new Secret('wh_secret_canary_7c1e'),
  deviceApplication: null,
  siprecApplication: null,
  registrationWebhook: hook,
  queueEventWebhook: queues,
  recording: null,
  createdAt: now,
};

const timing: Timing = { dns: 11.6, connect: 23.1, tls: 41.4, firstByte: 88.9, total: 165.2 };
const ended: Omit<Timing, 'total'> = { dns: 11.6, connect: null, tls: null, firstByte: null };
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60_000);
const tls: TlsSeen = { protocol: 'TLSv1.3', issuer: 'Let’s Encrypt', validTo: inDays(63) };

const answer = (status: number, more: Partial<Extract<Came, { to: 'answer' }>> = {}): Delivery => ({
  came: { to: 'answer', status, redirectsTo: null, body: 'whole', ...more },
  timing,
  tls,
});
const nothing = (fault: Fault, seen: TlsSeen | null = null): Delivery => ({
  came: { to: 'nothing', fault, stage: 'connect' },
  timing: { ...ended, total: fault === 'timeout' ? 5000.4 : 12.2 },
  tls: seen,
});

function result(name: string, delivery: Delivery, webhook = hook) {
  const results = [{ label: 'Registration Webhook', webhook, event: {}, delivery }];
  return answered(name, webhookTestResult, { account: acme, results, now });
}

/** An account's webhooks, and what tests of them say. */
export function webhooksGallery(): GallerySection {
  const socket = { ...hook, url: 'wss://hooks.acme.example/ws' };
  const both = [
    { label: 'Registration Webhook', webhook: hook, event: {}, delivery: answer(200) },
    { label: 'Queue Event Webhook', webhook: queues, event: {}, delivery: answer(404) },
  ];
  return {
    feature: 'webhooks',
    title: 'Webhooks',
    specimens: [
      answered('Both webhooks, for whoever may test them', webhooksMessage, {
        account: acme,
        mayTest: true,
        mayEdit: true,
      }),
      answered('No webhook is set', webhooksMessage, {
        account: { ...acme, registrationWebhook: null, queueEventWebhook: null },
        mayTest: true,
        mayEdit: false,
      }),
      answered('Nothing to test', noWebhooks, acme),
      answered('While they are tested', testingWebhooks, acme, both),
      answered('One works, one does not', webhookTestResult, { account: acme, results: both, now }),
      result('It answers what the gateway takes for no success', answer(201)),
      result('It redirects', answer(301, { redirectsTo: 'www.acme.example' })),
      result('It wants another password', answer(401)),
      result('It broke', answer(500)),
      result('Its answer does not end', answer(200, { body: 'unfinished' })),
      result('Its answer is too long', answer(200, { body: 'cut' })),
      result('Its certificate ends soon', { ...answer(200), tls: { ...tls, validTo: inDays(5) } }),
      result(
        'Its certificate has ended',
        nothing('certificate expired', { ...tls, validTo: inDays(-40) }),
      ),
      result('It is self-signed', nothing('certificate self-signed', tls)),
      result('It does not answer in time', nothing('timeout')),
      result('The connection is refused', nothing('refused')),
      result('Its name is not found', nothing('name not found')),
      result('It is not on the Internet', nothing('private address')),
      result(
        'It is not encrypted, and has its credentials in the URL',
        { ...answer(202), tls: null },
        {
          ...hook,
          url: 'http://switchboard:canary-in-an-address@hooks.acme.example/',
          password: null,
        },
      ),
      result(
        'A WebSocket',
        { ...answer(101), came: { to: 'websocket', subprotocol: true } },
        socket,
      ),
      result(
        'A WebSocket without its subprotocol',
        { ...answer(101), came: { to: 'websocket', subprotocol: false } },
        socket,
      ),
      result('No WebSocket where one should be', answer(200), socket),
    ],
  };
}
