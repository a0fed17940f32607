import type { IncomingMessage } from 'node:http';

/**
 * Why a browser's request is refused, `null` where it is not. The server listens on the loopback address only;
 * these keep out what other pages of the same browser could send there: a foreign name that resolves to
 * 127.0.0.1 (Host), and requests that another site makes (Origin, Sec-Fetch-Site).
 */
export function refusedBrowser(request: IncomingMessage, port: number): string | null {
  const { host = '', origin } = request.headers;
  if (!isOwn(host, port)) return ELSEWHERE;
  const site = request.headers['sec-fetch-site'] ?? 'same-origin';
  if (request.method !== 'GET' && origin !== `http://${host}`) return 'not from this page';
  if (origin !== undefined && origin !== `http://${host}`) return 'not from this page';
  // A link or bookmark may open the page itself; nothing else is for other sites.
  const opensPage = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  return site === 'same-origin' || site === 'none' || opensPage ? null : 'not from this page';
}

/** The same for Slack's own paths, which are the bot's: it is no browser, and names neither Origin nor site. */
export function refusedCaller(request: IncomingMessage, port: number): string | null {
  const { host = '', origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined || site !== undefined) return refusedBrowser(request, port);
  return isOwn(host, port) ? null : ELSEWHERE;
}

const ELSEWHERE = 'this workspace answers at 127.0.0.1 only';

function isOwn(host: string, port: number): boolean {
  return [`127.0.0.1:${port}`, `localhost:${port}`].includes(host);
}

/** What a page may do: nothing but talk to the server that it came from. */
export const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    // Block Kit's renderer sets some styles on its elements.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "frame-src 'self'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
