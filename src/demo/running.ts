import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tryPerformerLock } from '../changes/performer-lock.ts';
import { StartupError } from '../errors.ts';

/** How the demo's files begin. Nothing else is removed, whatever folder somebody names. */
const kept = /^(demo\.json|workspace\.json|performer\.lock|(switchboard|gateway)\.db|buckets$)/;

/** Forgets what was done in the demo. Throws `StartupError` while it runs, and for a folder that is not the demo's. */
export function forgetDemo(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  if (!existsSync(join(dataDir, 'demo.json'))) {
    const what = `${dataDir} is not the demo's: nothing was removed.`;
    throw new StartupError([{ what, fix: 'Leave DATA_DIR out, or give the demo’s own folder.' }]);
  }
  requireStopped(dataDir);
  for (const file of readdirSync(dataDir)) {
    if (kept.test(file)) rmSync(join(dataDir, file), { force: true, recursive: true });
  }
}

/** Throws `StartupError` while a demo runs on these data. */
export function requireStopped(dataDir: string): void {
  const lock = tryPerformerLock(join(dataDir, 'performer.lock'));
  lock?.release();
  if (lock) return;
  const what = `The demo on ${dataDir} is running.`;
  throw new StartupError([{ what, fix: 'Stop it first (Ctrl+C where it was started).' }]);
}
