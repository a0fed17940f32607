import { isAcknowledged, type PersonRecord } from '../model.ts';
import type { Place } from '../payloads.ts';
import { type State, untilFound } from '../state.ts';
import { placesOf, type Where } from './places.ts';

/** What a person looks for in what is before them. */
export interface Look<T> {
  readonly what: string;
  readonly label: string;
  readonly in: Where | undefined;
  found: (place: Place) => T | undefined;
  /** The names of all such things, for the complaint. */
  names: (place: Place) => string[];
}

/** Finds it, with a person's patience, since what is clicked may be drawn after an ack. */
export async function findFor<T>(
  state: State,
  person: PersonRecord,
  look: Look<T>,
  sees: () => string,
): Promise<{ place: Place; found: T }> {
  const places = () => placesOf(state, person, look.in);
  const first = () => {
    for (const place of places()) {
      const found = look.found(place);
      if (found) return { place, found };
    }
    return undefined;
  };
  const result = await untilFound(state, first, state.patienceMs);
  if (result) return result;
  const there = places().flatMap((place) => look.names(place));
  const scope = look.in === undefined ? '' : ` in ${describeWhere(look.in)}`;
  const offer = there.join(' | ') || 'none';
  throw new Error(
    `${person.name} sees no ${look.what} "${look.label}"${scope}. There is: ${offer}\n${sees()}`,
  );
}

/** Waits for what is wanted; in the end complains with all there is to see and what went wrong. */
export async function waitFor<T>(
  state: State,
  person: PersonRecord,
  wanted: string,
  timeoutMs: number,
  look: () => T | undefined,
  sees: () => string,
): Promise<T> {
  const found = await untilFound(state, look, timeoutMs);
  if (found !== undefined) return found;
  const failed = state.deliveries.filter((delivery) => !isAcknowledged(delivery));
  const lines = failed.map(({ kind, failure, status }) => `${kind} → ${failure ?? status}`);
  throw new Error(
    [
      `${person.name} waited ${timeoutMs} ms in vain for ${wanted}. What there is to see:`,
      sees() || '(nothing)',
      lines.length > 0 ? `Failed deliveries: ${lines.join('; ')}` : '',
      state.violations.length > 0 ? `Violations: ${state.violations.join('; ')}` : '',
    ]
      .filter((line) => line !== '')
      .join('\n'),
  );
}

export function describeWhere(where: Where): string {
  return typeof where === 'string' || where instanceof RegExp ? String(where) : where.plain;
}
