import type { Call } from './calls-gateway.ts';

/** For how long a link to a recording opens it, in minutes. */
export const LINK_MINUTES = 5;

/** How many digits of a number are left to be seen. */
const SEEN = 3;
/** What callers are called who have no number. */
const NAMELESS = /^(anonymous|restricted|private|unavailable|unknown|withheld)?$/i;

/**
 * A number as it may be shown: all but its last three digits masked, of a short one all but half. Of an address
 * such as `sip:ann@acme.example` the same of its user; where it is from is not told either.
 */
export function maskedNumber(number: string): string {
  const [user = ''] = number
    .trim()
    .replace(/^(sips?|tel):/i, '')
    .split('@');
  if (NAMELESS.test(user)) return user === '' ? 'nobody' : user.toLowerCase();
  const told = user.match(/[\p{L}\p{N}]/gu) ?? [];
  const seen = Math.min(SEEN, Math.floor(told.length / 2));
  return `•••${seen === 0 ? '' : told.slice(-seen).join('')}`;
}

/** How the numbers of calls are shown, as the operator decided. */
export function showNumber(number: string, masked: boolean): string {
  return masked ? maskedNumber(number) : number.trim() || 'nobody';
}

/** How long it was talked, in whole seconds; `null` where nobody answered or it goes on. */
export function talked({ answeredAt, endedAt }: Call): number | null {
  if (!answeredAt || !endedAt) return null;
  return Math.max(0, Math.round((endedAt.getTime() - answeredAt.getTime()) / 1000));
}

/** How long that is, as people read it. */
export function durationInWords(seconds: number): string {
  const [hours, minutes, rest] = [seconds / 3600, (seconds % 3600) / 60, seconds % 60].map(
    Math.floor,
  ) as [number, number, number];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}

/** What became of a call. */
export function statusInWords({ answeredAt, endedAt, sipStatus, terminationReason }: Call): string {
  if (!endedAt) return answeredAt ? 'going on' : 'ringing';
  const why = terminationReason ? `, ${terminationReason}` : '';
  return answeredAt ? `answered${why}` : `not answered: ${sipStatus}${why}`;
}

/** What stands of a call's recording. */
export type RecordingState = 'none' | 'kept' | 'deleted';

/** `deleted`: SIDs of calls whose recording was deleted from here. */
export function recordingState(
  { sid, recorded, endedAt }: Call,
  deleted: ReadonlySet<string>,
): RecordingState {
  if (!recorded || !endedAt) return 'none';
  return deleted.has(sid) ? 'deleted' : 'kept';
}
