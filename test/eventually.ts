import { vi } from 'vitest';

/** Looks again and again until it does not throw; patient, since a busy machine is no failure. */
export function eventually<Result>(look: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(look, { interval: 5, timeout: 30_000 });
}
