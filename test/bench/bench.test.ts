import { describe, expect, test } from 'vitest';
import { Answer } from './http-answer.ts';
import { lineOf } from './report.ts';
import { isMet, median, medianRatio, percentile } from './statistics.ts';

describe('the figures of a benchmark', () => {
  test.each([
    [[5], 0.99, 5],
    [[3, 1, 2], 0.5, 2],
    [[4, 3, 2, 1], 0.5, 2],
    [[1, 2, 3], 0, 1],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
    [Array.from({ length: 101 }, (_, index) => index + 1), 0.99, 100],
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
