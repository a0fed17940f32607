import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apiKeyOf, isApiKey, newApiKey } from '../../src/gateway/embedded/api-key-format.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const letter = fc.constantFrom(...BASE62.split(''));
const random = fc.string({ unit: letter, minLength: 30, maxLength: 30 });

test('a new key is recognised, by its prefix and its checksum', () => {
  const key = newApiKey().reveal();
  expect(key).toMatch(/^vgk_[0-9A-Za-z]{36}$/);
  expect(isApiKey(key)).toBe(true);
  expect(newApiKey().reveal()).not.toBe(key);
});

test('the checksum is the CRC-32 of the random part, in base62', () => {
  // Written out: crc32("000000000000000000000000000000") = 0x77e5db82, worked out by another program.
  const key = apiKeyOf('0'.repeat(30)).reveal();
  expect(key).toBe(`vgk_${'0'.repeat(30)}2C8GjS`);
});

test('a key with one character changed, or cut off, is none', () => {
  fc.assert(
    fc.property(random, fc.nat(35), letter, (text, at, other) => {
      const key = apiKeyOf(text).reveal();
      const changed = `${key.slice(0, 4 + at)}${other}${key.slice(5 + at)}`;
      expect(isApiKey(changed)).toBe(changed === key);
      expect(isApiKey(key.slice(0, -1))).toBe(false);
      expect(isApiKey(`${key}0`)).toBe(false);
    }),
  );
});

test('whatever else is sent as a key is none', () => {
  fc.assert(fc.property(fc.string(), (text) => !isApiKey(text)));
});
