import { z } from 'zod';
import { type Change, defineChange, type Fact, type Notice } from '../../changes/change.ts';
import { changeById } from '../../changes/changes.store.ts';
import { markOnce } from '../../changes/marks.store.ts';
import { waitingChangesOf } from '../../changes/requests.store.ts';
import type { Clock } from '../../clock.ts';
import type { Tx } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import { idSchema, newId } from '../../ids.ts';
import { type FourEyes, mayDecide, refusedDecision } from '../approvals/approvals.ts';
import {
  actorNow,
  changeUntil,
  endGrant,
  type GrantRow,
  heldGrant,
  identityOf,
  insertGrant,
  liveGrant,
  type OperatorsRules,
} from './access.store.ts';
import { type Actor, requireRight, scopeName } from './access.ts';
import {
  aboutGrant,
  endOf,
  grantAction,
  grantTarget,
  lastDay,
  Mapping,
  requireGrantable,
  scopeOn,
  targetKey,
} from './grant.ts';
import { requireAdminsLeft } from './last-admin.ts';
import type { PersonId } from './scope.ts';

/** Somebody is given a scope, or the end of the one that they hold is changed. */
export const GrantInput = Mapping.extend({
  /** The access request that this answers. */
  requestId: idSchema('chg').optional(),
  /** It gives back what was revoked (Undo), and answers nobody. */
  restores: z.literal(true).optional(),
});
export type GrantInput = z.infer<typeof GrantInput>;

/** The grant as it stood before (`null`: there was none) and after. */
const Seen = z.object({ grantId: idSchema('grt'), until: z.iso.date().nullable() }).nullable();
type Seen = z.infer<typeof Seen>;

export interface GrantNeeds {
  clock: Clock;
  /** The command as people type it. */
  command: string;
  policy: OperatorsRules & { fourEyes: FourEyes; teamId: string };
}

/** What is recorded of the access request that a grant answers. */
export interface Answered {
  granted: string;
}

export function grantChange({ clock, command, policy }: GrantNeeds) {
  function held(tx: Tx, input: Mapping): GrantRow | undefined {
    return heldGrant(tx, input.person, input.scope, targetKey(input), clock.now());
  }

  /** Everything that our own state may have against it, when it is asked, approved and carried out. */
  function check(tx: Tx, input: GrantInput): GrantRow | undefined {
    const now = clock.now();
    requireGrantable(identityOf(tx, input.person), input.scope);
    if (input.until && endOf(input.until) <= now) {
      throw new BotError('invalid', `${input.until} is in the past.`, {
        now: 'Name today or a later day.',
        fields: { until: 'This day is in the past.' },
      });
    }
    const row = held(tx, input);
    if (row && (row.until ? lastDay(row.until) : undefined) === input.until) {
      throw new BotError('conflict', `${input.personName} has ${ending(input)} already.`, {
        now: 'Nothing more is to be done.',
      });
    }
    if (row?.scope === 'admin' && input.until) requireAdminsLeft(tx, now, policy, row);
    return row;
  }

  return defineChange<GrantInput, Seen>({
    kind: 'access grant',
    input: GrantInput,
    seen: Seen,
    about: aboutGrant,
    action: ({ scope }) => grantAction(scope),
    authorize(actor, input) {
      requireRight(actor, grantAction(input.scope), grantTarget(input));
    },
    precondition(tx, input, actor) {
      check(tx, input);
      if (!input.requestId) return;
      requireOpenRequest(tx, input, actor);
    },
    describe: (input) => ({
      what: `grant ${input.personName} ${ending(input)}`,
      several: 'Grant access',
      target: input.personName,
      facts: factsOf(input),
    }),
    outcome: (input, before) => ({
      did: before
        ? `changed when ${input.personName}’s ${scopeOn(input)} ends`
        : `granted ${input.personName} ${ending(input)}`,
      facts: factsOf(input, before),
    }),
    undo: ({ requestId: _answered, restores: _restores, ...input }, before, after) => {
      if (!after) return null;
      if (!before) return { kind: 'access revoke', input: { ...input, grantId: after.grantId } };
      return { kind: 'access grant', input: { ...input, until: before.until ?? undefined } };
    },
    stillAsWritten(tx, input, after) {
      const row = held(tx, input);
      return row?.id === after?.grantId && untilOf(row) === after?.until;
    },
    settles: (tx, change, input) =>
      answeredBy(tx, change, input).map(({ id }) => ({
        id,
        seen: { granted: ending(input) } satisfies Answered,
      })),
    onVerified(tx, { id: _id }, { scope, person }) {
      // Their notice says it; the one of the first start would be news of yesterday.
      if (scope === 'admin') markOnce(tx, `welcome/${person.userId}`, clock.now());
    },
    deciding: { approve: 'Approve', editable: true },
    notices: (change, input) => notices(change, input, command),
    effect: {
      where: 'here',
      apply(tx, input, change) {
        const row = check(tx, input);
        const until = input.until ? endOf(input.until) : null;
        const day = input.until ?? null;
        if (row) {
          changeUntil(tx, row.id, until);
          return {
            before: { grantId: row.id, until: untilOf(row) },
            after: { grantId: row.id, until: day },
          };
        }
        const ranOut = liveGrant(tx, input.person, input.scope, targetKey(input));
        if (ranOut?.until) endGrant(tx, ranOut.id, ranOut.until, 'until');
        const grantId = newId('grt');
        insertGrant(tx, {
          id: grantId,
          ...input.person,
          scope: input.scope,
          targetKey: targetKey(input),
          providerSid: input.providerSid ?? null,
          accountSid: input.accountSid ?? null,
          targetName: input.targetName ?? null,
          until,
          grantedBy: change.actor.userId,
          changeId: change.id,
          createdAt: clock.now(),
        });
        return { before: null, after: { grantId, until: day } };
      },
    },
  });

  /**
   * The requests that a grant answers: the one that it names; else those of its person that whoever grants may
   * decide. What only moves an end, or gives back what was revoked, answers none that it does not name.
   */
  function answeredBy(
    tx: Tx,
    change: Change,
    { requestId, restores, person }: GrantInput,
  ): Change[] {
    const open = waitingChangesOf(tx, person, 'access request').filter((request) => {
      const actorOf = (one: PersonId) => actorNow(tx, one, clock.now(), policy);
      const granter = actorOf(change.actor);
      return mayDecide(granter, actorOf(request.actor), request, policy.fourEyes).allowed;
    });
    if (requestId) return open.filter(({ id }) => id === requestId);
    const isNew = !restores && Seen.parse(change.before) === null;
    return isNew ? open : [];
  }

  /** A request is answered while it is open, by somebody who may decide it: never by its asker. */
  function requireOpenRequest(tx: Tx, { requestId, person }: GrantInput, actor: Actor): void {
    const request = requestId ? changeById(tx, requestId) : null;
    if (request?.kind !== 'access request' || request.actor.userId !== person.userId) {
      throw new BotError('conflict', 'That request for access is somebody else’s.', {
        why: 'Another person was picked than the one who asked.',
        now: 'Pick the person who asked, or grant without the request.',
        fields: { person: 'The request is not theirs.' },
      });
    }
    const asker = actorNow(tx, request.actor, clock.now(), policy);
    const may = mayDecide(actor, asker, request, policy.fourEyes);
    if (!may.allowed) throw refusedDecision(may.because);
    if (request.state !== 'waiting') {
      const state = request.state === 'verified' ? 'answered' : request.state;
      throw new BotError('conflict', `This request is ${state} already.`, {
        why: request.decidedBy ? 'Another decider was first.' : 'It moved on meanwhile.',
        now: 'See what they hold with `access list`, and grant what is missing.',
      });
    }
  }
}

function notices(change: Change, input: GrantInput, command: string): Notice[] {
  if (input.person.userId === change.actor.userId) return [];
  const changed = Seen.safeParse(change.before).data != null;
  const said = changed
    ? `${change.actorName} changed when your ${scopeOn(input)} ends: it now holds ${input.until ? `until ${input.until}` : 'without an end'}.`
    : `${change.actorName} granted you ${ending(input)}.`;
  const first = input.scope === 'admin' && !changed ? ` ${forAdmins(command)}` : '';
  const help = `Type ${command} help to see what you can do, ${command} me to see what you hold.`;
  return [{ to: input.person, said: `${said}${first} ${help}`, facts: [] }];
}

/** What an Admin must know first. */
function forAdmins(command: string): string {
  return `Requests are decided in the approvals channel: have another Admin invite you there. Map a colleague with ${command} access grant.`;
}

/** `Account scope on Acme until 2027-01-31`. */
function ending(input: Mapping): string {
  return input.until ? `${scopeOn(input)} until ${input.until}` : scopeOn(input);
}

function factsOf(input: Mapping, before: Seen = null): Fact[] {
  const until = (day: string | null | undefined) =>
    day ? `${day} (the end of that day, UTC)` : 'no end';
  return [
    { label: 'Person', value: input.personName },
    { label: 'Scope', value: scopeName[input.scope] },
    ...(input.scope === 'admin'
      ? []
      : [{ label: labelOf(input), value: input.targetName ?? 'all of them' }]),
    { label: 'Until', value: until(input.until), ...(before && { was: until(before.until) }) },
  ];
}

function labelOf({ scope }: Mapping): string {
  return scope === 'account' ? 'Account' : 'Service Provider';
}

function untilOf(row: GrantRow | undefined): string | null {
  return row?.until ? lastDay(row.until) : null;
}
