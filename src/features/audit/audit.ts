import { canonical } from '../../canonical.ts';
import type { AccountSid, Id, ProviderSid } from '../../ids.ts';

/** One entry of the audit, as it is chained. */
export interface AuditEntry {
  seq: number;
  at: Date;
  actorTeam: string;
  actorUser: string;
  actorName: string;
  surface: string;
  action: string;
  result: string;
  changeId: Id<'chg'> | null;
  providerSid: ProviderSid | null;
  accountSid: AccountSid | null;
  subject: string | null;
  target: string;
  detail: unknown;
  mac: string;
}

/** An entry before it has its place in the chain. */
export type NewAuditEntry = Omit<AuditEntry, 'seq' | 'mac'>;

/** The text that an entry's MAC covers: its place, the MAC before it, and every column, in one order. */
export function chainedText(previousMac: string, entry: Omit<AuditEntry, 'mac'>): string {
  return canonical([
    previousMac,
    entry.seq,
    entry.at.getTime(),
    entry.actorTeam,
    entry.actorUser,
    entry.actorName,
    entry.surface,
    entry.action,
    entry.result,
    entry.changeId,
    entry.providerSid,
    entry.accountSid,
    entry.subject,
    entry.target,
    entry.detail,
  ]);
}

/** A head of the chain that was posted where nobody can rewrite it. */
export interface Anchor {
  seq: number;
  mac: string;
  at: Date;
}

/** What is wrong with the chain, and where: one finding for entries in a row. */
export interface Break {
  from: number;
  to: number;
  /**
   * `changed`: they do not fit their MACs (changed, inserted or swapped). `missing`: their numbers are not there.
   * `unchecked`: what their MACs begin with is gone with the entry before, so nobody can tell whether they were changed.
   * `cut off`: they were posted and are gone from the end. `replaced`: they fit, but not what was posted.
   */
  what: 'changed' | 'missing' | 'unchecked' | 'cut off' | 'replaced';
}

/** Walks a chain entry by entry, in order; asked at the end for what it found. */
export interface ChainWalk {
  next(entry: AuditEntry): void;
  end(): Verdict;
}

export interface Verdict {
  entries: number;
  since: Date | null;
  head: Anchor | null;
  breaks: Break[];
  /** How many breaks there are beyond those named. */
  unnamed: number;
  lastAnchor: Anchor | null;
  /** How many entries lie after the last anchor: whoever owns the database and the key could have rewritten these. */
  unvouched: number;
}

/** How many breaks are named; a chain with more is beyond naming them. */
const BREAKS_NAMED = 20;
/** How many MACs of broken entries are kept, to see where the chain goes on behind them. */
const STRAYS_KEPT = 16;

/**
 * Starts a walk against the heads that were posted. A changed, inserted or swapped entry does not fit its MAC; a
 * deleted one leaves a gap in the numbers; a tail cut off is missed by the last anchor. After each break the walk
 * goes on from what it found, so that one tampering is one finding. Memory stays flat, however long the chain.
 */
export function walkChain(mac: (text: string) => string, anchors: readonly Anchor[]): ChainWalk {
  const posted = new Map(anchors.map((anchor) => [anchor.seq, anchor]));
  const lastAnchor = anchors.at(-1) ?? null;
  const breaks: Break[] = [];
  const strays: string[] = [];
  let unnamed = 0;
  let latest: Break | null = null;
  let previousMac = '';
  let previousBroken = false;
  let expected = 1;
  let entries = 0;
  let unvouched = 0;
  let since: Date | null = null;
  let head: Anchor | null = null;
  let vouchedTo = 0;

  function found(what: Break['what'], from: number, to: number): void {
    if (latest?.what === what && latest.to >= from - 1) {
      latest.to = Math.max(latest.to, to);
      return;
    }
    latest = { what, from, to };
    if (breaks.length < BREAKS_NAMED) breaks.push(latest);
    else unnamed += 1;
  }

  /** Whether the entry is what was chained here. Behind a broken one its true predecessor may stand elsewhere. */
  function fits(entry: AuditEntry): boolean {
    const before = previousBroken ? [previousMac, ...strays] : [previousMac];
    return before.some((one) => mac(chainedText(one, entry)) === entry.mac);
  }

  function keepStray(entry: AuditEntry): void {
    // Its MAC as stored, and as it should be: the next entry fits one of them where only the other was touched.
    strays.push(entry.mac, mac(chainedText(previousMac, entry)));
    strays.splice(0, strays.length - STRAYS_KEPT);
  }

  function compareWithPosted(entry: AuditEntry): void {
    const anchor = posted.get(entry.seq);
    if (anchor && anchor.mac !== entry.mac) found('replaced', vouchedTo + 1, entry.seq);
    else if (anchor) vouchedTo = entry.seq;
  }

  return {
    next(entry) {
      entries += 1;
      since ??= entry.at;
      if (lastAnchor === null || entry.seq > lastAnchor.seq) unvouched += 1;
      if (entry.seq < expected) {
        found('changed', entry.seq, entry.seq);
        return;
      }
      // Behind a gap the MAC before it is gone with its entry, so this one cannot be recomputed.
      const gap = entry.seq > expected;
      if (gap) {
        found('missing', expected, entry.seq - 1);
        found('unchecked', entry.seq, entry.seq);
      }
      const broken = !gap && !fits(entry);
      if (broken) {
        found('changed', entry.seq, entry.seq);
        keepStray(entry);
      } else {
        compareWithPosted(entry);
      }
      previousMac = entry.mac;
      previousBroken = broken;
      expected = entry.seq + 1;
      head = { seq: entry.seq, mac: entry.mac, at: entry.at };
    },
    end() {
      if (lastAnchor && lastAnchor.seq >= expected) found('cut off', expected, lastAnchor.seq);
      return { entries, since, head, breaks, unnamed, lastAnchor, unvouched };
    },
  };
}
