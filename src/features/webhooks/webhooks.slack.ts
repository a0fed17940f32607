import type { Journal } from '../../changes/journal.ts';
import type { Recorder } from '../../changes/recorder.ts';
import type { Clock } from '../../clock.ts';
import type { AccountSid } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { decide, noSuchAccount } from '../access/access.ts';
import type { Account, AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { ANSWERS_WITHIN, onOneAccount } from '../accounts/one-account.slack.ts';
import { targetOf } from '../accounts/which-account.ts';
import { withoutCredentials } from './webhook-rules.ts';
import { type TestedWebhook, type WebhookSender, webhooksOf } from './webhook-test.ts';
import { testingWebhooks, webhookTestResult } from './webhook-test.view.ts';
import { noWebhooks, webhooksMessage } from './webhooks.view.ts';

interface Needs {
  on: Listeners;
  journal: Journal;
  recorder: Recorder;
  gateway: AccountsGateway;
  webhookSender: WebhookSender;
  clock: Clock;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** Shows an account's webhooks, and tests them. */
export function registerWebhooks(needs: Needs): void {
  const { on, journal, recorder, gateway, webhookSender, clock } = needs;

  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'webhooks show',
        right: 'account show',
        usage: 'webhooks show [account]',
        summary: "an account's webhooks",
        looks: true,
      },
      action: 'account show',
      actionId: 'webhooks.show',
      question: 'Whose webhooks do you want to see?',
      patience: ANSWERS_WITHIN,
    },
    async (it, { sid }) => {
      const account = await present(sid);
      const may = (action: 'webhooks test' | 'webhooks edit') =>
        decide(it.actor, action, targetOf(account)).allowed;
      const [mayTest, mayEdit] = [may('webhooks test'), may('webhooks edit')];
      const { registrationWebhook, queueEventWebhook, name } = account;
      await it.answer(webhooksMessage({ account, mayTest, mayEdit }), {
        data: { account: { sid, name }, registrationWebhook, queueEventWebhook },
      });
    },
  );

  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'webhooks test',
        usage: 'webhooks test [account]',
        summary: "send a signed test event to an account's webhooks",
      },
      action: 'webhooks test',
      actionId: 'webhooks.test',
      question: 'Whose webhooks do you want to test?',
      patience: ANSWERS_WITHIN,
    },
    async (it, summary) => {
      const account = await present(summary.sid);
      const tested = webhooksOf(account, clock.now());
      if (tested.length === 0) {
        return it.answer(noWebhooks(account), { data: { account: named(account), results: [] } });
      }
      await audit(it, account, tested);
      if (it.origin.surface !== 'terminal') await it.answer(testingWebhooks(account, tested));
      await it.answer(...(await results(account, tested)));
    },
  );

  async function results(account: Account, tested: TestedWebhook[]) {
    const { webhookSecret: secret } = account;
    const sent = await Promise.all(
      tested.map(async (one) => {
        const { webhook, event } = one;
        return { ...one, delivery: await webhookSender.send({ webhook, secret, event }) };
      }),
    );
    const data = {
      account: named(account),
      results: sent.map(({ label, webhook: { url, method }, delivery }) => ({
        webhook: label,
        url: withoutCredentials(url),
        method,
        ...delivery,
      })),
    };
    return [webhookTestResult({ account, results: sent, now: clock.now() }), { data }] as const;
  }

  /** Something is sent in the account's name: what cannot be audited is not sent. */
  function audit(it: Interaction, account: Account, tested: TestedWebhook[]): Promise<void> {
    return journal.write((tx, now) =>
      recorder.happened(tx, now, {
        who: it.actor,
        surface: it.origin.surface,
        action: 'webhooks test',
        result: 'tested',
        target: account.name,
        providerSid: account.provider.sid,
        accountSid: account.sid,
        detail: { facts: tested.map(({ label, webhook }) => hostFact(label, webhook.url)) },
      }),
    );
  }

  async function present(sid: AccountSid): Promise<Account> {
    const account = await inTime(GIVEN_UP, gateway.account(sid));
    if (!account) throw noSuchAccount();
    return account;
  }
}

function named({ sid, name }: AccountSummary) {
  return { sid, name };
}

/** Where it was sent: not the whole address, which may hold what is nobody's business. */
function hostFact(label: string, url: string) {
  return { label, value: URL.canParse(url) ? new URL(url).host : 'no URL' };
}
