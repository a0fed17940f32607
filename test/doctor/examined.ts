import { expect } from 'vitest';
import { examine } from '../../src/doctor/examine.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { fitToShow, isWell, wordsOf } from '../../src/doctor/report.ts';
import { readSurroundings } from '../../src/doctor/surroundings.ts';

/** What `npm run doctor` finds with these variables set. */
export interface Examined {
  well: boolean;
  findings: Finding[];
}

/** Examines as the command does. Whatever is found, no secret is shown, and what is not well says what to do. */
export async function examined(env: Record<string, string>): Promise<Examined> {
  const around = readSurroundings(env);
  const findings = fitToShow(await examine(around), around.secrets);
  expectFitToShow(findings, env);
  return { well: isWell(findings), findings };
}

export function expectFitToShow(findings: readonly Finding[], env: Record<string, string>): void {
  const shown = wordsOf(findings);
  const secrets = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SECRETS_KEY'];
  for (const name of secrets) if (env[name]) expect(shown).not.toContain(env[name]);
  for (const { state, fix } of findings) {
    if (state === 'warn' || state === 'fail') expect(fix).toMatch(/\w/);
  }
}

/** The line that says this; the test fails where there is none. */
export function line(findings: readonly Finding[], words: string): Finding {
  const found = findings.find(({ found: said }) => said.includes(words));
  if (!found) throw new Error(`nothing says “${words}”:\n${wordsOf(findings)}`);
  return found;
}

/** Everything that is not well. */
export function troubles(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ state }) => state !== 'ok')
    .map(({ what, found }) => `${what}: ${found}`);
}
