import type { Change } from '../../changes/change.ts';
import type { Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { newId } from '../../ids.ts';
import { identityOf, insertGrant, liveGrant } from '../access/access.store.ts';
import { appendAudit } from '../audit/audit.store.ts';
import type { CreateAccountInput, Created, Grantee } from './create-account.ts';

/** Grants an approved creation's asker the new account, on whoever approved it, in the transaction that verifies it. */
export function grantCreated(
  tx: Tx,
  keyring: Keyring,
  change: Change,
  { providerSid }: CreateAccountInput,
  { sid, name }: Created,
  { teamId, userId, name: called }: Grantee,
): void {
  if (liveGrant(tx, { teamId, userId }, 'account', sid)) return;
  const at = change.endedAt ?? change.requestedAt;
  const by = { teamId: change.actor.teamId, userId: change.decidedBy ?? change.actor.userId };
  insertGrant(tx, {
    id: newId('grt'),
    teamId,
    userId,
    scope: 'account',
    targetKey: sid,
    providerSid,
    accountSid: sid,
    targetName: name,
    until: null,
    grantedBy: by.userId,
    changeId: change.id,
    createdAt: at,
  });
  appendAudit(tx, keyring, {
    at,
    actorTeam: by.teamId,
    actorUser: by.userId,
    actorName: identityOf(tx, by)?.name ?? by.userId,
    surface: change.origin.surface,
    action: 'access grant account',
    result: 'verified',
    changeId: change.id,
    providerSid,
    accountSid: sid,
    subject: `${teamId}/${userId}`,
    target: `@${called}`,
    detail: { facts: [{ label: 'Account scope', value: name }], with: 'account create' },
  });
}
