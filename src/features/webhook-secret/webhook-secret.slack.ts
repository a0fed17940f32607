import { z } from 'zod';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Recorder } from '../../changes/recorder.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import type { Keyring } from '../../db/keyring.ts';
import { AccountSid } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { noSuchAccount } from '../access/access.ts';
import type { Account, AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { onOneAccount } from '../accounts/one-account.slack.ts';
import { accountAt } from '../accounts/which-account.ts';
import {
  revealedAtTerminal,
  revealForm,
  revealModal,
  revealPlace,
  rotateForm,
  rotateModal,
  rotatePlace,
} from './webhook-secret.view.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  recorder: Recorder;
  keyring: Keyring;
  gateway: AccountsGateway;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** What the form of a rotation remembers. */
const Remembered = z.object({ accountSid: AccountSid });

/** Shows a Webhook Secret to whoever may see it, audited each time; and rotates it. */
export function registerWebhookSecret(needs: Needs): void {
  const { on, changes, journal, recorder, keyring, gateway } = needs;

  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'secret show',
        usage: 'secret show [account]',
        summary: 'the Webhook Secret of an account, audited',
        looks: true,
      },
      action: 'secret show',
      actionId: 'secret.show',
      question: 'Whose Webhook Secret do you want to see?',
    },
    async (it, summary) => {
      const revealing = reveal(it, summary);
      if (it.origin.surface === 'terminal') {
        const { webhookSecret } = await revealing;
        const { sid, name } = summary;
        const data = { account: { sid, name }, webhookSecret: webhookSecret.reveal() };
        return it.answer(revealedAtTerminal(summary, webhookSecret), { data });
      }
      await openSoon(it, revealPlace, revealing, ({ webhookSecret }) => ({
        view: revealModal(summary, webhookSecret),
      }));
    },
  );
  // There is nothing to submit: the button closes what was looked at.
  on.view(revealForm, async () => {});

  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'secret rotate',
        usage: 'secret rotate [account]',
        summary: 'replace the Webhook Secret of an account by a new one',
      },
      action: 'secret rotate',
      actionId: 'secret.rotate',
      question: 'Whose Webhook Secret do you want to rotate?',
    },
    async (it, summary) => {
      await openSoon(it, rotatePlace, present(summary.sid), ({ webhookSecret }) =>
        rotateModal(summary, webhookSecret),
      );
    },
  );
  on.view(rotateForm, async (it) => {
    rotateForm.parse(it.values);
    const { accountSid } = Remembered.parse(it.own);
    const account = await inTime(
      GIVEN_UP,
      accountAt(accountSid, it.actor, 'secret rotate', gateway),
    );
    const { sid, name, provider } = account;
    const asked = await changes.ask(it.actor.person, {
      kind: 'secret rotate',
      input: {
        accountSid: sid,
        providerSid: provider.sid,
        name,
        providerName: provider.name,
      },
      origin: it.origin,
      once: it.once,
      ...(it.replyUrl && { replyUrl: it.replyUrl }),
    });
    await sayIfSlow(it, asked, `rotating the Webhook Secret of ${name}`, journal);
  });

  /** The account with its secret, once the audit has it who sees it: what cannot be audited is not shown. */
  async function reveal(it: Interaction, { sid, provider }: AccountSummary): Promise<Account> {
    const account = await present(sid);
    const fingerprint = keyring.fingerprint(account.webhookSecret);
    await journal.write((tx, now) =>
      recorder.happened(tx, now, {
        who: it.actor,
        surface: it.origin.surface,
        action: 'secret show',
        result: 'revealed',
        target: account.name,
        providerSid: provider.sid,
        accountSid: sid,
        detail: { facts: [{ label: 'Webhook Secret', value: `fingerprint ${fingerprint}` }] },
      }),
    );
    return account;
  }

  async function present(sid: AccountSid): Promise<Account> {
    const account = await inTime(GIVEN_UP, gateway.account(sid));
    if (!account) throw noSuchAccount();
    return account;
  }
}
