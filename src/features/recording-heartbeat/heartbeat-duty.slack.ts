import type { Journal } from '../../changes/journal.ts';
import type { Clock } from '../../clock.ts';
import type { Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import { type AccountSid, newId } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Log } from '../../log.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { deletedRecordings } from '../calls/calls.store.ts';
import type { CallsGateway } from '../calls/calls-gateway.ts';
import type { Recording } from '../recording/recording.ts';
import { THREADED } from './alarm.view.ts';
import type { AlarmTeller } from './alarm-telling.slack.ts';
import {
  type AlarmedRow,
  accountsAlarmed,
  alarmById,
  alarmedNow,
  alarmedOf,
  alarmOf,
  endAlarmed,
  forgetOld,
  forgetWatch,
  insertAlarmed,
  judgedOf,
  mutesOver,
  recordingChangedAt,
  saveAlarm,
  saveVerdicts,
  saveWatch,
  untold,
  updateMissed,
  watchOf,
} from './heartbeat.store.ts';
import {
  after,
  type Beat,
  type Cause,
  causeOf,
  HEAD,
  IN_A_ROW,
  isMuted,
  type Judged,
  mayOpen,
  recordsAs,
  type Sample,
  sampled,
  THE_GATEWAY,
  verdictOn,
  WINDOW,
} from './heartbeat.ts';

interface Needs {
  journal: Journal;
  gateway: AccountsGateway & CallsGateway;
  keyring: Pick<Keyring, 'fingerprint'>;
  clock: Clock;
  log: Log;
  teller: AlarmTeller;
  beat: Beat;
  wake(): void;
}

/** A duty that takes long, with the way to end it. */
export interface Heartbeat {
  duty(): Promise<void>;
  /** Begins nothing more, and writes nothing down of what is under way. */
  stop(): void;
}

/** Accounts that are looked at at once. */
const AT_ONCE = 4;
/** Accounts that the gateway names at a time, and calls of an account. */
const PAGE = 100;
const CALLS = 50;
/** How long the gateway may take for one answer, in milliseconds. */
const GIVEN_UP = 15_000;
/** A look that took longer, in milliseconds, hung; a cause that hung so often is left alone until the next round. */
const HUNG = 5000;
const HUNG_OFTEN = 3;
/** Calls of an account that its thread lists. */
const LISTED = 10;
/** Accounts told of in threads at a time. */
const TOLD_AT_ONCE = 20;
/** How long an account that records no more calls is remembered, in milliseconds. */
const REMEMBERED = 7 * 24 * 60 * 60_000;

/** What an account is like when it is looked at. */
type Seen =
  | { how: 'recording'; recording: Recording }
  /** It is gone, has no bucket, or its recording is paused. */
  | { how: 'off' }
  | { how: 'no answer' };

/**
 * Gives the heartbeat of call recording: looks whether recordings of the last hour are where they should be, a few of
 * each account every few minutes, and alarms where they are not. What it knows is in the database, so that it goes on
 * after a restart.
 */
export function recordingHeartbeat(needs: Needs): Heartbeat {
  const { journal, gateway, keyring, clock, log, teller, beat, wake } = needs;
  let busy = false;
  let stopped = false;
  let nextAt = 0;

  return {
    async duty() {
      await tellThreads();
      const now = clock.now().getTime();
      if (busy || stopped || now < nextAt) return;
      busy = true;
      nextAt = now + beat.round;
      try {
        await round();
      } finally {
        busy = false;
      }
    },
    stop() {
      stopped = true;
    },
  };

  /** A thread has its place once the card was delivered. */
  async function tellThreads(): Promise<void> {
    if (stopped || untold(journal.db, 1).length === 0) return;
    await journal.write((tx, now) => {
      for (const row of untold(tx, TOLD_AT_ONCE)) teller.thread(tx, row, now);
    });
    wake();
  }

  async function endMutes(): Promise<void> {
    if (mutesOver(journal.db, clock.now()).length === 0) return;
    await journal.write((tx, now) => {
      for (const alarm of mutesOver(tx, now)) {
        saveAlarm(tx, { ...alarm, mutedUntil: null, mutedBy: null });
        if (alarm.endedAt === null) teller.show(tx, alarm.id, now);
      }
    });
    wake();
  }

  async function round(): Promise<void> {
    await endMutes();
    const hung = new Map<Cause, number>();
    const accounts = accountsToLookAt();
    const worker = async () => {
      for (;;) {
        const { value: account, done } = await accounts.next();
        if (done || stopped) return;
        await lookAt(account, hung).catch((error: unknown) => {
          if (!stopped) log.error({ err: error }, 'recordings could not be looked at');
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (stopped) return;
    const now = clock.now().getTime();
    const before = { ended: new Date(now - 2 * WINDOW), looked: new Date(now - REMEMBERED) };
    await journal.write((tx) => forgetOld(tx, before));
  }

  /** Those that have recorded lately, and those with an alarm on them, each once. */
  async function* accountsToLookAt(): AsyncGenerator<AccountSummary> {
    const given = new Set<AccountSid>();
    try {
      const since = new Date(clock.now().getTime() - WINDOW);
      for (let next: string | null | undefined; next !== null && !stopped; ) {
        const page = { since, limit: PAGE, ...(next !== undefined && { after: next }) };
        const found = await inTime(GIVEN_UP, gateway.accountsRecording(page));
        for (const account of found.items) {
          given.add(account.sid);
          yield account;
        }
        next = found.next;
      }
      const others = accountsAlarmed(journal.db).filter((sid) => !given.has(sid));
      const known = await inTime(GIVEN_UP, gateway.accountSummaries(others));
      yield* known;
      for (const sid of others) {
        if (!known.some((one) => one.sid === sid)) await setAside(sid);
      }
    } catch (error) {
      // Its state is told elsewhere; those that were given are looked at all the same.
      if (!stopped) log.warn({ err: error }, 'which accounts record could not be found out');
    }
  }

  async function lookAt(account: AccountSummary, hung: Map<Cause, number>): Promise<void> {
    const { sid } = account;
    const { db } = journal;
    const standing = watchOf(db, sid);
    const now = clock.now();
    // Half a round earlier, so that no round passes it by for a moment.
    const due = beat.every - beat.round / 2;
    if (standing && now.getTime() - standing.lookedAt.getTime() < due) return;
    const seen = await see(sid);
    if (seen.how === 'off') return setAside(sid);
    if (seen.how === 'no answer') return gatewayMissed(account);
    const { recording } = seen;
    const cause = causeOf(recording.bucket);
    if ((hung.get(cause) ?? 0) >= HUNG_OFTEN) return;
    const print = keyring.fingerprint(recordsAs(recording));
    // Set differently since: what was recorded before is somewhere else.
    const changed = standing?.recordsAs != null && standing.recordsAs !== print;
    const since = changed ? now : (standing?.since ?? recordingChangedAt(db, sid) ?? new Date(0));
    const calls = await callsOf(sid);
    if (calls === null) return gatewayMissed(account);
    const samples = sampled({
      calls,
      judged: changed ? [] : judgedOf(db, sid),
      deleted: deletedRecordings(db, sid),
      since,
      now,
      beat,
    });
    const began = performance.now();
    const judged = await judge(sid, samples);
    if (performance.now() - began > HUNG) hung.set(cause, (hung.get(cause) ?? 0) + 1);
    if (stopped) return;
    await journal.write((tx, at) => {
      const alarmed = changed ? setAsideIn(tx, sid, at) : throughGateway(tx, sid, at);
      saveVerdicts(tx, sid, judged);
      const alarmedAt = alarmed?.alarmedAt ?? null;
      const misses = !changed && standing?.cause === cause ? standing.misses : 0;
      const step = after({ misses, alarmedAt }, judged);
      const missed = missing(judgedOf(tx, sid), at);
      if (alarmed) goOn(tx, alarmed, step.recovered !== null, missed, at);
      if (step.alarm) raise(tx, { account, cause, missed }, at);
      saveWatch(tx, {
        accountSid: sid,
        recordsAs: print,
        // What is lost for good alarms once.
        since: step.recovered?.upTo ?? since,
        lookedAt: at,
        misses: step.misses,
        cause,
      });
    });
    wake();
  }

  async function see(sid: AccountSid): Promise<Seen> {
    try {
      const account = await inTime(GIVEN_UP, gateway.account(sid));
      const recording = account?.recording;
      return recording?.enabled ? { how: 'recording', recording } : { how: 'off' };
    } catch (error) {
      return noAnswer(error);
    }
  }

  async function callsOf(sid: AccountSid) {
    try {
      return (await inTime(GIVEN_UP, gateway.recentCalls(sid, { answered: true, limit: CALLS })))
        .items;
    } catch (error) {
      noAnswer(error);
      return null;
    }
  }

  async function judge(sid: AccountSid, samples: readonly Sample[]): Promise<Judged[]> {
    const judged = samples.map(async ({ sid: callSid, endedAt }): Promise<Judged[]> => {
      try {
        const look = await inTime(GIVEN_UP, gateway.recording(sid, callSid, HEAD));
        return [{ callSid, endedAt, verdict: verdictOn(look) }];
      } catch (error) {
        if (!(error instanceof BotError)) throw error;
        // Without its call there is nothing to look for. The gateway has just answered: what hangs is the store.
        if (error.code === 'not_found') return [];
        return [{ callSid, endedAt, verdict: 'unreadable' }];
      }
    });
    return (await Promise.all(judged)).flat();
  }

  /** The gateway did not say how the account records, or what calls there were. */
  async function gatewayMissed(account: AccountSummary): Promise<void> {
    if (stopped) return;
    await journal.write((tx, at) => {
      const standing = watchOf(tx, account.sid);
      const misses = standing?.cause === THE_GATEWAY ? standing.misses + 1 : 1;
      const alarmed = alarmedNow(tx, account.sid);
      if (!alarmed && misses >= IN_A_ROW) {
        raise(tx, { account, cause: THE_GATEWAY, missed: [] }, at);
      }
      saveWatch(tx, {
        accountSid: account.sid,
        recordsAs: standing?.recordsAs ?? null,
        since: standing?.since ?? new Date(0),
        lookedAt: at,
        misses,
        cause: THE_GATEWAY,
      });
    });
    wake();
  }

  /** An alarm on a gateway that did not answer is over, now that it does. Gives what other alarm there is. */
  function throughGateway(tx: Tx, sid: AccountSid, now: Date): AlarmedRow | null {
    const alarmed = alarmedNow(tx, sid);
    if (!alarmed || alarmById(tx, alarmed.alarm)?.cause !== THE_GATEWAY) return alarmed;
    end(tx, alarmed, 'recovered', now);
    return null;
  }

  async function setAside(sid: AccountSid): Promise<void> {
    if (stopped || (!watchOf(journal.db, sid) && !alarmedNow(journal.db, sid))) return;
    await journal.write((tx, at) => {
      setAsideIn(tx, sid, at);
      forgetWatch(tx, sid);
    });
    wake();
  }

  function setAsideIn(tx: Tx, sid: AccountSid, now: Date): null {
    const alarmed = alarmedNow(tx, sid);
    if (alarmed) end(tx, alarmed, 'set aside', now);
    return null;
  }

  /** An account with an alarm on it was looked at. */
  function goOn(tx: Tx, row: AlarmedRow, recovered: boolean, missed: Missed, now: Date): void {
    if (recovered) {
      end(tx, row, 'recovered', now);
    } else if (missed.length > row.missed.length) {
      // What has become too old to be looked at is missed all the same.
      updateMissed(tx, row, missed);
      teller.showAccount(tx, { ...row, missed }, now);
    }
  }

  /** Puts an account on the card of its cause, and opens one where that may be. */
  function raise(
    tx: Tx,
    { account, cause, missed }: { account: AccountSummary; cause: Cause; missed: Missed },
    now: Date,
  ): void {
    const last = alarmOf(tx, cause);
    const open = last !== null && last.endedAt === null;
    if (open ? isMuted(last, now) : !mayOpen(last, now)) return;
    const id = open ? last.id : newId('alm');
    if (!open) {
      const fresh = { endedAt: null, mutedUntil: null, mutedBy: null };
      saveAlarm(tx, { cause, id, openedAt: now, ...fresh });
    }
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
  }

  function end(tx: Tx, alarmed: AlarmedRow, state: 'recovered' | 'set aside', now: Date): void {
    endAlarmed(tx, alarmed, { state, endedAt: now });
    teller.showAccount(tx, { ...alarmed, state, endedAt: now }, now);
    const alarm = alarmById(tx, alarmed.alarm);
    if (!alarm) return;
    const still = alarmedOf(tx, alarm.id).some(({ endedAt }) => endedAt === null);
    if (!still) saveAlarm(tx, { ...alarm, endedAt: now });
    teller.show(tx, alarm.id, now);
  }
}

type Missed = AlarmedRow['missed'];

/** What is missing of the last hour, as far as it was looked at; the newest first. */
function missing(judged: readonly Judged[], now: Date): Missed {
  return judged
    .filter(({ verdict }) => verdict !== 'there')
    .filter(({ endedAt }) => now.getTime() - endedAt.getTime() < WINDOW)
    .toSorted((one, other) => other.endedAt.getTime() - one.endedAt.getTime())
    .slice(0, LISTED)
    .map(({ callSid, verdict }) => ({ callSid, verdict }));
}

/** What an error of the gateway says: it does not answer, or there is no such account. Throws what is neither. */
function noAnswer(error: unknown): Seen {
  if (!(error instanceof BotError)) throw error;
  return error.code === 'not_found' ? { how: 'off' } : { how: 'no answer' };
}
