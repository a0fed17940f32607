import { userInfo } from 'node:os';
import process from 'node:process';
import { systemClock } from './clock.ts';
import { environment } from './config.ts';
import { openLog } from './log.ts';
import { runTerminal } from './terminal/run.ts';
import { readTerminalConfig } from './terminal/terminal-config.ts';
import { processIo } from './terminal/terminal-io.ts';

const { stdout, argv } = process;
// Whoever reads no further (`… | head`) has what they wanted.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

process.exitCode = await runTerminal(argv.slice(2), {
  config: readTerminalConfig,
  // Beside the answer, so that what is piped on is the answer alone.
  log: openLog(logLevel(), process.stderr),
  clock: systemClock,
  // npm stands in the checkout; files are named from where the person stands.
  io: processIo(process, environment.INIT_CWD ?? process.cwd()),
  osUser: userName(),
  interrupted: interrupted.signal,
});

/** A terminal is no place for JSON between the words, unless it is asked for. What is malformed is told later. */
function logLevel(): string {
  const level = environment.LOG_LEVEL?.trim() ?? '';
  return ['trace', 'debug', 'info', 'warn', 'error'].includes(level) ? level : 'silent';
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry, as in some containers.
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
