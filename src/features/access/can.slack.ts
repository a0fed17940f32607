import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import type { ProviderSid } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { personIn } from '../../slack/named-person.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { providersLike } from '../accounts/providers.ts';
import { accountAt, accountsIn, type Line, targetOf } from '../accounts/which-account.ts';
import { quoted, whichAccount } from '../accounts/which-account.view.ts';
import { mayDecide } from '../approvals/approvals.ts';
import { actorNow, admins, grantsWith } from './access.store.ts';
import {
  type Actor,
  decide,
  isAdmin,
  noSuchAccount,
  reachOf,
  requireRight,
  within,
} from './access.ts';
import { tenantOf } from './access-request.ts';
import { seenFrom, verdictOn } from './can.ts';
import { canAnswer } from './can.view.ts';
import { readQuestion } from './command-question.slack.ts';
import type { People } from './people.ts';
import { type Action, actions, permission } from './permissions.ts';
import { type PersonId, samePerson, type Target } from './scope.ts';

interface Needs {
  on: Listeners;
  gateway: AccountsGateway;
  journal: Journal;
  people: People;
  clock: Clock;
  policy: Policy;
}

/** What is asked about: `null` where it is left open. */
interface Named {
  target: Target;
  name: string;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** How many people are named who could do it instead. */
const NAMED = 10;

/** `/vg can @user tts clear acme`: yes or no, and why, by the check itself. */
export function registerCan(needs: Needs): void {
  const { on, gateway, journal, people, clock, policy } = needs;
  const actorOf = (person: PersonId) => actorNow(journal.db, person, clock.now(), policy);

  on.command(
    {
      words: 'can',
      usage: 'can @user <a command’s own words> [account]',
      summary: 'whether somebody may do something, and why',
      takesCommand: true,
    },
    async (it) => {
      const { userId, others } = personIn(it.line.words.slice(0, 1));
      if (!userId || others.length > 0) throw nobodyAsked();
      const person = { teamId: policy.teamId, userId };
      const row = rowFor(it.actor, person);
      requireRight(it.actor, row, { kind: 'nothing' });
      const { action, named } = readQuestion(on.routes, it.line.words.slice(1));
      const about = await namedIn(it.actor, row, action, named);
      if (about !== null && 'ambiguous' in about) {
        const question = `Several accounts match ${quoted(named)}. Which one do you mean?`;
        const value = ({ sid }: AccountSummary) => `${sid} ${userId} ${action}`;
        const matches = about.ambiguous;
        return it.answer(...whichAccount({ question, actionId: 'can.account', matches, value }));
      }
      await explain(it, person, action, about);
    },
  );
  on.action('can.account', async (it) => {
    const [sid = '', userId = '', ...words] = it.value.split(' ');
    const person = { teamId: policy.teamId, userId };
    const row = rowFor(it.actor, person);
    requireRight(it.actor, row, { kind: 'nothing' });
    const account = await inTime(GIVEN_UP, accountAt(sid, it.actor, 'account show', gateway));
    if (!within(reachOf(it.actor, row), account)) throw noSuchAccount();
    const action = actions.find((one) => one === words.join(' '));
    if (!action || !/^[UW][A-Z0-9]+$/.test(userId)) throw nobodyAsked();
    await explain(it, person, action, { target: targetOf(account), name: account.name });
  });

  /** Everybody who holds something may ask about themselves. */
  function rowFor(viewer: Actor, person: PersonId): Action {
    const self = samePerson(person, viewer.person);
    return self && viewer.grants.length > 0 ? 'account show' : 'can';
  }

  async function explain(
    it: Interaction,
    person: PersonId,
    action: Action,
    about: Named | null,
  ): Promise<void> {
    const self = samePerson(person, it.actor.person);
    await people.refresh(person);
    const asked = actorOf(person);
    const seen = reachOf(it.actor, rowFor(it.actor, person));
    const known = about || self ? asked : seenFrom(it.actor, seen, asked);
    const adminCount = () =>
      admins(journal.db, clock.now(), policy.teamId, policy.adminUsers).length;
    const verdict = verdictOn(known, action, targetFor(action, about), {
      fourEyes: policy.fourEyes,
      adminCount,
    });
    const could = verdict.allowed ? [] : whoCould(action, about, person);
    const deciders = verdict.needed === 'second person' ? whoDecides(action, about, asked) : null;
    const message = canAnswer({
      userId: person.userId,
      does: permission(action).does,
      target: about?.name ?? null,
      verdict,
      whole: isAdmin(it.actor) || self,
      others: could,
      deciders,
    });
    await it.answer(message, { data: { person, action, ...verdict, could, deciders } });
  }

  /** The account or provider that is named, within what the viewer may ask about; or those that it may be. */
  async function namedIn(
    viewer: Actor,
    row: Action,
    action: Action,
    named: string,
  ): Promise<Named | { ambiguous: AccountSummary[] } | null> {
    const { on: kind } = permission(action);
    if (named === '' || kind === 'nothing' || kind === 'everything') return null;
    if (kind === 'provider') {
      const within = reachOf(viewer, row);
      const all = await inTime(GIVEN_UP, gateway.serviceProviders(within));
      const providers = providersLike(named, all);
      const [provider] = providers;
      if (provider && providers.length === 1) {
        const target: Target = { kind: 'provider', providerSid: provider.sid };
        return { target, name: provider.name };
      }
    }
    const line: Line = { rest: named, names: [named], one: true };
    const meant = await inTime(GIVEN_UP, accountsIn(line, viewer, row, gateway));
    if ('found' in meant && meant.found[0]) {
      const [account] = meant.found;
      return { target: targetOf(account), name: account.name };
    }
    return { ambiguous: 'ambiguous' in meant ? meant.ambiguous : [] };
  }

  function whoCould(action: Action, about: Named | null, asked: PersonId): string[] {
    const target = targetFor(action, about) ?? { kind: 'everything' };
    const providerSid = 'providerSid' in target ? target.providerSid : null;
    return among(
      providerSid,
      (actor) => !samePerson(actor.person, asked) && decide(actor, action, target).allowed,
    );
  }

  /** Who may decide it where this person asks for it: by the check of the decision itself. */
  function whoDecides(action: Action, about: Named | null, asker: Actor): string[] {
    const target = targetFor(action, about);
    const named = target && 'providerSid' in target ? target.providerSid : null;
    // What is for nothing in particular, or anywhere they like, is asked for where all lies that they hold.
    const anywhere = target === null || action === 'access request';
    const providerSid = named ?? (anywhere ? tenantOf(asker) : null) ?? null;
    const request = { actor: asker.person, authors: [asker.person.userId], providerSid };
    const { fourEyes } = policy;
    return among(providerSid, (actor) => mayDecide(actor, asker, request, fourEyes).allowed);
  }

  /** Which of the Admins, and of the Service Providers there, may do it: user ids. */
  function among(providerSid: ProviderSid | null, may: (actor: Actor) => boolean): string[] {
    const now = clock.now();
    const candidates: PersonId[] = [
      ...admins(journal.db, now, policy.teamId, policy.adminUsers),
      ...(providerSid
        ? grantsWith(journal.db, now, { scope: 'service_provider', providerSid })
        : []),
    ];
    const able = candidates.filter((one) => may({ ...actorOf(one), identityKnown: true }));
    return [...new Set(able.map(({ userId }) => userId))].slice(0, NAMED);
  }
}

/** What the check looks at; `null`: whatever their grants name. */
function targetFor(action: Action, about: Named | null): Target | null {
  const { on: kind } = permission(action);
  if (kind === 'nothing' || kind === 'everything') return { kind };
  if (!about) return null;
  const { target } = about;
  if (kind === 'provider' && target.kind === 'account') {
    return { kind: 'provider', providerSid: target.providerSid };
  }
  return target;
}

function nobodyAsked(): BotError {
  return new BotError('invalid', 'Whom do you ask about?', {
    why: 'The person comes first, picked from Slack’s list.',
    now: 'Write it like this: `can @ann tts clear Acme`.',
  });
}
