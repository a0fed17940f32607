import './start-quickly.js';

const [{ startBot }, { readConfig }, { StartupError }, { openLog }, { stopOnSignals }] =
  await Promise.all([
    import('./bot.ts'),
    import('./config.ts'),
    import('./errors.ts'),
    import('./log.ts'),
    import('./signals.ts'),
  ]);

/** Long enough for a proxy to be refused once under load, and to go to the bot that has taken over, in milliseconds. */
const LINGERS = 1000;

try {
  const config = readConfig();
  const log = openLog(config.logLevel);
  const bot = await startBot(config, { log, lingers: LINGERS });
  stopOnSignals(bot.stop, log);
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
