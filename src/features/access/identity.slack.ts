import { z } from 'zod';
import type { Journal } from '../../changes/journal.ts';
import type { Log } from '../../log.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { identityFrom } from '../../slack/people-source.ts';
import { identityOf } from './access.store.ts';
import type { People } from './people.ts';

interface Needs {
  on: Listeners;
  people: People;
  journal: Journal;
  policy: { teamId: string };
  log: Log;
}

const UserChange = z.object({ user: z.looseObject({ id: z.string() }) });

/** Keeps up with who people are: whoever is deactivated or becomes a guest has fewer rights at once. */
export function registerIdentity({ on, people, journal, policy, log }: Needs): void {
  on.event('user_change', async (event) => {
    const changed = UserChange.safeParse(event);
    if (!changed.success) return;
    const person = { teamId: policy.teamId, userId: changed.data.user.id };
    // Of those whom nobody has dealt with, nothing is kept.
    if (!identityOf(journal.db, person)) return;
    const { userId: _id, ...told } = identityFrom(changed.data.user, policy.teamId);
    const shrinks = told.isDeactivated || told.isGuest || told.isBot || told.isForeign;
    if (shrinks) return people.learn(person, told);
    // Events come late and out of order: what gives rights back is asked for, not believed.
    try {
      await people.read(person);
    } catch (error) {
      log.warn({ err: error }, 'Slack does not say who a person is');
    }
  });
}
