import type { Tx } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import type { Id } from '../../ids.ts';
import { type Actor, requireRight } from '../access/access.ts';
import { samePerson } from '../access/scope.ts';
import { reminderPassed } from './api-key.ts';
import { type KeyRow, keyById, updateKey } from './api-keys.store.ts';

/**
 * Its maker says that a key is stored: from now on it holds, and the grace of the key that it replaces begins.
 * Gives the key, and whether this was new. Throws where it is somebody else's, or revoked.
 */
export function claimKey(
  tx: Tx,
  id: Id<'key'>,
  actor: Actor,
  now: Date,
): { row: KeyRow; anew: boolean } {
  const row = keyById(tx, id);
  const maker = row && { teamId: row.madeByTeam, userId: row.madeByUser };
  if (!row || !maker || !samePerson(maker, actor.person)) throw notYourKey(row);
  const { accountSid, providerSid } = row;
  requireRight(actor, 'keys add', { kind: 'account', accountSid, providerSid });
  if (row.revokedAt) throw revokedMeanwhile(row);
  if (row.claimedAt) return { row, anew: false };
  updateKey(tx, id, { claimedAt: now, handover: null });
  if (row.replaces) replace(tx, row, row.replaces, now);
  return { row: { ...row, claimedAt: now }, anew: true };
}

/** The old key ends when its grace is over, or when it would have ended anyway. */
function replace(tx: Tx, successor: KeyRow, oldId: Id<'key'>, now: Date): void {
  const old = keyById(tx, oldId);
  if (!old) return;
  const graceOver = new Date(now.getTime() + (successor.graceMinutes ?? 0) * 60_000);
  const expiresAt = old.expiresAt && old.expiresAt < graceOver ? old.expiresAt : graceOver;
  const reminded = reminderPassed(expiresAt, now);
  updateKey(tx, oldId, { expiresAt, replacedBy: successor.id, reminded });
}

/** Throws unless the actor made this key: what happens to it before it is stored is nobody else's. */
export function requireMaker(row: KeyRow | null, actor: Actor): KeyRow {
  const maker = row && { teamId: row.madeByTeam, userId: row.madeByUser };
  if (!row || !maker || !samePerson(maker, actor.person)) throw notYourKey(row);
  return row;
}

function notYourKey(row: KeyRow | null): BotError {
  return new BotError('forbidden', 'Only whoever made a key says what becomes of it.', {
    why: 'Nobody else has seen it.',
    now: 'Make a key of your own with `keys add`.',
    on: { accountSid: row?.accountSid, providerSid: row?.providerSid },
  });
}

function revokedMeanwhile({ revokedWhy }: KeyRow): BotError {
  const unclaimed = revokedWhy === 'unclaimed' || revokedWhy === 'not shown';
  return new BotError('conflict', 'This key is revoked by now.', {
    why: unclaimed ? 'Nobody said in time that it is stored.' : 'Somebody revoked it.',
    now: 'Throw it away, and make another with `keys add`.',
  });
}
