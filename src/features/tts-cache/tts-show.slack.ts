import { accountsTouchedBy } from '../../changes/changes.store.ts';
import type { Journal } from '../../changes/journal.ts';
import { inTime } from '../../in-time.ts';
import type { Log } from '../../log.ts';
import type { Message } from '../../slack/blocks.ts';
import type { DrawnFrom } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { type Actor, decide } from '../access/access.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { accountsAt, accountsIn, suggestAccounts, targetOf } from '../accounts/which-account.ts';
import { accountChoices, whichAccount, whichAccountOf } from '../accounts/which-account.view.ts';
import { openPromptCounts } from './prompt-counts.ts';
import { countMessage } from './tts-cache.view.ts';
import type { TtsCacheGateway } from './tts-cache-gateway.ts';

interface Needs {
  on: Listeners;
  journal: Journal;
  gateway: AccountsGateway & TtsCacheGateway;
  log: Log;
}

/** How long an account is looked for, in milliseconds. */
const LOOK_UP = 1000;
/** How many accounts touched last are offered first. */
const TOUCHED_LAST = 20;

/** Says how many prompts are cached: by command, and by the buttons of cards. */
export function registerTtsShow({ on, journal, gateway, log }: Needs): void {
  const counts = openPromptCounts(gateway, log);

  on.command(
    {
      words: 'tts show',
      usage: 'tts show [account]',
      summary: 'how many prompts are cached',
      looks: true,
    },
    async (it) => {
      const { actor, line } = it;
      const meant = await inTime(LOOK_UP, accountsIn(line, actor, 'tts show', gateway));
      if ('found' in meant) return it.answer(...(await shown(actor, meant.found)));
      const actionId = 'tts.show';
      if ('open' in meant) {
        const question = 'Whose cached prompts are to be counted?';
        return it.answer(...whichAccount({ question, actionId, matches: null }));
      }
      const question = (typed: string) => `Which account is ${typed}?`;
      await it.answer(...whichAccountOf(meant, { question, actionId }));
    },
  );
  on.action('tts.show', async (it) => {
    const { actor, value } = it;
    const accounts = await inTime(LOOK_UP, accountsAt(value, actor, 'tts show', gateway));
    await it.answer(...(await shown(actor, accounts)));
  });
  on.options('tts.show', async ({ actor, typed }) => {
    const touched = accountsTouchedBy(journal.db, actor.person, TOUCHED_LAST);
    return accountChoices(await suggestAccounts(typed, actor, 'tts show', gateway, touched));
  });

  async function shown(actor: Actor, accounts: AccountSummary[]): Promise<[Message, DrawnFrom]> {
    const counted = await counts.of(accounts.map(({ sid }) => sid));
    const prompts = accounts.map((account) => ({
      account,
      prompts: counted.get(account.sid) ?? null,
    }));
    const drawn = prompts.map((one) => ({
      ...one,
      mayClear: decide(actor, 'tts clear', targetOf(one.account)).allowed,
    }));
    return [countMessage(drawn), { data: { accounts: prompts } }];
  }
}
