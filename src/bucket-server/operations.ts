import {
  type AccessKey,
  authorize,
  type BucketSettings,
  deniedTo,
  type Operation,
  type S3Action,
} from './access.ts';
import { type Answer, document, element, S3Error } from './answers.ts';
import { type Checksum, md5, verifiedChecksum } from './checksums.ts';
import type { Body } from './chunked.ts';
import { quoted, tagElements, tagsIn, type Uploads } from './multipart.ts';
import type { Description, Objects } from './objects.ts';
import { type Asked, decoded } from './signature.ts';

/** A request of somebody who may make it. */
export interface Request {
  asked: Asked;
  query: Map<string, string>;
  bucket: BucketSettings;
  key: string;
  body: Body;
  accessKey: AccessKey;
}

/** What operations work on. */
export interface Stores {
  objects: (bucket: string) => Objects;
  uploads: Uploads;
  /** What is denied to every key. */
  deny: Set<S3Action>;
  now: () => Date;
}

/** Which operation a request is. */
export function operationOf({ method }: Asked, query: Map<string, string>, key: string): Operation {
  const has = (name: string) => query.has(name);
  const other = [...query.keys()].find((name) => notSupported.has(name));
  const named = other === undefined ? (key === '' ? ofBucket(method, query) : ofObject()) : null;
  if (!named) throw new S3Error('NotImplemented');
  return named;

  function ofObject(): Operation | null {
    switch (method) {
      case 'PUT':
        if (has('uploadId')) return 'UploadPart';
        return has('tagging') ? 'PutObjectTagging' : 'PutObject';
      case 'POST':
        if (has('uploads')) return 'CreateMultipartUpload';
        return has('uploadId') ? 'CompleteMultipartUpload' : null;
      case 'GET':
        return has('tagging') ? 'GetObjectTagging' : 'GetObject';
      case 'HEAD':
        return 'HeadObject';
      case 'DELETE':
        if (has('uploadId')) return 'AbortMultipartUpload';
        return has('tagging') ? 'DeleteObjectTagging' : 'DeleteObject';
      default:
        return null;
    }
  }
}

/** What S3 has besides, and this server has not; taken for the plain operation it would do the wrong thing. */
const notSupported = new Set(
  'acl attributes legal-hold policy retention select torrent versionId versioning versions'.split(
    ' ',
  ),
);

function ofBucket(method: string, query: Map<string, string>): Operation | null {
  if (method === 'HEAD') return 'HeadBucket';
  const isList = method === 'GET' && !query.has('uploads') && !query.has('tagging');
  return isList ? 'ListObjectsV2' : null;
}

export function perform(operation: Operation, request: Request, stores: Stores): Answer {
  return performers[operation](request, stores);
}

const performers: Record<Operation, (request: Request, stores: Stores) => Answer> = {
  HeadBucket: () => ok(),

  ListObjectsV2({ bucket, query }, stores) {
    const prefix = query.get('prefix') ?? '';
    const most = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
    if (!Number.isInteger(most) || most < 0) throw new S3Error('InvalidArgument');
    const token = query.get('continuation-token');
    const after = token === undefined ? query.get('start-after') : fromToken(token);
    const objects = stores.objects(bucket.name).all();
    const matching = objects.filter(({ key }) => key.startsWith(prefix));
    const from = after === undefined ? 0 : matching.findIndex(({ key }) => isAfter(key, after));
    const rest = from < 0 ? [] : matching.slice(from);
    const page = rest.slice(0, most);
    const isTruncated = page.length < rest.length && page.length > 0;
    return ok(
      document(
        'ListBucketResult',
        element('Name', bucket.name),
        element('Prefix', prefix),
        element('MaxKeys', most),
        element('KeyCount', page.length),
        element('IsTruncated', String(isTruncated)),
        ...(isTruncated ? [element('NextContinuationToken', toToken(page.at(-1)?.key ?? ''))] : []),
        ...page.map(({ key, bytes, etag, modified }) =>
          element('Contents', [
            element('Key', key),
            element('LastModified', modified),
            element('ETag', etag),
            element('Size', bytes),
            element('StorageClass', 'STANDARD'),
          ]),
        ),
      ),
    );
  },

  PutObject(request, stores) {
    const { asked, body, bucket, key, accessKey } = request;
    const checksum = verified(request);
    const tagging = asked.headers.get('x-amz-tagging');
    if (tagging !== undefined) authorize(['s3:PutObjectTagging'], accessKey, stores.deny);
    const etag = quoted(md5(body.content).toString('hex'));
    store(request, stores, {
      ...intendedBy(asked, key),
      etag,
      checksum,
      content: body.content,
      bucket: bucket.name,
    });
    return ok('', { ETag: etag, ...(checksum && { [checksum.header]: checksum.value }) });
  },

  CreateMultipartUpload({ asked, bucket, key }, { uploads }) {
    const id = uploads.create(bucket.name, intendedBy(asked, key));
    return ok(
      document(
        'InitiateMultipartUploadResult',
        element('Bucket', bucket.name),
        element('Key', key),
        element('UploadId', id),
      ),
    );
  },

  UploadPart(request, { uploads }) {
    const { bucket, key, query, body } = request;
    const checksum = verified(request);
    const number = Number(query.get('partNumber'));
    const id = query.get('uploadId') ?? '';
    const etag = uploads.put(bucket.name, key, id, number, body.content);
    return ok('', { ETag: etag, ...(checksum && { [checksum.header]: checksum.value }) });
  },

  CompleteMultipartUpload(request, stores) {
    const { bucket, key, query, body } = request;
    requireNew(request, stores);
    const xml = body.content.toString('utf8');
    const upload = stores.uploads.complete(bucket.name, key, query.get('uploadId') ?? '', xml);
    const { intended, content, etag } = upload;
    store(request, stores, { ...intended, etag, checksum: null, content, bucket: bucket.name });
    return ok(
      document(
        'CompleteMultipartUploadResult',
        element('Bucket', bucket.name),
        element('Key', key),
        element('ETag', etag),
      ),
    );
  },

  AbortMultipartUpload({ bucket, key, query }, { uploads }) {
    uploads.abort(bucket.name, key, query.get('uploadId') ?? '');
    return { status: 204, headers: {}, body: '' };
  },

  GetObject(request, stores) {
    const found = existing(request, stores);
    const content = stores.objects(request.bucket.name).content(request.key);
    const range = rangeIn(request.asked.headers.get('range'), content.length);
    if (!range) return { status: 200, headers: headersOf(found, request), body: content };
    const [first, last] = range;
    const headers = headersOf({ ...found, checksum: null }, request);
    return {
      status: 206,
      headers: { ...headers, 'Content-Range': `bytes ${first}-${last}/${content.length}` },
      body: content.subarray(first, last + 1),
    };
  },

  HeadObject(request, stores) {
    const found = existing(request, stores);
    const headers = { ...headersOf(found, request), 'Content-Length': found.bytes };
    return { status: 200, headers, body: '' };
  },

  DeleteObject({ bucket, key }, stores) {
    const objects = stores.objects(bucket.name);
    if (bucket.locked && objects.get(key)) {
      const message = 'Access Denied because object protected by object lock.';
      throw new S3Error('AccessDenied', { message });
    }
    objects.remove(key);
    return { status: 204, headers: {}, body: '' };
  },

  PutObjectTagging(request, stores) {
    const found = existing(request, stores);
    const tags = tagsIn(request.body.content.toString('utf8'));
    stores.objects(request.bucket.name).describe({ ...found, tags });
    return ok();
  },

  GetObjectTagging(request, stores) {
    return ok(document('Tagging', tagElements(existing(request, stores).tags)));
  },

  DeleteObjectTagging(request, stores) {
    const found = existing(request, stores);
    stores.objects(request.bucket.name).describe({ ...found, tags: {} });
    return { status: 204, headers: {}, body: '' };
  },
};

function ok(body = '', headers: Answer['headers'] = {}): Answer {
  return { status: 200, headers, body };
}

/** The checksum that was sent before the body or after it. */
function verified({ asked, body }: Request): Checksum | null {
  const given = new Map([...asked.headers, ...body.trailers]);
  return verifiedChecksum(given, body.content);
}

function intendedBy({ headers }: Asked, key: string) {
  const metadata = [...headers]
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]): [string, string] => [name.slice('x-amz-meta-'.length), value]);
  const size = metadata.reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  if (size > 2048) throw new S3Error('InvalidArgument');
  return {
    key,
    contentType: headers.get('content-type') ?? null,
    metadata: Object.fromEntries(metadata),
    tags: Object.fromEntries(new URLSearchParams(headers.get('x-amz-tagging') ?? '')),
  };
}

function store(
  request: Request,
  stores: Stores,
  {
    bucket,
    content,
    ...rest
  }: Omit<Description, 'bytes' | 'modified'> & { bucket: string; content: Uint8Array },
): void {
  requireNew(request, stores);
  const modified = stores.now().toISOString();
  stores.objects(bucket).put({ ...rest, bytes: content.length, modified }, content);
}

/** `If-None-Match: *` writes only what is not there yet. */
function requireNew({ asked, bucket, key }: Request, stores: Stores): void {
  const onlyNew = asked.headers.get('if-none-match') === '*';
  if (onlyNew && stores.objects(bucket.name).get(key)) throw new S3Error('PreconditionFailed');
}

/** An object, or S3's answer where there is none: whoever may not list does not learn that. */
function existing({ bucket, key, accessKey }: Request, stores: Stores): Description {
  const found = stores.objects(bucket.name).get(key);
  if (found) return found;
  const mayList = !stores.deny.has('s3:ListBucket') && !accessKey.deny?.has('s3:ListBucket');
  throw mayList ? new S3Error('NoSuchKey', { more: { Key: key } }) : deniedTo('s3:ListBucket');
}

function headersOf(found: Description, { asked, query }: Request): Answer['headers'] {
  const asksChecksum = asked.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  const { checksum } = found;
  const metadata = Object.entries(found.metadata).map(([name, value]) => [
    `x-amz-meta-${name}`,
    value,
  ]);
  const disposition = query.get('response-content-disposition');
  return {
    ETag: found.etag,
    'Last-Modified': new Date(found.modified).toUTCString(),
    'Accept-Ranges': 'bytes',
    'Content-Type':
      query.get('response-content-type') ?? found.contentType ?? 'binary/octet-stream',
    ...(disposition !== undefined && { 'Content-Disposition': disposition }),
    ...(checksum && asksChecksum && { [checksum.header]: checksum.value }),
    ...Object.fromEntries(metadata),
  };
}

/** The first and last byte that are asked for; `null` for all of them. */
function rangeIn(header: string | undefined, length: number): [first: number, last: number] | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  if (first > last) throw new S3Error('InvalidRange');
  return [first, last];
}

function isAfter(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}

function toToken(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function fromToken(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}

/** A request's bucket and key, from its path. */
export function placeOf(path: string): { bucket: string; key: string } {
  const [, bucket = '', ...rest] = path.split('/');
  return { bucket: decoded(bucket), key: decoded(rest.join('/')) };
}
