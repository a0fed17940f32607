import type { Clock } from '../src/clock.ts';

/** A clock that goes on by itself and can be moved forward. */
export interface TestClock extends Clock {
  forward(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void;
}

/** `from`: what it says now, where that is not the true time. */
export function testClock(from = new Date()): TestClock {
  let ahead = from.getTime() - Date.now();
  return {
    now: () => new Date(Date.now() + ahead),
    forward({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
      ahead += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
    },
  };
}
