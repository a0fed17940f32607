import { changesByOnce } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import type { Channels } from '../../changes/telling.ts';
import type { Clock } from '../../clock.ts';
import { inTime } from '../../in-time.ts';
import type { DrawnModal, SubmissionInteraction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { admins } from '../access/access.store.ts';
import { type Actor, isAdmin } from '../access/access.ts';
import type { ApiKeysGateway } from '../api-keys/api-keys-gateway.ts';
import { secondPerson } from '../approvals/approvals.ts';
import type { TtsCacheGateway } from '../tts-cache/tts-cache-gateway.ts';
import type { AccountSummary, AccountsGateway } from './account.ts';
import type { Afterwards } from './create-account.view.ts';
import {
  containedIn,
  type DeleteAccountInput,
  requireEmptied,
  requireNameTyped,
} from './delete-account.ts';
import { DeleteMemory, deleteForm, deleteModal, deletionWaits } from './delete-account.view.ts';
import { onOneAccount } from './one-account.slack.ts';
import { accountAt } from './which-account.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  gateway: AccountsGateway &
    Pick<ApiKeysGateway, 'apiKeys'> &
    Pick<TtsCacheGateway, 'cachedPrompts'>;
  clock: Clock;
  policy: Policy;
  channels: Pick<Channels, 'approvals'>;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 2000;

/** Deleting an account, or asking for it. */
export function registerDeleteAccount(needs: Needs): void {
  const { on, changes, journal, gateway, clock, policy, channels } = needs;

  onOneAccount(
    needs,
    {
      route: {
        words: 'account delete',
        usage: 'account delete [account]',
        summary: 'delete an account, or ask for it',
      },
      action: 'account delete',
      actionId: 'account.delete',
      question: 'Which account do you want to delete?',
    },
    async (it, account) => {
      const place = { id: deleteForm.id, title: 'Delete account' };
      await openSoon(it, place, formFor(it.actor, account), (drawn) => drawn);
    },
  );
  on.view(deleteForm, submitted);

  async function formFor(actor: Actor, account: AccountSummary): Promise<DrawnModal> {
    const contained = await containedIn(gateway, account.sid);
    requireEmptied(account.name, contained);
    return deleteModal({ account, contained, afterwards: afterwards(actor) });
  }

  async function submitted(it: SubmissionInteraction): Promise<void> {
    const { account: sid, shown } = DeleteMemory.parse(it.own);
    const { name = '', reason = null } = deleteForm.parse(it.values, { shown });
    const { origin, once, replyUrl } = it;
    const how = { kind: 'account delete', origin, once };
    // Submitted twice, the account may be gone by now: it is the same ask.
    const [earlier] = changesByOnce(journal.db, once);
    if (earlier) return void (await changes.ask(it.actor.person, { ...how, input: earlier.input }));
    const account = await inTime(GIVEN_UP, accountAt(sid, it.actor, 'account delete', gateway));
    requireNameTyped(name, account.name);
    const contained = await inTime(GIVEN_UP, containedIn(gateway, account.sid));
    requireEmptied(account.name, contained);
    const input: DeleteAccountInput = {
      accountSid: account.sid,
      providerSid: account.provider.sid,
      name: account.name,
      providerName: account.provider.name,
      sipRealm: account.sipRealm,
      contained,
    };
    const asked = await changes.ask(it.actor.person, {
      ...how,
      input,
      ...(reason !== null && { reason }),
      ...(replyUrl && { replyUrl }),
    });
    if (asked.changes[0]?.state !== 'waiting') {
      return sayIfSlow(it, asked, `deleting account ${account.name}`, journal);
    }
    const then = afterwards(it.actor);
    if (replyUrl && 'decidedBy' in then) {
      await it.answer(deletionWaits(account.name, then.decidedBy));
    }
  }

  function afterwards(actor: Actor): Afterwards {
    const { teamId, adminUsers, fourEyes } = policy;
    const adminCount = () => admins(journal.db, clock.now(), teamId, adminUsers).length;
    const needed = secondPerson('account delete', actor, { fourEyes, adminCount });
    if (needed !== 'second person') return { announcedIn: channels.approvals };
    return { decidedBy: isAdmin(actor) ? 'another Admin' : 'an Admin' };
  }
}
