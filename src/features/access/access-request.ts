import { z } from 'zod';
import { defineChange } from '../../changes/change.ts';
import { waitingChangesOf } from '../../changes/requests.store.ts';
import type { Db } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import { ProviderSid } from '../../ids.ts';
import { type Actor, requireRight } from './access.ts';
import { isTerminal, PersonId } from './scope.ts';

/** Somebody asks to be mapped. */
export const AccessRequest = z.object({
  person: PersonId,
  personName: z.string(),
  /** What they say they need, in their own words. */
  needs: z.string(),
  /** The tenant in which all that they hold lies: its people decide too. */
  providerSid: ProviderSid.optional(),
});
export type AccessRequest = z.infer<typeof AccessRequest>;

const Seen = z.object({ granted: z.string() }).nullable();

/**
 * A request for access always waits for a second person, who answers it by mapping its asker: the grant that
 * does so ends it (`settles`). It changes nothing by itself.
 */
export const accessRequest = defineChange<AccessRequest, z.infer<typeof Seen>>({
  kind: 'access request',
  input: AccessRequest,
  seen: Seen,
  about: ({ person, providerSid }) => ({
    lane: `person/${person.userId}`,
    person,
    ...(providerSid && { providerSid }),
  }),
  action: () => 'access request',
  authorize(actor, { person, providerSid }) {
    requireRight(actor, 'access request', { kind: 'nothing' });
    requireInSlack(actor);
    if (actor.person.userId !== person.userId) {
      throw new BotError('forbidden', 'Everybody asks for access themselves.', {
        now: 'Have them type `access request`, or map them with `access grant`.',
      });
    }
    if (providerSid !== tenantOf(actor)) {
      throw new BotError('conflict', 'What you hold has changed meanwhile.', {
        why: 'It decides who is asked.',
        now: 'Ask again.',
      });
    }
  },
  precondition: (tx, _input, actor) => requireNoneOpen(tx, actor),
  describe: ({ personName, needs }) => ({
    what: `get access for ${personName}`,
    target: personName,
    facts: [{ label: 'What they need', value: needs }],
  }),
  outcome: ({ personName, needs }, _before, after) => ({
    did: after ? `granted ${personName} ${after.granted}` : `answered ${personName}`,
    facts: [{ label: 'What they need', value: needs }],
  }),
  deciding: { approve: 'Map…', editable: true },
  effect: { where: 'here', apply: () => ({ before: null, after: null }) },
});

/** Throws for somebody at a terminal, who has Admin scope and nobody to map. */
export function requireInSlack({ person }: Pick<Actor, 'person'>): void {
  if (!isTerminal(person)) return;
  throw new BotError('conflict', 'Nobody asks for access from a terminal.', {
    why: 'Whoever sits there has Admin scope already.',
    now: 'Map somebody with access grant; whoever needs access asks for it in Slack.',
  });
}

/** The one tenant of somebody who holds Account scope there and nothing else: its Service Providers decide too. */
export function tenantOf({ grants }: Pick<Actor, 'grants'>): ProviderSid | undefined {
  const tenants = new Set(grants.map(({ providerSid }) => providerSid));
  const [only] = tenants;
  const asAccount = grants.every(({ scope }) => scope === 'account');
  return asAccount && tenants.size === 1 ? (only ?? undefined) : undefined;
}

/** Throws where the person has an open request already: one each (design §2). */
export function requireNoneOpen(tx: Db, { person }: Pick<Actor, 'person'>): void {
  const [open] = waitingChangesOf(tx, person, 'access request');
  if (!open) return;
  throw new BotError('conflict', 'You have asked for access already, and nobody has decided yet.', {
    why: `Your request ${open.id} is open.`,
    now: 'Wait for the answer by direct message, or withdraw it there and ask anew.',
  });
}
