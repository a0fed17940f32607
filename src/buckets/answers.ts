import { Transform } from 'node:stream';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { BucketError } from '../features/recording/bucket-client.ts';

/** No answer may be longer, in bytes, whatever a store sends: this is read into memory. */
export const LONGEST_ANSWER = 16 * 1024 * 1024;

/** A handler of requests that breaks off endless answers. */
export function limitedAnswers(handler: NodeHttpHandler): NodeHttpHandler {
  const handle = handler.handle.bind(handler);
  handler.handle = async (...given) => {
    const { response } = await handle(...given);
    let size = 0;
    const limit = new Transform({
      transform(chunk: Uint8Array, _encoding, done) {
        size += chunk.length;
        if (size <= LONGEST_ANSWER) return done(null, chunk);
        done(new BucketError('not this protocol', { call: 'answer' }));
      },
    });
    const { body } = response;
    body.on('error', (error: Error) => limit.destroy(error));
    limit.on('close', () => body.destroy());
    response.body = body.pipe(limit);
    return { response };
  };
  return handler;
}

/** What comes first of a stream, or all of it; what is not wanted any more is not waited for. */
export async function firstBytes(
  stream: AsyncIterable<Uint8Array>,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, Math.min(size, most));
}

/** Metadata by names in lower case, since stores do not keep their case; without what has no value. */
export function lowerCased(metadata: Record<string, unknown>): Record<string, string> {
  const kept = Object.entries(metadata).filter(([, value]) => value != null);
  return Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), String(value)]));
}
