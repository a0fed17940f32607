import type { Journal } from '../changes/journal.ts';
import type { Clock } from '../clock.ts';
import { BotError } from '../errors.ts';
import { IDENTITY_TRUSTED, identityOf } from '../features/access/access.store.ts';
import type { People } from '../features/access/people.ts';

/**
 * Who people are, where Slack cannot be asked: what it said lately is believed for as long as ever (design §2), and
 * whoever it never spoke of is nobody to be mapped.
 */
export function offlinePeople(needs: { journal: Journal; clock: Clock; demo: boolean }): People {
  const { journal, clock, demo } = needs;
  return {
    refresh: async () => {},
    learn: async () => {},
    async read(person) {
      const known = identityOf(journal.db, person);
      const age = known && clock.now().getTime() - known.readAt.getTime();
      if (known && age !== undefined && age <= IDENTITY_TRUSTED) return known;
      throw new BotError('unavailable', 'I cannot make sure who that is.', {
        why: known
          ? `Slack was last asked about ${known.name} on ${known.readAt.toISOString()}, and it takes a fresh answer.`
          : 'Slack has never been asked about them, and this terminal cannot ask it.',
        now: demo
          ? 'Start the demo, whose Slack knows: npm run demo. Nothing was changed.'
          : 'Set SLACK_BOT_TOKEN for this command, or do it in Slack. Nothing was changed.',
      });
    },
  };
}
