import { z } from 'zod';
import { type AnyKind, defineChange, type Words } from '../../changes/change.ts';
import type { Tx } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import type { Id } from '../../ids.ts';
import { requireRight } from '../access/access.ts';
import { alarmOf, saveAlarm } from './heartbeat.store.ts';
import { causeInWords } from './heartbeat.ts';

/** Mutes what is told of one cause until then; `null`: it is told again. */
export const MuteInput = z.object({
  cause: z.string().max(500),
  until: z.iso.datetime().nullable(),
});
export type MuteInput = z.infer<typeof MuteInput>;

const Seen = z.object({ until: z.iso.datetime().nullable() });
type Seen = z.infer<typeof Seen>;

/** What people are told of it, before and after. */
export const mutingInWords = {
  describe: ({ cause, until }) => ({
    what: `${until ? 'mute' : 'unmute'} the alarm of missing recordings: ${causeInWords(cause)}`,
    target: causeInWords(cause),
    facts: [{ label: 'Muted until', value: inWords(until) }],
  }),
  outcome: ({ cause, until }, before) => ({
    did: `${until ? 'muted' : 'unmuted'} the alarm of missing recordings: ${causeInWords(cause)}`,
    facts: [{ label: 'Muted until', was: inWords(before.until), value: inWords(until) }],
  }),
  undo: ({ cause }, before) => ({ kind: 'recording mute', input: { cause, until: before.until } }),
} satisfies Words<MuteInput, Seen>;

/** Mutes an alarm. `redraw`: draws its card as it is now, in the same transaction. */
export function muteAlarm({
  redraw,
}: {
  redraw(tx: Tx, alarm: Id<'alm'>, now: Date): void;
}): AnyKind {
  return defineChange<MuteInput, Seen>({
    kind: 'recording mute',
    input: MuteInput,
    seen: Seen,
    about: ({ cause }) => ({ lane: `recording alarm/${cause}` }),
    action: () => 'recording mute',
    authorize(actor) {
      requireRight(actor, 'recording mute', { kind: 'everything' });
    },
    ...mutingInWords,
    stillAsWritten: (tx, { cause }, { until }) =>
      (alarmOf(tx, cause)?.mutedUntil?.toISOString() ?? null) === until,
    effect: {
      where: 'here',
      apply(tx, { cause, until }, change) {
        const alarm = alarmOf(tx, cause);
        if (!alarm) throw noSuchAlarm();
        const before = { until: alarm.mutedUntil?.toISOString() ?? null };
        const mutedUntil = until === null ? null : new Date(until);
        saveAlarm(tx, { ...alarm, mutedUntil, mutedBy: mutedUntil && change.actor.userId });
        redraw(tx, alarm.id, change.requestedAt);
        return { before, after: { until } };
      },
    },
  });
}

export function noSuchAlarm(): BotError {
  return new BotError('not_found', 'There is no such alarm any more.', {
    why: 'A newer one has taken its place.',
    now: 'Look at the newest card in the operators’ channel.',
  });
}

function inWords(until: string | null): string {
  return until === null ? 'not muted' : `${until.slice(0, 16).replace('T', ' ')} UTC`;
}
