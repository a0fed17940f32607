import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import {
  checkAccountName,
  checkSipRealm,
  fold,
  foldForSearch,
} from '../../src/features/accounts/account-rules.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ maxLength: 80 }),
);

/** The accepted value, or `null` where the rule refuses with a reason under the field. */
function outcome(rule: (text: string) => string, field: string, text: string): string | null {
  try {
    return rule(text);
  } catch (error) {
    expect(error).toBeInstanceOf(BotError);
    expect(error).toMatchObject({
      code: 'invalid',
      fields: { [field]: expect.stringMatching(/./) },
    });
    return null;
  }
}

const name = (text: string) => outcome(checkAccountName, 'name', text);
const realm = (text: string) => outcome(checkSipRealm, 'sipRealm', text);

describe('An account name', () => {
  test.each([
    ['Acme', 'Acme'],
    ['  Acme Bank\u00a0', 'Acme Bank'],
    ['Cafe\u0301', 'Café'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['🎉'.repeat(64), '🎉'.repeat(64)],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['日本電話', '日本電話'],
    ['<@U123> & *bold*', '<@U123> & *bold*'],
  ])('%j is accepted', (text, stored) => {
    expect(name(text)).toBe(stored);
  });

  test.each([
    '',
    '   ',
    'x'.repeat(65),
    '🎉'.repeat(65),
    'a\nb',
    'a\tb',
    'a\u0000b',
    'a\u007fb',
    'a\u2028b',
    'a\u202eb',
    'a\u2066b',
    'a\u200bb',
    '\u200d',
    '\u3164',
    '\ud800',
    'a\u{10ffff}',
    '\u0301',
  ])('%j is refused', (text) => {
    expect(name(text)).toBeNull();
  });

  test('is stable, not longer than 64 code points and without control characters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const accepted = name(text);
        if (accepted === null) return;
        expect(name(accepted)).toBe(accepted);
        expect(Array.from(accepted).length).toBeLessThanOrEqual(64);
        expect(accepted).not.toMatch(/\p{Cc}/u);
        expect(fold(accepted)).not.toBe('');
      }),
    );
  });
});

describe('A SIP realm', () => {
  const label63 = 'a'.repeat(63);
  test.each([
    ['acme.example', 'acme.example'],
    [' Voice.ACME.example.com ', 'voice.acme.example.com'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    ['1.2.3.4.example', '1.2.3.4.example'],
    ['a-b.c1', 'a-b.c1'],
    [`${label63}.${label63}`, `${label63}.${label63}`],
    [`${label63}.${label63}.abcd`, `${label63}.${label63}.abcd`],
  ])('%j is accepted', (text, stored) => {
    expect(realm(text)).toBe(stored);
  });

  test.each([
    '',
    ' ',
    'localhost',
    'acme.example.',
    '.acme.example',
    'acme..example',
    '-acme.example',
    'acme-.example',
    'acme.-example',
    'ac me.example',
    'ac_me.example',
    'acme.example:5060',
    'sip:acme.example',
    'acme.example/x',
    'münchen.example',
    'acme.\u212aelvin',
    'acme。example',
    '10.0.0.1',
    '999.0.0.1',
    '10.1',
    'acme.0x7f',
    '[::1]',
    `a${label63}.example`,
    `${label63}.${label63}.abcde`,
    'acme.example\nx',
  ])('%j is refused', (text) => {
    expect(realm(text)).toBeNull();
  });

  const label = fc.string({
    unit: fc.constantFrom(...Array.from('abcXYZ019-')),
    minLength: 1,
    maxLength: 8,
  });
  const likeRealm = fc.oneof(
    fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.')),
    fc.domain(),
    fc.ipV4Extended(),
    anyText,
  );

  test('is stable, and a host name to whoever reads it', () => {
    fc.assert(
      fc.property(likeRealm, (text) => {
        const accepted = realm(text);
        if (accepted === null) return;
        expect(realm(accepted)).toBe(accepted);
        expect(accepted.length).toBeLessThanOrEqual(132);
        expect(accepted).toMatch(
          /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
        );
        // What begins with xn-- must be valid Punycode to a URL; to a SIP device it is a name like any other.
        if (!/(^|\.)xn--/.test(accepted)) {
          expect(new URL(`http://${accepted}/`).hostname).toBe(accepted);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('Folding', () => {
  test.each([
    ['ACME', 'acme'],
    ['ＡＣＭＥ', 'acme'],
    ['Acme   Bank', 'Acme\u00a0bank'],
    ['Ac\u00admé', 'acmé'],
    ['ΟΔΟΣ', 'οδος'],
  ])('%j and %j are the same name', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  test('keeps accents apart, unless it is for searching', () => {
    expect(fold('Café')).not.toBe(fold('Cafe'));
    expect(foldForSearch('Café')).toBe('cafe');
  });

  test.each([
    ['Ärzte', 'arzte'],
    ['ŁÓDŹ', 'lodz'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Øresund', 'oresund'],
    ['İstanbul', 'istanbul'],
    ['Ὀδυσσεύς', 'οδυσσευσ'],
    ['Acme  BANK ', 'acme bank'],
  ])('finds %j as %j', (text, folded) => {
    expect(foldForSearch(text)).toBe(folded);
  });

  test('is stable for every character', () => {
    const unstable: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      for (const folding of [fold, foldForSearch]) {
        const folded = folding(character);
        if (folding(folded) !== folded) unstable.push(`${folding.name} U+${code.toString(16)}`);
      }
    }
    expect(unstable).toEqual([]);
  });

  test('is stable for every text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(foldForSearch(foldForSearch(text))).toBe(foldForSearch(text));
      }),
    );
  });

  test('for searching never tells apart what is the same name', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(foldForSearch(fold(text))).toBe(foldForSearch(text));
      }),
    );
  });
});
