import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesIn, parseMention, tokenize } from '../../src/slack/command-line.ts';
import { parseUntil } from '../../src/slack/until.ts';

const texts = (line: string) => tokenize(line).map(({ text }) => text);
const tokenOf = (line: string) => {
  const [token] = tokenize(line);
  if (!token) throw new Error('no token');
  return token;
};

describe('tokenize', () => {
  it.each([
    ['a  b\tc\nd', ['a', 'b', 'c', 'd']],
    ['a\u00a0b\u202fc\u2003d\u3000e', ['a', 'b', 'c', 'd', 'e']],
    ['“Acme Corp” x', ['Acme Corp', 'x']],
    ['„Acme Corp“', ['Acme Corp']],
    ['«Acme Corp» ‹x y›', ['Acme Corp', 'x y']],
    ['»Acme Corp«', ['Acme Corp']],
    ['"Acme «North» Corp"', ['Acme «North» Corp']],
    ['‘Acme Corp’ x', ['Acme Corp', 'x']],
    ["'Acme Corp', x", ['Acme Corp,', 'x']],
    ['Café d’Or', ['Café', 'd’Or']],
    ["l'Été O'Neil", ["l'Été", "O'Neil"]],
    ['’s-Hertogenbosch', ['’s-Hertogenbosch']],
    ['5" disk', ['5"', 'disk']],
    ['“Acme Corp', ['Acme Corp']],
    ['“Acme Corp\nnext line', ['Acme Corp', 'next', 'line']],
    ['—all –all ---all', ['--all', '--all', '---all']],
    ['Acme – Berlin', ['Acme', '–', 'Berlin']],
    ['“—all”', ['—all']],
    ['R&amp;D &lt;x&gt; &amp;lt;', ['R&D', '<x>', '&lt;']],
    ['<http://acme.example.com|acme.example.com>', ['acme.example.com']],
    ['<https://acme.example.com/a?b=1&amp;c>', ['https://acme.example.com/a?b=1&c']],
    ['<mailto:a@example.com|a@example.com>', ['a@example.com']],
    ['<mailto:a@example.com>', ['a@example.com']],
    ['<@U1|ann smith> x', ['<@U1|ann smith>', 'x']],
    ['<#C1|general> <#C2|>', ['<#C1|general>', '<#C2|>']],
    ['<!here> <!subteam^S1|@ops>', ['here', '@ops']],
    ['a < b > c', ['a', '<', 'b', '>', 'c']],
    ['provider:“Two Words”', ['provider:Two Words']],
    ['\u200eacme\u2060_x', ['acme_x']],
    ['ac\u200d\u00adme', ['ac\u200dme']],
    ['👩‍👩‍👧 🦊', ['👩‍👩‍👧', '🦊']],
    ['\ud83d', ['\ufffd']],
    ['', []],
  ])('%j', (line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  it('tells where each word began and whether it was quoted', () => {
    expect(tokenize(' a “b c”d')).toEqual([
      { text: 'a', quoted: false, start: 1, parts: [{ text: 'a', quoted: false }] },
      {
        text: 'b cd',
        quoted: true,
        start: 3,
        parts: [
          { text: 'b c', quoted: true },
          { text: 'd', quoted: false },
        ],
      },
    ]);
  });

  it('never throws, and loses nothing that can be seen where nothing is quoted or escaped', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (line) => void tokenize(line)));
    const plain = fc
      .string({ unit: 'grapheme' })
      .map((line) => line.replace(/["'&<>—–―‘‚“”„‟＂«»‹›]/g, ''));
    fc.assert(
      fc.property(plain, (line) => {
        const seen = line.replace(
          /[\s\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu,
          '',
        );
        expect(
          texts(line)
            .join('')
            .replace(/[\u200c\u200d]/g, ''),
        ).toBe(seen);
      }),
    );
  });

  it('gives back names as they were quoted', () => {
    const name = fc
      .stringMatching(/^[A-Za-zÀ-ž0-9&,.' -]{1,20}$/)
      .filter((text) => text.trim() === text);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const line = names.map((one) => `“${one.replaceAll('&', '&amp;')}”`).join(', ');
        expect(namesIn(tokenize(line))).toEqual(names);
      }),
    );
  });
});

describe('namesIn', () => {
  it.each([
    ['acme, globex', ['acme', 'globex']],
    ['acme;globex； initech、umbrella', ['acme', 'globex', 'initech', 'umbrella']],
    ['شركة، acme', ['شركة', 'acme']],
    ['Acme North\nGlobex\r\nInitech\n', ['Acme North', 'Globex', 'Initech']],
    ['\nacme', ['acme']],
    ['“Acme, Inc”; "A;B"', ['Acme, Inc', 'A;B']],
    ['acme,;,globex,', ['acme', 'globex']],
    [',', []],
    ['R&amp;D', ['R&D']],
  ])('%j', (line, names) => {
    expect(namesIn(tokenize(line))).toEqual(names);
  });
});

describe('parseMention', () => {
  it.each([
    ['<@U12AB|ann>', { userId: 'U12AB' }],
    ['<@W12AB>', { userId: 'W12AB' }],
    ['@ann', { name: 'ann' }],
    ['@', null],
    ['ann', null],
    ['<#C1|x>', null],
    ['<@U12AB|ann>,', { userId: 'U12AB' }],
    ['<@U12AB>:', { userId: 'U12AB' }],
    ['“<@U12AB|ann>”', { userId: 'U12AB' }],
    ['@ann,', { name: 'ann' }],
    ['@j.doe', { name: 'j.doe' }],
  ])('%s', (line, expected) => {
    expect(parseMention(tokenOf(line))).toEqual(expected);
  });
});

describe('parseUntil', () => {
  const today = new Date('2027-01-15T23:00:00Z');

  it.each([
    ['account acme until 2027-01-31', '2027-01-31'],
    ['account acme Until 2027-1-31', '2027-01-31'],
    ['account acme until 31.01.2027', '2027-01-31'],
    ['account acme until 31.1.2027.', '2027-01-31'],
    ['account acme until: 2027–01–31', '2027-01-31'],
    ['account acme until 2027-01-15', '2027-01-15'],
    ['account acme until 2028-02-29', '2028-02-29'],
    ['account acme until 2027/1/31', '2027-01-31'],
    ['account acme until 2027.01.31', '2027-01-31'],
    ['account acme till 2027-01-31', '2027-01-31'],
    ['account acme til: 2027-01-31', '2027-01-31'],
    ['until 2027-01-31 account acme', '2027-01-31'],
    ['account acme', null],
  ])('%s', (line, until) => {
    const found = parseUntil(tokenize(line), today);
    expect(found.until).toBe(until);
    expect(found.before.map(({ text }) => text)).toEqual(['account', 'acme']);
  });

  it.each([
    ['until', '“until” needs a day.'],
    ['until 2027-02-30', '“2027-02-30” is not a day.'],
    ['until 2027-13-01', 'is not a day.'],
    ['until 01/31/2027', 'is not a day.'],
    ['until tomorrow', 'is not a day.'],
    ['until 2027-01-14', '2027-01-14 is in the past.'],
  ])('refuses %s', (line, message) => {
    expect(() => parseUntil(tokenize(line), today)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining(message) }),
    );
  });

  it.each([
    ['until 01/31/2027', 'Write it like this: until 2027-01-31.'],
    ['until 1-31-27', 'Write it like this: until 2027-01-31.'],
    ['until 1/2/2027', 'Write it like this: until 2027-01-02 or until 2027-02-01.'],
    ['until 13/13/2027', 'Write it like this: until 2027-01-31.'],
    ['until 31 January 2027', 'Write it like this: until 2027-01-31.'],
    ['until 2027-02-30', 'Name a day that there is.'],
  ])('says of %s what to write', (line, now) => {
    expect(() => parseUntil(tokenize(line), today)).toThrow(expect.objectContaining({ now }));
  });

  it.each([
    ['account Till GmbH', ['account', 'Till', 'GmbH']],
    ['account Till', ['account', 'Till']],
  ])('takes %s for a name', (line, words) => {
    const { until, before } = parseUntil(tokenize(line), today);
    expect(until).toBeNull();
    expect(before.map(({ text }) => text)).toEqual(words);
  });

  it('takes a quoted “until” for a name', () => {
    expect(parseUntil(tokenize('account "until" x'), today).until).toBeNull();
  });
});
