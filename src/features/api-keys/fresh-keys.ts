import type { Id } from '../../ids.ts';
import type { NewApiKey } from './api-keys-gateway.ts';

/** Keys between the gateway's answer and the eyes of their maker: the only place where a key is in the clear. */
export interface FreshKeys {
  /** Somebody waits to see this key: said before it is asked for. */
  expect(id: Id<'key'>): void;
  /** Whether somebody still waits to see it. */
  isExpected(id: Id<'key'>): boolean;
  keep(id: Id<'key'>, made: NewApiKey): void;
  of(id: Id<'key'>): NewApiKey | null;
  /** It was shown, handed over, or cannot be shown any more. */
  drop(id: Id<'key'>): void;
}

/**
 * They are in the memory of this process alone: one that nobody waits for any more, as after a restart, or for which
 * a form waited in vain, is not kept in the clear and revoked by the duty of keys.
 */
export function openFreshKeys(): FreshKeys {
  const made = new Map<Id<'key'>, NewApiKey>();
  const expected = new Set<Id<'key'>>();
  return {
    expect: (id) => void expected.add(id),
    isExpected: (id) => expected.has(id),
    keep: (id, key) => void made.set(id, key),
    of: (id) => made.get(id) ?? null,
    drop(id) {
      made.delete(id);
      expected.delete(id);
    },
  };
}
