import process from 'node:process';
import { systemClock } from '../../src/clock.ts';
import { openLog } from '../../src/log.ts';
import { runTerminal } from '../../src/terminal/run.ts';
import { readTerminalConfig } from '../../src/terminal/terminal-config.ts';
import { processIo } from '../../src/terminal/terminal-io.ts';

// The terminal in a process of its own, which dies the hard way after the step that it is told, such as `written`.

const [, , cutAt, ...argv] = process.argv;

await runTerminal(argv, {
  config: readTerminalConfig,
  log: openLog('silent'),
  clock: systemClock,
  io: processIo(process, process.cwd()),
  osUser: 'ann',
  observe(step) {
    if (step === cutAt) process.kill(process.pid, 'SIGKILL');
  },
});
