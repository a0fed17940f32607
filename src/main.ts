import { startBot } from './bot.ts';
import { readConfig } from './config.ts';
import { StartupError } from './errors.ts';
import { openLog } from './log.ts';

try {
  const config = readConfig();
  const log = openLog(config.logLevel);
  const bot = await startBot(config, { log });
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    void bot.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.on('unhandledRejection', (reason) => {
    log.fatal({ err: reason }, 'unhandled: stopping, for the supervisor to start again');
    process.exit(1);
  });
  await bot.ready;
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(
    `Switchboard cannot start:\n${error.problems.map(({ what, fix }) => `- ${what} ${fix}\n`).join('')}`,
  );
  process.exit(1);
}
