import type { Ask, Change } from '../../changes/change.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import type { Recorder } from '../../changes/recorder.ts';
import type { Clock } from '../../clock.ts';
import { newId } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { SubmissionInteraction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { decide } from '../access/access.ts';
import { freshIdentity, type People } from '../access/people.ts';
import { isInSlack } from '../access/scope.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { onOneAccount } from '../accounts/one-account.slack.ts';
import { accountAt, targetOf } from '../accounts/which-account.ts';
import { expiryOf, requireOwner } from './api-key.ts';
import { keyById } from './api-keys.store.ts';
import type { CreateKeyInput, KeyAccount } from './create-key.ts';
import { claimKey } from './key-claim.ts';
import { addForm, addModal, KeyFormMemory, RevealMemory, revealForm } from './key-form.view.ts';
import type { Reveal } from './key-reveal.slack.ts';
import type { KeyTeller } from './key-telling.slack.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  recorder: Recorder;
  gateway: AccountsGateway;
  people: People;
  policy: Policy;
  clock: Clock;
  teller: KeyTeller;
  reveal: Reveal;
  wake(): void;
}

/** How long the account of a submitted form may take to be checked, in milliseconds. */
const CHECK = 2000;

/** Makes API keys, shows each once, and hears that it is stored. */
export function registerKeysAdd(needs: Needs): void {
  const { on, changes, journal, recorder, gateway, people, policy, clock, teller, reveal } = needs;

  onOneAccount(
    { on, journal, gateway },
    {
      route: { words: 'keys add', usage: 'keys add [account]', summary: 'make an API key' },
      action: 'keys add',
      actionId: 'keys.add',
      question: 'Which account is the API key for?',
    },
    async (it, account) => {
      const { userId } = it.actor.person;
      const owner = isInSlack(userId) ? userId : null;
      const mayNever = decide(it.actor, 'keys add --never', targetOf(account)).allowed;
      await it.open(addModal({ account, owner, mayNever }));
    },
  );

  on.view(addForm, async (it) => {
    const memory = KeyFormMemory.parse(it.own);
    const { label, purpose, owner, expires } = addForm.parse(it.values);
    const account = await inTime(CHECK, accountAt(memory.account, it.actor, 'keys add', gateway));
    const id = newId('key');
    const input: CreateKeyInput = {
      ...keyAccount(account),
      id,
      label,
      purpose,
      owner: owner === null ? null : await ownerOf(owner, it),
      expiresAt: expiryOf(expires, clock.now())?.toISOString() ?? null,
      handover: null,
    };
    await reveal(it, id, label, (to) => {
      const ask = { kind: 'keys add', input: { ...input, handover: to } };
      return askOnce(changes, it, ask);
    });
  });

  on.view(revealForm, async (it) => {
    const { id } = RevealMemory.parse(it.own);
    await claim(it, id);
  });
  on.closed(revealForm.id, async ({ own }) => {
    const { id } = RevealMemory.parse(own);
    await journal.write((tx, now) => {
      const row = keyById(tx, id);
      if (row && !row.claimedAt && !row.revokedAt) teller.askClaim(tx, row, now);
    });
    needs.wake();
  });
  on.action('keys.claim', (it) => claim(it, it.value));

  async function claim(it: Pick<SubmissionInteraction, 'actor' | 'origin'>, value: string) {
    const { id } = RevealMemory.catch({ id: 'key_none' }).parse({ id: value });
    await journal.write((tx, now) => {
      const { row, anew } = claimKey(tx, id, it.actor, now);
      if (!anew) return;
      recorder.happened(tx, now, {
        who: it.actor,
        surface: it.origin.surface,
        action: 'keys add',
        result: 'stored',
        target: row.accountName,
        providerSid: row.providerSid,
        accountSid: row.accountSid,
        detail: { key: id },
      });
      teller.claimed(tx, row, now);
    });
    needs.wake();
  }

  /** Somebody of this workspace, as Slack knows them now; whoever asks is known already. */
  async function ownerOf(userId: string, { actor }: SubmissionInteraction) {
    const { teamId } = policy;
    if (userId === actor.person.userId) return { ...actor.person, name: actor.name };
    const identity = await freshIdentity(people, { teamId, userId });
    requireOwner(identity);
    return { teamId, userId, name: identity?.name ?? userId };
  }
}

/** The account as a change remembers it. */
export function keyAccount({ sid, name, provider }: AccountSummary): KeyAccount {
  return {
    accountSid: sid,
    providerSid: provider.sid,
    accountName: name,
    providerName: provider.name,
  };
}

/** Asks for a change; `null` where this form had asked for it before. */
export async function askOnce(
  changes: Changes,
  { actor, origin, once, replyUrl }: SubmissionInteraction,
  ask: Pick<Ask, 'kind' | 'input'>,
): Promise<Change | null> {
  const how = { ...ask, origin, once, ...(replyUrl && { replyUrl }) };
  const asked = await changes.ask(actor.person, how);
  return asked.repeated ? null : (asked.changes[0] ?? null);
}
