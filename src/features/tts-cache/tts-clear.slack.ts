import { setTimeout as sleep } from 'node:timers/promises';
import { accountsTouchedBy } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import { BotError } from '../../errors.ts';
import { AccountSid, type Id } from '../../ids.ts';
import { inTime, inTimeOrNull } from '../../in-time.ts';
import type { Log } from '../../log.ts';
import { tokenize } from '../../slack/command-line.ts';
import type { DrawnModal, Interaction, SubmissionInteraction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { Choice } from '../../slack/objects.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { type Actor, reachOf, requireRight, within } from '../access/access.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import {
  accountAt,
  accountsAt,
  accountsIn,
  type Meant,
  NAMED_AT_ONCE,
  suggestAccounts,
} from '../accounts/which-account.ts';
import { accountChoices, quoted, whichAccountOf } from '../accounts/which-account.view.ts';
import { accountsNamedIn } from './named-in-message.ts';
import { rememberForms } from './open-forms.ts';
import { openPromptCounts } from './prompt-counts.ts';
import {
  type Chosen,
  type Count,
  clearAllForm,
  clearAllModal,
  clearForm,
  clearModal,
  clearPlace,
} from './tts-cache.view.ts';
import type { TtsCacheGateway } from './tts-cache-gateway.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  gateway: AccountsGateway & TtsCacheGateway;
  log: Log;
}

type Picked = Omit<Chosen, 'prompts'> & { sid: AccountSid };

/** What is chosen in a form, as the picker holds it and as the lines under it say it. */
interface Selection {
  choices: Choice[];
  picked: readonly Picked[];
  note?: string | undefined;
}

/** With which accounts a form opens, and perhaps why with no others. */
interface Preselected {
  accounts: AccountSummary[];
  note?: string;
}

/** How long a form waits for its accounts before something opens in its place, in milliseconds. */
const SOON = 700;
/** After this long, in milliseconds, it opens with none of them. */
const FIND = 3000;
/** How long the names of accounts that were picked are looked for, in milliseconds. */
const LOOK_UP = 1000;
/** How long the accounts of a submitted form may take to be checked, in milliseconds. */
const CHECK = 10_000;
/** Counts that come within this many milliseconds are drawn without a word of counting before. */
const AT_ONCE = 250;
/** How many accounts touched last are offered first. */
const TOUCHED_LAST = 20;

/** Clears the TTS cache: command, shortcuts and buttons all open the one form that confirms it. */
export function registerTtsClear({ on, changes, journal, gateway, log }: Needs): void {
  const counts = openPromptCounts(gateway, log);
  const forms = rememberForms();

  on.command(
    {
      words: 'tts clear',
      usage: 'tts clear [accounts] [--all]',
      summary: 'clear the TTS cache of accounts, or of all',
      options: ['all'],
    },
    async (it) => {
      const { line, actor } = it;
      if (line.options.has('all')) return openForAll(it, line.rest);
      if (line.rest === '') return open(it, onlyOne(actor));
      const meaning = accountsIn(line, actor, 'tts clear', gateway);
      const soon = await inTimeOrNull(SOON, meaning);
      if (soon && 'ambiguous' in soon) {
        const question = (typed: string) => `Which account is ${typed}?`;
        return it.answer(...whichAccountOf(soon, { question, actionId: 'tts.clear' }));
      }
      await open(it, inTime(FIND, meaning).then(preselected).catch(nonePreselected), 0);
    },
  );
  on.action('tts.clear', async (it) => {
    const { value, actor } = it;
    if (value === '') return open(it, onlyOne(actor));
    const finding = inTime(FIND, accountsAt(value, actor, 'tts clear', gateway));
    await open(it, finding.then((accounts) => ({ accounts })).catch(nonePreselected));
  });
  on.shortcut('tts.clear', (it) => open(it, onlyOne(it.actor)));
  // The names in a message are looked up one by one: the form does not wait for that.
  on.shortcut('tts.clear.message', (it) => open(it, namedIn(it.message?.text ?? '', it.actor), 0));

  on.options('tts.clear.accounts', async ({ actor, typed }) => {
    const touched = accountsTouchedBy(journal.db, actor.person, TOUCHED_LAST);
    return accountChoices(await suggestAccounts(typed, actor, 'tts clear', gateway, touched));
  });
  on.action('tts.clear.accounts', async (it) => {
    const { actor, view } = it;
    const once = view?.memory?.once;
    if (!once) return;
    const choices = clearForm.typed(view.values).accounts ?? [];
    const picked = await pickedBy(actor, choices);
    await draw(once, { choices, picked }, (modal) => it.redraw(modal), 'stale');
  });

  on.view(clearForm, async (it) => {
    forms.end(it.once);
    const { accounts: sids } = clearForm.parse(it.values);
    const checks = [...new Set(sids)].map((sid) => accountAt(sid, it.actor, 'tts clear', gateway));
    const accounts = await inTime(CHECK, Promise.all(checks));
    const asks = accounts.map((account) => ({
      kind: 'tts clear',
      input: cleared(account),
      ...how(it),
    }));
    const asked = await changes.ask(it.actor.person, asks);
    // Several have a message with their progress.
    const [only] = accounts.length === 1 ? accounts : [];
    if (only) await sayIfSlow(it, asked, `clearing the TTS cache of ${only.name}`, journal);
  });
  on.view(clearAllForm, async (it) => {
    clearAllForm.parse(it.values);
    const all = { kind: 'tts clear --all', input: {}, ...how(it) };
    const asked = await changes.ask(it.actor.person, all);
    await sayIfSlow(it, asked, 'clearing the TTS cache of every account', journal);
  });

  /** Opens the form at once, or what stands in for it until the accounts are found; the counts follow. */
  async function open(it: Interaction, finding: Promise<Preselected>, soon = SOON): Promise<void> {
    // Whoever lacks the right is told that, however long the rest takes; what it finds is nobody's then.
    finding.catch(() => {});
    requireRight(it.actor, 'tts clear', { kind: 'nothing' });
    const drawn = ({ accounts, note }: Preselected) => {
      const chosen = accounts.map((one) => ({ ...asPicked(one), prompts: 'counting' as const }));
      return { view: clearModal({ picked: accountChoices(accounts), chosen, note }) };
    };
    const form = await openSoon(it, clearPlace, finding, drawn, soon);
    if (!form || form.loaded.accounts.length === 0) return;
    const { accounts, note } = form.loaded;
    const selection = { choices: accountChoices(accounts), picked: accounts.map(asPicked), note };
    await draw(form.opened.once, selection, (modal) => form.opened.redraw(modal), 'counting');
  }

  async function openForAll(it: Interaction, named: string): Promise<void> {
    requireRight(it.actor, 'tts clear --all', { kind: 'everything' });
    if (named !== '') {
      throw new BotError('invalid', '“--all” clears every account, and you named some.', {
        why: 'It must be clear which of the two is meant.',
        now: 'Type either the accounts or --all.',
      });
    }
    const opened = await it.open({ view: clearAllModal('counting') });
    await opened.redraw({ view: clearAllModal((await counts.ofAll()) ?? 'not counted') });
  }

  /** Draws the form with its counts once they are there. `before`: what the person sees meanwhile. */
  async function draw(
    once: Id<'frm'>,
    { choices, picked, note }: Selection,
    redraw: (modal: DrawnModal) => Promise<void>,
    before: 'counting' | 'stale',
  ): Promise<void> {
    const { counts: known, isNewest } = forms.begin(once);
    const drawnWith = (otherwise: Count) => {
      const chosen = picked.map((one) => ({ ...one, prompts: known.get(one.sid) ?? otherwise }));
      return { view: clearModal({ picked: choices, chosen, note }) };
    };
    const sids = picked.map(({ sid }) => sid);
    const counting = counts.of(sids, known);
    const late = sleep(AT_ONCE, 'late' as const, { ref: false });
    if (before === 'stale' && (await Promise.race([counting, late])) === 'late' && isNewest()) {
      await redraw(drawnWith('counting'));
    }
    await counting;
    if (isNewest()) await redraw(drawnWith('not counted'));
  }

  /** What was picked, as the gateway knows it; by the picker's own words where it does not answer. */
  async function pickedBy(actor: Actor, choices: Choice[]): Promise<Picked[]> {
    const chosen = choices.flatMap(({ value, text: name }) => {
      const sid = AccountSid.safeParse(value).data;
      return sid === undefined ? [] : [{ sid, name, provider: null }];
    });
    const reach = reachOf(actor, 'tts clear');
    try {
      const sids = chosen.map(({ sid }) => sid);
      const known = await inTime(LOOK_UP, gateway.accountSummaries(sids));
      return known.filter((account) => within(reach, account)).map(asPicked);
    } catch (error) {
      log.warn({ err: error }, 'accounts are drawn as they were picked');
      return chosen;
    }
  }

  /** The accounts that a message names, else the only one in reach. */
  async function namedIn(text: string, actor: Actor): Promise<Preselected> {
    const message = { text, words: tokenize(text).map((token) => token.text) };
    const named = await accountsNamedIn(message, reachOf(actor, 'tts clear'), gateway, FIND);
    if (named.length === 0) return onlyOne(actor);
    if (named.length <= NAMED_AT_ONCE) return { accounts: named };
    const note = `The message names ${named.length} accounts. These are the first ${NAMED_AT_ONCE}.`;
    return { accounts: named.slice(0, NAMED_AT_ONCE), note };
  }

  /** The only account in reach, where there is but one and the gateway says so soon. */
  async function onlyOne(actor: Actor): Promise<Preselected> {
    const line = { rest: '', names: [] };
    try {
      return preselected(await inTime(FIND, accountsIn(line, actor, 'tts clear', gateway)));
    } catch (error) {
      // Nobody was named, so nobody misses what is not preselected.
      return { accounts: nonePreselected(error).accounts };
    }
  }
}

/** The form with what a line means; it asks where several are possible. */
function preselected(meant: Meant): Preselected {
  if ('found' in meant) return { accounts: meant.found };
  if ('open' in meant) return { accounts: [] };
  const note = `Several accounts match ${quoted(meant.typed)}. Pick the one that you mean.`;
  return { accounts: [], note };
}

/** Without an answer of the gateway the form opens all the same. */
function nonePreselected(error: unknown): Preselected {
  if (!(error instanceof BotError) || error.code !== 'unavailable') throw error;
  const note = 'The Voice Gateway did not say in time which account you mean. Pick it here.';
  return { accounts: [], note };
}

function how({ origin, once, replyUrl }: SubmissionInteraction) {
  return { origin, once, ...(replyUrl && { replyUrl }) };
}

function asPicked({ sid, name, provider }: AccountSummary): Picked {
  return { sid, name, provider: provider.name };
}

function cleared({ sid, name, provider }: AccountSummary) {
  return { accountSid: sid, providerSid: provider.sid, name, providerName: provider.name };
}
