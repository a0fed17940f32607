import { z } from 'zod';
import { canonical } from '../../canonical.ts';
import type { CallSid } from '../../ids.ts';
import { Secret } from '../../secret.ts';
import type { Call, RecordingLook } from '../calls/calls-gateway.ts';
import {
  type AudioFormat,
  type Bucket,
  credentialOf,
  type Recording,
  vendorNames,
} from '../recording/recording.ts';
import type { Verdict } from './verdicts.ts';

/** A recording that was looked at. */
export interface Judged {
  callSid: CallSid;
  endedAt: Date;
  verdict: Verdict;
}

const MINUTE = 60_000;
/** How far back calls are looked at, in milliseconds. */
export const WINDOW = 60 * MINUTE;

/** How fast recordings are looked at, in milliseconds. */
export interface Beat {
  /** How often accounts are looked for that are due. */
  round: number;
  /** How often an account is looked at. */
  every: number;
  /** How long after its end a recording may still be on its way into the bucket. */
  settles: number;
}

export const usualBeat: Beat = { round: MINUTE, every: 5 * MINUTE, settles: 2 * MINUTE };
/** A call that was shorter, in milliseconds, may leave nothing to record. */
const SHORTEST = 3000;
/** How many recordings of an account one look takes. */
export const SAMPLED = 3;
/** After how many looks in a row that missed a recording there is an alarm. */
export const IN_A_ROW = 2;
/** How long a cause has no new card after its last, in milliseconds. */
export const NEW_CARD_AFTER = 60 * MINUTE;
/** How many first bytes of a recording are read. */
export const HEAD = 12;

/** What there is to be sampled. */
interface ToSample {
  /** Answered calls of the account, newest first. */
  calls: readonly Call[];
  /** What earlier looks said of recordings of this window. */
  judged: readonly Judged[];
  /** SIDs of those that were deleted from here. */
  deleted: ReadonlySet<string>;
  /** Calls that had ended by then are left alone. */
  since: Date;
  now: Date;
  beat: Beat;
}

/**
 * Which recordings a look takes, at most `SAMPLED`: one that missed before, to see whether it is there by now, then
 * such as nobody has looked at, the newest first, then others that missed. So in time each is looked at once, and what
 * is missing again and again.
 */
export function sampled({ calls, judged, deleted, since, now, beat }: ToSample): Sample[] {
  const from = Math.max(since.getTime(), now.getTime() - WINDOW);
  const inWindow = (endedAt: Date) =>
    endedAt.getTime() > from && endedAt.getTime() <= now.getTime() - beat.settles;
  const known = new Set(judged.map(({ callSid }) => callSid));
  const missed = judged
    .filter(({ verdict, endedAt }) => verdict !== 'there' && inWindow(endedAt))
    .map(({ callSid: sid, endedAt }) => ({ sid, endedAt }));
  const fresh = calls.flatMap(({ sid, recorded, answeredAt, endedAt }) => {
    if (!recorded || !answeredAt || !endedAt || known.has(sid) || !inWindow(endedAt)) return [];
    return endedAt.getTime() - answeredAt.getTime() < SHORTEST ? [] : [{ sid, endedAt }];
  });
  const newest = (samples: Sample[]) =>
    samples
      .filter(({ sid }) => !deleted.has(sid))
      .toSorted((one, other) => other.endedAt.getTime() - one.endedAt.getTime());
  const [again, ...others] = newest(missed);
  return [...(again ? [again] : []), ...newest(fresh), ...others].slice(0, SAMPLED);
}

export interface Sample {
  sid: CallSid;
  endedAt: Date;
}

/** What a look says of a recording. */
export function verdictOn(look: RecordingLook): Verdict {
  if (!look.found) return look.absence;
  const { bytes, head, format } = look;
  // A WAV without samples is nothing but its header.
  if (bytes === 0 || (format === 'wav' && bytes <= WAV_HEADER && hasHeader('wav', head))) {
    return 'empty';
  }
  return hasHeader(format, head) ? 'there' : 'no audio';
}

const WAV_HEADER = 44;

/** Whether bytes begin as such a file does: a RIFF of WAVE, or an ID3 tag or a frame of MPEG audio. */
export function hasHeader(format: AudioFormat, head: Uint8Array): boolean {
  const text = (from: number, to: number) => String.fromCharCode(...head.slice(from, to));
  if (format === 'wav') return text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE';
  if (text(0, 3) === 'ID3') return true;
  const [first = 0, second = 0, third = 0] = head;
  const version = (second >> 3) & 3;
  const isLayer3 = ((second >> 1) & 3) === 1;
  const bitrate = third >> 4;
  return first === 0xff && second >= 0xe0 && version !== 1 && isLayer3 && bitrate !== 15;
}

/** How an account stands between two looks. */
export interface Standing {
  /** Looks in a row, the last among them, that missed a recording. */
  misses: number;
  /** Since when there is an alarm on it; `null` where there is none. */
  alarmedAt: Date | null;
}

/** What a look changes. `recovered`: up to when calls are settled, so that what is lost for good alarms once. */
export interface Stepped {
  misses: number;
  alarm: boolean;
  recovered: { upTo: Date } | null;
}

/**
 * How an account stands after a look. Two looks in a row that missed a recording, the same or another, are an alarm: an
 * upload may be late, and a store away for a moment. It is over once all that was looked at is there, or a call that
 * ended since the alarm is.
 */
export function after(standing: Standing, judged: readonly Judged[]): Stepped {
  const { alarmedAt } = standing;
  const bad = judged.filter(({ verdict }) => verdict !== 'there');
  const good = judged.filter(({ verdict }) => verdict === 'there');
  const newest = latest(good);
  if (alarmedAt && newest) {
    const since = (one: Judged) => one.endedAt > alarmedAt;
    const over = bad.length === 0 || (good.some(since) && !bad.some(since));
    if (over) return { misses: 0, alarm: false, recovered: { upTo: newest } };
  }
  if (judged.length === 0) return { misses: standing.misses, alarm: false, recovered: null };
  const misses = bad.length > 0 ? standing.misses + 1 : 0;
  return { misses, alarm: alarmedAt === null && misses >= IN_A_ROW, recovered: null };
}

function latest(judged: readonly Judged[]): Date | null {
  const [first, ...others] = judged;
  if (!first) return null;
  return others.reduce((at, { endedAt }) => (endedAt > at ? endedAt : at), first.endedAt);
}

/** What missing recordings are put down to: one card each. */
export type Cause = string;

/** The gateway does not say which calls there were, or how they are recorded. */
export const THE_GATEWAY: Cause = 'gateway';

/** Where an account records to, as a cause: the vendor, and the host where its buckets are. */
export function causeOf(bucket: Bucket): Cause {
  const host = hostOf(bucket);
  return host === null ? bucket.vendor : `${bucket.vendor} ${host}`;
}

/** A cause as people read it. */
export function causeInWords(cause: Cause): string {
  if (cause === THE_GATEWAY) return 'the Voice Gateway';
  const [vendor = '', host] = cause.split(' ');
  const name = Object.entries(vendorNames).find(([one]) => one === vendor)?.[1] ?? vendor;
  return host === undefined ? name : `${name}, ${host}`;
}

function hostOf(bucket: Bucket): string | null {
  switch (bucket.vendor) {
    case 'aws_s3':
      return `s3.${bucket.region}.amazonaws.com`;
    case 's3_compatible':
      return hostIn(bucket.endpoint);
    case 'google':
      return 'storage.googleapis.com';
    case 'azure':
      return azureHost(bucket.connectionString);
  }
}

function azureHost(connectionString: Secret): string | null {
  const parts = new Map(
    connectionString
      .reveal()
      .split(';')
      .map((part): [string, string] => {
        const at = part.indexOf('=');
        return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
      }),
  );
  const endpoint = parts.get('blobendpoint');
  if (endpoint) return hostIn(endpoint);
  const name = parts.get('accountname');
  return name
    ? hostIn(`https://${name}.blob.${parts.get('endpointsuffix') ?? 'core.windows.net'}`)
    : null;
}

function hostIn(address: string): string | null {
  return URL.canParse(address) ? new URL(address).host || null : null;
}

/** All that says where recordings go and as what, to be fingerprinted: with another it is watched anew. */
export function recordsAs({ bucket, format }: Recording): Secret {
  // Secrets among the members print their masks.
  return new Secret(canonical({ bucket, format, credential: credentialOf(bucket).reveal() }));
}

/** For how long an alarm can be muted. */
export const MuteFor = z.enum(['1h', '8h', '1d', '1w']);
export type MuteFor = z.infer<typeof MuteFor>;

export const muteTimes: Record<MuteFor, { words: string; hours: number }> = {
  '1h': { words: '1 hour', hours: 1 },
  '8h': { words: '8 hours', hours: 8 },
  '1d': { words: '1 day', hours: 24 },
  '1w': { words: '1 week', hours: 7 * 24 },
};

/** Whether a cause may have a new card: not while it is muted, nor within the hour after its last one. */
export function mayOpen(
  last: { openedAt: Date; mutedUntil: Date | null } | null,
  now: Date,
): boolean {
  return (
    !isMuted(last, now) && (!last || now.getTime() - last.openedAt.getTime() >= NEW_CARD_AFTER)
  );
}

export function isMuted(alarm: { mutedUntil: Date | null } | null, now: Date): boolean {
  return alarm !== null && alarm.mutedUntil !== null && alarm.mutedUntil > now;
}
