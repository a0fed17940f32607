import { chmodSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { isBusy, starting } from '../db/trouble.ts';

/** How often a waiting bot tries to take over, in milliseconds. */
const TRY_EVERY = 100;

/** The right to be the one performer, until it is given back or the process dies. */
export interface PerformerLock {
  release(): void;
}

/**
 * Takes the performer's lock: an exclusive transaction on a file of its own, which the kernel frees when the
 * process dies. Waits while another process holds it. `signal` ends the waiting (rejects with `AbortError`).
 * Rejects with `StartupError` where the file cannot be used.
 */
export async function takePerformerLock(
  file: string,
  signal: AbortSignal,
  onWaiting: () => void,
): Promise<PerformerLock> {
  let waited = false;
  for (;;) {
    const lock = starting(file, () => tryPerformerLock(file));
    if (lock) return lock;
    if (!waited) onWaiting();
    waited = true;
    await sleep(TRY_EVERY, undefined, { signal });
  }
}

/** Takes the performer's lock where nobody holds it; `null` where another process does. */
export function tryPerformerLock(file: string): PerformerLock | null {
  const client = new Database(file, { timeout: 0 });
  try {
    chmodSync(file, 0o600);
    client.exec('BEGIN EXCLUSIVE');
    return { release: () => client.close() };
  } catch (error) {
    client.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

/** Whether a process holds the performer's lock. It is only looked at, so that nobody is kept from taking it. */
export function isPerforming(file: string): boolean {
  if (!existsSync(file)) return false;
  const client = new Database(file, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    client.prepare('SELECT 1 FROM sqlite_master').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    client.close();
  }
}
