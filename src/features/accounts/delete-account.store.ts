import type { Change } from '../../changes/change.ts';
import type { Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { endGrant, grantsWith, identityOf } from '../access/access.store.ts';
import { appendAudit } from '../audit/audit.store.ts';
import type { DeleteAccountInput } from './delete-account.ts';

/** Ends everybody's Account scope on a deleted account, in the transaction that verifies its deletion. */
export function endGrantsOnDeleted(
  tx: Tx,
  keyring: Keyring,
  change: Change,
  { accountSid, providerSid, name }: DeleteAccountInput,
): void {
  const at = change.endedAt ?? change.requestedAt;
  const by = { teamId: change.actor.teamId, userId: change.decidedBy ?? change.actor.userId };
  for (const { id, teamId, userId } of grantsWith(tx, at, { accountSid })) {
    endGrant(tx, id, at, by.userId);
    appendAudit(tx, keyring, {
      at,
      actorTeam: by.teamId,
      actorUser: by.userId,
      actorName: identityOf(tx, by)?.name ?? by.userId,
      surface: change.origin.surface,
      action: 'access revoke account',
      result: 'verified',
      changeId: change.id,
      providerSid,
      accountSid,
      subject: `${teamId}/${userId}`,
      target: `@${identityOf(tx, { teamId, userId })?.name ?? userId}`,
      detail: { facts: [{ label: 'Account scope', value: name }], with: 'account delete' },
    });
  }
}
