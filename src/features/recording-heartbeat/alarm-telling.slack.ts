import { ADMINS, placeOfCard, placesOfCard, tell } from '../../changes/outbox.store.ts';
import type { Channels } from '../../changes/telling.ts';
import type { Tx } from '../../db/database.ts';
import { type Id, newId } from '../../ids.ts';
import { alarmCard, alarmedAccount, type ShownAlarmed } from './alarm.view.ts';
import { type AlarmedRow, alarmById, alarmedOf, markTold } from './heartbeat.store.ts';
import { isMuted } from './heartbeat.ts';

/** Puts into the outbox what those who operate are told of missing recordings. */
export interface AlarmTeller {
  /** The alarm's card, as it is now. */
  show(tx: Tx, alarm: Id<'alm'>, now: Date): void;
  /** How one of its accounts stands now, where the thread tells of it. */
  showAccount(tx: Tx, row: AlarmedRow, now: Date): void;
  /** Tells of an account in the thread of its card. Nothing happens while the card is on its way. */
  thread(tx: Tx, row: AlarmedRow, now: Date): void;
}

export function openAlarmTeller({ channels }: { channels: Pick<Channels, 'ops'> }): AlarmTeller {
  const card = (alarm: Id<'alm'>) => `alarm/${alarm}`;
  const cardOf = ({ alarm, accountSid }: AlarmedRow) => `${card(alarm)}/${accountSid}`;
  return {
    show(tx, id, now) {
      const alarm = alarmById(tx, id);
      if (!alarm) return;
      const { mutedUntil: until, mutedBy: by } = alarm;
      const message = alarmCard({
        ...alarm,
        accounts: alarmedOf(tx, id).map(shown),
        muted: isMuted(alarm, now) && until && by !== null ? { until, by } : null,
        unmuting: newId('frm'),
      });
      const there = placesOfCard(tx, card(id));
      // Where the channel is closed to the bot, the card is with the Admins.
      for (const conversation of there.length > 0 ? there : [channels.ops]) {
        tell(tx, { conversation, card: card(id), fallback: ADMINS, message }, now);
      }
    },
    showAccount(tx, row, now) {
      for (const conversation of placesOfCard(tx, cardOf(row))) {
        tell(tx, { conversation, card: cardOf(row), message: alarmedAccount(shown(row)) }, now);
      }
    },
    thread(tx, row, now) {
      const places = placesOfCard(tx, card(row.alarm)).flatMap(
        (conversation) => placeOfCard(tx, card(row.alarm), conversation) ?? [],
      );
      if (places.length === 0) return;
      const message = alarmedAccount(shown(row));
      for (const { channel, ts } of places) {
        tell(tx, { conversation: `${channel}/${ts}`, card: cardOf(row), message }, now);
      }
      markTold(tx, row, now);
    },
  };
}

function shown({ accountSid, accountName, providerName, state, missed }: AlarmedRow): ShownAlarmed {
  return { accountSid, accountName, providerName, state, missed };
}
