import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Identity } from '../features/access/access.store.ts';
import type { PeopleSource } from '../features/access/people.ts';
import { mayNotReadPeople } from './lacking.ts';

const SlackUser = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().default(''),
  real_name: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  profile: z.object({ display_name: z.string().optional() }).optional(),
});

/** A user as Slack gives it (`users.info`, `user_change`), in our words. `homeTeam`: the bot's own workspace. */
export function identityFrom(user: unknown, homeTeam: string): Identity & { userId: string } {
  const parsed = SlackUser.parse(user);
  return {
    userId: parsed.id,
    name: parsed.profile?.display_name || parsed.real_name || parsed.name || parsed.id,
    isGuest: parsed.is_restricted || parsed.is_ultra_restricted,
    isDeactivated: parsed.deleted,
    isBot: parsed.is_bot || parsed.id === 'USLACKBOT',
    isForeign: parsed.is_stranger || (parsed.team_id ?? homeTeam) !== homeTeam,
  };
}

export function slackPeople(client: WebClient, homeTeam: string): PeopleSource {
  return {
    async lookUp(userId) {
      try {
        const { user } = await client.users.info({ user: userId });
        const { userId: _id, ...identity } = identityFrom(user, homeTeam);
        return identity;
      } catch (error) {
        const code = error instanceof WebAPIPlatformError ? error.data.error : null;
        if (code === 'user_not_found') return null;
        throw code === 'missing_scope' ? mayNotReadPeople(error) : error;
      }
    },
  };
}
