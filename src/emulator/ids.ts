import { randomBytes } from 'node:crypto';

/** Gives ids in Slack's shape, and message timestamps that never repeat or go back. */
export interface Ids {
  next(prefix: string): string;
  ts(): string;
  hash(): string;
  triggerId(): string;
  token(): string;
  /** How many ids were given so far. */
  readonly given: number;
}

/** `given`: how many there were before, so that none is given twice. */
export function createIds(now: () => number, given = 0): Ids {
  let counter = given;
  let lastMicros = 0;
  return {
    next(prefix) {
      counter += 1;
      return `${prefix}0${counter.toString(36).toUpperCase().padStart(9, '0')}`;
    },
    ts() {
      lastMicros = Math.max(Math.floor(now() * 1000), lastMicros + 1);
      const seconds = Math.floor(lastMicros / 1_000_000);
      return `${seconds}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
    },
    hash: () => `${Math.floor(now() / 1000)}.${randomBytes(4).toString('hex')}`,
    triggerId: () => `${++counter}.${Math.floor(now())}.${randomBytes(16).toString('hex')}`,
    token: () => randomBytes(18).toString('base64url'),
    get given() {
      return counter;
    },
  };
}
