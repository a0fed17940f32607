import { z } from 'zod';
import type { Change, Origin } from '../../changes/change.ts';
import { accountsTouchedBy, changeById } from '../../changes/changes.store.ts';
import type { Changes, Policy } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import { type Id, idSchema, newId } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { readGrantLine } from '../../slack/grant-line.ts';
import type { DrawnModal, SuggestionInteraction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { Choice } from '../../slack/objects.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { suggestAccounts } from '../accounts/which-account.ts';
import { mayDecide, noSuchRequest, refusedDecision } from '../approvals/approvals.ts';
import { actorNow } from './access.store.ts';
import { type Actor, mayEver, requireRight } from './access.ts';
import { AccessRequest } from './access-request.ts';
import { grantAction, type Mapping, requireGrantable } from './grant.ts';
import { type GrantDraft, grantFields, grantForm, grantModal } from './grant.view.ts';
import {
  providersFor,
  providersLike,
  type ScopeTarget,
  targetMeant,
  targetPicked,
} from './grant-target.ts';
import { freshIdentity, type People } from './people.ts';
import { Scope } from './scope.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  gateway: AccountsGateway;
  journal: Journal;
  people: People;
  clock: Clock;
  policy: Policy;
}

/** What the form remembers: the scope whose fields it shows, whether there was no other, and the request that it answers. */
const Own = z.object({
  scope: Scope.nullable(),
  only: z.boolean(),
  request: idSchema('chg').nullable(),
});
type Own = z.infer<typeof Own>;

/** Mapping people: by command, by form, and from the card of somebody who asked for access. */
export function registerGrant(needs: Needs): void {
  const { on, changes, gateway, journal, clock, policy } = needs;

  on.command(
    {
      words: 'access grant',
      usage: 'access grant @user <scope> [target] [until 2027-01-31]',
      summary: 'map somebody to a scope',
    },
    async (it) => {
      requireSomeGrant(it.actor);
      const line = readGrantLine(it.line.words, clock.now());
      const { scope, until, userId } = line;
      const target = scope ? await targetMeant(scope, line.target, it.actor, gateway) : null;
      if (scope && target && userId) {
        await ask(it.actor, { userId, scope, target, until }, { ...it, once: newId('frm') });
        return;
      }
      const several = scope !== null && line.target !== '' && !target;
      const note = several ? `Several match “${line.target}”: pick the one you mean.` : undefined;
      const draft = { person: userId, scope, until, ...initialTarget(scope, target) };
      await it.open(drawn(it.actor, draft, null, note));
    },
  );

  on.action(`${grantForm.id}.scope`, async (it) => {
    const own = Own.parse(it.view?.memory?.own);
    await it.redraw(drawn(it.actor, draftOf(it.view?.values, own), requestOf(own)));
  });

  on.action('approvals.map', async (it) => {
    const request = openRequest(it.actor, it.value);
    const draft = { person: request.actor.userId, scope: null };
    await it.open(drawn(it.actor, draft, request));
  });

  on.view(grantForm, async (it) => {
    const own = Own.parse(it.own);
    const draft = draftOf(it.values, own);
    // The scope was changed and submitted before the form could follow: now it asks for the right target.
    if (draft.scope !== own.scope && !own.only) {
      return it.replaceBy(drawn(it.actor, draft, requestOf(own)));
    }
    const shown = grantFields(own.scope);
    const given = own.only && own.scope ? { scope: own.scope } : {};
    const values = grantForm.parse(it.values, { shown, given });
    const { scope, person } = values;
    if (!scope || !person) throw new BotError('invalid', 'Pick the person and the scope.');
    const sid = values.account ?? values.provider ?? values.onCallFor ?? null;
    const target = await targetPicked(scope, sid, it.actor, gateway);
    const grant = { userId: person, scope, target, until: values.until ?? null };
    await ask(it.actor, grant, it, own.request);
  });

  on.options('access.account', async ({ actor, typed }) => {
    const touched = accountsTouchedBy(journal.db, actor.person, 10);
    const found = await suggestAccounts(typed, actor, 'access grant account', gateway, touched);
    return found.map(accountChoice);
  });
  on.options('access.provider', (it) => providerChoices(it, 'service_provider', gateway));
  on.options('access.oncall', (it) => providerChoices(it, 'on_call', gateway));

  async function ask(
    actor: Actor,
    grant: { userId: string; scope: Scope; target: ScopeTarget; until: string | null },
    how: { origin: Origin; once: Id<'frm'>; replyUrl: Secret | null },
    requestId: Id<'chg'> | null = null,
  ): Promise<void> {
    const { scope, target, until } = grant;
    requireRight(actor, grantAction(scope), { kind: 'nothing' });
    const person = { teamId: policy.teamId, userId: grant.userId };
    const identity = await freshIdentity(needs.people, person);
    requireGrantable(identity, scope);
    const mapping: Mapping = {
      person,
      personName: identity?.name ?? person.userId,
      scope,
      ...sidsOf(target),
      ...(until && { until }),
    };
    await changes.ask(actor.person, {
      kind: 'access grant',
      input: { ...mapping, ...(requestId && { requestId }) },
      origin: how.origin,
      once: how.once,
      ...(how.replyUrl && { replyUrl: how.replyUrl }),
    });
  }

  /** The request on whose card Map… was clicked, if this person may decide it and it is still open. */
  function openRequest(actor: Actor, value: string): Change {
    const [id = '', revision] = value.split(':');
    const request = changeById(journal.db, id);
    if (request?.kind !== 'access request') {
      throw noSuchRequest(actor);
    }
    const asker = actorNow(journal.db, request.actor, clock.now(), policy.adminUsers);
    const may = mayDecide(actor, asker, request, policy.fourEyes);
    if (!may.allowed) throw refusedDecision(may.because);
    if (request.state !== 'waiting' || String(request.revision) !== revision) {
      throw new BotError('conflict', 'This request is over already.', {
        why: request.decidedBy ? 'Another decider was first.' : 'It moved on meanwhile.',
        now: 'Look at its card as it is now.',
      });
    }
    return request;
  }

  function requestOf({ request }: Own): Change | null {
    return request ? changeById(journal.db, request) : null;
  }

  function drawn(
    actor: Actor,
    draft: GrantDraft,
    request: Change | null,
    note?: string,
  ): DrawnModal {
    const scopes = scopesOf(actor);
    const [only] = scopes;
    const scope = scopes.length === 1 && only ? only : draft.scope;
    const asked = request && {
      from: request.actor.userId,
      needs: AccessRequest.parse(request.input).needs,
      reason: request.reason,
    };
    return {
      view: grantModal({ ...draft, scope }, scopes, { request: asked ?? undefined, note }),
      remembers: { scope, only: scopes.length === 1, request: request?.id ?? null } satisfies Own,
    };
  }
}

/** Refuses those who may grant nothing, before anything else is looked at. */
function requireSomeGrant(actor: Actor): void {
  requireRight(actor, grantAction(scopesOf(actor)[0] ?? 'account'), { kind: 'nothing' });
}

/** The scopes that the actor may grant to somebody, somewhere. */
function scopesOf(actor: Actor): Scope[] {
  const order: Scope[] = ['account', 'service_provider', 'on_call', 'admin'];
  return order.filter((scope) => mayEver(actor, grantAction(scope)));
}

/** What was filled in so far, unchecked. */
function draftOf(values: unknown, own: Own): GrantDraft {
  const typed = grantForm.typed(values ?? {});
  return { ...typed, scope: Scope.safeParse(typed.scope).data ?? own.scope };
}

function sidsOf(target: ScopeTarget): Pick<Mapping, 'accountSid' | 'providerSid' | 'targetName'> {
  switch (target.of) {
    case 'account': {
      const { sid, provider, name } = target.account;
      return { accountSid: sid, providerSid: provider.sid, targetName: name };
    }
    case 'provider':
      return { providerSid: target.provider.sid, targetName: target.provider.name };
    case 'everything':
      return {};
  }
}

function initialTarget(scope: Scope | null, target: ScopeTarget | null): Partial<GrantDraft> {
  if (target?.of === 'account') return { account: accountChoice(target.account) };
  if (target?.of !== 'provider') return {};
  const chosen = { value: target.provider.sid, text: target.provider.name };
  return scope === 'on_call' ? { onCallFor: chosen } : { provider: chosen };
}

function accountChoice({ sid, name, provider }: AccountSummary): Choice {
  return { value: sid, text: name, description: provider.name };
}

async function providerChoices(
  { actor, typed }: SuggestionInteraction,
  scope: Scope,
  gateway: AccountsGateway,
): Promise<Choice[]> {
  const providers = await providersFor(actor, scope, gateway);
  const text = typed.trim();
  const found = text === '' ? providers : providersLike(text, providers);
  return found.slice(0, 100).map(({ sid, name }) => ({ value: sid, text: name }));
}
