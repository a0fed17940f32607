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

/** JSON with the members of every object in order, so that equal values are equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}

/** A head of the chain that was posted where nobody can rewrite it. */
export interface Anchor {
  seq: number;
  mac: string;
  at: Date;
}

/** What is wrong with the chain, and where. */
export interface Break {
  seq: number;
  what: 'changed' | 'missing' | 'cut off';
}

/** Walks a chain entry by entry; asked at the end for what it found. */
export interface ChainWalk {
  next(entry: AuditEntry): void;
  /** `anchors`: what was posted. Entries after the last of them cannot be vouched for. */
  end(anchors: Anchor[]): Verdict;
}

export interface Verdict {
  entries: number;
  head: Anchor | null;
  breaks: Break[];
  lastAnchor: Anchor | null;
  /** How many entries lie after the last anchor: whoever owns the database and the key could have rewritten these. */
  unvouched: number;
}

/** How many breaks are named; a chain with more is beyond naming them. */
const BREAKS_NAMED = 20;

/**
 * Starts a walk. A changed, inserted or swapped entry no longer fits its MAC; a deleted one leaves a gap in
 * the numbers; a tail cut off is missed by the last anchor. After each break the walk goes on from what it
 * found, so that one tampering is one finding.
 */
export function walkChain(mac: (text: string) => string): ChainWalk {
  let previousMac = '';
  let expected = 1;
  let entries = 0;
  let head: Anchor | null = null;
  const breaks: Break[] = [];
  const macs = new Map<number, string>();
  const found = (seq: number, what: Break['what']) => {
    if (breaks.length < BREAKS_NAMED) breaks.push({ seq, what });
  };
  return {
    next(entry) {
      const gap = entry.seq !== expected;
      if (gap) found(expected, 'missing');
      // After a gap the MAC before it is gone with the entry, so this entry cannot be recomputed.
      else if (mac(chainedText(previousMac, entry)) !== entry.mac) found(entry.seq, 'changed');
      previousMac = entry.mac;
      expected = entry.seq + 1;
      entries += 1;
      head = { seq: entry.seq, mac: entry.mac, at: entry.at };
      macs.set(entry.seq, entry.mac);
    },
    end(anchors) {
      for (const anchor of anchors) {
        const there = macs.get(anchor.seq);
        const named = breaks.some(({ seq }) => seq === anchor.seq);
        if (there === undefined && anchor.seq >= expected) found(anchor.seq, 'cut off');
        else if (there !== undefined && there !== anchor.mac && !named) {
          found(anchor.seq, 'changed');
        }
      }
      const lastAnchor = anchors.at(-1) ?? null;
      const vouched = lastAnchor ? Math.min(lastAnchor.seq, expected - 1) : 0;
      return { entries, head, breaks, lastAnchor, unvouched: Math.max(0, expected - 1 - vouched) };
    },
  };
}
