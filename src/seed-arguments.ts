import { parseArgs } from 'node:util';
import type { SeedSize } from './gateway/embedded/seed.ts';

const sizes = {
  accounts: { least: 1, most: 5_000_000, default: 40 },
  prompts: { least: 0, most: 10_000_000, default: 5000 },
} as const;

/** What `--help` and a wrong argument print. */
export const usage = `Usage: npm run seed -- [--accounts N] [--prompts N]

Fills the embedded gateway with a plausible world: service providers, accounts with their applications, carriers,
speech services and calls, and cached TTS prompts. It is the same world each time; run again, it adds what is missing.

  --accounts N  how many accounts there are to be, ${range('accounts')}
  --prompts N   how many prompts are to be cached in all, ${range('prompts')}
  --help        shows this

It works on the data in DATA_DIR, with the SECRETS_KEY of the environment; without a SECRETS_KEY, on the demo's data
in ./data-demo. A bot may run on them meanwhile.
`;

function range(name: keyof typeof sizes): string {
  const { least, most, default: otherwise } = sizes[name];
  return `from ${least} to ${count(most)} (default ${count(otherwise)})`;
}

/** A number as it is told. */
export function count(number: number): string {
  return number.toLocaleString('en');
}

/** What was asked for; `null` for help. Throws an error that says what is wrong with it. */
export function readArguments(args: string[]): SeedSize | null {
  const { values } = parseArgs({
    args,
    options: {
      accounts: { type: 'string' },
      prompts: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const read = (name: keyof typeof sizes) => {
    const { least, most, default: otherwise } = sizes[name];
    const text = values[name] ?? String(otherwise);
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new Error(`--${name} is a whole number ${range(name)}, and not “${text}”.`);
  };
  return { accounts: read('accounts'), prompts: read('prompts') };
}
