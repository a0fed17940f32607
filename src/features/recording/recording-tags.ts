import { BotError } from '../../errors.ts';
import type { Tag } from './recording.ts';

/** How many tags a bucket may have, and how long each part of one may be. */
const MOST = 10;
const NAME_LENGTH = 128;
const VALUE_LENGTH = 256;
/** Bytes of metadata that an object of Amazon S3 may have, and those of them that the gateway's own may take. */
const METADATA = 2048;
const GATEWAYS = 640;

/** What the gateway writes into every recording itself: a tag of such a name would take the place of it. */
const own = [
  'accountSid',
  'callSid',
  'direction',
  'from',
  'to',
  'callId',
  'applicationSid',
  'originatingSipIp',
  'originatingSipTrunkName',
  'sampleRate',
];

/** Tags as people type them: a line for each, `name=value`. */
export function tagLines(tags: readonly Tag[]): string {
  return tags.map(({ name, value }) => `${name}=${value}`).join('\n');
}

/** The tags of such lines. Throws `invalid` for a line that is none; what they may be is for `checkTags`. */
export function readTags(lines: string): Tag[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf('=');
      if (at < 0) refuse(`Write each tag on a line of its own, as name=value: “${shown(line)}”.`);
      return { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
    });
}

/**
 * Throws `invalid` for tags that a step of the gateway does not survive. The gateway itself accepts them, and then
 * loses the recordings.
 */
export function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MOST) refuse(`At most ${MOST} tags; these are ${tags.length}.`);
  const names = new Set<string>();
  for (const { name, value } of tags) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      refuse(
        `A tag’s name has letters a–z, digits and _, and begins with no digit: “${shown(name)}”.`,
      );
    }
    if (name.length > NAME_LENGTH) refuse(`A tag’s name has at most ${NAME_LENGTH} characters.`);
    const folded = name.toLowerCase();
    if (own.some((one) => one.toLowerCase() === folded)) {
      refuse(`The Voice Gateway writes “${shown(name)}” into every recording itself.`);
    }
    if (names.has(folded)) {
      refuse(`“${shown(name)}” is there twice: stores tell no upper case from lower case.`);
    }
    names.add(folded);
    if (value === '') refuse(`“${shown(name)}” has no value.`);
    if (!/^[\x20-\x7e]*$/.test(value) || value !== value.trim()) {
      refuse(
        `The value of “${shown(name)}” may have plain letters, digits and signs only (ASCII): recordings with others are lost.`,
      );
    }
    if (value.length > VALUE_LENGTH) {
      refuse(`A tag’s value has at most ${VALUE_LENGTH} characters: “${shown(name)}” has more.`);
    }
  }
  const bytes = tags.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  const most = METADATA - GATEWAYS;
  if (bytes > most) {
    refuse(`All tags together have at most ${most} characters; these have ${bytes}.`);
  }
}

/** What is quoted of what was typed. */
function shown(text: string): string {
  const letters = Array.from(text);
  return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : text;
}

function refuse(why: string): never {
  throw new BotError('invalid', 'These tags cannot be used.', { why, fields: { tags: why } });
}
