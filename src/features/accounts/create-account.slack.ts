import { canonical } from '../../canonical.ts';
import type { Change } from '../../changes/change.ts';
import { changeById, changesByOnce } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import type { Channels } from '../../changes/telling.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import type { ProviderSid } from '../../ids.ts';
import { inTimeOrNull } from '../../in-time.ts';
import type { DrawnModal, Interaction, SubmissionInteraction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { actorNow, admins } from '../access/access.store.ts';
import { type Actor, decide, requireRight } from '../access/access.ts';
import type { People } from '../access/people.ts';
import { noSuchRequest, secondPerson } from '../approvals/approvals.ts';
import type { RequestEditor } from '../approvals/editors.ts';
import type { AccountsGateway } from './account.ts';
import { PROVIDERS, providerChoices } from './account-fields.view.ts';
import { requireAvailable } from './availability.ts';
import { CreateAccountInput, granteeOf } from './create-account.ts';
import {
  type Afterwards,
  CreateMemory,
  createAnswers,
  createForm,
  createModal,
} from './create-account.view.ts';
import { editedMessage, waitsMessage } from './create-account-answers.view.ts';
import { EditMemory, editAnswers, editForm, editModal } from './edit-request.view.ts';
import {
  openProviderNames,
  providersLike,
  providersToCreateIn,
  providersToDecideIn,
} from './providers.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  gateway: AccountsGateway;
  people: Pick<People, 'refresh'>;
  clock: Clock;
  policy: Policy;
  channels: Pick<Channels, 'approvals'>;
}

/** How long a submission waits for the provider's name, in milliseconds. */
const PATIENCE = 1000;

/** Asking for an account, and editing such requests. Gives the editor for the approvals. */
export function registerCreateAccount(needs: Needs): RequestEditor<DrawnModal> {
  const { on, changes, journal, gateway, people, clock, policy, channels } = needs;
  const names = openProviderNames();
  const actorOf = (person: Change['actor']) => actorNow(journal.db, person, clock.now(), policy);

  on.command(
    {
      words: 'account create',
      usage: 'account create [name]',
      summary: 'create an account, or ask for one',
    },
    (it) => ask(it, it.line.rest),
  );
  on.action('account.create', (it) => ask(it));
  on.shortcut('account.create', (it) => ask(it));
  on.view(createForm, create);
  on.view(editForm, edit);
  on.options(PROVIDERS, async ({ actor, typed }) => {
    const providers = await providersToCreateIn(actor, gateway);
    return providerChoices(providersLike(typed, providers).slice(0, 100));
  });

  async function ask(it: Interaction, name = ''): Promise<void> {
    const place = { id: createForm.id, title: 'Create account' };
    await openSoon(it, place, formFor(it.actor, { name }), (drawn) => drawn);
  }

  async function formFor(
    actor: Actor,
    initial: Parameters<typeof createModal>[0]['initial'] = {},
  ): Promise<DrawnModal> {
    requireRight(actor, 'account create', { kind: 'nothing' });
    const providers = await providersToCreateIn(actor, gateway);
    names.learn(providers);
    return createModal({ providers, afterwards: afterwards(actor), initial });
  }

  function afterwards(actor: Actor): Afterwards {
    const { teamId, adminUsers, fourEyes } = policy;
    const adminCount = () => admins(journal.db, clock.now(), teamId, adminUsers).length;
    const needed = secondPerson('account create', actor, { fourEyes, adminCount });
    if (needed !== 'second person') return { announcedIn: channels.approvals };
    const asAccount = actor.grants.every(({ scope }) => scope === 'account');
    return { decidedBy: asAccount ? 'an Admin or a Service Provider of your tenant' : 'an Admin' };
  }

  async function create(it: SubmissionInteraction): Promise<void> {
    const memory = CreateMemory.parse(it.own);
    const { reason, ...account } = createAnswers(it.values, memory);
    const there = { kind: 'provider', providerSid: account.providerSid } as const;
    requireRight(it.actor, 'account create', there);
    // Submitted twice, what the first one took is not free any more: it is the same ask.
    const repeated = changesByOnce(journal.db, it.once).length > 0;
    const [providerName] = await Promise.all([
      nameOf(it.actor, account.providerSid),
      repeated || requireAvailable(gateway, account),
    ]);
    const input: CreateAccountInput = {
      ...account,
      providerName,
      limits: null,
      grantTo: granteeOf(it.actor, account.providerSid),
    };
    const asked = await changes.ask(it.actor.person, {
      kind: 'account create',
      input,
      origin: it.origin,
      once: it.once,
      ...(reason !== null && { reason }),
      ...(it.replyUrl && { replyUrl: it.replyUrl }),
    });
    const waits = asked.changes[0]?.state === 'waiting' && !asked.repeated;
    if (waits && it.replyUrl) {
      const how = afterwards(it.actor);
      await it.answer(waitsMessage(input.name, 'decidedBy' in how ? how.decidedBy : 'an Admin'));
    }
  }

  /** The provider's name as the gateway tells it now; as it was last seen where that takes too long. */
  async function nameOf(actor: Actor, sid: ProviderSid): Promise<string> {
    const providers = await inTimeOrNull(PATIENCE, providersToCreateIn(actor, gateway));
    if (!providers) return names.nameOf(sid) ?? sid;
    names.learn(providers);
    const provider = providers.find((one) => one.sid === sid);
    if (provider) return provider.name;
    const fields = { provider: 'This Service Provider is not there any more.' };
    throw new BotError('not_found', 'There is no such Service Provider.', {
      now: 'Open the form again to choose another.',
      fields,
    });
  }

  async function edit(it: SubmissionInteraction): Promise<void> {
    const memory = EditMemory.parse(it.own);
    const { grant, limits, ...account } = editAnswers(it.values, memory);
    const change = changeById(journal.db, memory.id);
    if (!change) throw noSuchRequest(it.actor);
    const input = CreateAccountInput.parse(change.input);
    // Their rights are checked with what Slack says of them now, not when they asked.
    await people.refresh(change.actor);
    const asker = actorOf(change.actor);
    const moot = change.state !== 'waiting' || change.revision !== memory.revision;
    const [providerName] = await Promise.all([
      nameOf(asker, account.providerSid),
      moot || requireAvailable(gateway, account),
    ]);
    const grantee = granteeOf(asker, account.providerSid) ?? input.grantTo;
    const edited: CreateAccountInput = {
      ...account,
      providerName,
      limits: limits === undefined ? input.limits : limits,
      grantTo: grant ? grantee : null,
    };
    const same = canonical(edited) === canonical(input);
    if (same && !moot && policy.fourEyes === 'all') throw nothingChanged();
    const decided = await changes.decide(it.actor.person, memory.id, memory.revision, {
      approve: true,
      ...(!same && { edited }),
    });
    if (decided.state === 'waiting' && it.replyUrl) await it.answer(editedMessage(edited.name));
  }

  return {
    async editForm(change, decider) {
      const input = CreateAccountInput.parse(change.input);
      const there = { kind: 'provider', providerSid: input.providerSid } as const;
      requireRight(decider, 'approvals decide', there);
      const limits = decide(decider, 'limits edit', there).allowed;
      if (input.limits && !limits) throw anAdminsEdit();
      await people.refresh(change.actor);
      const asker = actorOf(change.actor);
      const providers = await providersToDecideIn(decider, asker, gateway);
      names.learn(providers);
      const grantee = input.grantTo ?? granteeOf(asker, input.providerSid);
      return editModal({
        request: { id: change.id, revision: change.revision, input },
        providers,
        limits,
        grantee: grantee?.name ?? null,
        fourEyes: policy.fourEyes,
      });
    },
    againForm(change, asker) {
      const { name, sipRealm, providerSid } = CreateAccountInput.parse(change.input);
      return formFor(asker, { name, sipRealm, providerSid, reason: change.reason });
    },
  };
}

/** Saying “Save” approves nothing: under `FOUR_EYES=all` the form is for changing the request. */
function nothingChanged(): BotError {
  return new BotError('invalid', 'Nothing was changed.', {
    why: 'Saving an edit is no approval, and there is none to save.',
    now: 'Approve it with Approve, or change something.',
  });
}

function anAdminsEdit(): BotError {
  return new BotError('forbidden', 'An Admin has set limits on this request.', {
    why: 'Only Admin scope may set Unit, its maximum and Licensed sessions.',
    now: 'Approve or deny it as it is, or ask an Admin to edit it.',
  });
}
