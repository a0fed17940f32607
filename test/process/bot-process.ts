import { startBot } from '../../src/bot.ts';
import type { Step } from '../../src/changes/change.ts';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { stopOnSignals } from '../../src/signals.ts';

// The real bot in a process of its own, which dies the hard way at the step that it is told: `written:1` is the
// first time that the gateway has answered a write. `hangs:clearTtsCache`: its gateway never answers that.

const [, , cutAt = ''] = process.argv;
const [step, nth = '1'] = cutAt.split(':');
let seen = 0;

const config = readConfig();
const log = openLog(config.logLevel);
const bot = await startBot(config, {
  log,
  gateway: (real) => (step === 'hangs' ? { ...real, [nth]: () => new Promise(() => {}) } : real),
  lingers: 1000,
  observe(taken: Step) {
    if (taken !== step) return;
    seen += 1;
    if (seen === Number(nth)) process.kill(process.pid, 'SIGKILL');
  },
});
stopOnSignals(bot.stop, log);
await bot.ready;
