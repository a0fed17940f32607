import { z } from 'zod';
import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import { ADMINS, tell } from '../../changes/outbox.store.ts';
import type { Channels } from '../../changes/telling.ts';
import type { Clock } from '../../clock.ts';
import type { Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import { AccountSid } from '../../ids.ts';
import type { Message } from '../../slack/blocks.ts';
import type { ActionInteraction, DrawnFrom } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { join, mention, mrkdwn } from '../../slack/mrkdwn.ts';
import { personAlone } from '../../slack/named-person.ts';
import { type Actor, reachOf, requireRight } from '../access/access.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { accountAt, accountsAt, accountsIn } from '../accounts/which-account.ts';
import { whichAccountOf } from '../accounts/which-account.view.ts';
import { dailyAnchor } from './anchoring.ts';
import {
  type AuditCursor,
  anchorCard,
  auditPage,
  headOfChain,
  placesOfAnchor,
} from './audit.store.ts';
import type { Anchor } from './audit.ts';
import { anchorMessage, auditMessage, verdictMessage, verifying } from './audit.view.ts';
import { verifyAudit } from './verify.ts';

interface Needs {
  on: Listeners;
  journal: Journal;
  keyring: Keyring;
  gateway: AccountsGateway;
  policy: Policy;
  channels: Channels;
  clock: Clock;
}

/** Entries on a page: each may take three of a message's 50 blocks. */
const PAGE = 8;
/** From how many entries on the walk is announced before it begins. */
const LONG = 20_000;

/** What a page is narrowed to. It comes back with the buttons, so it is checked like anything typed. */
const Narrowed = z.object({
  accounts: z.array(AccountSid).max(10).optional(),
  user: z.string().optional(),
  before: z.number().int().optional(),
  after: z.number().int().optional(),
});
type Narrowed = z.infer<typeof Narrowed>;

/** `/vg audit` and `/vg audit verify`; gives its daily duty. */
export function registerAudit(needs: Needs): { duties: (() => Promise<void>)[] } {
  const { on, journal, keyring, gateway, policy, channels, clock } = needs;
  on.command(
    {
      words: 'audit',
      usage: 'audit [account | @user]',
      summary: 'who did what, newest first',
      looks: true,
    },
    async (it) => {
      const { actor, line } = it;
      requireRight(actor, 'audit', { kind: 'nothing' });
      const user = personAlone(line.words);
      if (user !== null || line.rest === '') {
        return it.answer(...(await page(actor, user === null ? {} : { user })));
      }
      const meant = await accountsIn(line, actor, 'audit', gateway);
      if ('ambiguous' in meant) {
        const question = (typed: string) => `Which ${typed} do you mean?`;
        return it.answer(...whichAccountOf(meant, { question, actionId: 'audit.account' }));
      }
      const accounts = 'found' in meant ? meant.found.slice(0, 10).map(({ sid }) => sid) : [];
      await it.answer(...(await page(actor, { accounts })));
    },
  );
  on.action('audit.account', async (it) => {
    const accounts = await accountsAt(it.value, it.actor, 'audit', gateway);
    const sids = accounts.slice(0, 10).map(({ sid }) => sid);
    await it.replace(...(await page(it.actor, { accounts: sids })));
  });
  const turn = async (it: ActionInteraction) => {
    requireRight(it.actor, 'audit', { kind: 'nothing' });
    await it.replace(...(await page(it.actor, narrowedBy(it.value))));
  };
  on.action('audit.older', turn);
  on.action('audit.newer', turn);

  on.command(
    { words: 'audit verify', usage: 'audit verify', summary: 'check that the audit is whole' },
    async (it) => {
      requireRight(it.actor, 'audit verify', { kind: 'everything' });
      const entries = headOfChain(journal.db)?.seq ?? 0;
      if (entries > LONG) await it.answer(verifying(entries));
      const verdict = await verifyAudit(journal.db, keyring);
      const { lastAnchor } = verdict;
      const stands = lastAnchor ? placesOfAnchor(journal.db, lastAnchor) : [];
      await it.answer(verdictMessage(verdict, channels.audit, stands), { data: verdict });
    },
  );

  const conversation = channels.audit;
  if (conversation === null) return { duties: [] };
  const post = (tx: Tx, anchor: Anchor) =>
    tell(
      tx,
      // A card, so that it is known whether it stands, and goes to the Admins wherever the channel refuses it.
      { conversation, fallback: ADMINS, card: anchorCard(anchor), message: anchorMessage(anchor) },
      anchor.at,
    );
  return { duties: [dailyAnchor({ journal, clock, post })] };

  async function page(actor: Actor, narrowed: Narrowed): Promise<[Message, DrawnFrom]> {
    const { accounts: sids, user } = narrowed;
    const accounts: AccountSummary[] = [];
    for (const sid of sids ?? []) accounts.push(await accountAt(sid, actor, 'audit', gateway));
    const filter = {
      within: reachOf(actor, 'audit'),
      viewer: actor.person,
      ...(sids && { accounts: sids }),
      ...(user !== undefined && { person: { teamId: policy.teamId, userId: user } }),
    };
    const read = (cursor: AuditCursor, limit: number) =>
      auditPage(journal.db, filter, cursor, limit);
    const { before, after } = narrowed;
    const entries = read({ ...(before && { before }), ...(after && { after }) }, PAGE);
    const [newest, oldest] = [entries.at(0)?.seq, entries.at(-1)?.seq];
    const more = (cursor: AuditCursor) => read(cursor, 1).length > 0;
    const value = (cursor: AuditCursor) =>
      JSON.stringify({ ...(sids && { accounts: sids }), ...(user && { user }), ...cursor });
    const about = user
      ? mrkdwn`by or about ${mention(user)}`
      : accounts.length > 0
        ? mrkdwn`of ${join(
            accounts.map(({ name }) => name),
            ', ',
          )}`
        : null;
    const drawn = auditMessage({
      about,
      entries,
      older: oldest !== undefined && more({ before: oldest }) ? value({ before: oldest }) : null,
      newer: newest !== undefined && more({ after: newest }) ? value({ after: newest }) : null,
    });
    return [drawn, { data: { entries } }];
  }
}

function narrowedBy(value: string): Narrowed {
  try {
    return Narrowed.parse(JSON.parse(value));
  } catch (cause) {
    throw new BotError('invalid', 'This page cannot be turned.', {
      now: 'Begin again with `audit`.',
      cause,
    });
  }
}
