import { BotError } from '../errors.ts';

/** The answers that were given with the command, `--sip-realm acme.example.com`; which of them were used. */
export interface Flags {
  take(name: string): string | undefined;
  unused(): string[];
  /** Throws `invalid` for those that nothing has asked for, but those that something still `may` take. */
  requireAllUsed(how?: { takes?: readonly string[]; may?: readonly string[] }): void;
}

export function openFlags(given: ReadonlyMap<string, string>): Flags {
  const used = new Set<string>();
  const unused = () => [...given.keys()].filter((name) => !used.has(name));
  return {
    take(name) {
      used.add(name);
      return given.get(name);
    },
    unused,
    requireAllUsed({ takes, may = [] } = {}) {
      const first = unused().find((name) => !may.includes(name));
      if (first === undefined) return;
      throw new BotError('invalid', `“--${first}” is of no use here.`, {
        why: 'Nothing that this does asks for it.',
        now: takes?.length
          ? `It takes: ${takes.map((name) => `--${name}`).join(', ')}.`
          : 'Leave it out.',
      });
    },
  };
}

/** Those that whatever is asked for takes: why, and why alone. */
export const ofEveryAsk = ['reason', 'break-glass'];

/** The flag that answers a field of a form: `--sip-realm` for “SIP Realm”. */
export function flagOf(label: string): string {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
