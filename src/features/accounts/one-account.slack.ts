import { accountsTouchedBy } from '../../changes/changes.store.ts';
import type { Journal } from '../../changes/journal.ts';
import { inTime } from '../../in-time.ts';
import type { CommandRoute } from '../../slack/commands.ts';
import type { CommandInteraction, Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { Action } from '../access/permissions.ts';
import type { AccountSummary, AccountsGateway } from './account.ts';
import { accountAt, accountsIn, suggestAccounts } from './which-account.ts';
import { accountChoices, quoted, whichAccount } from './which-account.view.ts';

interface Needs {
  on: Listeners;
  journal: Journal;
  gateway: AccountsGateway;
}

/** A command about one account. */
interface AboutOneAccount {
  route: CommandRoute;
  /** What the person must be allowed to do to the account. */
  action: Action;
  /** Sent by the buttons and the picker that ask which account is meant, and by whatever else shows one account. */
  actionId: string;
  /** Asked where none is named: “Which account do you want to see?”. */
  question: string;
  /**
   * How long the account may take to be found, in milliseconds. Left out, so long that a modal can still be opened:
   * within 3 s of the trigger. What only answers may wait longer: `ANSWERS_WITHIN`.
   */
  patience?: number;
}

/** How long an account is looked for where a modal is to be opened then, in milliseconds. */
const OPENS_WITHIN = 2000;
/** The same where a message answers. */
export const ANSWERS_WITHIN = 10_000;
/** How many accounts touched last are offered first. */
const TOUCHED_LAST = 10;
/** How many matches are listed. */
const LISTED = 40;

/**
 * Listens for a command that is about one account: named, the only one in reach, or chosen from a picker or from
 * the matches; and for a button that carries an account's SID. The handler gets an account in which the person may
 * do this. Gives what serves the command.
 */
export function onOneAccount(
  { on, journal, gateway }: Needs,
  { route, action, actionId, question, patience = OPENS_WITHIN }: AboutOneAccount,
  handler: (it: Interaction, account: AccountSummary) => Promise<void>,
): (it: CommandInteraction) => Promise<void> {
  on.command(route, serve);
  on.action(actionId, async (it) => {
    await handler(it, await inTime(patience, accountAt(it.value, it.actor, action, gateway)));
  });
  on.options(actionId, async ({ actor, typed }) => {
    const touched = accountsTouchedBy(journal.db, actor.person, TOUCHED_LAST);
    return accountChoices(await suggestAccounts(typed, actor, action, gateway, touched));
  });
  return serve;

  async function serve(it: CommandInteraction): Promise<void> {
    const meant = await inTime(patience, accountsIn(it.line, it.actor, action, gateway));
    if ('open' in meant) {
      return it.answer(...whichAccount({ question, actionId, matches: null }));
    }
    if ('ambiguous' in meant) {
      const { typed, ambiguous, others, unclear } = meant;
      // It is one account that is asked about: what else the line names is among what there is to choose from.
      const matches = [...ambiguous, ...others].slice(0, LISTED);
      const open = unclear.slice(0, 5).map(quoted).join(', ');
      const note = open === '' ? null : `Several accounts match these too: ${open}.`;
      const which = `Several accounts match ${quoted(typed)}. Which one do you mean?`;
      return it.answer(...whichAccount({ question: which, actionId, matches, note }));
    }
    const [only] = meant.found;
    if (only && meant.found.length === 1) return handler(it, only);
    const matches = meant.found.slice(0, LISTED);
    const which = `That is one account at a time. ${question}`;
    await it.answer(...whichAccount({ question: which, actionId, matches }));
  }
}
