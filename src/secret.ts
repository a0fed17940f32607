import { inspect } from 'node:util';

const MASK = '••••';

/** A value that refuses to be printed: text, JSON, `util.inspect` and loggers see only its mask. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Called only where it is handed to the system that needs it, or sealed. */
  reveal(): string {
    return this.#value;
  }

  /** `••••` and the last four characters; the mask alone where that would tell too much of a short secret. */
  masked(): string {
    return this.#value.length >= 12 ? `${MASK}${this.#value.slice(-4)}` : MASK;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
