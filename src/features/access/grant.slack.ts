import { z } from 'zod';
import { canonical } from '../../canonical.ts';
import type { Change } from '../../changes/change.ts';
import { accountsTouchedBy, changeById } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import { type Id, idSchema, newId } from '../../ids.ts';
import { inTime, inTimeOrNull } from '../../in-time.ts';
import type { DrawnModal, SubmissionInteraction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { shortened } from '../../slack/mrkdwn.ts';
import { openSoon } from '../../slack/open-soon.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import { suggestAccounts } from '../accounts/which-account.ts';
import { accountChoices } from '../accounts/which-account.view.ts';
import { mayDecide, noSuchRequest, refusedDecision } from '../approvals/approvals.ts';
import type { RequestEditor } from '../approvals/editors.ts';
import { actorNow } from './access.store.ts';
import { type Actor, mayEver, requireRight } from './access.ts';
import { AccessRequest } from './access-request.ts';
import { grantAction, type Mapping, requireGrantable, scopeOn } from './grant.ts';
import { type GrantDraft, grantFields, grantForm, grantModal } from './grant.view.ts';
import { GrantInput } from './grant-change.ts';
import { draftAsAsked, draftOf, draftTarget, providerChoices } from './grant-draft.slack.ts';
import { readGrantLine } from './grant-line.slack.ts';
import { type ScopeTarget, sidsOf, targetMeant, targetPicked } from './grant-target.ts';
import { freshIdentity, type People } from './people.ts';
import { Scope } from './scope.ts';
import { editedGrant, waitsMessage } from './waits.view.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  gateway: AccountsGateway;
  journal: Journal;
  people: People;
  clock: Clock;
  policy: Policy;
}

/** What the form remembers. */
const Own = z.object({
  /** The scope whose fields it shows, and whether there was no other. */
  scope: Scope.nullable(),
  only: z.boolean(),
  /** The access request that the grant answers. */
  request: idSchema('chg').nullable(),
  /** The grant that waits and is edited, as its decider saw it. */
  edits: z
    .object({ id: idSchema('chg'), revision: z.number().int() })
    .nullable()
    .default(null),
});
type Own = z.infer<typeof Own>;

/** What the form is about beside the grant itself. */
type About = Partial<Pick<Own, 'request' | 'edits'>>;

/** How long a line's target may take before a form opens in place of acting at once, in milliseconds. */
const AT_ONCE = 400;
/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/**
 * Mapping people: by command, by form, and from the card of somebody who asked for access. Gives the editor of
 * grants that wait for a second person.
 */
export function registerGrant(needs: Needs): RequestEditor<DrawnModal> {
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
      const meant = scope ? targetMeant(scope, line.target, it.actor, gateway) : null;
      const soon = await inTimeOrNull(AT_ONCE, settled(meant));
      if (soon && scope && userId) {
        const target = await meant;
        if (target) {
          const grant = { userId, scope, target, until };
          return ask(it.actor, grant, { ...it, once: newId('frm') });
        }
      }
      const typed = shortened(line.target, 100);
      const place = { id: grantForm.id, title: 'Grant access' };
      await openSoon(it, place, Promise.resolve(meant), (target) => {
        const several = scope !== null && line.target !== '' && !target;
        const note = several ? `Several match “${typed}”: pick the one you mean.` : undefined;
        const draft = { person: userId, scope, until, ...draftTarget(scope, target) };
        return drawn(it.actor, draft, {}, note);
      });
    },
  );

  on.action(`${grantForm.id}.scope`, async (it) => {
    const own = Own.parse(it.view?.memory?.own);
    await it.redraw(drawn(it.actor, draftOf(it.view?.values, own), own));
  });

  on.action('approvals.map', async (it) => {
    const request = openRequest(it.actor, it.value);
    const draft = { person: request.actor.userId, scope: null };
    await it.open(drawn(it.actor, draft, { request: request.id }));
  });

  on.view(grantForm, async (it) => {
    requireSomeGrant(it.actor);
    const own = Own.parse(it.own);
    const draft = draftOf(it.values, own);
    // The scope was changed and submitted before the form could follow: now it asks for the right target.
    if (draft.scope !== own.scope && !own.only) {
      await it.replaceBy(drawn(it.actor, draft, own));
      return;
    }
    const edited = own.edits && changeById(journal.db, own.edits.id);
    const shown = grantFields(own.scope, edited !== null);
    const given = own.only && own.scope ? { scope: own.scope } : {};
    const values = grantForm.parse(it.values, { shown, given });
    const person = edited ? GrantInput.parse(edited.input).person.userId : values.person;
    const { scope } = values;
    if (!scope || !person) {
      throw new BotError('invalid', 'The person and the scope are missing.', {
        now: 'Pick both, then submit it again.',
      });
    }
    const sid = values.account ?? values.provider ?? values.onCallFor ?? null;
    const target = await inTime(GIVEN_UP, targetPicked(scope, sid, it.actor, gateway));
    const { until = null, reason = null } = values;
    const grant = { userId: person, scope, target, until, reason };
    if (edited && own.edits) return decide(it, grant, edited, own.edits.revision);
    await ask(it.actor, grant, it, own.request);
  });

  on.options('access.account', async ({ actor, typed }) => {
    const touched = accountsTouchedBy(journal.db, actor.person, 10);
    const found = await suggestAccounts(typed, actor, 'access grant account', gateway, touched);
    return accountChoices(found);
  });
  on.options('access.provider', (it) => providerChoices(it, 'service_provider', gateway));
  on.options('access.oncall', (it) => providerChoices(it, 'on_call', gateway));

  async function ask(
    actor: Actor,
    grant: Picked,
    how: Pick<SubmissionInteraction, 'origin' | 'once' | 'replyUrl' | 'answer'>,
    requestId: Id<'chg'> | null = null,
  ): Promise<void> {
    const mapping = await mappingOf(actor, grant);
    const asked = await changes.ask(actor.person, {
      kind: 'access grant',
      input: { ...mapping, ...(requestId && { requestId }) },
      origin: how.origin,
      once: how.once,
      ...(grant.reason && { reason: grant.reason }),
      ...(how.replyUrl && { replyUrl: how.replyUrl }),
    });
    const waits = asked.changes[0]?.state === 'waiting' && !asked.repeated;
    if (!waits || !how.replyUrl) return;
    const what = `grant ${mapping.personName} ${scopeOn(mapping)}`;
    await how.answer(waitsMessage(what, 'another Admin'));
  }

  /** Decides a grant that waits, as its decider changed it. */
  async function decide(
    { actor, replyUrl, answer }: SubmissionInteraction,
    grant: Picked,
    change: Change,
    revision: number,
  ): Promise<void> {
    const input = GrantInput.parse(change.input);
    const mapping = await mappingOf(actor, grant);
    const { requestId, restores } = input;
    const edited: GrantInput = {
      ...mapping,
      ...(requestId && { requestId }),
      ...(restores && { restores }),
    };
    const same = canonical(edited) === canonical(input);
    const decided = await changes.decide(actor.person, change.id, revision, {
      approve: true,
      ...(!same && { edited }),
    });
    if (decided.state === 'waiting' && replyUrl) await answer(editedGrant(mapping.personName));
  }

  async function mappingOf(
    actor: Actor,
    { userId, scope, target, until }: Picked,
  ): Promise<Mapping> {
    requireRight(actor, grantAction(scope), { kind: 'nothing' });
    const person = { teamId: policy.teamId, userId };
    const identity = await freshIdentity(needs.people, person);
    requireGrantable(identity, scope);
    return {
      person,
      personName: identity?.name ?? person.userId,
      scope,
      ...sidsOf(target),
      ...(until && { until }),
    };
  }

  /** The request on whose card Map… was clicked, if this person may decide it and it is still open. */
  function openRequest(actor: Actor, value: string): Change {
    const [id = '', revision] = value.split(':');
    const request = changeById(journal.db, id);
    if (request?.kind !== 'access request') {
      throw noSuchRequest(actor);
    }
    const asker = actorNow(journal.db, request.actor, clock.now(), policy);
    const may = mayDecide(actor, asker, request, policy.fourEyes);
    if (!may.allowed) throw refusedDecision(may.because, request);
    if (request.state !== 'waiting' || String(request.revision) !== revision) {
      throw new BotError('conflict', 'This request is over already.', {
        why: request.decidedBy ? 'Another decider was first.' : 'It moved on meanwhile.',
        now: 'Look at its card as it is now.',
      });
    }
    return request;
  }

  function drawn(
    actor: Actor,
    draft: GrantDraft,
    { request = null, edits = null }: About,
    note?: string,
  ): DrawnModal {
    requireSomeGrant(actor);
    const scopes = scopesOf(actor);
    const [only] = scopes;
    const scope = scopes.length === 1 && only ? only : draft.scope;
    const answered = request && changeById(journal.db, request);
    const asked = answered && {
      from: answered.actor.userId,
      needs: AccessRequest.parse(answered.input).needs,
      reason: answered.reason,
    };
    const edited = edits && changeById(journal.db, edits.id);
    return {
      view: grantModal({ ...draft, scope }, scopes, {
        request: asked ?? undefined,
        note,
        edits: edited ? GrantInput.parse(edited.input).person.userId : undefined,
      }),
      remembers: { scope, only: scopes.length === 1, request, edits } satisfies Own,
    };
  }

  return {
    async editForm({ id, revision, input }, decider) {
      const asked = GrantInput.parse(input);
      return drawn(decider, draftAsAsked(asked), { edits: { id, revision } });
    },
    async againForm({ input, reason }, asker) {
      const asked = GrantInput.parse(input);
      const open = asked.requestId ? changeById(journal.db, asked.requestId) : null;
      const request = open?.state === 'waiting' ? open.id : null;
      return drawn(asker, { ...draftAsAsked(asked), reason }, { request });
    },
  };
}

/** A grant as it was picked, its target looked up. */
interface Picked {
  userId: string;
  scope: Scope;
  target: ScopeTarget;
  until: string | null;
  reason?: string | null;
}

/** True once it is known, one way or the other. */
async function settled(work: Promise<unknown> | null): Promise<true> {
  await Promise.allSettled([work]);
  return true;
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
