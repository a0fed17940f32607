import { chmodSync, mkdirSync } from 'node:fs';
import { StartupError } from './errors.ts';

/** Makes the folder of the databases, for its owner only. Throws `StartupError` where that cannot be. */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
  } catch (cause) {
    const what = `DATA_DIR (${dataDir}) cannot be made, or is not this user's.`;
    const fix = 'Give a folder that this user may write to.';
    throw new StartupError([{ what, fix }], cause);
  }
}
