import type { Journal } from '../../changes/journal.ts';
import { inTime, inTimeOrNull } from '../../in-time.ts';
import type { Message } from '../../slack/blocks.ts';
import type { DrawnFrom, Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import {
  type Actor,
  decide,
  mayEver,
  noSuchAccount,
  reachOf,
  requireRight,
} from '../access/access.ts';
import type { ApiKeysGateway } from '../api-keys/api-keys-gateway.ts';
import { knownKeys, summaryOf } from '../api-keys/known-keys.ts';
import type { TtsCacheGateway } from '../tts-cache/tts-cache-gateway.ts';
import type { AccountSummary, AccountsGateway } from './account.ts';
import { accountCard, cardActions } from './account-card.view.ts';
import {
  accountList,
  emptyList,
  firstPage,
  type ListPlace,
  NEXT,
  PREVIOUS,
  placeOf,
} from './account-list.view.ts';
import { filledPage } from './filled-page.ts';
import { ANSWERS_WITHIN, onOneAccount } from './one-account.slack.ts';
import { openProviderNames, providerMeant, providerOfWords } from './providers.ts';
import { targetOf } from './which-account.ts';

interface Needs {
  on: Listeners;
  gateway: AccountsGateway &
    Pick<TtsCacheGateway, 'cachedPrompts'> &
    Pick<ApiKeysGateway, 'apiKeys'>;
  journal: Journal;
  /** The slash command, for what people are told to type. */
  command: string;
}

/** How many accounts a page holds. */
const PAGE = 10;
/** What a card shows besides the settings is left out after this long, in milliseconds. */
const PATIENCE = 1000;
/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** A message with what it was drawn from. */
type Drawn = [message: Message, from: DrawnFrom];

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
      const { rest, filters, behindFilter } = it.line;
      await it.answer(...(await list(it.actor, rest, filters.provider, behindFilter)));
    },
  );
  on.action('account.list', async (it) => it.answer(...(await list(it.actor, ''))));
  for (const id of [NEXT, PREVIOUS]) {
    on.action(id, async (it) => it.replace(...(await page(it.actor, placeOf(it.value)))));
  }
  const showAccount = onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'account show',
        usage: 'account show [account]',
        summary: "an account's settings",
      },
      action: 'account show',
      actionId: 'account.show',
      question: 'Which account do you want to see?',
      patience: ANSWERS_WITHIN,
    },
    show,
  );

  async function list(actor: Actor, text: string, filter?: string, behind = ''): Promise<Drawn> {
    requireRight(actor, 'account list', { kind: 'nothing' });
    if (filter === undefined) return page(actor, firstPage(text, null));
    const reach = reachOf(actor, 'account list');
    const providers = await inTime(GIVEN_UP, gateway.serviceProviders(reach));
    names.learn(providers);
    const whole = providerOfWords(filter, behind, providers);
    const provider = whole?.provider ?? providerMeant(filter, providers);
    const search = whole ? text.slice(0, text.length - behind.length) + whole.rest : text;
    return page(actor, firstPage(search.trim(), provider), provider.name);
  }

  async function page(actor: Actor, place: ListPlace, named?: string): Promise<Drawn> {
    requireRight(actor, 'account list', { kind: 'nothing' });
    const { text, provider: sid } = place;
    const reach = reachOf(actor, 'account list');
    const search = {
      text,
      within: reach,
      ...(sid && { providerSid: sid }),
      ...(place.after !== null && { after: place.after }),
      limit: PAGE,
    };
    const { items, next } = await inTime(GIVEN_UP, filledPage(gateway, search));
    // The place came with a button: a provider out of reach is not named, whoever listed it before.
    const known = sid !== null && (reach.everything || reach.providers.includes(sid));
    const name = named ?? items[0]?.provider.name ?? (known ? names.nameOf(sid) : undefined);
    const provider = sid && { sid, name: name ?? sid };
    if (items.length === 0 && next === null && place.after === null) {
      const mayCreate = mayEver(actor, 'account create');
      return [emptyList({ command, text, provider, mayCreate }), { data: { accounts: [] } }];
    }
    const data = { accounts: items, more: next !== null };
    return [accountList({ items, place, next, provider }), { data }];
  }

  async function show(it: Interaction, summary: AccountSummary): Promise<void> {
    const { sid } = summary;
    const contents = inTimeOrNull(PATIENCE, gateway.accountContents(sid));
    const cachedPrompts = inTimeOrNull(PATIENCE, gateway.cachedPrompts(sid));
    const keys = inTimeOrNull(PATIENCE, knownKeys(summary, gateway, journal.db).then(summaryOf));
    const account = await inTime(GIVEN_UP, gateway.account(sid));
    if (!account) throw noSuchAccount();
    const target = targetOf(account);
    const known = {
      account,
      contents: await contents,
      cachedPrompts: await cachedPrompts,
      apiKeys: await keys,
    };
    const may = cardActions.filter((action) => decide(it.actor, action, target).allowed);
    await it.answer(accountCard({ ...known, may }), { data: known });
  }

  return showAccount;
}
