import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import { openLog } from '../../src/log.ts';

/** What is logged of an error. */
function logged(err: unknown): string {
  const lines: string[] = [];
  openLog('trace', { write: (line: string) => void lines.push(line) }).info({ err }, 'broke');
  return lines.join('');
}

/** What a call is given, split at its own commas: enough for the calls of a log. */
function givenTo(call: string): string[] {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (const char of call) {
    if (quote === '' && '([{'.includes(char)) depth += 1;
    if (quote === '' && ')]}'.includes(char)) depth -= 1;
    if (depth < 0) break;
    if (quote === char) quote = '';
    else if (quote === '' && '\'"`'.includes(char)) quote = char;
    if (char === ',' && depth === 0 && quote === '') parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

test('every line is a fixed message with fields, so that what somebody typed is none', () => {
  const root = join(import.meta.dirname, '../../src');
  const calls = globSync('**/*.ts', { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const begun = text.matchAll(/\blog\.(?:trace|debug|info|warn|error|fatal)\(/g);
    return [...begun].map(({ 0: { length }, index }) => ({
      file,
      given: givenTo(text.slice(index + length)),
    }));
  });
  expect(calls.length).toBeGreaterThan(25);
  const loose = calls.filter(
    ({ given: [fields = '', message = '', ...more] }) =>
      !/^(\{.*\}|line)$/s.test(fields) || !/^'[^']+'$/.test(message) || more.length > 0,
  );
  expect(loose).toEqual([]);
});

test('the search for such lines tells a message that is put together from a fixed one', () => {
  expect(givenTo("{ a: f(1, 2) }, 'said, and done');")).toEqual([
    '{ a: f(1, 2) }',
    "'said, and done'",
  ]);
  expect(givenTo("{}, 'said, ' + done);")).toEqual(['{}', "'said, ' + done"]);
});

test('an error of ours is logged without its words, wherever it is logged', () => {
  const refused = new BotError('not_found', 'There is no account “canary”.', {
    now: 'Look for canary.',
    cause: new Error('canary'),
  });
  const line = logged(refused);
  expect(line).not.toContain('canary');
  expect(JSON.parse(line)).toMatchObject({
    err: {
      name: 'BotError',
      code: 'not_found',
      at: expect.stringContaining('log.test.ts') as string,
    },
  });
});

test('what another part said is kept, however deep', () => {
  const away = new BotError('unavailable', 'The Voice Gateway is away.', {
    cause: new Error('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
  });
  expect(JSON.parse(logged(new Error('wrapped', { cause: away })))).toMatchObject({
    err: {
      message: 'wrapped',
      cause: {
        code: 'unavailable',
        cause: { message: 'fetch failed', cause: { message: 'connect ECONNREFUSED' } },
      },
    },
  });
});

test('what could not be parsed, and what is no error at all, is not quoted', () => {
  const parse = () => JSON.parse('canary') as unknown;
  let caught: unknown;
  try {
    parse();
  } catch (error) {
    caught = error;
  }
  const line = logged(caught);
  expect(line).not.toContain('canary');
  expect(line).toContain('SyntaxError');
  expect(logged('canary')).not.toContain('canary');
});
