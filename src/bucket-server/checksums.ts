import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from './answers.ts';
import { isSame } from './signature.ts';

const algorithms: Record<string, (content: Uint8Array) => Buffer> = {
  crc32: (content) => bytesOf(crc32(content)),
  crc32c: (content) => bytesOf(crc32c(content)),
  sha1: (content) => createHash('sha1').update(content).digest(),
  sha256: (content) => createHash('sha256').update(content).digest(),
};

/** A checksum that a client gave, under the name of its header. */
export interface Checksum {
  header: string;
  value: string;
}

/** The checksum among these headers or trailers, found to be that of the content; `null` where there is none. */
export function verifiedChecksum(given: Map<string, string>, content: Uint8Array): Checksum | null {
  const md5 = given.get('content-md5');
  if (md5 !== undefined && !isSame(md5, createHash('md5').update(content).digest('base64'))) {
    throw new S3Error('BadDigest');
  }
  const sent = [...given].find(([name]) => /^x-amz-checksum-(?!type$|mode$|algorithm$)/.test(name));
  if (!sent) return null;
  const [header, value] = sent;
  const digest = algorithms[header.replace('x-amz-checksum-', '')];
  if (!digest) throw new S3Error('NotImplemented');
  if (!isSame(value, digest(content).toString('base64'))) throw new S3Error('BadDigest');
  return { header, value };
}

export function md5(content: Uint8Array): Buffer {
  return createHash('md5').update(content).digest();
}

function bytesOf(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number >>> 0);
  return bytes;
}

/** Castagnoli's polynomial, reversed. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest;
});

function crc32c(content: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of content) rest = (rest >>> 8) ^ (table[(rest ^ byte) & 0xff] ?? 0);
  return rest ^ 0xffffffff;
}
