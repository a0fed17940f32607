import { openLog } from '../../src/log.ts';
import { runTerminal, type TerminalRun } from '../../src/terminal/run.ts';
import type { TerminalConfig } from '../../src/terminal/terminal-config.ts';
import type { House } from '../bot.ts';

/** What a command at a terminal came to. */
export interface Typed {
  code: number;
  out: string;
  err: string;
  /** Both, as somebody at a screen sees them. */
  seen: string;
}

export interface TypedHow extends Partial<Omit<TerminalRun, 'config' | 'io'>> {
  config?: Partial<TerminalConfig>;
  /** Answers of somebody who sits there, in the order of the questions. */
  answers?: string[];
  /** Files by name, `-` for what is piped in. */
  files?: Record<string, string>;
}

/** Types a command at a terminal on the machine of the house's bot. */
export async function types(house: House, argv: string[], how: TypedHow = {}): Promise<Typed> {
  const { config, answers, files = {}, ...run } = how;
  let [out, err] = ['', ''];
  const asked: string[] = [];
  const code = await runTerminal(argv, {
    log: openLog('debug', { write: (line: string) => void house.logs.push(line) }),
    clock: house.clock,
    osUser: 'ann',
    pace: { burst: 1000, refill: 1 },
    ...run,
    config: () => ({
      dataDir: house.config.dataDir,
      secretsKeys: house.config.secretsKeys,
      slack: { botToken: house.config.slack.botToken, apiUrl: house.config.slack.apiUrl },
      rules: null,
      demo: false,
      ...config,
    }),
    io: {
      async out(text) {
        out += text;
      },
      err(text) {
        err += text;
      },
      ask: answers
        ? async (question, { secret = false } = {}) => {
            asked.push(question);
            const answer = answers.shift();
            if (answer === undefined) throw new Error(`nobody answers “${question}”`);
            err += secret ? question : `${question}${answer}\n`;
            return answer;
          }
        : null,
      async read(file) {
        const text = files[file];
        if (text === undefined) throw Object.assign(new Error('no file'), { code: 'ENOENT' });
        return text;
      },
    },
  });
  return { code, out, err, seen: `${out}${err}` };
}

/** The same with `--json`: the one document. */
export async function typesJson(house: House, argv: string[], how: TypedHow = {}) {
  const typed = await types(house, [...argv, '--json'], how);
  return { ...typed, json: JSON.parse(typed.out) as Record<string, unknown> };
}
