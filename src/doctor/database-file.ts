import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Db, OpenDatabase } from '../db/database.ts';
import { lookInto, tryToWrite } from '../db/looking.ts';
import { schemaVersion } from '../db/schema-version.ts';
import { isBusy, troubleOf } from '../db/trouble.ts';
import { StartupError } from '../errors.ts';
import { type Finding, fail, ok, skipped, warn } from './finding.ts';

/** How long a database may be checked for damage, in milliseconds. */
const PATIENCE = 7000;

/** One of the databases, looked into. */
export interface LookedInto {
  findings: Finding[];
  /** For further checks, where its tables are those of this version; `null` where they cannot be relied on. */
  db: Db | null;
  close(): void;
}

/** Whether a database opens, is of this version, can be written to, and is whole. */
export async function checkDatabase(
  file: string,
  migrations: string,
  patience = PATIENCE,
): Promise<LookedInto> {
  const name = basename(file);
  const closed = (finding: Finding) => ({ findings: [finding], db: null, close() {} });
  if (!existsSync(file)) return closed(notThere(file, name));
  let opened: OpenDatabase;
  try {
    opened = lookInto(file);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const [problem] = error.problems;
    return closed(fail(name, problem?.what ?? 'It cannot be opened.', problem?.fix ?? ''));
  }
  const { client, db, close } = opened;
  try {
    const version = versionFinding(name, schemaVersion(client, migrations));
    const findings = [
      version.finding,
      writable(name, client),
      await integrity(name, file, patience),
    ];
    return { findings: summed(name, findings), db: version.known ? db : null, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** All well is one line. */
function summed(name: string, findings: readonly Finding[]): Finding[] {
  const others = findings.filter(({ state }) => state !== 'ok');
  const well = ok(name, 'It opens, is of this version, can be written to, and is whole.');
  return others.length > 0 ? others : [well];
}

function notThere(file: string, name: string): Finding {
  const folder = dirname(file);
  const other = name === 'gateway.db' ? 'switchboard.db' : 'gateway.db';
  if (name === 'switchboard.db' || !existsSync(join(folder, other))) {
    return skipped(name, 'It is not there yet: the first start makes it.');
  }
  return warn(
    name,
    `It is not there, though ${other} is: a start would begin with an empty one.`,
    `Put its backup into ${folder}, unless no account was there.`,
  );
}

function versionFinding(
  name: string,
  version: ReturnType<typeof schemaVersion>,
): { finding: Finding; known: boolean } {
  switch (version.is) {
    case 'current':
      return { finding: ok(name, 'It is of this version.'), known: true };
    case 'empty':
      return {
        finding: skipped(name, 'It is empty: the first start makes its tables.'),
        known: false,
      };
    case 'older': {
      const found = 'It is of an older version.';
      const fix = 'The next start upgrades it, and writes a copy beside it before.';
      return { finding: warn(name, found, fix), known: false };
    }
    case 'newer': {
      const found = 'It was written by a newer Switchboard, which this one does not start on.';
      const fix = 'Run that version; or put the copy from before the upgrade in its place.';
      return { finding: fail(name, found, fix), known: false };
    }
  }
}

function writable(name: string, client: OpenDatabase['client']): Finding {
  try {
    tryToWrite(client);
    return ok(name, 'It can be written to.');
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble) throw error;
    const verdict = isBusy(error) ? warn : fail;
    return verdict(name, `It ${trouble.state}.`, trouble.fix);
  }
}

const program = join(dirname(fileURLToPath(import.meta.url)), 'quick-check.ts');
const run = promisify(execFile);

async function integrity(name: string, file: string, patience: number): Promise<Finding> {
  const found = await run(process.execPath, [program, file], {
    timeout: patience,
    killSignal: 'SIGKILL',
    env: {},
  }).catch((error: unknown) => {
    if (z.object({ killed: z.literal(true) }).safeParse(error).success) return null;
    throw error;
  });
  if (!found) {
    return skipped(
      name,
      `It was not checked for damage to the end: that takes longer than ${patience / 1000} s.`,
      `At leisure: sqlite3 ${file} 'PRAGMA quick_check'`,
    );
  }
  const faults = z.array(z.string()).parse(JSON.parse(found.stdout));
  if (faults.join() === 'ok') return ok(name, 'It is whole.');
  const fix = 'Put a backup in its place, with the SECRETS_KEY of that time.';
  return fail(name, `It is damaged: ${faults.join('; ')}.`, fix);
}
