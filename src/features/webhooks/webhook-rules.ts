import { BotError } from '../../errors.ts';

/** The longest URL that the Voice Gateway stores, in code points. */
export const URL_LENGTH = 1024;

/**
 * The URL of a webhook as it is stored: trimmed, otherwise as it was typed. Throws `invalid` with `fields.url`. A user
 * or password in it is refused: a URL is shown and journaled, and they are secrets.
 */
export function checkWebhookUrl(text: string): string {
  const url = text.trim();
  const refusal = urlRefusal(url);
  if (refusal) {
    throw new BotError('invalid', 'This URL cannot be used.', {
      why: refusal,
      fields: { url: refusal },
    });
  }
  return url;
}

/** A URL as people may see it: one that a gateway holds may carry a password, which is a secret like any other. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#\\]*@/i, '$1••••@');
}

const EXAMPLE = 'Enter a whole URL, such as https://bot.example.com/call.';
// A URL parser takes `https:host`, a backslash and line breaks for what they are not; servers do not all agree.
const ABSOLUTE = /^(https?|wss?):\/\/[^/]/i;
const UNWANTED = /[\s\p{C}\\]/u;

function urlRefusal(url: string): string | null {
  if (url === '') return 'Enter a URL.';
  if (UNWANTED.test(url))
    return 'A URL holds no spaces, line breaks, backslashes or invisible characters.';
  const length = Array.from(url).length;
  if (length > URL_LENGTH) {
    return `A URL has at most ${URL_LENGTH.toLocaleString('en-US')} characters; this has ${length.toLocaleString('en-US')}.`;
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) && !/^(https?|wss?):/i.test(url) && url.includes('://')) {
    return 'A URL of a webhook begins with https://, http://, wss:// or ws://.';
  }
  if (!ABSOLUTE.test(url) || !URL.canParse(url)) return EXAMPLE;
  if (/^[^/]*:\/\/[^/?#]*@/.test(url)) {
    return 'A URL with a user or password in it is not taken: they would be shown with it.';
  }
  return isHost(new URL(url).hostname) ? null : EXAMPLE;
}

function isHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return true;
  const labels = hostname.replace(/\.$/, '').split('.');
  return labels.every((label) => label !== '' && label.length <= 63);
}
