import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import { inTime } from '../../in-time.ts';
import type { Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { decide } from '../access/access.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { onOneAccount } from '../accounts/one-account.slack.ts';
import { accountAt, targetOf } from '../accounts/which-account.ts';
import { expiryOf, maskOf } from './api-key.ts';
import type { ApiKeysGateway } from './api-keys-gateway.ts';
import type { ExtendKeyInput } from './extend-key.ts';
import { extendForm, extendModal, KeyFormMemory } from './key-form.view.ts';
import { keyAccount } from './keys-add.slack.ts';
import { noKeys } from './keys-revoke.slack.ts';
import { type KnownKey, knownKey, knownKeys } from './known-keys.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  gateway: AccountsGateway & ApiKeysGateway;
  clock: Clock;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 2000;

/** Gives API keys a later end. */
export function registerKeysExtend({ on, changes, journal, gateway, clock }: Needs): void {
  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'keys extend',
        usage: 'keys extend [account]',
        summary: 'let an API key expire later',
      },
      action: 'keys extend',
      actionId: 'keys.extend',
      question: 'An API key of which account is to be extended?',
    },
    (it, account) => open(it, account, extendable(account)),
  );
  on.action('keys.extend.row', async (it) => {
    const [of = '', sid] = it.value.split('/');
    const account = await inTime(GIVEN_UP, accountAt(of, it.actor, 'keys extend', gateway));
    await open(
      it,
      account,
      ourKey(account, sid).then((key) => [key]),
    );
  });
  on.view(extendForm, async (it) => {
    const memory = KeyFormMemory.parse(it.own);
    const { key: sid, expires } = extendForm.parse(it.values, { given: memory.given });
    const account = await inTime(
      GIVEN_UP,
      accountAt(memory.account, it.actor, 'keys extend', gateway),
    );
    const { ours, ...key } = await inTime(GIVEN_UP, ourKey(account, sid));
    const expiresAt = expiryOf(expires, clock.now());
    requireLater(key.expiresAt, expiresAt);
    const input: ExtendKeyInput = {
      ...keyAccount(account),
      id: ours.id,
      sid: key.sid,
      label: ours.label,
      mask: maskOf(key),
      expiresAt: expiresAt?.toISOString() ?? null,
    };
    const { origin, once, replyUrl } = it;
    const ask = { kind: 'keys extend', input, origin, once, ...(replyUrl && { replyUrl }) };
    const asked = await changes.ask(it.actor.person, ask);
    await sayIfSlow(it, asked, `extending an API key of ${account.name}`, journal);
  });

  async function open(it: Interaction, account: AccountSummary, loads: Promise<KnownKey[]>) {
    const mayNever = decide(it.actor, 'keys add --never', targetOf(account)).allowed;
    const place = { id: extendForm.id, title: 'Extend API key' };
    await openSoon(it, place, loads, (keys) => extendModal({ account, keys, mayNever }));
  }

  async function extendable(account: AccountSummary): Promise<KnownKey[]> {
    const keys = (await knownKeys(account, gateway, journal.db)).filter(({ ours }) => ours);
    if (keys.length === 0) throw noKeys(account);
    return keys;
  }

  async function ourKey(account: AccountSummary, sid: string | undefined) {
    const { ours, ...key } = await knownKey(account, sid, gateway, journal.db);
    if (!ours) throw madeElsewhere();
    return { ...key, ours };
  }
}

/** Of a key that was made elsewhere the bot knows no end, owner or label: it can only be revoked. */
export function madeElsewhere(): BotError {
  return new BotError('conflict', 'This API key was made elsewhere.', {
    why: 'I know no owner of it and no end, so there is nothing to extend or rotate.',
    now: 'Make a new one with `keys add`, and revoke this one.',
  });
}

function requireLater(before: Date | null, after: Date | null): void {
  if (after === null ? before !== null : before !== null && after > before) return;
  const why =
    before === null ? 'It never expires.' : 'It expires later than that already, or at that time.';
  throw new BotError('invalid', 'That is no extension.', {
    why,
    now: 'Choose a longer time, or revoke the key.',
    fields: { expires: why },
  });
}
