import type { Finding } from './finding.ts';

const marks: Record<Finding['state'], string> = { ok: '✓', warn: '!', fail: '✗', skipped: '–' };

/** Whether nothing failed: what should be better is no failure. */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'fail');
}

/** What was found, for people: a line each, with what to do below what is not well. */
export function wordsOf(findings: readonly Finding[]): string {
  const widest = Math.max(...findings.map(({ what }) => what.length));
  const indent = ' '.repeat(widest + 13);
  const lines = findings.map(({ what, state, found, fix }) => {
    const line = `${marks[state]} ${state.padEnd(7)}  ${what.padEnd(widest)}  ${found}`;
    return fix === undefined ? line : `${line}\n${indent}→ ${fix}`;
  });
  return `${[...lines, '', verdict(findings)].join('\n')}\n`;
}

function verdict(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((one) => one.state === state).length;
  const [failed, warned, notLooked] = [count('fail'), count('warn'), count('skipped')];
  const said = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warned > 0 ? [`${warned} should be better`] : []),
    ...(notLooked > 0 ? [`${notLooked} could not be looked at`] : []),
  ];
  const rest = said.length > 0 ? `${said.join(', ')}.` : '';
  if (failed > 0) return rest;
  return rest === '' ? 'All is well.' : `Nothing failed; ${rest}`;
}

/** The same for machines. */
export function jsonOf(findings: readonly Finding[]): string {
  return `${JSON.stringify({ ok: isWell(findings), findings }, null, 2)}\n`;
}

/** The findings without what must not be shown: secrets, wherever they got into words, and what steers a screen. */
export function fitToShow(findings: readonly Finding[], secrets: readonly string[]): Finding[] {
  const clean = (text: string) =>
    secrets
      .reduce((words, secret) => words.replaceAll(secret, '••••'), text)
      .replace(/\p{Cc}/gu, '�');
  return findings.map(({ what, state, found, fix }) => ({
    what,
    state,
    found: clean(found),
    ...(fix !== undefined && { fix: clean(fix) }),
  }));
}
