import type { PersonId } from '../access/scope.ts';

/** At which page of their accounts people look: kept in memory, since a tab that is opened again begins anew. */
export interface Places {
  /** The cursor of the page; `null` for the first. */
  of(person: PersonId): { after: string | null; isFirst: boolean };
  /** The page that was drawn has this one behind it, or none. */
  behind(person: PersonId, next: string | null): void;
  turn(person: PersonId, to: 'next' | 'previous'): void;
  forget(person: PersonId): void;
}

/** Of so many people the place is known; those who turned a page longest ago begin anew. */
const MOST = 1000;

interface Place {
  /** Cursors of the pages that were turned, the last one is looked at. */
  turned: string[];
  next: string | null;
}

export function openPlaces(): Places {
  const places = new Map<string, Place>();
  const keyOf = ({ teamId, userId }: PersonId) => `${teamId}/${userId}`;

  function placeOf(person: PersonId): Place {
    return places.get(keyOf(person)) ?? { turned: [], next: null };
  }

  function keep(person: PersonId, place: Place): void {
    const key = keyOf(person);
    places.delete(key);
    places.set(key, place);
    const [oldest] = places.keys();
    if (places.size > MOST && oldest !== undefined) places.delete(oldest);
  }

  return {
    of(person) {
      const { turned } = placeOf(person);
      return { after: turned.at(-1) ?? null, isFirst: turned.length === 0 };
    },
    behind: (person, next) => keep(person, { ...placeOf(person), next }),
    turn(person, to) {
      const { turned, next } = placeOf(person);
      if (to === 'previous') return keep(person, { turned: turned.slice(0, -1), next: null });
      // Clicked twice before it was drawn, it is turned once.
      if (next !== null) keep(person, { turned: [...turned, next], next: null });
    },
    forget: (person) => void places.delete(keyOf(person)),
  };
}
