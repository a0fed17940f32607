import process from 'node:process';
import { parseArgs } from 'node:util';
import { environment } from './config.ts';
import { examine } from './doctor/examine.ts';
import { fitToShow, isWell, jsonOf, wordsOf } from './doctor/report.ts';
import { readSurroundings } from './doctor/surroundings.ts';

const usage = `Usage: npm run doctor [-- --json]

Looks at everything that the bot depends on, and changes nothing: each line is ok, or says what to do. It takes the
bot's own environment, and runs beside the bot or without it; with nothing set it looks at the demo in ./data-demo.

  --json  one JSON document
  --help  shows this

It exits with 0 where nothing failed, else with 1.
`;

function given(): { json?: boolean; help?: boolean } | null {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}

const asked = given();
if (asked === null) {
  process.exitCode = 2;
} else if (asked.help) {
  process.stdout.write(usage);
} else {
  const around = readSurroundings(environment);
  const findings = fitToShow(await examine(around), around.secrets);
  process.stdout.write(asked.json ? jsonOf(findings) : wordsOf(findings));
  process.exitCode = isWell(findings) ? 0 : 1;
}
