import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { requireRight } from './access.ts';
import { requireNoneOpen } from './access-request.ts';
import { requestForm, requestModal } from './access-request.view.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
}

/** Asking for access: by command, and from every refusal that more access would lift. */
export function registerAccessRequests({ on, changes, journal }: Needs): void {
  const openForm = async (it: Interaction) => {
    requireRight(it.actor, 'access request', { kind: 'nothing' });
    requireNoneOpen(journal.db, it.actor);
    await it.open({ view: requestModal() });
  };

  on.command(
    { words: 'access request', usage: 'access request', summary: 'ask for access' },
    openForm,
  );
  on.action('access.ask', openForm);

  on.view(requestForm, async (it) => {
    const { needs, reason } = requestForm.parse(it.values);
    await changes.ask(it.actor.person, {
      kind: 'access request',
      input: { person: it.actor.person, personName: it.actor.name, needs },
      origin: it.origin,
      once: it.once,
      reason,
      ...(it.replyUrl && { replyUrl: it.replyUrl }),
    });
  });
}
