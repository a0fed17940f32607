import { BotError } from '../../errors.ts';

const NAME_LENGTH = 64;
const REALM_LENGTH = 132;

/**
 * The account name as it is stored: normalised (NFC) and trimmed. Throws `invalid` with `fields.name`.
 * Lengths count code points, so that an emoji is one character to the person who typed it.
 */
export function checkAccountName(text: string): string {
  const name = text.normalize('NFC').trim();
  const refusal = nameRefusal(name);
  if (refusal) {
    throw new BotError('invalid', 'This account name cannot be used.', {
      why: refusal,
      fields: { name: refusal },
    });
  }
  return name;
}

/** The SIP realm as it is stored: trimmed and lower-cased. Throws `invalid` with `fields.sipRealm`. */
export function checkSipRealm(text: string): string {
  const realm = text.trim();
  const refusal = realmRefusal(realm);
  if (refusal) {
    throw new BotError('invalid', 'This SIP realm cannot be used.', {
      why: refusal,
      fields: { sipRealm: refusal },
    });
  }
  return realm.toLowerCase();
}

/**
 * Text for comparing names: two names are the same where this is the same. Width, case, runs of spaces and
 * invisible characters make no difference; accents do.
 */
export function fold(text: string): string {
  return plain(text.normalize('NFKC').toLowerCase().normalize('NFKC'));
}

/** Text for searching: as `fold`, and accents make no difference either. */
export function foldForSearch(text: string): string {
  // Most names, all realms and all SIDs: a tenth of the time where a search looks at many of them.
  if (PRINTABLE_ASCII.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim();
  const bare = text.normalize('NFKD').toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  return plain(bare.replace(WITHOUT_DECOMPOSITION, (letter) => PLAIN_LETTERS[letter] ?? letter));
}

const PRINTABLE_ASCII = /^[ -~]*$/;

// Bidirectional controls reorder the text around a name; of the other invisible ones only the joiners that
// scripts and emoji need, and the tags of flags, are of use.
const UNWANTED =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])\p{Cf}/u;
const VISIBLE = /[^\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/u;

function nameRefusal(name: string): string | null {
  if (name === '') return 'Enter a name.';
  if (UNWANTED.test(name)) return 'A name cannot hold line breaks or control characters.';
  if (!VISIBLE.test(name)) return 'A name needs at least one visible character.';
  if (Array.from(name).length > NAME_LENGTH) return `A name has at most ${NAME_LENGTH} characters.`;
  return null;
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
// What a URL parser reads as the last part of an IPv4 address: a realm that ends so is no host name.
const NUMBER = /^(\d+|0x[0-9a-f]*)$/i;

function realmRefusal(realm: string): string | null {
  if (realm === '') return 'Enter a SIP realm.';
  if (realm.length > REALM_LENGTH) return `A SIP realm has at most ${REALM_LENGTH} characters.`;
  if (realm.endsWith('.')) return 'A SIP realm does not end in a dot.';
  if (!/^[a-z0-9.-]*$/i.test(realm)) {
    return 'A SIP realm is a host name such as voice.example.com: letters a–z, digits, hyphens and dots.';
  }
  const labels = realm.split('.');
  if (labels.length < 2) return 'A SIP realm has at least two parts, such as voice.example.com.';
  if (!labels.every((label) => LABEL.test(label))) {
    return 'Each part between dots has 1–63 characters and neither begins nor ends with a hyphen.';
  }
  if (NUMBER.test(labels.at(-1) ?? '')) return 'A SIP realm is a host name, not an IP address.';
  return null;
}

/** Letters that people know as accented ones, though Unicode does not take them apart. */
const PLAIN_LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
};
const WITHOUT_DECOMPOSITION = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'g');

function plain(text: string): string {
  return text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
