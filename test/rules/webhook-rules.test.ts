import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import { checkWebhookUrl, withoutCredentials } from '../../src/features/webhooks/webhook-rules.ts';

/** The accepted URL, or `null` where it is refused with a reason under the field. */
function accepted(text: string): string | null {
  try {
    return checkWebhookUrl(text);
  } catch (error) {
    expect(error).toBeInstanceOf(BotError);
    expect(error).toMatchObject({
      code: 'invalid',
      why: expect.stringMatching(/./),
      fields: { url: expect.stringMatching(/./) },
    });
    return null;
  }
}

const longest = `https://bot.example.com/${'x'.repeat(1024 - 24)}`;

describe('The URL of a webhook', () => {
  test.each([
    ['https://bot.example.com/call', 'https://bot.example.com/call'],
    ['  http://bot.example.com\n', 'http://bot.example.com'],
    ['wss://bot.example.com:8443/ws?flow=1&x=%20', 'wss://bot.example.com:8443/ws?flow=1&x=%20'],
    ['ws://10.0.0.7/ws', 'ws://10.0.0.7/ws'],
    ['HTTPS://Bot.Example.com/Call', 'HTTPS://Bot.Example.com/Call'],
    ['https://[2001:db8::1]:3000/call', 'https://[2001:db8::1]:3000/call'],
    ['https://bücher.example/anruf', 'https://bücher.example/anruf'],
    ['http://localhost:3000/', 'http://localhost:3000/'],
    ['https://bot.example.com./call', 'https://bot.example.com./call'],
    [
      'https://bot.example.com/users/ann@example.com',
      'https://bot.example.com/users/ann@example.com',
    ],
    ['https://bot.example.com?to=ann@example.com', 'https://bot.example.com?to=ann@example.com'],
    [longest, longest],
  ])('%j is accepted', (text, stored) => {
    expect(accepted(text)).toBe(stored);
  });

  test.each([
    '',
    '   ',
    'bot.example.com/call',
    '//bot.example.com/call',
    '/call',
    'not a url',
    'https:',
    'https://',
    'https:///call',
    'https:bot.example.com',
    'https:/bot.example.com',
    'https:\\\\bot.example.com',
    'https://bot.example.com\\call',
    'https://?x=1',
    'https://.',
    'https://bot..example.com/',
    'https://bot.example.com:99999/',
    'https://bot example.com/',
    'https://bot.example.com/a b',
    'https://bot.example.com/a\nb',
    'https://bot.example.com/\u202e',
    'https://bot.example.com/\u0000',
    'ftp://bot.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:ann@example.com',
    'sip:ann@example.com',
    'https://ann:secret@bot.example.com/',
    'https://ann@bot.example.com/',
    'https://@bot.example.com/',
    'https://••••@bot.example.com/',
    '<https://bot.example.com>',
    `${longest}x`,
  ])('%j is refused', (text) => {
    expect(accepted(text)).toBeNull();
  });

  test('counts an emoji as one character', () => {
    const at = 'https://bot.example.com/';
    expect(accepted(at + '🎉'.repeat(1024 - at.length))).not.toBeNull();
    expect(accepted(at + '🎉'.repeat(1025 - at.length))).toBeNull();
  });

  test('that is accepted is stable, whole, and what a URL parser reads without credentials', () => {
    const scheme = fc.constantFrom('https://', 'http:', 'wss://', 'ftp://', 'https:\\\\', '');
    const part = fc.string({ unit: 'binary', maxLength: 12 });
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((ip) => `[${ip}]`),
      part,
    );
    const text = fc
      .tuple(
        scheme,
        fc.oneof(
          fc.constant(''),
          part.map((one) => `${one}@`),
        ),
        host,
        part,
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(text, fc.webUrl(), part), (typed) => {
        const url = accepted(typed);
        if (url === null) return;
        expect(accepted(url)).toBe(url);
        const { protocol, hostname, username, password } = new URL(url);
        expect(['http:', 'https:', 'ws:', 'wss:']).toContain(protocol);
        expect(hostname).not.toBe('');
        expect(username + password).toBe('');
        expect(withoutCredentials(url)).toBe(url);
        expect(Array.from(url).length).toBeLessThanOrEqual(1024);
      }),
    );
  });
});

test.each([
  ['https://ann:canary@bot.example.com/call', 'https://••••@bot.example.com/call'],
  ['wss://canary@bot.example.com', 'wss://••••@bot.example.com'],
  ['https://ann:can@ary@bot.example.com/call', 'https://••••@bot.example.com/call'],
  ['https://bot.example.com/ann@example.com', 'https://bot.example.com/ann@example.com'],
])('%j is shown as %j', (url, shown) => {
  expect(withoutCredentials(url)).toBe(shown);
});
