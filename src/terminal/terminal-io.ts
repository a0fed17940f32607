import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { BotError } from '../errors.ts';

/** Where a terminal's words come from and go to. */
export interface TerminalIo {
  /** Answers: resolves when there is room for more. */
  out(text: string): Promise<void>;
  /** Errors, and what is said beside an answer. */
  err(text: string): void;
  /**
   * Asks whoever sits there; `null` where nobody does. A secret is not shown while it is typed. Rejects with `conflict`
   * where they leave instead.
   */
  ask: ((question: string, how?: { secret?: boolean }) => Promise<string>) | null;
  /** The text of a file, `-` for what is piped in. */
  read(file: string): Promise<string>;
}

interface Streams {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean };
}

/** The process's own. Files are named from where the person stands: `npm run` itself stands in the checkout. */
export function processIo({ stdin, stdout, stderr }: Streams, standing: string): TerminalIo {
  return {
    out: (words) =>
      new Promise((done) => {
        if (stdout.write(words)) done();
        else stdout.once('drain', done);
      }),
    err: (words) => void stderr.write(words),
    ask:
      stdin.isTTY && stderr.isTTY
        ? (question, how = {}) => asked(stdin, stderr, question, how.secret ?? false)
        : null,
    read: (file) =>
      file === '-' ? text(stdin) : readFile(resolve(standing, file), { encoding: 'utf8' }),
  };
}

async function asked(
  input: Readable,
  screen: Writable,
  question: string,
  secret: boolean,
): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // It draws its line anew at each key, its question with it; on a screen that it does not see the question stays.
  if (secret) screen.write(question);
  const lines = createInterface({ input, output: secret ? nowhere : screen, terminal: true });
  try {
    const answer = await lines.question(question);
    if (secret) screen.write('\n');
    return answer;
  } catch (cause) {
    // Ctrl+C, Ctrl+D: the line that they were on has not ended.
    screen.write('\n');
    throw new BotError('conflict', 'You left before it was answered.', {
      now: 'Nothing was done.',
      cause,
    });
  } finally {
    lines.close();
  }
}

/** The text of a file, `-` for what is piped in. Throws `invalid` where it cannot be read. */
export async function readable(file: string, io: TerminalIo): Promise<string> {
  try {
    return await io.read(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): BotError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  const why =
    code === 'ENOENT' ? 'There is no such file.' : 'It is no file that this user may read.';
  return new BotError('invalid', `I cannot read ${file.slice(0, 200)}.`, {
    why,
    now: 'Name a file, or - for what is piped in.',
    cause,
  });
}
