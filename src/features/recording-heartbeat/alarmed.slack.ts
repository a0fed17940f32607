import type { Tx } from '../../db/database.ts';
import { type AccountSid, type Id, newId } from '../../ids.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { THREADED } from './alarm.view.ts';
import type { AlarmTeller } from './alarm-telling.slack.ts';
import {
  type AlarmedRow,
  type AlarmRow,
  alarmById,
  alarmedNow,
  alarmedOf,
  alarmOf,
  endAlarmed,
  insertAlarmed,
  saveAlarm,
  unlistedNow,
  updateMissed,
} from './heartbeat.store.ts';
import { type Cause, isMuted, mayOpen, THE_GATEWAY } from './heartbeat.ts';

export type Missed = AlarmedRow['missed'];

/** What a look found out of an account that has an alarm on it. */
interface Looked {
  recovered: boolean;
  missed: Missed;
}

/** Puts accounts on the cards of their causes and takes them off, and tells of it: each within a transaction. */
export interface Alarmed {
  /** Puts an account on the card of its cause, and opens one where that may be. */
  raise(
    tx: Tx,
    missing: { account: AccountSummary; cause: Cause; missed: Missed },
    now: Date,
  ): void;
  /** The gateway does not even say which accounts record: the card of that cause is opened without one. */
  raiseUnlisted(tx: Tx, now: Date): void;
  /** It says so again: that card is over. One that an account is still on is left as it is. */
  listed(tx: Tx, now: Date): void;
  /** An account with an alarm on it was looked at. */
  goOn(tx: Tx, row: AlarmedRow, looked: Looked, now: Date): void;
  /** An alarm on a gateway that did not answer is over, now that it does. Gives what other alarm there is. */
  throughGateway(tx: Tx, sid: AccountSid, now: Date): AlarmedRow | null;
  /** An account is not to be looked at any more, or not as it was. */
  setAside(tx: Tx, sid: AccountSid, now: Date): void;
}

export function openAlarmed(teller: AlarmTeller): Alarmed {
  return {
    raise(tx, { account, cause, missed }, now) {
      const last = alarmOf(tx, cause);
      const standing = last !== null && last.endedAt === null ? last : null;
      if (standing && isMuted(standing, now)) return;
      const id = standing?.id ?? opened(tx, cause, now);
      if (!id) return;
      const row: AlarmedRow = {
        alarm: id,
        accountSid: account.sid,
        accountName: account.name,
        providerName: account.provider.name,
        state: 'missing',
        missed,
        alarmedAt: now,
        endedAt: null,
        // More than a thread should tell are counted on the card.
        toldAt: alarmedOf(tx, id).length < THREADED ? null : now,
      };
      insertAlarmed(tx, row);
      // It may have been there before, and recovered.
      teller.showAccount(tx, row, now);
      teller.show(tx, id, now);
    },
    raiseUnlisted(tx, now) {
      if (alarmOf(tx, THE_GATEWAY)?.endedAt === null) return;
      const id = opened(tx, THE_GATEWAY, now);
      if (id) teller.show(tx, id, now);
    },
    listed(tx, now) {
      const alarm = unlistedNow(tx);
      if (alarm) endIfOver(tx, alarm, now);
    },
    goOn(tx, row, { recovered, missed }, now) {
      if (recovered) {
        end(tx, row, 'recovered', now);
      } else if (missed.length > row.missed.length) {
        // What has become too old to be looked at is missed all the same.
        updateMissed(tx, row, missed);
        teller.showAccount(tx, { ...row, missed }, now);
      }
    },
    throughGateway(tx, sid, now) {
      const alarmed = alarmedNow(tx, sid);
      if (!alarmed || alarmById(tx, alarmed.alarm)?.cause !== THE_GATEWAY) return alarmed;
      end(tx, alarmed, 'recovered', now);
      return null;
    },
    setAside(tx, sid, now) {
      const alarmed = alarmedNow(tx, sid);
      if (alarmed) end(tx, alarmed, 'set aside', now);
    },
  };

  function end(tx: Tx, alarmed: AlarmedRow, state: 'recovered' | 'set aside', now: Date): void {
    endAlarmed(tx, alarmed, { state, endedAt: now });
    teller.showAccount(tx, { ...alarmed, state, endedAt: now }, now);
    const alarm = alarmById(tx, alarmed.alarm);
    if (alarm) endIfOver(tx, alarm, now);
  }

  /** Opens the card of a cause; gives `null` where it may not have a new one. */
  function opened(tx: Tx, cause: Cause, now: Date): Id<'alm'> | null {
    if (!mayOpen(alarmOf(tx, cause), now)) return null;
    const id = newId('alm');
    saveAlarm(tx, { cause, id, openedAt: now, endedAt: null, mutedUntil: null, mutedBy: null });
    return id;
  }

  function endIfOver(tx: Tx, alarm: AlarmRow, now: Date): void {
    const still = alarmedOf(tx, alarm.id).some(({ endedAt }) => endedAt === null);
    if (!still) saveAlarm(tx, { ...alarm, endedAt: now });
    teller.show(tx, alarm.id, now);
  }
}
