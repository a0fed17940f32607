import type { HomeView } from '@slack/types';
import type { Change } from '../../changes/change.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Kinds } from '../../changes/kinds.ts';
import type { Policy } from '../../changes/needs.ts';
import type { Clock } from '../../clock.ts';
import { inTimeOrNull } from '../../in-time.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { actorNow } from '../access/access.store.ts';
import { type Actor, mayEver, reachOf } from '../access/access.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import { filledPage } from '../accounts/filled-page.ts';
import { requestsMadeBy, waitingFor } from '../approvals/waiting.ts';
import { shortcuts } from '../help/help.ts';
import { type HomeShown, homeTab, strangersHome } from './home.view.ts';

interface Needs {
  on: Listeners;
  gateway: AccountsGateway;
  journal: Journal;
  kinds: Kinds;
  clock: Clock;
  policy: Policy;
  command: string;
}

/** How much of each the tab shows, of the 100 blocks that it may have. */
const REQUESTS = 5;
const ACCOUNTS = 10;
/** How long the tab waits for the gateway, in milliseconds. */
const PATIENCE = 2000;

/** The Home tab, drawn anew whenever it is opened or something in it was clicked. */
export function registerHome(needs: Needs): void {
  const { on, gateway, journal, kinds, clock, policy, command } = needs;

  on.home(draw);

  async function draw(actor: Actor): Promise<HomeView> {
    const own = requestsMadeBy(journal.db, actor.person, { before: null, limit: 50 }).requests;
    const open = own.filter(({ state }) => state === 'waiting').slice(0, REQUESTS);
    if (actor.grants.length === 0) return strangersHome({ command, asked: open.length > 0 });
    const [waiting, accounts] = await Promise.all([waitingIn(actor), accountsOf(actor)]);
    return homeTab({
      command,
      grants: actor.grants,
      shortcuts: shortcuts(actor),
      waiting,
      own: open.map(withWords),
      accounts,
      at: clock.now(),
    });
  }

  async function waitingIn(actor: Actor): Promise<HomeShown['waiting']> {
    const actorOf = (person: Change['actor']) =>
      actorNow(journal.db, person, clock.now(), policy.adminUsers);
    const how = { fourEyes: policy.fourEyes, actorOf };
    const { requests, next } = await waitingFor(journal.db, actor, how, {
      after: 0,
      limit: REQUESTS,
    });
    return { requests: requests.map(withWords), more: next !== null };
  }

  async function accountsOf(actor: Actor): Promise<HomeShown['accounts']> {
    if (!mayEver(actor, 'account list')) return null;
    const search = { text: '', within: reachOf(actor, 'account list'), limit: ACCOUNTS };
    const page = await inTimeOrNull(PATIENCE, filledPage(gateway, search)).catch(() => null);
    return page ? { items: page.items, more: page.next !== null } : 'unavailable';
  }

  function withWords(change: Change) {
    return { told: kinds.told(change, clock.now()), deciding: kinds.deciding(change.kind) };
  }
}
