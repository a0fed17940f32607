import { ADMINS, placesOfCard, tell } from '../../changes/outbox.store.ts';
import type { Channels } from '../../changes/telling.ts';
import type { Tx } from '../../db/database.ts';
import { actorNow, grantsWith, type OperatorsRules } from '../access/access.store.ts';
import { decide } from '../access/access.ts';
import { isInSlack, type PersonId, samePerson } from '../access/scope.ts';
import type { DueReminder } from './api-key.ts';
import { isInUse, lateInWords } from './api-key.ts';
import type { KeyRow } from './api-keys.store.ts';
import {
  claimCard,
  claimedCard,
  endedMessage,
  keyReminder,
  lastCard,
  revokedByMessage,
  type ToldKey,
  unclaimedMessage,
} from './key-told.view.ts';
import type { Revoked } from './revoke-key.ts';

/** Puts into the outbox what people are told of their keys beside the receipts of changes. */
export interface KeyTeller {
  /** The form was closed: asks its maker whether the key is stored. */
  askClaim(tx: Tx, row: KeyRow, now: Date): void;
  claimed(tx: Tx, row: KeyRow, now: Date): void;
  revoked(revoked: Revoked): void;
  /** `lastUsedAt`: `unknown` where the gateway did not say. */
  remind(
    tx: Tx,
    row: KeyRow,
    reminder: DueReminder & { lastUsedAt: Date | null | 'unknown' },
    now: Date,
  ): void;
}

export function openKeyTeller({
  channels,
  policy,
}: {
  channels: Pick<Channels, 'ops'>;
  policy: OperatorsRules;
}): KeyTeller {
  const toOps = (tx: Tx, message: ReturnType<typeof lastCard>, now: Date) =>
    tell(tx, { conversation: channels.ops, fallback: ADMINS, message }, now);

  /** Its owner; where nobody owns it, or its owner is gone, everyone mapped to the account; else those who operate. */
  function concerned(tx: Tx, row: KeyRow, now: Date): { people: string[]; because: string } {
    const { accountSid, providerSid, ownerTeam, ownerUser } = row;
    const reaches = (person: PersonId) => {
      const actor = { ...actorNow(tx, person, now, policy), identityKnown: true };
      return decide(actor, 'keys list', { kind: 'account', accountSid, providerSid }).allowed;
    };
    if (ownerTeam !== null && ownerUser !== null && isInSlack(ownerUser)) {
      const owner = { teamId: ownerTeam, userId: ownerUser };
      if (reaches(owner)) return { people: [ownerUser], because: 'You own this key.' };
    }
    const mapped = [
      ...grantsWith(tx, now, { accountSid }),
      ...grantsWith(tx, now, { scope: 'service_provider', providerSid }),
    ].filter(reaches);
    const people = [...new Set(mapped.map(({ userId }) => userId))];
    const gone = ownerUser === null ? 'Nobody owns this key' : 'The owner of this key is gone';
    return people.length > 0
      ? { people, because: `${gone}, so everyone mapped to the account is told.` }
      : { people: [channels.ops], because: `${gone}, and nobody is mapped to the account.` };
  }

  /** Whoever made it: in the operators' channel where they have no conversation. */
  const makerOf = ({ madeByUser }: KeyRow) => (isInSlack(madeByUser) ? madeByUser : channels.ops);
  const card = ({ id }: KeyRow) => `key/${id}`;

  return {
    askClaim(tx, row, now) {
      const message = claimCard(told(row), row.claimUntil);
      tell(tx, { conversation: makerOf(row), card: card(row), message }, now);
    },
    claimed(tx, row, now) {
      for (const conversation of placesOfCard(tx, card(row))) {
        tell(tx, { conversation, card: card(row), message: claimedCard(told(row)) }, now);
      }
    },
    revoked({ tx, change, input, row, lastUsedAt }) {
      const now = change.endedAt ?? change.requestedAt;
      const key = told(row);
      const late = input.dueAt === null ? null : lateInWords(new Date(input.dueAt), now);
      if (input.why === 'not shown' || input.why === 'unclaimed') {
        const message = unclaimedMessage(key, input.why, { late });
        // In place of the question, where it was asked; anew, since an edited message notifies nobody.
        for (const conversation of placesOfCard(tx, card(row))) {
          tell(tx, { conversation, card: card(row), message }, now);
        }
        if (placesOfCard(tx, card(row)).length === 0) {
          tell(tx, { conversation: makerOf(row), message }, now);
        }
        return;
      }
      if (input.why === 'asked') {
        for (const conversation of placesOfCard(tx, card(row))) {
          const message = revokedByMessage(key, change.actor.userId);
          tell(tx, { conversation, card: card(row), message }, now);
        }
        const { ownerTeam: teamId, ownerUser: userId } = row;
        const own =
          teamId !== null && userId !== null && samePerson({ teamId, userId }, change.actor);
        if (userId === null || own) return;
        const message = revokedByMessage(key, change.actor.userId);
        tell(tx, { conversation: userId, message }, now);
        return;
      }
      const { why } = input;
      for (const conversation of concerned(tx, row, now).people) {
        tell(tx, { conversation, message: endedMessage(key, { why, late }) }, now);
      }
      // What its last reminder has not told.
      if (row.reminded !== 1 && isInUse(lastUsedAt, now)) {
        toOps(tx, lastCard(key, { lastUsedAt, ended: true }), now);
      }
    },
    remind(tx, row, { days, dueAt, lastUsedAt }, now) {
      const key = told(row);
      const { people, because } = concerned(tx, row, now);
      const late = lateInWords(dueAt, now);
      const message = keyReminder(key, { days, late, because });
      for (const conversation of people) tell(tx, { conversation, message }, now);
      if (days > 1) return;
      const used = lastUsedAt === 'unknown' ? null : lastUsedAt;
      if (lastUsedAt === 'unknown' || isInUse(used, now)) {
        toOps(tx, lastCard(key, { lastUsedAt: used, ended: false }), now);
      }
    },
  };
}

function told(row: KeyRow): ToldKey {
  return { ...row, owner: row.ownerUser };
}
