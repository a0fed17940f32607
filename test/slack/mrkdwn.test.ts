import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bold,
  channelLink,
  code,
  codePoints,
  commandLine,
  dateTime,
  day,
  join,
  link,
  mention,
  mrkdwn,
  number,
  oneLine,
  plainOf,
  quote,
  shortened,
  typed,
} from '../../src/slack/mrkdwn.ts';

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...Array.from('<>!@#&|*_~`\n\u202e ab^')) }),
);

describe('what was typed, repeated', () => {
  it.each([
    ['ask <@U1|a_b & c> in <#C1|voice-ops>*', 'ask <@U1> in <#C1>\u2060*'],
    ['<@U1> <!channel> <@x> <https://a>', '<@U1> &lt;!channel&gt; &lt;@x&gt; &lt;https://a&gt;'],
    ['&lt;@U1&gt;', '&amp;lt;@U1&amp;gt;'],
  ])('%j shows people and channels, and nothing else', (text, expected) => {
    expect(typed(text).text).toBe(expected);
  });

  it('a line to be typed is of fixed width but for those', () => {
    expect(commandLine('/vg can <@U1|ann> tts clear "a`b"').text).toBe(
      '`/vg can` <@U1> `tts clear "aˋb"`',
    );
  });
});

describe('mrkdwn', () => {
  it.each([
    ['acme', 'acme'],
    ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
    ['<!channel> <@U1>', '&lt;!channel&gt; &lt;@U1&gt;'],
    ['*a* _b_ ~c~ `d`', '\u2060*a\u2060* \u2060_b\u2060_ \u2060~c\u2060~ \u2060`d\u2060`'],
    ['snake_case_name', 'snake_case_name'],
    ['> quoted', '\u2060&gt; quoted'],
    ['two\nlines\r\n\u2028x', 'two lines x'],
    ['a\u202eb\u200bc\u2060d', 'abcd'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['שלום', '\u2068שלום\u2069'],
    ['\ud83d', '\ufffd'],
  ])('makes %j harmless', (value, expected) => {
    expect(mrkdwn`${value}`.text).toBe(expected);
  });

  it('formats by its own words, and takes markup as it is', () => {
    const who = mention('U12AB');
    expect(mrkdwn`*${'a*b'}* by ${who}: ${3} < 4`.text).toBe('*a\u2060*b* by <@U12AB>: 3 &lt; 4');
    expect(join(['<a>', bold('b')], '\n').text).toBe('&lt;a&gt;\n*b*');
  });

  it('lets no text become a mention, a command or a tag', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const all = [mrkdwn`${text}`, bold(text), code(text), quote(text), mention(`${text} `)];
        for (const { text: markup } of [...all, channelLink(`${text} `), join([text], ' ')]) {
          expect(markup).not.toMatch(/<|\n(?!>)/);
          expect(markup.replace(/^>|\n>/g, '')).not.toContain('>');
          expect(markup.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
          expect(markup).not.toMatch(/[\u202a-\u202e\r\u2028]/);
        }
      }),
    );
  });

  it('has helpers for what messages are made of', () => {
    const at = new Date('2027-01-31T14:05:09Z');
    expect(dateTime(at).text).toBe(
      '<!date^1801404309^{date_short_pretty} {time}|2027-01-31 14:05 UTC>',
    );
    expect(day(at).text).toBe('<!date^1801404309^{date_short_pretty}|2027-01-31>');
    expect(plainOf(mrkdwn`${mention('U1')} at ${dateTime(at)} &`)).toBe(
      '<@U1> at 2027-01-31 14:05 UTC &amp;',
    );
    expect(mention('terminal:ann').text).toBe('terminal:ann');
    expect(channelLink('C12').text).toBe('<#C12>');
    expect(code(' a`b_c* ').text).toBe('`aˋb_c*`');
    expect(code('').text).toBe('—');
    expect(bold(' ').text).toBe('');
    expect(quote('one\n*two*').text).toBe('>one\n>\u2060*two\u2060*');
    expect(number(4812)).toBe('4,812');
    expect(link('https://example.com/?a=1&b=|>', 'x|<y>').text).toBe(
      '<https://example.com/?a=1&amp;b=%7C%3E|x|&lt;y&gt;>',
    );
    expect(link('javascript:alert(1)', 'x').text).toBe('x');
    expect(oneLine(' a\n\u0000b\u200e ')).toBe('a b');
  });
});

describe('shortened', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['ab cd', 4, 'ab…'],
    ['🦊🦊🦊', 3, '🦊🦊🦊'],
    ['🦊🦊🦊', 2, '🦊…'],
    ['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
    ['👩‍👩‍👧👩‍👩‍👧', 6, '👩‍👩‍👧…'],
    ['👩‍👩‍👧👩‍👩‍👧', 4, '…'],
    ['abc', 0, ''],
  ])('%j to %i → %j', (text, max, expected) => {
    expect(shortened(text, max)).toBe(expected);
  });

  it('never exceeds its limit, and never splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite' }), fc.nat(40), (text, max) => {
        const short = shortened(text, max);
        expect(codePoints(short)).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(true);
        expect(text.startsWith(short.replace(/…$/, ''))).toBe(true);
      }),
    );
  });
});
