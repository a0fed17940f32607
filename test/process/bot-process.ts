import { startBot } from '../../src/bot.ts';
import type { Step } from '../../src/changes/change.ts';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { stopOnSignals } from '../../src/signals.ts';

// The real bot in a process of its own, which dies the hard way at the step that it is told, from the start or
// later by a message: `written` is when the gateway has answered a write. `hangs:clearTtsCache`: its gateway never
// answers that.

const [, , what = ''] = process.argv;
const [kind, method = ''] = what.split(':');
let diesAt = kind;
process.on('message', (step: string) => {
  diesAt = step;
  process.send?.('understood');
});
// What is told what to die of does not live for it.
process.channel?.unref();

const config = readConfig();
const log = openLog(config.logLevel);
const bot = await startBot(config, {
  log,
  gateway: (real) => (kind === 'hangs' ? { ...real, [method]: () => new Promise(() => {}) } : real),
  lingers: 1000,
  observe(taken: Step) {
    if (taken === diesAt) process.kill(process.pid, 'SIGKILL');
  },
});
stopOnSignals(bot.stop, log);
await bot.ready;
