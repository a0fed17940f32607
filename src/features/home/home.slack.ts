import type { HomeView } from '@slack/types';
import type { Change } from '../../changes/change.ts';
import { changesAskedBy, lastVerified } from '../../changes/changes.store.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Kinds } from '../../changes/kinds.ts';
import type { Policy } from '../../changes/needs.ts';
import type { Told } from '../../changes/receipts.view.ts';
import { waitingOf } from '../../changes/requests.store.ts';
import type { Clock } from '../../clock.ts';
import { inTimeOrNull } from '../../in-time.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { actorNow, identityOf } from '../access/access.store.ts';
import { type Actor, mayEver, reachOf, within } from '../access/access.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { filledPage } from '../accounts/filled-page.ts';
import { hasLeft } from '../api-keys/api-key.ts';
import type { ApiKeysGateway } from '../api-keys/api-keys-gateway.ts';
import { knownKeys } from '../api-keys/known-keys.ts';
import type { ApplicationsGateway } from '../applications/applications-gateway.ts';
import { waitingFor } from '../approvals/waiting.ts';
import { shortcuts } from '../help/help.ts';
import { type HomeShown, homeTab, NEXT, PREVIOUS, strangersHome } from './home.view.ts';
import { openPlaces } from './places.ts';
import { type Posture, postureOf } from './posture.ts';

interface Needs {
  on: Listeners;
  gateway: AccountsGateway &
    Pick<ApiKeysGateway, 'apiKeys'> &
    Pick<ApplicationsGateway, 'applications'>;
  journal: Journal;
  kinds: Kinds;
  clock: Clock;
  policy: Policy;
  command: string;
}

/** How much of each the tab shows, of the 100 blocks that it may have. */
const REQUESTS = 5;
const ACCOUNTS = 10;
const LAST = 5;
/** Of so many that they asked for last, those are shown that they may still see. */
const LOOKED_AT = 20;
/** How long the tab waits for the gateway, in milliseconds. */
const PATIENCE = 2000;

/** The Home tab, drawn anew whenever it is opened or something in it was clicked. */
export function registerHome(needs: Needs): void {
  const { on, gateway, journal, kinds, clock, policy, command } = needs;
  const places = openPlaces();

  on.home(async (actor, { opened }) => {
    if (opened) places.forget(actor.person);
    return draw(actor);
  });
  // Whatever is clicked there, the tab is drawn anew.
  on.action(NEXT, async ({ actor }) => places.turn(actor.person, 'next'));
  on.action(PREVIOUS, async ({ actor }) => places.turn(actor.person, 'previous'));

  async function draw(actor: Actor): Promise<HomeView> {
    const open = waitingOf(journal.db, actor.person, REQUESTS);
    if (actor.grants.length === 0) return strangersHome({ command, asked: open.length > 0 });
    const [waiting, accounts] = await Promise.all([waitingIn(actor), accountsOf(actor)]);
    return homeTab({
      command,
      grants: actor.grants,
      shortcuts: shortcuts(actor),
      waiting,
      own: open.map(withWords),
      accounts,
      last: lastOf(actor),
      at: clock.now(),
    });
  }

  async function waitingIn(actor: Actor): Promise<HomeShown['waiting']> {
    const actorOf = (person: Change['actor']) => actorNow(journal.db, person, clock.now(), policy);
    const how = { fourEyes: policy.fourEyes, actorOf };
    const { requests, next } = await waitingFor(journal.db, actor, how, {
      after: 0,
      limit: REQUESTS,
    });
    return { requests: requests.map(withWords), more: next !== null };
  }

  async function accountsOf(actor: Actor): Promise<HomeShown['accounts']> {
    if (!mayEver(actor, 'account list')) return null;
    const { after, isFirst } = places.of(actor.person);
    const search = {
      text: '',
      within: reachOf(actor, 'account list'),
      limit: ACCOUNTS,
      ...(after !== null && { after }),
    };
    const page = await inTimeOrNull(PATIENCE, filledPage(gateway, search)).catch(() => null);
    if (!page) return 'unavailable';
    places.behind(actor.person, page.next);
    const items = await Promise.all(
      page.items.map(async (account) => ({
        account,
        posture: await inTimeOrNull(PATIENCE, postureNow(account)).catch(() => null),
      })),
    );
    return { items, before: !isFirst, behind: page.next !== null };
  }

  async function postureNow(summary: AccountSummary): Promise<Posture | null> {
    const { db } = journal;
    const [account, keys, applications] = await Promise.all([
      gateway.account(summary.sid),
      knownKeys(summary, gateway, db),
      gateway.applications(summary.sid, { limit: 100 }),
    ]);
    if (!account) return null;
    const rotated = lastVerified(db, summary.sid, 'secret rotate');
    const ownerLeft = (owner: string | null | undefined) =>
      owner != null && hasLeft(identityOf(db, { teamId: policy.teamId, userId: owner }));
    return postureOf(
      {
        account,
        records: applications.items.some(({ recordAllCalls }) => recordAllCalls),
        secretSince: rotated?.endedAt ?? account.createdAt,
        keys: keys.map(({ ours, expiresAt }) => ({
          label: ours?.label ?? null,
          expiresAt,
          ownerLeft: ownerLeft(ours?.owner),
        })),
      },
      clock.now(),
    );
  }

  /** What they did last, without accounts that are out of their reach by now. */
  function lastOf(actor: Actor): Told[] {
    const reach = reachOf(actor, 'account show');
    return changesAskedBy(journal.db, actor.person, LOOKED_AT)
      .filter(({ accountSid, providerSid }) =>
        accountSid === null || providerSid === null
          ? true
          : within(reach, { sid: accountSid, provider: { sid: providerSid } }),
      )
      .slice(0, LAST)
      .map((change) => kinds.told(change, clock.now()));
  }

  function withWords(change: Change) {
    return { told: kinds.told(change, clock.now()), deciding: kinds.deciding(change.kind) };
  }
}
