import { canonical } from '../canonical.ts';
import type { Keyring } from '../db/keyring.ts';
import { BotError } from '../errors.ts';
import type { Actor } from '../features/access/access.ts';
import type { PersonId } from '../features/access/scope.ts';
import type { Change } from './change.ts';

/** Who edited a request last, with the rights they hold now; `null` where it is as it was asked. */
export function editorOf(change: Change, actorOf: (person: PersonId) => Actor): Actor | null {
  const last = change.authors.at(-1);
  if (change.revision === 1 || !last) return null;
  return actorOf({ teamId: change.actor.teamId, userId: last });
}

/** Makes sure that Slack was lately asked who wrote a request: whoever asked for it, and whoever edited it since. */
export async function refreshAuthors(
  { actor, authors }: Change,
  refresh: (person: PersonId) => Promise<void>,
): Promise<void> {
  const people = [...new Set([actor.userId, ...authors])];
  await Promise.all(people.map((userId) => refresh({ teamId: actor.teamId, userId })));
}

/** Throws where what is stored is no longer what was asked, or approved: the database was changed from outside. */
export function requireAsAsked(keyring: Keyring, change: Change): void {
  if (digestOf(keyring, change.kind, change.input, change.revision) === change.digest) return;
  throw new BotError('conflict', 'What is stored is not what was asked or approved.', {
    why: 'Its digest does not fit: the database was changed from outside.',
    now: 'Ask for it again, and tell whoever runs the bot.',
  });
}

/** What an approval is bound to: the kind, the input and the revision, under a key (so that nobody can guess). */
export function digestOf(keyring: Keyring, kind: string, input: unknown, revision: number): string {
  return keyring.mac('fingerprint', canonical([kind, JSON.parse(JSON.stringify(input)), revision]));
}
