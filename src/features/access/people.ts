import type { Journal } from '../../changes/journal.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { IDENTITY_TRUSTED, type Identity, identityOf, saveIdentity } from './access.store.ts';
import { isInSlack, type PersonId } from './scope.ts';

/** Who people are, as Slack tells it. */
export interface PeopleSource {
  /** Rejects where Slack cannot say now; `null` where it knows no such person. */
  lookUp(userId: string): Promise<Identity | null>;
}

/** How long a person waits for Slack to say who they are, in milliseconds. */
const PATIENCE = 1200;
/** After Slack could not say, how long it is not asked again for the same person, in milliseconds. */
const ASK_AGAIN_AFTER = 5000;

/** Keeps what is known of people fresh enough to decide by (design §2). */
export interface People {
  /** Makes sure that the person's identity was read within 15 minutes, if Slack can say it soon enough. */
  refresh(person: PersonId): Promise<void>;
  /** Reads it anew, whatever its age: when somebody is granted something. `null`: no such person. */
  read(person: PersonId): Promise<Identity | null>;
  /** Slack told us of a change. */
  learn(person: PersonId, identity: Identity): Promise<void>;
}

export function openPeople(needs: {
  journal: Journal;
  source: PeopleSource;
  clock: Clock;
  log: Log;
}): People {
  const { journal, source, clock } = needs;
  const failedAt = new Map<string, number>();
  /** What is being asked now: several things that somebody does at once are one question. */
  const asking = new Map<string, Promise<void>>();

  const learn = (person: PersonId, identity: Identity) =>
    journal.write((tx, now) => saveIdentity(tx, person, identity, now));

  async function read(person: PersonId): Promise<Identity | null> {
    const identity = await source.lookUp(person.userId);
    if (identity) await learn(person, identity);
    return identity;
  }

  function ask(person: PersonId): Promise<void> {
    const { userId } = person;
    const asked = read(person)
      .then(
        () => void failedAt.delete(userId),
        (error: unknown) => {
          failedAt.set(userId, clock.now().getTime());
          needs.log.warn({ err: error }, 'Slack does not say who a person is');
        },
      )
      .finally(() => asking.delete(userId));
    asking.set(userId, asked);
    return asked;
  }

  return {
    learn,
    read,
    async refresh(person) {
      if (!isInSlack(person.userId)) return;
      const now = clock.now().getTime();
      const known = identityOf(journal.db, person);
      if (known && now - known.readAt.getTime() <= IDENTITY_TRUSTED) return;
      if (now - (failedAt.get(person.userId) ?? Number.NEGATIVE_INFINITY) < ASK_AGAIN_AFTER) return;
      const late = new Promise<'late'>((resolve) => setTimeout(resolve, PATIENCE, 'late').unref());
      const answer = asking.get(person.userId) ?? ask(person);
      // Whoever waited in vain is not made to wait again at once; the answer counts whenever it comes.
      if ((await Promise.race([answer, late])) === 'late') {
        failedAt.set(person.userId, clock.now().getTime());
      }
    },
  };
}

/** Who somebody is, read anew for a change about them. Throws `unavailable` where Slack cannot say it now. */
export async function freshIdentity(people: People, person: PersonId): Promise<Identity | null> {
  try {
    return await people.read(person);
  } catch (cause) {
    // Slack has said it and our own database did not take it; or the bot may not ask.
    if (cause instanceof BotError) throw cause;
    throw new BotError('unavailable', 'Slack does not say who that is right now.', {
      why: 'Whoever is mapped must be known to be a member of this workspace.',
      now: 'Try again in a minute. Nothing was changed.',
      cause,
    });
  }
}
