import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  expiryOf,
  isInUse,
  type Lifetime,
  lateInWords,
  reminderDue,
} from '../../src/features/api-keys/api-key.ts';
import { handOver, openHandover } from '../../src/features/api-keys/handover.ts';
import { newId } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';

const DAY = 24 * 60 * 60_000;

describe('when a key expires', () => {
  test.each<[now: string, lifetime: Lifetime, expires: string | null]>([
    ['2026-11-23T14:00:00Z', '30', '2026-12-23T10:00:00.000Z'],
    // Saturday and Sunday become the Monday after.
    ['2026-11-19T00:00:00Z', '30', '2026-12-21T10:00:00.000Z'],
    ['2026-11-20T23:59:59Z', '30', '2026-12-21T10:00:00.000Z'],
    ['2026-11-21T12:00:00Z', '30', '2026-12-21T10:00:00.000Z'],
    // Over a leap day.
    ['2027-11-30T09:00:00Z', '90', '2028-02-28T10:00:00.000Z'],
    ['2026-11-23T14:00:00Z', 'never', null],
  ])('made at %s for %s: %s', (now, lifetime, expires) => {
    expect(expiryOf(lifetime, new Date(now))?.toISOString() ?? null).toBe(expires);
  });

  test('is a working day at 10:00, and no more than three days from what was chosen', () => {
    const moment = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2090-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moment, fc.constantFrom<Lifetime>('30', '90', '180', '365'), (now, lifetime) => {
        const at = expiryOf(lifetime, now);
        if (!at) throw new Error('it never expires');
        expect([0, 6]).not.toContain(at.getUTCDay());
        expect(at.toISOString()).toContain('T10:00:00.000Z');
        const days = (at.getTime() - now.getTime()) / DAY;
        expect(days).toBeGreaterThan(Number(lifetime) - 1);
        expect(days).toBeLessThan(Number(lifetime) + 3);
      }),
    );
  });
});

describe('a reminder', () => {
  const expiresAt = new Date('2027-01-04T10:00:00Z');
  const daysBefore = (days: number) => new Date(expiresAt.getTime() - days * DAY);

  test.each<[days: number, reminded: number | null, replaced: boolean, due: number | null]>([
    [14.01, null, false, null],
    [14, null, false, 14],
    [5, null, false, 14],
    [5, 14, false, null],
    [3, 14, false, 3],
    [2, 3, false, null],
    [1, 3, false, 1],
    [0.5, 1, false, null],
    // Of several that were missed only the last is sent.
    [0.5, null, false, 1],
    [2, null, false, 3],
    // It has expired: that is told instead.
    [0, 3, false, null],
    [-1, null, false, null],
    // What was replaced is spoken of on its last day alone.
    [5, null, true, null],
    [1, null, true, 1],
  ])('%s days before, after %s (replaced: %s): %s', (days, reminded, replaced, due) => {
    const found = reminderDue({ expiresAt, reminded, replaced }, daysBefore(days));
    expect(found?.days ?? null).toBe(due);
    if (found) expect(found.dueAt).toEqual(daysBefore(found.days));
  });

  test('comes each once, whenever it is looked', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 20, noNaN: true })), (looks) => {
        let reminded: number | null = null;
        const sent: number[] = [];
        for (const days of looks.toSorted((one, other) => other - one)) {
          const due = reminderDue({ expiresAt, reminded, replaced: false }, daysBefore(days));
          if (!due) continue;
          sent.push(due.days);
          reminded = due.days;
        }
        expect(sent).toEqual([...new Set(sent)].toSorted((one, other) => other - one));
      }),
    );
  });
});

test.each<[minutes: number, said: string | null]>([
  [0, null],
  [29, null],
  [45, '45 minutes late'],
  [119, '119 minutes late'],
  [120, '2 hours late'],
  [47 * 60, '47 hours late'],
  [48 * 60, '2 days late'],
])('%s minutes are %s', (minutes, said) => {
  const at = new Date('2027-01-04T10:00:00Z');
  expect(lateInWords(at, new Date(at.getTime() + minutes * 60_000))).toBe(said);
});

test('a key that was used within a week is in use', () => {
  const now = new Date('2027-01-04T10:00:00Z');
  expect(isInUse(null, now)).toBe(false);
  expect(isInUse(new Date(now.getTime() - 7 * DAY), now)).toBe(true);
  expect(isInUse(new Date(now.getTime() - 7 * DAY - 1), now)).toBe(false);
});

describe('a key that is handed over', () => {
  const id = newId('key');
  const key = new Secret('vgk_of-nobody-0123456789');

  test('is read by whoever asked for it, and by nobody else', () => {
    const [mine, another] = [openHandover(), openHandover()];
    const sealed = handOver(mine.to, key, id);
    expect(mine.open(sealed, id).reveal()).toBe(key.reveal());
    expect(() => another.open(sealed, id)).toThrow();
    expect(() => mine.open(sealed, newId('key'))).toThrow();
    expect(sealed.toString('latin1')).not.toContain('of-nobody');
    expect(handOver(mine.to, key, id).equals(sealed)).toBe(false);
  });

  test('is not read once it was changed', () => {
    const mine = openHandover();
    const sealed = handOver(mine.to, key, id);
    sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1;
    expect(() => mine.open(sealed, id)).toThrow();
  });
});
