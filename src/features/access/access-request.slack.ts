import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import { BotError } from '../../errors.ts';
import type { DrawnModal, Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { RequestEditor } from '../approvals/editors.ts';
import { type Actor, isAdmin, requireRight } from './access.ts';
import { AccessRequest, requireInSlack, requireNoneOpen, tenantOf } from './access-request.ts';
import { requestForm, requestModal } from './access-request.view.ts';
import { waitsMessage } from './waits.view.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
}

/** Asking for access: by command, and from every refusal that more access would lift. Gives what asks again. */
export function registerAccessRequests({ on, changes, journal }: Needs): RequestEditor<DrawnModal> {
  const requireFree = (actor: Actor) => {
    requireRight(actor, 'access request', { kind: 'nothing' });
    requireInSlack(actor);
    requireNoneOpen(journal.db, actor);
  };
  const openForm = async (it: Interaction, needs = '') => {
    requireFree(it.actor);
    await it.open({ view: requestModal({ needs }) });
  };

  on.command(
    {
      words: 'access request',
      usage: 'access request',
      summary: 'ask for access',
      onlyInSlack: true,
    },
    (it) => openForm(it, it.line.rest),
  );
  on.action('access.ask', (it) => openForm(it));

  on.view(requestForm, async (it) => {
    const { needs, reason } = requestForm.parse(it.values);
    const { person, name: personName } = it.actor;
    const providerSid = tenantOf(it.actor);
    const asked = await changes.ask(person, {
      kind: 'access request',
      input: { person, personName, needs, ...(providerSid && { providerSid }) },
      origin: it.origin,
      once: it.once,
      reason,
      ...(it.replyUrl && { replyUrl: it.replyUrl }),
    });
    if (asked.repeated || !it.replyUrl) return;
    await it.answer(waitsMessage('get access', deciders(it.actor)));
  });

  return {
    async editForm() {
      throw answeredByMapping();
    },
    async againForm({ input, reason }, asker) {
      requireFree(asker);
      const { needs } = AccessRequest.parse(input);
      return { view: requestModal({ needs, reason }) };
    },
  };
}

/** No card offers to edit it. */
function answeredByMapping(): BotError {
  return new BotError('conflict', 'What somebody asks for is not edited for them.', {
    why: 'Whoever maps them decides what they get.',
    now: 'Use Map… on its card.',
  });
}

/** Who decides what this person asks. */
function deciders(asker: Actor): string {
  if (isAdmin(asker)) return 'another Admin';
  return tenantOf(asker) ? 'an Admin or a Service Provider of your tenant' : 'an Admin';
}
