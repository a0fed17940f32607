import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

// What some indexes hold, and what is asked of them. The states are written out, not bound: SQLite must know when it
// prepares a statement that the index has all that is asked for.

/** A change that has not begun. */
export function isReady(state: SQLWrapper): SQL {
  return sql`${state} = 'ready'`;
}

/** A change that is to be carried out, or is being. */
export function isLive(state: SQLWrapper): SQL {
  return sql`${state} in ('ready', 'applying')`;
}

/** A change that was carried out, as was read back. */
export function isVerified(state: SQLWrapper): SQL {
  return sql`${state} = 'verified'`;
}

/** A message that is not delivered yet. */
export function isWaiting(state: SQLWrapper): SQL {
  return sql`${state} in ('due', 'sending')`;
}

/** A message that could not be delivered. */
export function isSetAside(state: SQLWrapper): SQL {
  return sql`${state} = 'set_aside'`;
}
