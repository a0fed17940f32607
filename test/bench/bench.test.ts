import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readArguments, usage } from './arguments.ts';
import { Answer } from './http-answer.ts';
import { lineOf } from './report.ts';
import { isMet, median, medianRatio, percentile } from './statistics.ts';

describe('the figures of a benchmark', () => {
  test.each([
    [[5], 0.99, 5],
    [[3, 1, 2], 0.5, 2],
    [[4, 3, 2, 1], 0.5, 2],
    [[1, 2, 3], 0, 1],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.9, 10],
    [[10, 9, 8], 1, 10],
  ])('of %j the share %d does not exceed %d', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  test('there is no percentile of nothing', () => {
    expect(() => percentile([], 0.5)).toThrow('nothing');
  });

  test('a median leaves its values as they were', () => {
    const values = [3, 1, 2];
    expect(median(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
  });

  test('rounds are compared one by one, so that a slow round of both changes nothing', () => {
    expect(medianRatio([80, 8, 90], [100, 10, 100])).toBeCloseTo(0.8);
  });

  test.each([
    [0.8, { atLeast: 0.8 }, true],
    [0.79, { atLeast: 0.8 }, false],
    [100, { atMost: 100 }, true],
    [100.1, { atMost: 100 }, false],
    [Number.NaN, { atLeast: 0.8 }, false],
    [Number.NaN, { atMost: 1 }, false],
  ])('%d keeps %j: %s', (value, limit, met) => {
    expect(isMet(value, limit)).toBe(met);
  });

  test('a row says its figure, its limit and whether it keeps it', () => {
    const row = { what: 'acks', measured: 'of 3,000', unit: ' ms' as const };
    const limit = { atMost: 100 };
    expect(lineOf({ ...row, value: 12.34, limit })).toMatch(/^met +12\.3 ms +≤ 100 ms +acks\n +of/);
    expect(lineOf({ ...row, value: 1234, limit })).toMatch(/^MISSED +1,234 ms/);
  });
});

describe('an HTTP answer', () => {
  function answer(...pieces: string[]) {
    const taken = new Answer();
    const whole = pieces.map((piece) => {
      taken.take(Buffer.from(piece));
      return taken.isWhole;
    });
    return { whole, status: taken.status, body: taken.body };
  }

  test('of a length that is said, in pieces', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n';
    expect(answer(head.slice(0, 20), head.slice(20), 'da', 'ß!!')).toEqual({
      whole: [false, false, false, true],
      status: 200,
      body: 'daß!!',
    });
    expect(answer('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n')).toEqual({
      whole: [true],
      status: 401,
      body: '',
    });
  });

  test('in chunks, of which one may look like the last', () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(answer(head, '9\r\nfive0\r\n\r\n', '\r\n', '0\r\n', '\r\n')).toEqual({
      whole: [false, false, false, false, true],
      status: 200,
      body: 'five0\r\n\r\n',
    });
    expect(answer(`${head}0\r\n\r\n`).body).toBe('');
  });
});

describe('npm run bench', () => {
  // Whether they are kept is not asked: a machine has other things to do while tests run.
  test('says of every figure what its limit is, and whether it is kept', async () => {
    const data = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
    const small = ['--accounts', '40', '--effort', '0.001', '--data', data];
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...small], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH },
    });
    const exited = once(child, 'exit');
    onTestFinished(async () => {
      child.kill();
      await exited;
      rmSync(data, { recursive: true });
    });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    await exited;
    expect(stderr).toBe('');
    expect(stdout).not.toContain('FAILED');
    const rows = [
      ...stdout.matchAll(/^(met|MISSED) +[\d.,]+(?: ms| s|×)? +([≤≥] [\d.]+(?: ms| s|×)?)/gm),
    ];
    expect(rows.map(([, , limit]) => limit)).toEqual([
      '≥ 0.8',
      '≥ 0.8',
      '≥ 0.7',
      '≤ 100 ms',
      '≤ 3×',
      '≤ 3×',
      '≤ 100 ms',
      '≤ 2 s',
      '≤ 1.5×',
    ]);
    expect(child.exitCode).toBe(rows.some(([, kept]) => kept === 'MISSED') ? 1 : 0);
    expect(readdirSync(data).toSorted()).toEqual(['accounts-20', 'accounts-40', 'bench.lock']);
  }, 600_000);

  test('measures what it is asked for', () => {
    const names = ['read', 'change'];
    const whole = { rows: names, accounts: 1_000_000, effort: 1, profiles: null };
    expect(readArguments([], names)).toMatchObject(whole);
    const quick = { ...whole, accounts: 20_000, effort: 0.1 };
    expect(readArguments(['--quick'], names)).toMatchObject(quick);
    const one = ['--quick', '--row', 'change', '--accounts', '50', '--data', '/data'];
    expect(readArguments(one, names)).toEqual({
      ...quick,
      rows: ['change'],
      accounts: 50,
      data: '/data',
    });
    expect(readArguments(['--help'], names)).toBeNull();
    expect(usage(names)).toContain('read, change');
  });

  test.each([
    [['--row', 'wrong'], 'There is no row “wrong”.'],
    [['--accounts', 'many'], '--accounts is a whole number'],
    [['--accounts', '1'], '--accounts is a whole number'],
    [['--effort', '0'], '--effort is from'],
    [['--effort='], '--effort is from'],
    [['5'], '5'],
  ])('answers %j with what is wrong', (args, wrong) => {
    expect(() => readArguments(args, ['read'])).toThrow(wrong);
  });
});
