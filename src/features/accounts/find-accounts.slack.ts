import { accountsTouchedBy } from '../../changes/changes.store.ts';
import type { Everything } from '../../features.ts';
import type { CommandInteraction, Interaction } from '../../slack/interaction.ts';
import {
  type Actor,
  decide,
  mayEver,
  noSuchAccount,
  reachOf,
  requireRight,
} from '../access/access.ts';
import { inTime } from '../tts-cache/in-time.ts';
import type { AccountSummary } from './account.ts';
import { accountCard } from './account-card.view.ts';
import {
  accountList,
  emptyList,
  firstPage,
  type ListPlace,
  NEXT,
  PREVIOUS,
  placeOf,
} from './account-list.view.ts';
import { openProviderNames, providerMeant } from './providers.ts';
import { soon } from './soon.ts';
import { accountAt, accountsIn, suggestAccounts, targetOf } from './which-account.ts';
import { accountChoices, whichAccount } from './which-account.view.ts';

type Needs = Pick<Everything, 'on' | 'gateway' | 'journal' | 'command'>;

/** How many accounts a page holds, and how many reads it may take to fill it. */
const PAGE = 10;
const READS = 5;
/** What a card shows besides the settings is left out after this long, in milliseconds. */
const PATIENCE = 1000;
/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** Finding and seeing accounts. Gives what shows the account that a whole line names. */
export function registerFindAccounts({ on, gateway, journal, command }: Needs) {
  const names = openProviderNames();

  on.command(
    {
      words: 'account list',
      usage: 'account list [search] [provider:x]',
      summary: 'the accounts in your reach',
      looks: true,
      filters: ['provider'],
    },
    async (it) => {
      await it.answer(await list(it.actor, it.line.rest, it.line.filters.provider));
    },
  );
  on.command(
    { words: 'account show', usage: 'account show [account]', summary: "an account's settings" },
    showAccount,
  );
  on.action('account.list', async (it) => it.answer(await list(it.actor, '', undefined)));
  for (const id of [NEXT, PREVIOUS]) {
    on.action(id, async (it) => it.replace(await page(it.actor, placeOf(it.value))));
  }
  on.action('account.show', async (it) => {
    await show(it, await accountAt(it.value, it.actor, 'account show', gateway));
  });
  on.options('account.show', async ({ actor, typed }) => {
    const touched = accountsTouchedBy(journal.db, actor.person, PAGE);
    return accountChoices(await suggestAccounts(typed, actor, 'account show', gateway, touched));
  });

  async function list(actor: Actor, text: string, filter: string | undefined) {
    requireRight(actor, 'account list', { kind: 'nothing' });
    if (filter === undefined) return page(actor, firstPage(text, null));
    const reach = reachOf(actor, 'account list');
    const providers = await inTime(GIVEN_UP, gateway.serviceProviders(reach));
    names.learn(providers);
    const provider = providerMeant(filter, providers);
    return page(actor, firstPage(text, provider), provider.name);
  }

  async function page(actor: Actor, place: ListPlace, named?: string) {
    requireRight(actor, 'account list', { kind: 'nothing' });
    const { text, provider: sid } = place;
    const { items, next } = await fullPage(actor, place);
    // The place came with a button: a provider out of reach is not named, whoever listed it before.
    const reach = reachOf(actor, 'account list');
    const known = sid !== null && (reach.everything || reach.providers.includes(sid));
    const name = named ?? items[0]?.provider.name ?? (known ? names.nameOf(sid) : undefined);
    const provider = sid && { sid, name: name ?? sid };
    if (items.length === 0 && next === null && place.after === null) {
      const mayCreate = mayEver(actor, 'account create');
      return emptyList({ command, text, provider, mayCreate });
    }
    return accountList({ items, place, next, provider });
  }

  /** A page of the gateway's may be short while there is more; a page of ours is filled if a few reads can. */
  async function fullPage(actor: Actor, { text, provider, after }: ListPlace) {
    const items: AccountSummary[] = [];
    let next = after;
    for (let read = 0; read < READS; read += 1) {
      const search = gateway.searchAccounts({
        text,
        within: reachOf(actor, 'account list'),
        ...(provider && { providerSid: provider }),
        ...(next !== null && { after: next }),
        limit: PAGE - items.length,
      });
      const found = await inTime(GIVEN_UP, search);
      items.push(...found.items);
      next = found.next;
      if (next === null || items.length === PAGE) break;
    }
    return { items, next };
  }

  async function showAccount(it: CommandInteraction): Promise<void> {
    const { actor, line } = it;
    const actionId = 'account.show';
    const meant = await inTime(GIVEN_UP, accountsIn(line, actor, 'account show', gateway));
    if ('open' in meant) {
      const question = 'Which account do you want to see?';
      return it.answer(whichAccount({ question, actionId, matches: null }));
    }
    if ('ambiguous' in meant) {
      const question = `Several accounts match “${meant.typed}”. Which one do you mean?`;
      return it.answer(whichAccount({ question, actionId, matches: meant.ambiguous }));
    }
    const [only] = meant.found;
    if (only && meant.found.length === 1) return show(it, only);
    const question = 'Which of these do you want to see?';
    await it.answer(whichAccount({ question, actionId, matches: meant.found.slice(0, 40) }));
  }

  async function show(it: Interaction, { sid }: AccountSummary): Promise<void> {
    const contents = soon(gateway.accountContents(sid), PATIENCE);
    const cachedPrompts = soon(gateway.cachedPrompts(sid), PATIENCE);
    const account = await inTime(GIVEN_UP, gateway.account(sid));
    if (!account) throw noSuchAccount();
    const target = targetOf(account);
    await it.answer(
      accountCard({
        account,
        contents: await contents,
        cachedPrompts: await cachedPrompts,
        limits: decide(it.actor, 'limits', target).allowed,
        mayClearTts: decide(it.actor, 'tts clear', target).allowed,
      }),
    );
  }

  return showAccount;
}
