import { z } from 'zod';
import { BotError } from '../errors.ts';
import type { Token } from './command-line.ts';

/**
 * Takes `until 2027-01-31` (also `2027/1/31`, `31.01.2027`) off the end of a line's words, or off its beginning:
 * gives the day as `2027-01-31`, `null` where none is named, and the other words. Throws `invalid` for what is no
 * day, and for days before `today`, counted in UTC.
 */
export function parseUntil(
  words: readonly Token[],
  today: Date,
): { until: string | null; before: Token[] } {
  const at = words.findLastIndex((_, index) => isUntil(words, index));
  if (at < 0) return { until: null, before: [...words] };
  const before = words.slice(0, at);
  const [first, ...rest] = words.slice(at + 1);
  const leads = before.length === 0 && first !== undefined && dayIn(first.text) !== null;
  const typed = leads
    ? first.text
    : words
        .slice(at + 1)
        .map(({ text }) => text)
        .join(' ');
  const until = dayIn(typed);
  if (until === null) throw noDay(typed);
  if (until < today.toISOString().slice(0, 10)) {
    throw new BotError('invalid', `${until} is in the past.`, {
      now: 'Name today or a later day.',
    });
  }
  return { until, before: leads ? rest : before };
}

/** Whether a day is announced here. `till` may be a name: it counts where a day follows. */
function isUntil(words: readonly Token[], at: number): boolean {
  const word = words[at];
  if (!word || word.quoted) return false;
  if (/^until:?$/i.test(word.text)) return true;
  return /^['’]?till?:?$/i.test(word.text) && dayIn(words[at + 1]?.text ?? '') !== null;
}

/** The day as `2027-01-31`; `null` where it is written in a way that is not read, or not in the calendar. */
function dayIn(typed: string): string | null {
  const { y = '', m = '', d = '' } = written(typed) ?? {};
  return inCalendar(y, m, d);
}

function written(typed: string): Record<string, string> | undefined {
  const plain = typed.replace(/[‐‑–—]/g, '-').replace(/[.,]$/, '');
  const found =
    /^(?<y>\d{4})(?<by>[-/.])(?<m>\d{1,2})\k<by>(?<d>\d{1,2})$/.exec(plain) ??
    /^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})$/.exec(plain);
  return found?.groups;
}

function inCalendar(y: string, m: string, d: string): string | null {
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  return z.iso.date().safeParse(day).success ? day : null;
}

function noDay(typed: string): BotError {
  if (typed === '') {
    return new BotError('invalid', '“until” needs a day.', { now: like('2027-01-31') });
  }
  if (written(typed)) {
    return new BotError('invalid', `“${typed}” is not a day.`, {
      why: 'The calendar does not have it.',
      now: 'Name a day that there is.',
    });
  }
  const readings = readingsOf(typed);
  return new BotError('invalid', `“${typed}” is not a day.`, {
    ...(readings.length > 0 && {
      why: 'Some write the month first, others the day, so I take neither.',
    }),
    now: readings.length > 0 ? like(readings.join(' or until ')) : like('2027-01-31'),
  });
}

/** The days that `1/2/2027` may mean. */
function readingsOf(typed: string): string[] {
  const {
    a = '',
    b = '',
    y = '',
  } = /^(?<a>\d{1,2})[-/](?<b>\d{1,2})[-/](?<y>(?:\d{2})?\d{2})[.,]?$/.exec(typed)?.groups ?? {};
  const year = y.length === 2 ? `20${y}` : y;
  const days = [inCalendar(year, a, b), inCalendar(year, b, a)].filter((day) => day !== null);
  return [...new Set(days)];
}

function like(day: string): string {
  return `Write it like this: until ${day}.`;
}
