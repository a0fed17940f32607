import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import { AccountSid } from '../../ids.ts';
import { account } from './accounts.ts';
import { answering } from './answering.ts';
import { accountOfApiKey } from './api-keys.ts';
import { accountInDialect } from './rest-account.ts';
import { cachedPrompts, clearTtsCache } from './tts-cache.ts';

/** Answers a request below `/v1`. Rejects, once that is answered too, with what is a fault of the gateway itself. */
export type RestApi = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What is answered: a status, with JSON, HTML, plain text without a type, or nothing. */
interface Answer {
  status: number;
  json?: object;
  html?: string;
  plain?: string;
  headers?: Record<string, string>;
}

/**
 * The part of the Voice Gateway's REST API that API keys open here, in its own dialect: `GET /v1/Accounts/:sid`,
 * `GET` and `DELETE /v1/Accounts/:sid/TtsCache`, with `Authorization: Bearer <key>`. A key opens its own account.
 */
export function openRestApi(db: Db, keyring: Keyring, clock: { now(): Date }): RestApi {
  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const { method = 'GET', url = '' } = request;
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined) return unauthorized('');
    const own = accountOfApiKey(db, keyring, bearer, clock.now());
    if (own === null) return unauthorized(', error="invalid_token"');
    const [path = '', query] = url.split('?', 2);
    const [, asked = '', below] = /^\/v1\/Accounts\/([^/]+)(\/TtsCache)?\/?$/i.exec(path) ?? [];
    const cache = below !== undefined;
    const reads = method === 'GET' || method === 'HEAD';
    if (asked === '' || !(reads || (cache && method === 'DELETE'))) return cannot(method, path);
    // Cut out of the raw address there, so that a query makes the SID of an account malformed.
    const isSid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(asked);
    if (!isSid || (!cache && query !== undefined)) return malformed(cache);
    // Case counts: another spelling of one's own account is another account.
    const exactly = path.startsWith(`/v1/Accounts/${own}`);
    const sid = AccountSid.safeParse(asked).data;
    if (sid !== own || !exactly) return forbidden(cache);
    if (!cache) return one(sid);
    if (reads) return { status: 200, json: { size: cachedPrompts(db, sid) } };
    await clearTtsCache(db, sid);
    return { status: 204 };
  }

  function one(sid: AccountSid): Answer {
    const found = account(db, keyring, sid);
    return found
      ? { status: 200, json: accountInDialect(found) }
      : { status: 404, headers: { 'content-length': '0' } };
  }

  return async (request, response) => {
    // Nothing here reads a body; what is sent all the same is let go by.
    request.resume();
    try {
      send(response, await answering(() => answerTo(request)));
    } catch (error) {
      // Whatever broke is no business of the client's.
      const known = error instanceof BotError;
      send(response, { status: 500, json: { msg: known ? error.message : 'Something broke.' } });
      if (!known) throw error;
    }
  };
}

/** What a bot answers that has not opened its gateway yet, or has closed it. */
export function notServing(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  send(response, {
    status: 503,
    json: { msg: 'not serving yet' },
    headers: { 'retry-after': '1' },
  });
}

function unauthorized(error: string): Answer {
  const headers = { 'www-authenticate': `Bearer realm="Users"${error}`, connection: 'close' };
  return { status: 401, plain: 'Unauthorized', headers };
}

function malformed(below: boolean): Answer {
  return below
    ? { status: 400, json: { status: 'fail', message: 'invalid AccountsSid format' } }
    : { status: 400, json: { msg: 'Bad request' } };
}

function forbidden(below: boolean): Answer {
  return below
    ? { status: 403, json: { status: 'fail', message: 'insufficient privileges' } }
    : { status: 403, json: { msg: 'insufficient permissions' } };
}

function cannot(method: string, path: string): Answer {
  const escaped = `${method} ${path}`.replace(
    /[&<>"']/g,
    (mark) => `&#${mark.codePointAt(0) ?? 0};`,
  );
  const html = `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot ${escaped}</pre>\n</body>\n</html>\n`;
  return { status: 404, html };
}

function send(response: ServerResponse, { status, json, html, plain, headers }: Answer): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('access-control-allow-origin', '*');
  if (json) response.setHeader('content-type', 'application/json; charset=utf-8');
  if (html !== undefined) response.setHeader('content-type', 'text/html; charset=utf-8');
  response.writeHead(status, headers);
  response.end(json ? JSON.stringify(json) : (html ?? plain));
}
