import type { Journal } from '../../changes/journal.ts';
import type { Clock } from '../../clock.ts';
import type { Keyring } from '../../db/keyring.ts';
import type { AccountSid } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Log } from '../../log.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { deletedRecordings } from '../calls/calls.store.ts';
import type { CallsGateway } from '../calls/calls-gateway.ts';
import type { AlarmTeller } from './alarm-telling.slack.ts';
import { type Missed, openAlarmed } from './alarmed.slack.ts';
import {
  accountsAlarmed,
  alarmedNow,
  alarmOf,
  forgetOld,
  forgetWatch,
  judgedOf,
  mutesOver,
  recordingChangedAt,
  saveAlarm,
  saveVerdicts,
  saveWatch,
  unlistedNow,
  untold,
  watchOf,
} from './heartbeat.store.ts';
import {
  after,
  type Beat,
  type Cause,
  causeOf,
  IN_A_ROW,
  type Judged,
  recordsAs,
  sampled,
  THE_GATEWAY,
  WINDOW,
} from './heartbeat.ts';
import { GIVEN_UP, lookingThrough } from './looking.ts';

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
/** Accounts that the gateway names at a time. */
const PAGE = 100;
/** A look that took longer, in milliseconds, hung; a cause that hung so often is left alone until the next round. */
const HUNG = 5000;
const HUNG_OFTEN = 3;
/** Calls of an account that its thread lists. */
const LISTED = 10;
/** Accounts told of in threads at a time. */
const TOLD_AT_ONCE = 20;
/** How long an account that records no more calls is remembered, in milliseconds. */
const REMEMBERED = 7 * 24 * 60 * 60_000;

/** What the gateway said of the accounts that record. */
interface Listing {
  /** Whether it named all of them. */
  whole: boolean;
  /** Those with an alarm on them that are gone. */
  lost: AccountSid[];
}

/**
 * Gives the heartbeat of call recording: looks whether recordings of the last hour are where they should be, a few of
 * each account every few minutes, and alarms where they are not. What it knows is in the database, so that it goes on
 * after a restart.
 */
export function recordingHeartbeat(needs: Needs): Heartbeat {
  const { journal, gateway, keyring, clock, log, teller, beat, wake } = needs;
  const looking = lookingThrough(gateway);
  const alarms = openAlarmed(teller);
  let busy = false;
  let stopped = false;
  let nextAt = 0;
  /** Since when the gateway has not said which accounts record; `null` while it does. */
  let unlistedSince: number | null = null;

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
    const listing: Listing = { whole: false, lost: [] };
    const accounts = accountsToLookAt(listing);
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
    await (listing.whole ? listed() : unlisted());
    for (const sid of listing.lost) await setAside(sid);
    const now = clock.now().getTime();
    const before = { ended: new Date(now - 2 * WINDOW), looked: new Date(now - REMEMBERED) };
    await journal.write((tx) => forgetOld(tx, before));
  }

  /** Those that have recorded lately, and those with an alarm on them, each once. */
  async function* accountsToLookAt(listing: Listing): AsyncGenerator<AccountSummary> {
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
      listing.lost = others.filter((sid) => !known.some((one) => one.sid === sid));
      listing.whole = true;
    } catch (error) {
      // Those that were given are looked at all the same.
      if (!stopped) log.warn({ err: error }, 'which accounts record could not be found out');
    }
  }

  /** Which accounts record was not said. Where that lasts as long as it is between two looks, it is told. */
  async function unlisted(): Promise<void> {
    const now = clock.now().getTime();
    unlistedSince ??= now;
    if (now - unlistedSince < beat.every || alarmOf(journal.db, THE_GATEWAY)?.endedAt === null) {
      return;
    }
    await journal.write(alarms.raiseUnlisted);
    wake();
  }

  async function listed(): Promise<void> {
    unlistedSince = null;
    if (!unlistedNow(journal.db)) return;
    await journal.write(alarms.listed);
    wake();
  }

  async function lookAt(account: AccountSummary, hung: Map<Cause, number>): Promise<void> {
    const { sid } = account;
    const { db } = journal;
    const standing = watchOf(db, sid);
    const now = clock.now();
    // Half a round earlier, so that no round passes it by for a moment.
    const due = beat.every - beat.round / 2;
    if (standing && now.getTime() - standing.lookedAt.getTime() < due) return;
    const seen = await looking.see(sid);
    if (seen.how === 'off') return setAside(sid);
    if (seen.how === 'no answer') return gatewayMissed(account);
    const { recording } = seen;
    const cause = causeOf(recording.bucket);
    if ((hung.get(cause) ?? 0) >= HUNG_OFTEN) return;
    const print = keyring.fingerprint(recordsAs(recording));
    // Set differently since: what was recorded before is somewhere else.
    const changed = standing?.recordsAs != null && standing.recordsAs !== print;
    const since = changed ? now : (standing?.since ?? recordingChangedAt(db, sid) ?? new Date(0));
    const calls = await looking.callsOf(sid);
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
    const judged = await looking.judge(sid, samples);
    if (performance.now() - began > HUNG) hung.set(cause, (hung.get(cause) ?? 0) + 1);
    if (stopped) return;
    await journal.write((tx, at) => {
      if (changed) alarms.setAside(tx, sid, at);
      const alarmed = alarms.throughGateway(tx, sid, at);
      saveVerdicts(tx, sid, judged);
      const alarmedAt = alarmed?.alarmedAt ?? null;
      const misses = !changed && standing?.cause === cause ? standing.misses : 0;
      const step = after({ misses, alarmedAt }, judged);
      const missed = missing(judgedOf(tx, sid), at);
      if (alarmed) alarms.goOn(tx, alarmed, { recovered: step.recovered !== null, missed }, at);
      if (step.alarm) alarms.raise(tx, { account, cause, missed }, at);
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

  /** The gateway did not say how the account records, or what calls there were. */
  async function gatewayMissed(account: AccountSummary): Promise<void> {
    if (stopped) return;
    await journal.write((tx, at) => {
      const standing = watchOf(tx, account.sid);
      const misses = standing?.cause === THE_GATEWAY ? standing.misses + 1 : 1;
      const alarmed = alarmedNow(tx, account.sid);
      if (!alarmed && misses >= IN_A_ROW) {
        alarms.raise(tx, { account, cause: THE_GATEWAY, missed: [] }, at);
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

  async function setAside(sid: AccountSid): Promise<void> {
    if (stopped || (!watchOf(journal.db, sid) && !alarmedNow(journal.db, sid))) return;
    await journal.write((tx, at) => {
      alarms.setAside(tx, sid, at);
      forgetWatch(tx, sid);
    });
    wake();
  }
}

/** What is missing of the last hour, as far as it was looked at; the newest first. */
function missing(judged: readonly Judged[], now: Date): Missed {
  return judged
    .filter(({ verdict }) => verdict !== 'there')
    .filter(({ endedAt }) => now.getTime() - endedAt.getTime() < WINDOW)
    .toSorted((one, other) => other.endedAt.getTime() - one.endedAt.getTime())
    .slice(0, LISTED)
    .map(({ callSid, verdict }) => ({ callSid, verdict }));
}
