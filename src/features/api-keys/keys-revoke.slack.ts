import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import { idSchema } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { onOneAccount } from '../accounts/one-account.slack.ts';
import { accountAt } from '../accounts/which-account.ts';
import { maskOf } from './api-key.ts';
import { keyById } from './api-keys.store.ts';
import type { ApiKeysGateway } from './api-keys-gateway.ts';
import { requireMaker } from './key-claim.ts';
import { KeyFormMemory, revokeForm, revokeModal } from './key-form.view.ts';
import { keyAccount } from './keys-add.slack.ts';
import { type KnownKey, knownKey, knownKeys } from './known-keys.ts';
import { onceToRevoke, type RevokeKeyInput } from './revoke-key.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  gateway: AccountsGateway & ApiKeysGateway;
  clock: Clock;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 2000;
const KeyId = idSchema('key');

/** Revokes API keys: by command, on the rows of the list, and on the card that asks whether a new one is stored. */
export function registerKeysRevoke({ on, changes, journal, gateway, clock }: Needs): void {
  onOneAccount(
    { on, journal, gateway },
    {
      route: { words: 'keys revoke', usage: 'keys revoke [account]', summary: 'revoke an API key' },
      action: 'keys revoke',
      actionId: 'keys.revoke',
      question: 'An API key of which account is to be revoked?',
    },
    async (it, account) => {
      const place = { id: revokeForm.id, title: 'Revoke API key' };
      const loads = knownKeys(account, gateway, journal.db).then((keys) => {
        if (keys.length === 0) throw noKeys(account);
        return keys;
      });
      await openSoon(it, place, loads, (keys) => revokeModal({ account, keys }));
    },
  );

  on.view(revokeForm, async (it) => {
    const memory = KeyFormMemory.parse(it.own);
    const { key: sid } = revokeForm.parse(it.values, { given: memory.given });
    const account = await inTime(
      GIVEN_UP,
      accountAt(memory.account, it.actor, 'keys revoke', gateway),
    );
    const key = await inTime(GIVEN_UP, knownKey(account, sid, gateway, journal.db));
    const asked = await ask(it, account, key);
    await sayIfSlow(it, asked, `revoking an API key of ${account.name}`, journal);
  });

  on.action('keys.revoke.row', async (it) => {
    const [of = '', sid] = it.value.split('/');
    const account = await inTime(GIVEN_UP, accountAt(of, it.actor, 'keys revoke', gateway));
    await ask(it, account, await inTime(GIVEN_UP, knownKey(account, sid, gateway, journal.db)));
  });

  on.action('keys.revoke.now', async (it) => {
    const id = KeyId.safeParse(it.value).data;
    const row = requireMaker(id ? keyById(journal.db, id) : null, it.actor);
    const account = await inTime(
      GIVEN_UP,
      accountAt(row.accountSid, it.actor, 'keys revoke', gateway),
    );
    await ask(it, account, await inTime(GIVEN_UP, knownKey(account, row.sid, gateway, journal.db)));
  });

  async function ask(it: Interaction, account: AccountSummary, key: KnownKey) {
    const once = onceToRevoke(journal.db, key.sid, 'person', clock.now());
    if (once === null) throw beingRevoked();
    const input: RevokeKeyInput = {
      ...keyAccount(account),
      sid: key.sid,
      id: key.ours?.id ?? null,
      label: key.ours?.label ?? null,
      mask: maskOf(key),
      why: 'asked',
      dueAt: null,
    };
    const { origin, replyUrl } = it;
    const ask = { kind: 'keys revoke', input, origin, once, ...(replyUrl && { replyUrl }) };
    return changes.ask(it.actor.person, ask);
  }
}

/** What is said where an account has no key to choose from. */
export function noKeys({ name }: AccountSummary): BotError {
  return new BotError('conflict', `${name} has no API key for that.`, {
    now: 'Make one with `keys add`.',
  });
}

function beingRevoked(): BotError {
  return new BotError('conflict', 'This API key is being revoked already.', {
    now: 'Look at `keys list` in a moment.',
  });
}
