import { sql } from 'drizzle-orm';
import type { Db } from './database.ts';

/** What a query builder of Drizzle has of which `prepared` makes use. */
interface Query {
  prepare(): unknown;
  get(values?: Record<string, unknown>): unknown;
  all(values?: Record<string, unknown>): unknown;
  run(values?: Record<string, unknown>): unknown;
}

/**
 * A query that is built once for each database, and then run with other values: building one takes Drizzle and SQLite
 * ten times as long as running it. `build` is given placeholders. Where they are compared with a column that holds
 * dates or JSON, name it: `sql.param(now, changes.dueAt)`. A value that is `null` or left out is another query.
 */
export function prepared<Values extends object, Built extends Query>(
  build: (db: Db, values: Values) => Built,
): (db: Db, values: Values) => Pick<Built, 'get' | 'all' | 'run'> {
  const ofDb = new WeakMap<Db, Map<string, Query>>();
  return (db, values) => {
    const known = ofDb.get(db) ?? new Map<string, Query>();
    ofDb.set(db, known);
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    const shape = given.map(([name, value]) => (value === null ? `${name}=null` : name)).join();
    let query = known.get(shape);
    if (!query) {
      const drawn = given.map(([name, value]) => [
        name,
        value === null ? null : sql.placeholder(name),
      ]);
      query = build(db, Object.fromEntries(drawn) as Values).prepare() as Query;
      known.set(shape, query);
    }
    const ready = query;
    const bound = values as Record<string, unknown>;
    return {
      get: () => ready.get(bound),
      all: () => ready.all(bound),
      run: () => ready.run(bound),
    } as Pick<Built, 'get' | 'all' | 'run'>;
  };
}
