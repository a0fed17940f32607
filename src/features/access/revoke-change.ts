import { z } from 'zod';
import { defineChange, type Fact } from '../../changes/change.ts';
import type { Tx } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import { idSchema } from '../../ids.ts';
import { endGrant, type GrantRow, grantById, liveGrant } from './access.store.ts';
import { requireRight, scopeName } from './access.ts';
import {
  aboutGrant,
  grantTarget,
  lastDay,
  Mapping,
  revokeAction,
  scopeOn,
  targetKey,
} from './grant.ts';
import type { GrantNeeds } from './grant-change.ts';
import { requireAdminsLeft } from './last-admin.ts';

/** A grant is taken back. */
export const RevokeInput = Mapping.extend({ grantId: idSchema('grt') });
export type RevokeInput = z.infer<typeof RevokeInput>;

const Seen = z.object({ until: z.iso.date().nullable() });

export function revokeChange({ clock, policy }: GrantNeeds) {
  function check(tx: Tx, input: RevokeInput): GrantRow {
    const now = clock.now();
    const row = grantById(tx, input.grantId);
    const same =
      row?.userId === input.person.userId &&
      row.scope === input.scope &&
      row.targetKey === targetKey(input);
    if (!row || !same || row.endedAt || (row.until && row.until <= now)) {
      throw new BotError('conflict', 'This grant has ended already.', {
        now: 'See what they hold with `access list`.',
      });
    }
    if (input.scope === 'admin') {
      if (policy.adminUsers.includes(input.person.userId)) throw namedByOperator(input.personName);
      requireAdminsLeft(tx, now, policy, row);
    }
    return row;
  }

  return defineChange<RevokeInput, z.infer<typeof Seen>>({
    kind: 'access revoke',
    input: RevokeInput,
    seen: Seen,
    about: aboutGrant,
    action: ({ scope }) => revokeAction(scope),
    authorize(actor, input) {
      requireRight(actor, revokeAction(input.scope), grantTarget(input));
    },
    precondition(tx, input) {
      check(tx, input);
    },
    describe: (input) => ({
      what: `revoke ${input.personName}’s ${scopeOn(input)}`,
      target: input.personName,
      facts: factsOf(input),
    }),
    outcome: (input) => ({
      did: `revoked ${input.personName}’s ${scopeOn(input)}`,
      facts: factsOf(input),
    }),
    undo: ({ grantId: _ended, ...input }) => ({
      kind: 'access grant',
      input: { ...input, restores: true },
    }),
    stillAsWritten: (tx, input) =>
      liveGrant(tx, input.person, input.scope, targetKey(input)) === undefined,
    notices: (change, input) =>
      input.person.userId === change.actor.userId
        ? []
        : [
            {
              to: input.person,
              said: `${change.actorName} revoked your ${scopeOn(input)}.`,
              facts: [],
            },
          ],
    effect: {
      where: 'here',
      apply(tx, input, change) {
        const row = check(tx, input);
        endGrant(tx, row.id, clock.now(), change.actor.userId);
        const until = row.until ? lastDay(row.until) : null;
        return { before: { until }, after: { until } };
      },
    },
  });
}

/** An Admin of the operator's: taken away where it was given. */
export function namedByOperator(name: string): BotError {
  return new BotError('conflict', `${name} is an Admin because ADMIN_USERS lists them.`, {
    why: 'What the operator configured is not revoked from Slack.',
    now: 'Whoever runs the bot takes them off ADMIN_USERS and restarts it.',
  });
}

function factsOf(input: Mapping): Fact[] {
  return [
    { label: 'Person', value: input.personName },
    { label: 'Scope', value: scopeName[input.scope] },
    ...(input.targetName ? [{ label: 'Target', value: input.targetName }] : []),
  ];
}
