import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import type { Clock } from '../../clock.ts';
import { newId } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { identityOf } from '../access/access.store.ts';
import { decide } from '../access/access.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { onOneAccount } from '../accounts/one-account.slack.ts';
import { accountAt, targetOf } from '../accounts/which-account.ts';
import { expiryOf, maskOf } from './api-key.ts';
import { keyById } from './api-keys.store.ts';
import type { ApiKeysGateway } from './api-keys-gateway.ts';
import { keyIsGone, type RotateKeyInput } from './create-key.ts';
import { KeyFormMemory, rotateForm, rotateModal } from './key-form.view.ts';
import type { Reveal } from './key-reveal.slack.ts';
import { askOnce, keyAccount } from './keys-add.slack.ts';
import { madeElsewhere } from './keys-extend.slack.ts';
import { noKeys } from './keys-revoke.slack.ts';
import { type KnownKey, knownKey, knownKeys } from './known-keys.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  gateway: AccountsGateway & ApiKeysGateway;
  policy: Policy;
  clock: Clock;
  reveal: Reveal;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 2000;

/** Gives API keys successors: the old one ends after a grace, once the new one is stored. */
export function registerKeysRotate(needs: Needs): void {
  const { on, changes, journal, gateway, policy, clock, reveal } = needs;
  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'keys rotate',
        usage: 'keys rotate [account]',
        summary: 'replace an API key by a new one',
      },
      action: 'keys rotate',
      actionId: 'keys.rotate',
      question: 'An API key of which account is to be rotated?',
    },
    (it, account) => open(it, account, rotatable(account)),
  );
  on.action('keys.rotate.row', async (it) => {
    const [of = '', sid] = it.value.split('/');
    const account = await inTime(GIVEN_UP, accountAt(of, it.actor, 'keys rotate', gateway));
    await open(
      it,
      account,
      oldKey(account, sid).then((key) => [key]),
    );
  });
  on.view(rotateForm, async (it) => {
    const memory = KeyFormMemory.parse(it.own);
    const { key: sid, grace, expires } = rotateForm.parse(it.values, { given: memory.given });
    const account = await inTime(
      GIVEN_UP,
      accountAt(memory.account, it.actor, 'keys rotate', gateway),
    );
    const old = await inTime(GIVEN_UP, oldKey(account, sid));
    const row = keyById(journal.db, old.ours.id);
    if (!row) throw keyIsGone();
    const id = newId('key');
    const input: RotateKeyInput = {
      ...keyAccount(account),
      id,
      label: row.label,
      purpose: row.purpose,
      owner: ownerOf(row.ownerTeam, row.ownerUser),
      expiresAt: expiryOf(expires, clock.now())?.toISOString() ?? null,
      handover: null,
      replaces: { id: row.id, label: row.label, mask: maskOf(row) },
      graceMinutes: Number(grace),
    };
    await reveal(it, id, row.label, (to) => {
      const ask = { kind: 'keys rotate', input: { ...input, handover: to } };
      return askOnce(changes, it, ask);
    });
  });

  async function open(it: Interaction, account: AccountSummary, loads: Promise<KnownKey[]>) {
    const mayNever = decide(it.actor, 'keys add --never', targetOf(account)).allowed;
    const place = { id: rotateForm.id, title: 'Rotate API key' };
    await openSoon(it, place, loads, (keys) => rotateModal({ account, keys, mayNever }));
  }

  async function rotatable(account: AccountSummary): Promise<KnownKey[]> {
    const all = await knownKeys(account, gateway, journal.db);
    const keys = all.filter(({ ours }) => ours && !ours.replaced);
    if (keys.length === 0) throw noKeys(account);
    return keys;
  }

  async function oldKey(account: AccountSummary, sid: string | undefined) {
    const { ours, ...key } = await knownKey(account, sid, gateway, journal.db);
    if (!ours) throw madeElsewhere();
    return { ...key, ours };
  }

  function ownerOf(teamId: string | null, userId: string | null): RotateKeyInput['owner'] {
    if (teamId === null || userId === null) return null;
    const person = { teamId: teamId || policy.teamId, userId };
    return { ...person, name: identityOf(journal.db, person)?.name ?? userId };
  }
}
