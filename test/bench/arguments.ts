import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What is asked of the bench. */
export interface Asked {
  rows: string[];
  accounts: number;
  effort: number;
  data: string;
  profiles: string | null;
}

const DATA = join(tmpdir(), 'switchboard-bench');
const QUICK = { accounts: '20000', effort: '0.1' };
const WHOLE = { accounts: '1000000', effort: '1' };

export function usage(rows: readonly string[]): string {
  return `Usage: npm run bench -- [--quick] [--row <name>]… [--accounts N] [--effort X] [--data DIR] [--profile DIR]

Measures the bot against bare Bolt apps, which it starts itself, and says of each figure whether it keeps its limit.
Exits with 1 where one does not. Seeding 1,000,000 accounts takes ten minutes, once. For Linux.

  --quick        20,000 accounts and a tenth of the effort: a look, and no figures to publish
  --row          only this one, or these: ${rows.join(', ')}
  --accounts N   how many accounts the gateway holds (default 1,000,000)
  --effort X     how much is measured, from 0.001 to 10 (default 1)
  --data DIR     where seeded gateways are kept between runs (default ${DATA})
  --profile DIR  writes the bots' CPU profiles there
  --help         shows this
`;
}

/** What was asked for; `null` for help. Throws an error that says what is wrong with it. */
export function readArguments(args: string[], rows: readonly string[]): Asked | null {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      row: { type: 'string', multiple: true },
      accounts: { type: 'string' },
      effort: { type: 'string' },
      data: { type: 'string', default: DATA },
      profile: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const otherwise = values.quick ? QUICK : WHOLE;
  const accounts = Number(values.accounts ?? otherwise.accounts);
  const effort = Number(values.effort ?? otherwise.effort);
  const unknown = values.row?.find((name) => !rows.includes(name));
  if (unknown !== undefined) throw new Error(`There is no row “${unknown}”.`);
  if (!Number.isInteger(accounts) || accounts < 2) throw new Error('--accounts is a whole number.');
  if (!(effort >= 0.001 && effort <= 10)) throw new Error('--effort is from 0.001 to 10.');
  const asked = rows.filter((name) => values.row?.includes(name) ?? true);
  return { rows: asked, accounts, effort, data: values.data, profiles: values.profile ?? null };
}
