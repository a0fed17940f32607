const END_OF_HEAD = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/**
 * An HTTP answer that comes in pieces: no more of HTTP than the answers of Node's server need, so that whoever sends
 * thousands of requests a second is not what is measured.
 */
export class Answer {
  #text = '';
  #bodyAt = -1;
  /** `null` where the body comes in chunks. */
  #length: number | null = null;

  take(chunk: Buffer): void {
    // One byte a character, so that lengths are those of the wire.
    this.#text += chunk.toString('latin1');
    if (this.#bodyAt !== -1) return;
    const end = this.#text.indexOf(END_OF_HEAD);
    if (end === -1) return;
    this.#bodyAt = end + END_OF_HEAD.length;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.#text.slice(0, end));
    this.#length = length ? Number(length[1]) : null;
  }

  get isWhole(): boolean {
    if (this.#bodyAt === -1) return false;
    if (this.#length !== null) return this.#text.length >= this.#bodyAt + this.#length;
    return this.#text.endsWith(LAST_CHUNK) && this.#chunks().isLast;
  }

  get status(): number {
    return Number(this.#text.slice(9, 12));
  }

  get body(): string {
    const bytes = this.#length === null ? this.#chunks().joined : this.#text.slice(this.#bodyAt);
    return Buffer.from(bytes, 'latin1').toString();
  }

  #chunks(): { joined: string; isLast: boolean } {
    let joined = '';
    for (let at = this.#bodyAt; ; ) {
      const lineEnd = this.#text.indexOf('\r\n', at);
      const size = Number.parseInt(this.#text.slice(at, lineEnd), 16);
      if (lineEnd === -1 || Number.isNaN(size)) return { joined, isLast: false };
      if (size === 0) return { joined, isLast: true };
      joined += this.#text.slice(lineEnd + 2, lineEnd + 2 + size);
      at = lineEnd + 2 + size + 2;
    }
  }
}
