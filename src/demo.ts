import { parseArgs } from 'node:util';
import { readDemoConfig } from './config.ts';
import { openDemo } from './demo/open-demo.ts';
import { forgetDemo } from './demo/running.ts';
import { bundlePage } from './emulator/window/bundle.ts';
import { StartupError } from './errors.ts';
import { openLog } from './log.ts';

const usage = `Usage: npm run demo [-- --reset]

Opens a local Slack workspace with the bot in it, for your browser. Nothing has to be set up.
  --reset                  starts over: forgets everything that was done in the demo
  PORT=3001 npm run demo   takes another port than 3000
`;

try {
  const { reset = false, help = false } = given();
  if (help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const { dataDir, port, logLevel } = readDemoConfig();
  if (reset) forgetDemo(dataDir);
  const assets = await bundlePage();
  const demo = await openDemo({ dataDir, port, assets, log: openLog(logLevel) });
  process.stdout.write(`Switchboard is at ${demo.url} – open it in a browser. Ctrl+C stops it.\n`);
  const stop = () => void demo[Symbol.asyncDispose]().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  const problems = error.problems.map(({ what, fix }) => `- ${what} ${fix}\n`).join('');
  process.stderr.write(`The demo cannot start:\n${problems}`);
  process.exit(1);
}

function given(): { reset?: boolean; help?: boolean } {
  const options = { reset: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}
