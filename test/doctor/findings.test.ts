import { expect, test } from 'vitest';
import { spaceFinding } from '../../src/doctor/data-folder.ts';
import { checked, fail, ok, skipped, warn } from '../../src/doctor/finding.ts';
import { fitToShow, isWell, wordsOf } from '../../src/doctor/report.ts';
import { nodeVersion } from '../../src/doctor/runtime.ts';
import { clockSkew, scopeFindings } from '../../src/doctor/token.ts';
import { scopes } from '../../src/slack/scopes.ts';

test.each([
  ['20.19.0', 'fail'],
  ['22.17.9', 'fail'],
  ['22.18.0', 'ok'],
  ['22.18.1', 'ok'],
  ['24.0.0', 'ok'],
])('Node %s is %s', (version, state) => {
  expect(nodeVersion(version).state).toBe(state);
});

test.each([
  [0, 'ok'],
  [30_000, 'ok'],
  [-30_001, 'warn'],
  [240_000, 'warn'],
  [-240_001, 'fail'],
])('a clock that is %d ms away is %s', (ahead, state) => {
  expect(clockSkew(ahead).state).toBe(state);
});

const MB = 1024 * 1024;

test.each([
  [15 * MB, 0, 'fail'],
  [255 * MB, MB, 'warn'],
  [256 * MB, 255 * MB, 'ok'],
  [1000 * MB, 1001 * MB, 'warn'],
  [5000 * MB, 1001 * MB, 'ok'],
])('%d bytes free for data of %d bytes are %s', (free, held, state) => {
  expect(spaceFinding(free, held).state).toBe(state);
});

test('every scope that is missing is a line, with what is lost without it', () => {
  const said = scopeFindings([]).map(({ found }) => found);
  expect(said).toEqual(scopes.map(({ name, without }) => `${name} is missing. ${without}`));
  expect(scopeFindings(null).map(({ state }) => state)).toEqual(['skipped']);
});

test('a check that breaks or takes too long ends with a line, and not otherwise', async () => {
  const broken = await checked('It', () => {
    throw new TypeError('of all things');
  });
  expect(broken).toEqual([
    fail('It', 'The check itself broke (TypeError: of all things).', 'Report it with these words.'),
  ]);
  const late = await checked('It', () => new Promise<never>(() => {}), 10);
  expect(late).toMatchObject([
    { state: 'skipped', found: 'It could not be looked at within 0.01 s.' },
  ]);
});

test('people read a line for each, with what to do below it and the sum at the end', () => {
  const findings = [
    ok('Node', 'It is 24.'),
    warn('Clock', 'It is late.', 'Set it.'),
    fail('APPROVALS_CHANNEL', 'It is public.', 'Make it private.'),
    skipped('Bot', 'None is running.'),
  ];
  expect(wordsOf(findings)).toBe(
    [
      '✓ ok       Node               It is 24.',
      '! warn     Clock              It is late.',
      '                              → Set it.',
      '✗ fail     APPROVALS_CHANNEL  It is public.',
      '                              → Make it private.',
      '– skipped  Bot                None is running.',
      '',
      '1 failed, 1 should be better, 1 could not be looked at.',
      '',
    ].join('\n'),
  );
  expect(isWell(findings)).toBe(false);
  expect(isWell(findings.filter(({ state }) => state !== 'fail'))).toBe(true);
  expect(wordsOf([ok('Node', 'It is 24.')])).toMatch(/\nAll is well\.\n$/);
  expect(wordsOf([skipped('Bot', 'None.')])).toMatch(
    /\nNothing failed; 1 could not be looked at\.\n$/,
  );
});

test('secrets and what steers a screen are taken out of what is shown', () => {
  const said = fail('It', 'It broke with canary-1 in it.\u001b[2J', 'Do not tell canary-2.');
  expect(fitToShow([said], ['canary-1', 'canary-2'])).toEqual([
    fail('It', 'It broke with •••• in it.�[2J', 'Do not tell ••••.'),
  ]);
});
