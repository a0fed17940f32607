import { z } from 'zod';
import { BotError } from '../../errors.ts';
import type { Identity } from '../access/access.store.ts';

/** How long a key may last, in days, as its form offers it; `never` is for Admins. */
export const Lifetime = z.enum(['30', '90', '180', '365', 'never']);
export type Lifetime = z.infer<typeof Lifetime>;

/** The lifetime that a form offers first. */
export const USUAL_LIFETIME: Lifetime = '90';

/** How long a replaced key goes on once its successor is stored, in minutes, as the form offers it. */
export const Grace = z.enum(['0', '60', '1440', '10080', '43200']);
export type Grace = z.infer<typeof Grace>;

/** In how many minutes its maker must say that a new key is stored. */
export const CLAIMED_WITHIN = 15;

/** How many days before its end the owner of a key is reminded, the first reminder first. */
export const REMINDERS = [14, 3, 1] as const;

/** A key that was used within so many days counts as in use. */
export const IN_USE_DAYS = 7;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The hour of a working day, in UTC, at which keys expire. */
const HOUR = 10;
const [SUNDAY, SATURDAY] = [0, 6];

/**
 * When a key expires that is to last so long: at 10:00 UTC of that day, or of the Monday after where that is no
 * working day, so that somebody is there when whatever uses it stops. `null`: never.
 */
export function expiryOf(lifetime: Lifetime, now: Date): Date | null {
  if (lifetime === 'never') return null;
  const at = new Date(now.getTime() + Number(lifetime) * DAY);
  at.setUTCHours(HOUR, 0, 0, 0);
  const toMonday = { [SATURDAY]: 2, [SUNDAY]: 1 }[at.getUTCDay()] ?? 0;
  return new Date(at.getTime() + toMonday * DAY);
}

/** A key as people tell it from others: how it begins, and its last four characters. */
export function maskOf({ prefix, lastFour }: { prefix: string; lastFour: string }): string {
  return `${prefix}…${lastFour}`;
}

/** A key in a sentence: by its label, or as one that was made elsewhere. */
export function keyInWords(label: string | null, mask: string): string {
  return label === null ? `API key ${mask}` : `API key “${label}”`;
}

/** Whether a key that was used then counts as in use. */
export function isInUse(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() <= IN_USE_DAYS * DAY;
}

/** A reminder that has become due: how many days before the end it is, and when it fell due. */
export interface DueReminder {
  days: number;
  dueAt: Date;
}

/**
 * The reminder that is due now; of several that were missed only the last, since the others say less. `null` where
 * it was sent, or none is due yet. `replaced` keys were given up by their owner: they are told of the last day alone.
 */
export function reminderDue(
  key: { expiresAt: Date; reminded: number | null; replaced: boolean },
  now: Date,
): DueReminder | null {
  if (key.expiresAt <= now) return null;
  const last = key.reminded ?? Number.POSITIVE_INFINITY;
  const due = REMINDERS.filter((days) => !key.replaced || days === 1)
    .map((days) => ({ days, dueAt: new Date(key.expiresAt.getTime() - days * DAY) }))
    .findLast(({ dueAt }) => dueAt <= now);
  return due && due.days < last ? due : null;
}

/** The reminders that a new end leaves no time for: they count as sent. */
export function reminderPassed(expiresAt: Date, now: Date): number | null {
  return reminderDue({ expiresAt, reminded: null, replaced: false }, now)?.days ?? null;
}

/** Something that happened this much later than it should have is said to be late, in milliseconds. */
const LATE = 30 * MINUTE;

/** How late something is, in words; `null` where it is in time. */
export function lateInWords(dueAt: Date, now: Date): string | null {
  const late = now.getTime() - dueAt.getTime();
  if (late < LATE) return null;
  const [count, unit] =
    late >= 2 * DAY
      ? [Math.round(late / DAY), 'day']
      : late >= 2 * 60 * MINUTE
        ? [Math.round(late / (60 * MINUTE)), 'hour']
        : [Math.round(late / MINUTE), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'} late`;
}

/** Throws, for the field “Owner”, unless this is somebody whom reminders can reach and concern. */
export function requireOwner(identity: Identity | null): void {
  const why = whyNoOwner(identity);
  if (why === null) return;
  throw new BotError('invalid', 'This person cannot own an API key.', {
    why,
    now: 'Pick a member of this workspace.',
    fields: { owner: why },
  });
}

/** Whether an owner is not there any more, as far as Slack has told. */
export function hasLeft(owner: Identity | undefined): boolean {
  return owner !== undefined && whyNoOwner(owner) !== null;
}

function whyNoOwner(identity: Identity | null): string | null {
  if (!identity) return 'Slack knows no such person.';
  const { name, isForeign, isBot, isDeactivated } = identity;
  if (isForeign) return `${name} belongs to another organisation (Slack Connect).`;
  if (isBot) return `${name} is a bot.`;
  return isDeactivated ? `${name} is deactivated in Slack.` : null;
}
