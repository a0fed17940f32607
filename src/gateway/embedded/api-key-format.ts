import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Keyring } from '../../db/keyring.ts';
import { Secret } from '../../secret.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Begins every key, so that scanners of code and logs know one when they see it. */
const BEGINS = 'vgk_';
/** About 178 bits. */
const RANDOM = 30;
const CHECKSUM = 6;
/** Characters at the beginning by which a key is told from others. */
const SHOWN = BEGINS.length + 4;

/** A new key: `vgk_`, 30 random characters, and a checksum of them in 6, all of base62. */
export function newApiKey(): Secret {
  const random = Array.from({ length: RANDOM }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return apiKeyOf(random.join(''));
}

/** The key with this random part. */
export function apiKeyOf(random: string): Secret {
  return new Secret(`${BEGINS}${random}${checksum(random)}`);
}

/** Whether a text can be a key at all: one that was mistyped or cut off is refused without looking for it. */
export function isApiKey(text: string): boolean {
  const found = new RegExp(`^${BEGINS}([0-9A-Za-z]{${RANDOM}})([0-9A-Za-z]{${CHECKSUM}})$`).exec(
    text,
  );
  return found !== null && checksum(found[1] ?? '') === found[2];
}

/** What is kept of a key: a keyed hash, how it begins, and its last four characters. */
export function keptOf(key: Secret, keyring: Keyring) {
  const text = key.reveal();
  return {
    hash: apiKeyHash(text, keyring),
    prefix: text.slice(0, SHOWN),
    lastFour: text.slice(-4),
  };
}

/** What a key is found by. Nobody without the keyring can tell it of a key, or a key of it. */
export function apiKeyHash(text: string, keyring: Keyring): string {
  return keyring.mac('fingerprint', `api_keys/${text}`);
}

function checksum(random: string): string {
  let left = crc32(random);
  let text = '';
  for (let digit = 0; digit < CHECKSUM; digit += 1) {
    text = ALPHABET.charAt(left % ALPHABET.length) + text;
    left = Math.floor(left / ALPHABET.length);
  }
  return text;
}
