import { PassThrough } from 'node:stream';
import type { Storage } from '@google-cloud/storage';
import type { GoogleAuth } from 'google-auth-library';
import { firstBytes, LONGEST_ANSWER } from './answers.ts';
import { Refused } from './google-errors.ts';

/** How the library asks for anything. */
type MakeRequest = Storage['makeAuthenticatedRequest'];
/** What it asks, and what breaks that off. */
export type RequestOptions = Parameters<MakeRequest>[0] & { signal?: AbortSignal };

/**
 * The library's requests over the connections of its credential. Its own way is a pool that all its users share, by
 * the environment's proxies, which cannot be broken off.
 */
export function requestsBy(auth: GoogleAuth, own: MakeRequest): MakeRequest {
  const send = async (options: RequestOptions, responseType: 'stream' | 'text') => {
    const { uri, method = 'GET', qs = {}, json, headers, signal } = options;
    const { autoPaginate: _, ...params } = qs as Record<string, unknown>;
    return auth.request({
      url: uri,
      method: method as 'GET',
      params,
      ...(json !== undefined && { data: json }),
      headers: headers as Record<string, string>,
      responseType,
      // What was compressed is unpacked by the library.
      ...(responseType === 'stream' && { compress: false }),
      ...(signal && { signal }),
      validateStatus: () => true,
    });
  };

  async function whole(options: RequestOptions): Promise<[unknown, object]> {
    const { status, headers, data } = await send(options, 'text');
    if (status < 200 || status > 299) throw new Refused(status, data as string, headers);
    const body: unknown = data ? JSON.parse(data as string) : undefined;
    return [body, { statusCode: status, headers: Object.fromEntries(headers), body }];
  }

  function streamed(options: RequestOptions): PassThrough {
    const stream = new PassThrough();
    const answered = async () => {
      const { status, headers, data } = await send(options, 'stream');
      if (status < 200 || status > 299) {
        const said = await firstBytes(data as AsyncIterable<Uint8Array>, LONGEST_ANSWER);
        throw new Refused(status, Buffer.from(said).toString(), headers);
      }
      const all = Object.fromEntries(headers);
      const more = {
        statusCode: status,
        headers: all,
        request: {},
        toJSON: () => ({ headers: all }),
      };
      stream.emit('response', Object.assign(data as object, more));
      stream.end();
    };
    answered().catch((error: Error) => stream.destroy(error));
    return stream;
  }

  const request = (options: RequestOptions, done?: unknown) => {
    if (typeof done !== 'function') return streamed(options);
    whole(options).then(
      ([body, response]) => done(null, body, response),
      (error: unknown) => done(error),
    );
    return undefined;
  };
  return Object.assign(request, {
    authClient: own.authClient,
    getCredentials: own.getCredentials,
  }) as MakeRequest;
}
