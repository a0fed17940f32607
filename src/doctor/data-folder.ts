import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Finding, fail, ok, skipped, warn } from './finding.ts';

const FOLDER = 'DATA_DIR';
const SPACE = 'Disk space';
const MB = 1024 * 1024;
/** Below this much free space the next hours are at risk; and what there should be at least. */
const TOO_LITTLE = 16 * MB;
const LITTLE = 256 * MB;

/** The folder of the databases: there, for its owner only, and with room to grow. */
export function checkDataFolder(dataDir: string): Finding[] {
  if (!existsSync(dataDir)) return [notThere(dataDir)];
  if (!statSync(dataDir).isDirectory()) {
    return [fail(FOLDER, `${dataDir} is no folder.`, 'Give a folder that this user may write to.')];
  }
  if (!mayWrite(dataDir)) {
    const fix = 'Run this as the user that the bot runs as; that user must own the folder.';
    return [fail(FOLDER, `This user may not write to ${dataDir}.`, fix)];
  }
  const ours = readdirSync(dataDir).filter((file) => holdsData.test(file));
  const open = [dataDir, ...ours.map((file) => join(dataDir, file))].filter(isOpenToOthers);
  const own =
    open.length > 0
      ? warn(
          FOLDER,
          `Other users of this machine may read ${open.join(', ')}.`,
          `Close it to them: chmod 700 ${dataDir}; chmod 600 for the files. The next start does it too.`,
        )
      : ok(FOLDER, `${dataDir} is for its owner only.`);
  return [own, freeSpace(dataDir, ours)];
}

const holdsData = /^((switchboard|gateway)\.db|performer\.lock|demo\.json|workspace\.json)/;

function notThere(dataDir: string): Finding {
  const parent = nearest(dataDir);
  return mayWrite(parent)
    ? skipped(FOLDER, `${dataDir} is not there yet: the first start makes it.`)
    : fail(
        FOLDER,
        `${dataDir} is not there, and this user may not make it in ${parent}.`,
        'Give a folder that this user may write to.',
      );
}

function nearest(folder: string): string {
  const parent = dirname(folder);
  return existsSync(parent) || parent === folder ? parent : nearest(parent);
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isOpenToOthers(path: string): boolean {
  try {
    return (statSync(path).mode & 0o077) !== 0;
  } catch {
    // Gone meanwhile, as a WAL is when the last one closes it.
    return false;
  }
}

/** An upgrade writes a copy beside the database, so that there should be room for one. */
function freeSpace(dataDir: string, files: readonly string[]): Finding {
  const { bavail, bsize } = statfsSync(dataDir);
  const sizes = files.map((file) => {
    const stat = statSync(join(dataDir, file), { throwIfNoEntry: false });
    return stat?.size ?? 0;
  });
  const held = sizes.reduce((sum, size) => sum + size, 0);
  return spaceFinding(bavail * bsize, held);
}

/** Whether so many free bytes are enough for data of that size. */
export function spaceFinding(free: number, held: number): Finding {
  const found = `${sized(free)} are free, and the data are ${sized(held)}.`;
  if (free < TOO_LITTLE) return fail(SPACE, found, 'Free some space there, now.');
  if (free < Math.max(LITTLE, held)) {
    const fix = 'Free some space: an upgrade writes a copy of the database beside it.';
    return warn(SPACE, found, fix);
  }
  return ok(SPACE, found);
}

function sized(bytes: number): string {
  const mb = bytes / MB;
  return mb < 1024 ? `${mb.toFixed(mb < 10 ? 1 : 0)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}
