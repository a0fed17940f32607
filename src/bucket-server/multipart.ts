import { randomBytes } from 'node:crypto';
import { element, S3Error, textsOf, unescaped } from './answers.ts';
import { md5 } from './checksums.ts';
import type { Description } from './objects.ts';

/** What an upload's object will be, apart from its content. */
export type Intended = Pick<Description, 'key' | 'contentType' | 'metadata' | 'tags'>;

interface Part {
  content: Uint8Array;
  etag: string;
}

/** Uploads in parts that are neither completed nor given up; gone with the process. */
export interface Uploads {
  create(bucket: string, intended: Intended): string;
  put(bucket: string, key: string, id: string, number: number, content: Uint8Array): string;
  /** The object from the parts that this document lists; the upload is over. */
  complete(
    bucket: string,
    key: string,
    id: string,
    xml: string,
  ): { intended: Intended; content: Uint8Array; etag: string };
  abort(bucket: string, key: string, id: string): void;
  /** Keys of the uploads that are under way. */
  keys(bucket: string): string[];
  clear(): void;
}

/** Each part but the last has at least so many bytes. */
const LEAST = 5 * 1024 * 1024;

export function openUploads(): Uploads {
  const uploads = new Map<
    string,
    { bucket: string; intended: Intended; parts: Map<number, Part> }
  >();

  function find(bucket: string, key: string, id: string) {
    const upload = uploads.get(id);
    if (upload?.bucket !== bucket || upload.intended.key !== key) throw new S3Error('NoSuchUpload');
    return upload;
  }

  return {
    create(bucket, intended) {
      const id = randomBytes(24).toString('base64url');
      uploads.set(id, { bucket, intended, parts: new Map() });
      return id;
    },
    put(bucket, key, id, number, content) {
      if (!(number >= 1 && number <= 10_000)) throw new S3Error('InvalidArgument');
      const { parts } = find(bucket, key, id);
      const etag = quoted(md5(content).toString('hex'));
      parts.set(number, { content, etag });
      return etag;
    },
    complete(bucket, key, id, xml) {
      const { intended, parts } = find(bucket, key, id);
      const listed = textsOf(xml, 'Part').map((part) => ({
        number: Number(textsOf(part, 'PartNumber')[0]),
        etag: unescaped(textsOf(part, 'ETag')[0] ?? ''),
      }));
      if (listed.length === 0) throw new S3Error('MalformedXML');
      if (listed.some(({ number }, index) => number <= (listed[index - 1]?.number ?? 0))) {
        throw new S3Error('InvalidPartOrder');
      }
      const chosen = listed.map(({ number, etag }, index) => {
        const part = parts.get(number);
        if (!part || bareTag(part.etag) !== bareTag(etag)) throw new S3Error('InvalidPart');
        const isLast = index === listed.length - 1;
        if (!isLast && part.content.length < LEAST) throw new S3Error('EntityTooSmall');
        return part;
      });
      uploads.delete(id);
      const hashes = chosen.map(({ content }) => md5(content));
      return {
        intended,
        content: Buffer.concat(chosen.map(({ content }) => content)),
        etag: quoted(`${md5(Buffer.concat(hashes)).toString('hex')}-${chosen.length}`),
      };
    },
    abort(bucket, key, id) {
      find(bucket, key, id);
      uploads.delete(id);
    },
    clear: () => uploads.clear(),
    keys: (bucket) =>
      [...uploads.values()].filter((one) => one.bucket === bucket).map((one) => one.intended.key),
  };
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}

function bareTag(etag: string): string {
  return etag.replaceAll('"', '');
}

/** The tags of a `Tagging` document. */
export function tagsIn(xml: string): Record<string, string> {
  const tags = textsOf(xml, 'Tag').map((tag): [string, string] => [
    unescaped(textsOf(tag, 'Key')[0] ?? ''),
    unescaped(textsOf(tag, 'Value')[0] ?? ''),
  ]);
  if (tags.length > 10 || tags.some(([name]) => name === '')) throw new S3Error('InvalidArgument');
  return Object.fromEntries(tags);
}

export function tagElements(tags: Record<string, string>): string {
  const all = Object.entries(tags).map(([name, value]) =>
    element('Tag', [element('Key', name), element('Value', value)]),
  );
  return element('TagSet', all);
}
