import { hash } from 'node:crypto';

/** Draws that fall the same each time they are made for the same thing, whatever was drawn for others. */
export interface Dice {
  /** A whole number from 0 to `end` - 1; `end` is at most 65,536. */
  below(end: number): number;
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean;
  /** One of a list: what stands there twice comes twice as often. */
  pick<Item>(list: readonly Item[]): Item;
  /** So many characters of an alphabet. */
  text(alphabet: string, length: number): string;
}

/** The dice for one thing, such as `account 17`. */
export function diceFor(thing: string): Dice {
  let bytes = hash('sha512', thing, 'buffer');
  let at = 0;
  const below = (end: number) => {
    if (at === bytes.length) {
      bytes = hash('sha512', bytes, 'buffer');
      at = 0;
    }
    const drawn = bytes.readUInt16BE(at);
    at += 2;
    return (drawn * end) >>> 16;
  };
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick(list) {
      const item = list[below(list.length)];
      if (item === undefined) throw new Error('there is nothing to pick from');
      return item;
    },
    text(alphabet, length) {
      let text = '';
      while (text.length < length) text += alphabet.charAt(below(alphabet.length));
      return text;
    },
  };
}
