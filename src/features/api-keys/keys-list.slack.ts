import type { Journal } from '../../changes/journal.ts';
import { inTime } from '../../in-time.ts';
import type { Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { type Actor, decide } from '../access/access.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { ANSWERS_WITHIN, onOneAccount } from '../accounts/one-account.slack.ts';
import { accountAt, targetOf } from '../accounts/which-account.ts';
import { maskOf } from './api-key.ts';
import type { ApiKeysGateway } from './api-keys-gateway.ts';
import { keyList } from './key-list.view.ts';
import { type KnownKey, knownKeys } from './known-keys.ts';

interface Needs {
  on: Listeners;
  journal: Journal;
  gateway: AccountsGateway & ApiKeysGateway;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 2000;

/** Lists the API keys of an account. */
export function registerKeysList({ on, journal, gateway }: Needs): void {
  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'keys list',
        usage: 'keys list [account]',
        summary: 'the API keys of an account',
        looks: true,
      },
      action: 'keys list',
      actionId: 'keys.list',
      question: 'Whose API keys do you want to see?',
      patience: ANSWERS_WITHIN,
    },
    (it, account) => show(it, account, 0),
  );
  on.action('keys.page', async (it) => {
    const [sid = '', from = ''] = it.value.split('/');
    const account = await inTime(GIVEN_UP, accountAt(sid, it.actor, 'keys list', gateway));
    const keys = await inTime(GIVEN_UP, knownKeys(account, gateway, journal.db));
    const at = /^\d{1,6}$/.test(from) && Number(from) < keys.length ? Number(from) : 0;
    await it.replace(listOf(it.actor, account, keys, at), {
      data: { keys: asData(keys.slice(at)) },
    });
  });

  async function show(it: Interaction, account: AccountSummary, from: number): Promise<void> {
    const keys = await inTime(GIVEN_UP, knownKeys(account, gateway, journal.db));
    await it.answer(listOf(it.actor, account, keys, from), { data: { keys: asData(keys) } });
  }
}

function listOf(actor: Actor, account: AccountSummary, keys: readonly KnownKey[], from: number) {
  const may = (action: Parameters<typeof decide>[1]) =>
    decide(actor, action, targetOf(account)).allowed;
  return keyList({
    account,
    keys,
    from,
    may: {
      add: may('keys add'),
      extend: may('keys extend'),
      rotate: may('keys rotate'),
      revoke: may('keys revoke'),
    },
  });
}

function asData(keys: readonly KnownKey[]) {
  return keys.map(({ sid, createdAt, lastUsedAt, expiresAt, ours, ...mask }) => ({
    sid,
    key: maskOf(mask),
    label: ours?.label ?? null,
    owner: ours?.owner ?? null,
    purpose: ours?.purpose ?? null,
    createdAt,
    lastUsedAt,
    expiresAt,
  }));
}
