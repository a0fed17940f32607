import Database from 'better-sqlite3';
import { DrizzleError } from 'drizzle-orm';
import { StartupError } from '../errors.ts';

/** What keeps SQLite from doing what it is told. */
export interface Trouble {
  /** What a database or a file is or does, to follow its name: `is locked by another program`. */
  state: string;
  /** What whoever runs the bot can do about it. */
  fix: string;
}

const locked: Trouble = {
  state: 'is locked by another program',
  fix: 'Stop what has it open: a shell, a backup.',
};
const damaged: Trouble = {
  state: 'is damaged',
  fix: 'Put a backup in its place, with the SECRETS_KEY of that time; a lock may just be removed.',
};

/** By the beginning of SQLite's code. */
const troubles: [code: string, trouble: Trouble][] = [
  ['SQLITE_BUSY', locked],
  ['SQLITE_LOCKED', locked],
  ['SQLITE_FULL', { state: 'has no space left on its disk', fix: 'Free some space there.' }],
  [
    'SQLITE_READONLY',
    { state: 'cannot be written to', fix: 'Let the bot’s user write to it and to its folder.' },
  ],
  [
    'SQLITE_CANTOPEN',
    { state: 'cannot be opened', fix: 'It must be a file in a folder that the bot may write to.' },
  ],
  ['SQLITE_NOTADB', damaged],
  ['SQLITE_CORRUPT', damaged],
  [
    'SQLITE_IOERR',
    { state: 'lies on a disk that fails', fix: 'Check the disk and its free space.' },
  ],
];

const unheardOf: Trouble = {
  state: 'refuses what I write',
  fix: 'Check it with the sqlite3 shell: PRAGMA integrity_check.',
};

/** What is wrong with the database where SQLite refused something; `null` where the error is not SQLite's. */
export function troubleOf(error: unknown): Trouble | null {
  const code = sqliteCode(error);
  if (code === null) return null;
  return troubles.find(([begins]) => code.startsWith(begins))?.[1] ?? unheardOf;
}

/** Whether another connection holds a lock that will pass. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error) ?? '');
}

/** Does what a start needs of a file: what SQLite refuses is a `StartupError` that names it. */
export function starting<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble) throw error;
    const { state, fix } = trouble;
    throw new StartupError([{ what: `The file ${file} ${state}.`, fix }], error);
  }
}

/** SQLite's code, also where Drizzle has wrapped its error. */
function sqliteCode(error: unknown): string | null {
  if (error instanceof DrizzleError) return sqliteCode(error.cause);
  if (!(error instanceof Database.SqliteError)) return null;
  // On a full disk SQLite has rolled back by itself, and the rollback of a migration hides why.
  return error.message.startsWith('cannot rollback') ? 'SQLITE_FULL' : error.code;
}
