import { setTimeout as sleep } from 'node:timers/promises';
import { accountsTouchedBy } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import { BotError } from '../../errors.ts';
import { AccountSid, type Id } from '../../ids.ts';
import type { Log } from '../../log.ts';
import { tokenize } from '../../slack/command-line.ts';
import type { DrawnModal, Interaction, SubmissionInteraction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { Choice } from '../../slack/objects.ts';
import { type Actor, reachOf, requireRight, within } from '../access/access.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { accountAt, accountsIn, suggestAccounts } from '../accounts/which-account.ts';
import { accountChoices, whichAccount } from '../accounts/which-account.view.ts';
import { inTime } from './in-time.ts';
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

/** How long an account is looked for before a form opens, whose trigger lives three seconds; in milliseconds. */
const LOOK_UP = 1000;
/** The same for the accounts that a message names, of which there may be none. */
const NAMES = 600;
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
      if (line.rest === '') return open(it, await onlyOne(actor));
      const meant = await inTime(LOOK_UP, accountsIn(line, actor, 'tts clear', gateway));
      if ('found' in meant) return open(it, meant.found);
      if ('open' in meant) return open(it, []);
      const question = `Which account is “${meant.typed}”?`;
      await it.answer(whichAccount({ question, actionId: 'tts.clear', matches: meant.ambiguous }));
    },
  );
  on.action('tts.clear', async (it) => {
    const { value, actor } = it;
    if (value === '') return open(it, await onlyOne(actor));
    await open(it, [await inTime(LOOK_UP, accountAt(value, actor, 'tts clear', gateway))]);
  });
  on.shortcut('tts.clear', async (it) => open(it, await onlyOne(it.actor)));
  on.shortcut('tts.clear.message', async (it) => {
    const text = it.message?.text ?? '';
    const message = { text, words: tokenize(text).map((token) => token.text) };
    const reach = reachOf(it.actor, 'tts clear');
    const named = await accountsNamedIn(message, reach, gateway, NAMES);
    await open(it, named.length > 0 ? named : await onlyOne(it.actor));
  });

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
    await draw(once, choices, picked, (modal) => it.redraw(modal), 'stale');
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
    await changes.ask(it.actor.person, asks);
  });
  on.view(clearAllForm, async (it) => {
    clearAllForm.parse(it.values);
    await changes.ask(it.actor.person, { kind: 'tts clear --all', input: {}, ...how(it) });
  });

  /** Opens the form at once; the counts follow. */
  async function open(it: Interaction, accounts: AccountSummary[]): Promise<void> {
    requireRight(it.actor, 'tts clear', { kind: 'nothing' });
    const choices = accountChoices(accounts);
    const picked = accounts.map(asPicked);
    const chosen = picked.map((one) => ({ ...one, prompts: 'counting' as const }));
    const opened = await it.open({ view: clearModal({ picked: choices, chosen }) });
    if (picked.length === 0) return;
    await draw(opened.once, choices, picked, (modal) => opened.redraw(modal), 'counting');
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
    choices: Choice[],
    picked: readonly Picked[],
    redraw: (modal: DrawnModal) => Promise<void>,
    before: 'counting' | 'stale',
  ): Promise<void> {
    const { counts: known, isNewest } = forms.begin(once);
    const drawnWith = (otherwise: Count) => {
      const chosen = picked.map((one) => ({ ...one, prompts: known.get(one.sid) ?? otherwise }));
      return { view: clearModal({ picked: choices, chosen }) };
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
      log.info({ err: error }, 'accounts are drawn as they were picked');
      return chosen;
    }
  }

  /** The only account in reach, where there is but one and the gateway says so soon. */
  async function onlyOne(actor: Actor): Promise<AccountSummary[]> {
    requireRight(actor, 'tts clear', { kind: 'nothing' });
    try {
      const line = { rest: '', names: [] };
      const meant = await inTime(LOOK_UP, accountsIn(line, actor, 'tts clear', gateway));
      return 'found' in meant ? meant.found : [];
    } catch (error) {
      // Without an answer the form opens all the same: nothing is preselected.
      if (error instanceof BotError && error.code === 'unavailable') return [];
      throw error;
    }
  }
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
