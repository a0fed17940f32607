import { changesByOnce } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { KeptSecrets } from '../../changes/kept-secrets.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import type { Clock } from '../../clock.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import type { AccountSid } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type {
  DrawnModal,
  Interaction,
  SubmissionInteraction,
  SuggestionInteraction,
} from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { Mrkdwn } from '../../slack/mrkdwn.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { decide, noSuchAccount } from '../access/access.ts';
import type { Account, AccountsGateway } from '../accounts/account.ts';
import { requireAvailable } from '../accounts/availability.ts';
import { ANSWERS_WITHIN, onOneAccount } from '../accounts/one-account.slack.ts';
import { accountAt, targetOf } from '../accounts/which-account.ts';
import type { ApplicationsGateway } from '../applications/applications-gateway.ts';
import { changedMeanwhile, typeAgain } from './meanwhile.view.ts';
import { picked, type SomeSettings, secretsIn, traced } from './settings.ts';
import {
  APPLICATIONS,
  applicationChoices,
  limitsMessage,
  realmMessage,
  type SettingsForm,
  settingsForms,
} from './settings.view.ts';
import { openSettingsAsking, SettingsMemory } from './settings-asking.ts';
import { checkSettings, concerns } from './settings-change.ts';
import type { SettingsGateway } from './settings-gateway.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  keyring: Keyring;
  keptSecrets: KeptSecrets;
  gateway: AccountsGateway &
    SettingsGateway &
    Pick<ApplicationsGateway, 'application' | 'suggestApplications'>;
  clock: Clock;
}

const applicationKeys = ['deviceApplication', 'siprecApplication'] as const;

/** How long a submission waits for the account, in milliseconds: Slack gives it 3 seconds in all. */
const PATIENCE = 1500;

/** Looking at an account's settings, and editing them: by command, and by the buttons of its card. */
export function registerSettings(needs: Needs): void {
  const { on, changes, journal, keptSecrets, gateway } = needs;
  const asking = openSettingsAsking(needs);

  edit(settingsForms['account edit'], 'name and the applications');
  on.options(APPLICATIONS, suggestApplications);
  look('limits', 'Unit, its maximum and Licensed sessions', 'limits', (it, account) =>
    it.answer(limitsMessage(account, may(it, 'limits edit', account)), {
      data: { account: account.sid, limits: account.limits },
    }),
  );
  edit(settingsForms['limits edit'], 'limits');
  look('realm', 'the SIP Realm', 'SIP Realm', (it, account) =>
    it.answer(realmMessage(account, may(it, 'realm edit', account)), {
      data: { account: account.sid, sipRealm: account.sipRealm },
    }),
  );
  edit(settingsForms['realm edit'], 'SIP Realm');
  edit(settingsForms['webhooks edit'], 'webhooks');

  function look(
    words: 'limits' | 'realm',
    summary: string,
    whose: string,
    show: (it: Interaction, account: Account) => Promise<void>,
  ): void {
    onOneAccount(
      needs,
      {
        route: { words, usage: `${words} [account]`, summary, right: 'account show' },
        action: 'account show',
        actionId: `${words}.show`,
        question: `Whose ${whose} do you want to see?`,
        patience: ANSWERS_WITHIN,
      },
      async (it, { sid }) => show(it, await present(sid)),
    );
  }

  function edit(of: SettingsForm, whose: string): void {
    const { concern, form, title } = of;
    onOneAccount(
      needs,
      {
        route: { words: concern, usage: `${concern} [account]`, summary: `change the ${whose}` },
        action: concern,
        actionId: form.id,
        question: `Whose ${whose} do you want to change?`,
      },
      async (it, { sid }) => {
        const place = { id: form.id, title };
        await openSoon(it, place, present(sid), (account) => drawn(of, account));
      },
    );
    on.view(form, (it) => submit(of, it));
  }

  async function submit(of: SettingsForm, it: SubmissionInteraction): Promise<void> {
    const { concern } = of;
    const keys = concerns[concern];
    const memory = SettingsMemory.parse(it.own);
    await inTime(PATIENCE, accountAt(memory.sid, it.actor, concern, gateway));
    const account = await inTime(PATIENCE, present(memory.sid));
    const typed = { ...picked(account, keys), ...of.wanted(it.values, account) };
    const wanted = await withApplications(account, typed);
    // Submitted twice, what the first one did has moved the account: it is the same ask.
    const repeated = changesByOnce(journal.db, it.once).length > 0;
    if (!repeated) {
      const moves = asking.moves(account, concern, memory);
      if (moves.length > 0) {
        const notes = moves.map(changedMeanwhile);
        if (secretsIn(wanted).length > 0) notes.push(typeAgain());
        await it.replaceBy(drawn(of, account, { values: it.values, notes }));
        return;
      }
      checkSettings(traced(wanted, keptSecrets.trace), asking.now(account, concern));
      await requireAvailable(gateway, {
        ...changedNames(account, wanted),
        providerSid: account.provider.sid,
        self: account.sid,
      });
    }
    const asked = await changes.ask(it.actor.person, {
      kind: concern,
      input: await asking.input(account, concern, wanted),
      origin: it.origin,
      once: it.once,
      ...(it.replyUrl && { replyUrl: it.replyUrl }),
    });
    await sayIfSlow(it, asked, `changing ${account.name}`, journal);
  }

  /** The account's own applications for the pickers of the form, None first. */
  async function suggestApplications({ actor, typed, memory }: SuggestionInteraction) {
    const { sid } = SettingsMemory.parse(memory?.own);
    await accountAt(sid, actor, 'account edit', gateway);
    return applicationChoices(typed, await gateway.suggestApplications(sid, typed.trim(), 99));
  }

  /** What was chosen in the pickers, as the gateway knows it. */
  async function withApplications(account: Account, wanted: SomeSettings): Promise<SomeSettings> {
    const fields: Record<string, string> = {};
    const looking = applicationKeys.map(async (key) => {
      const sid = wanted[key]?.sid;
      if (sid === undefined || sid === account[key]?.sid) return {};
      const found = await inTime(PATIENCE, gateway.application(account.sid, sid));
      if (!found) fields[key] = 'This account has no such application.';
      return { [key]: found && { sid, name: found.name } };
    });
    const named: SomeSettings = Object.assign({}, ...(await Promise.all(looking)));
    if (Object.keys(fields).length === 0) return { ...wanted, ...named };
    throw new BotError('invalid', 'These applications cannot be chosen.', { fields });
  }

  async function present(sid: AccountSid): Promise<Account> {
    const account = await gateway.account(sid);
    if (!account) throw noSuchAccount();
    return account;
  }

  function drawn(
    of: SettingsForm,
    account: Account,
    how: { values?: unknown; notes?: readonly Mrkdwn[] } = {},
  ): DrawnModal {
    return { view: of.modal(account, how), remembers: asking.memory(account, of.concern) };
  }
}

function may(it: Interaction, action: 'limits edit' | 'realm edit', account: Account): boolean {
  return decide(it.actor, action, targetOf(account)).allowed;
}

/** The name and the realm that somebody else might have. */
function changedNames(account: Account, { name, sipRealm }: SomeSettings) {
  return {
    ...(name !== undefined && name !== account.name && { name }),
    ...(sipRealm && sipRealm !== account.sipRealm && { sipRealm }),
  };
}
