import { S3Error } from './answers.ts';
import { type Claim, chunkSignature, isSame, sha256, trailerSignature } from './signature.ts';

/** A body as it was meant, with what trailed after it. */
export interface Body {
  content: Buffer;
  trailers: Map<string, string>;
}

/** The content of a body, found to be what was signed: as a whole, chunk by chunk, or not at all. */
export function contentOf(body: Buffer, claim: Claim, key: Buffer): Body {
  const { payload } = claim;
  const whole = { content: body, trailers: new Map<string, string>() };
  if (payload === 'UNSIGNED-PAYLOAD') return whole;
  if (payload === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return dechunked(body, null);
  if (/^STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?$/.test(payload)) {
    return dechunked(body, { claim, key });
  }
  if (payload.startsWith('STREAMING-')) throw new S3Error('NotImplemented');
  if (!isSame(payload, sha256(body))) throw new S3Error('XAmzContentSHA256Mismatch');
  return whole;
}

/** Undoes the encoding `aws-chunked`; verifies the signature of every chunk where they are signed. */
function dechunked(body: Buffer, signed: { claim: Claim; key: Buffer } | null): Body {
  const chunks: Buffer[] = [];
  let before = signed?.claim.signature ?? '';
  let at = 0;
  for (;;) {
    const [head, start] = lineAt(body, at);
    const [, size = '', , signature] =
      /^([\da-f]+)(;chunk-signature=([\da-f]{64}))?$/.exec(head) ?? [];
    if (size === '') throw new S3Error('IncompleteBody');
    const end = start + Number.parseInt(size, 16);
    const chunk = body.subarray(start, end);
    if (end > body.length) throw new S3Error('IncompleteBody');
    if (signed) {
      before = matching(signature, chunkSignature(signed.claim, signed.key, before, chunk));
    }
    if (chunk.length === 0)
      return { content: Buffer.concat(chunks), trailers: trailersAt(body, start, before, signed) };
    chunks.push(chunk);
    const [between, next] = lineAt(body, end);
    if (between !== '') throw new S3Error('IncompleteBody');
    at = next;
  }
}

function trailersAt(
  body: Buffer,
  start: number,
  before: string,
  signed: { claim: Claim; key: Buffer } | null,
): Map<string, string> {
  const lines = body
    .subarray(start)
    .toString('latin1')
    .split('\r\n')
    .filter((line) => line !== '');
  const trailers = new Map(
    lines.map((line): [string, string] => {
      const [name = '', value = ''] = line.split(/:(.*)/s, 2);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
  const signature = trailers.get('x-amz-trailer-signature');
  trailers.delete('x-amz-trailer-signature');
  if (signed?.claim.payload.endsWith('-TRAILER')) {
    const text = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('');
    matching(signature, trailerSignature(signed.claim, signed.key, before, text));
  }
  return trailers;
}

function lineAt(body: Buffer, at: number): [line: string, next: number] {
  const end = body.indexOf('\r\n', at);
  if (end < 0) throw new S3Error('IncompleteBody');
  return [body.subarray(at, end).toString('latin1'), end + 2];
}

function matching(signature: string | undefined, computed: string): string {
  if (!isSame(signature ?? '', computed)) throw new S3Error('SignatureDoesNotMatch');
  return computed;
}
