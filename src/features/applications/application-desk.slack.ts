import { changesByOnce } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import { BotError } from '../../errors.ts';
import { type AccountSid, ApplicationSid } from '../../ids.ts';
import { inTime, inTimeOrNull } from '../../in-time.ts';
import type { Interaction, Suggestions } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { Actor } from '../access/access.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { accountAt } from '../accounts/which-account.ts';
import { asChoice } from './application-form.view.ts';
import { nameTaken, noSuchApplication } from './application-rules.ts';
import type { Application, ApplicationsGateway } from './applications-gateway.ts';

export interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  gateway: AccountsGateway & ApplicationsGateway;
}

/** What a submission, or a click that changes something, is asked with. */
export type Asking = Pick<Interaction, 'actor' | 'origin' | 'replyUrl' | 'answer'> & {
  once: string;
  close(): Promise<void>;
};

/** After this long, in milliseconds, the gateway counts as not answering: a modal still opens in what is left of 3 s. */
export const GIVEN_UP = 2000;
/** How many applications a picker offers (Slack's limit). */
const OFFERED = 100;
/** How long a form waits to hear whether its name is free, in milliseconds: the change looks again. */
const PATIENCE = 1000;

export type ApplicationDesk = ReturnType<typeof openApplicationDesk>;

/** What adding, changing and removing applications have in common: finding them, and asking for the change. */
export function openApplicationDesk({ changes, journal, gateway }: Omit<Needs, 'on'>) {
  return {
    /** The account, in which this person may do that. */
    account: (sid: string, actor: Actor, action: 'apps add' | 'apps edit' | 'apps remove') =>
      inTime(GIVEN_UP, accountAt(sid, actor, action, gateway)),

    /** The account's application of this SID. Throws `not_found` alike for malformed, missing and foreign SIDs. */
    async application(account: AccountSummary, sid: string): Promise<Application> {
      const parsed = ApplicationSid.safeParse(sid);
      const reading = parsed.success ? gateway.application(account.sid, parsed.data) : null;
      const found = reading && (await inTime(GIVEN_UP, reading));
      if (!found) throw noSuchApplication();
      return found;
    },

    /** The account's only application; `null` where there are several to pick from. Throws where there is none. */
    async soleApplication(account: AccountSummary): Promise<Application | null> {
      const { items, next } = await gateway.applications(account.sid, { limit: 2 });
      const [first, ...others] = items;
      if (!first) throw hasNone(account);
      return others.length === 0 && next === null ? first : null;
    },

    /** Applications for a picker, of an account in which this person may do that. */
    async suggest(
      { actor, typed }: { actor: Actor; typed: string },
      action: 'apps edit' | 'apps remove',
      sid: AccountSid,
    ): Promise<Suggestions> {
      const account = await accountAt(sid, actor, action, gateway);
      return (await gateway.suggestApplications(account.sid, typed, OFFERED)).map(asChoice);
    },

    /** Throws `conflict` where another application of the account has this name. */
    async requireFree(
      { sid }: AccountSummary,
      name: string,
      own: ApplicationSid | null = null,
    ): Promise<void> {
      const there = await inTimeOrNull(PATIENCE, gateway.applicationNamed(sid, name));
      if (there && there.sid !== own) throw nameTaken();
    },

    /** True where this was asked before: what it has done is no reason to refuse it, and it is done once. */
    async repeated({ actor, origin, once }: Asking): Promise<boolean> {
      const [earlier] = changesByOnce(journal.db, once);
      if (!earlier) return false;
      const { kind, input } = earlier;
      await changes.ask(actor.person, { kind, input, origin, once });
      return true;
    },

    /** Asks for it. `doing`: said where it takes longer. */
    async ask(it: Asking, kind: string, input: object, doing: string): Promise<void> {
      const { origin, once, replyUrl } = it;
      const how = { origin, once, ...(replyUrl && { replyUrl }) };
      const asked = await changes.ask(it.actor.person, { kind, input, ...how });
      await sayIfSlow(it, asked, doing, journal);
    },
  };
}

function hasNone({ name }: AccountSummary): BotError {
  return new BotError('not_found', `${name} has no applications.`, {
    now: 'Add one with `apps add`.',
  });
}
