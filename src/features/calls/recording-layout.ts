import type { AccountSid, ApplicationSid, CallSid } from '../../ids.ts';
import type { AudioFormat, Tag } from '../recording/recording.ts';

// Where the Voice Gateway puts a recording, and what it writes into its metadata.

const DAY = 24 * 60 * 60_000;

/** The key of a recording that began then: at the bucket's root, by its day, without the account. */
export function recordingKey(call: CallSid, format: AudioFormat, began: Date): string {
  return `${dayOf(began)}/${call}.${format}`;
}

/**
 * Where a recording may be, likeliest first: under the day on which it began; else the day after or before, since the
 * gateway's clock may be in another time zone, and a call may go on past midnight.
 */
export function possibleKeys(call: CallSid, format: AudioFormat, began: Date): string[] {
  return [0, 1, -1].map((days) =>
    recordingKey(call, format, new Date(began.getTime() + days * DAY)),
  );
}

/** What a recording is served as. */
export const mediaTypes: Record<AudioFormat, string> = { wav: 'audio/wav', mp3: 'audio/mpeg' };

interface Recorded {
  accountSid: AccountSid;
  callSid: CallSid;
  applicationSid: ApplicationSid | null;
  direction: 'inbound' | 'outbound';
  from: string;
  to: string;
  trunk: string | null;
  sampleRate: number;
}

/** The metadata of a recording: each tag, and the gateway's own, which no tag takes the place of. */
export function recordingMetadata(call: Recorded, tags: readonly Tag[]): Record<string, string> {
  const { accountSid, callSid, applicationSid, direction, from, to, trunk, sampleRate } = call;
  return {
    ...Object.fromEntries(tags.map(({ name, value }) => [name, value])),
    accountSid,
    callSid,
    direction,
    from,
    to,
    ...(applicationSid && { applicationSid }),
    ...(trunk !== null && { originatingSipTrunkName: trunk }),
    sampleRate: String(sampleRate),
  };
}

/** Whether metadata, its names in lower case, name this account as whose recording it is. */
export function isOf(account: AccountSid, metadata: Record<string, string>): boolean {
  return metadata.accountsid === account;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10).replaceAll('-', '/');
}
