import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';
import { describe, expect, test } from 'vitest';
import { asDrawn, forLibrary } from '../../src/emulator/page/mrkdwn.ts';

// The library that draws the page's blocks reads Markdown; Slack does not. What is drawn is what Slack would draw.

/** The section as the page draws it: its marks, without the wrapping elements. */
function drawn(text: string): string {
  const block = forLibrary({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
  const html = renderToStaticMarkup(
    createElement(Message, {
      blocks: [block as never],
      withoutWrapper: true,
      name: '',
      logo: '',
      theme: 'light',
      data: { users: [{ id: 'U1', name: 'Ada' }], channels: [{ id: 'C1', name: 'ops' }] },
    }),
  );
  return asDrawn(html)
    .replaceAll(/<(\/?)(strong|em|s|code|a)\b[^>]*>/g, '[$1$2]')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&#x27;', "'")
    .trim();
}

describe('the page formats what Slack formats', () => {
  test.each([
    ['*bold* and _italic_ and ~gone~', '[strong]bold[/strong] and [em]italic[/em] and [s]gone[/s]'],
    [
      '`/vg account show [account]` an account',
      '[code]/vg account show [account][/code] an account',
    ],
    ['`/vg &lt;account&gt;` its card', '[code]/vg <account>[/code] its card'],
    [
      '*Cause:* `all/*` and *Fix:* `b_c` and `~x~*`',
      '[strong]Cause:[/strong] [code]all/*[/code] and [strong]Fix:[/strong] [code]b_c[/code] and [code]~x~*[/code]',
    ],
    ['Copy:\n```{ "a": [1], "b": "c/*" }```', 'Copy:[code]{ "a": [1], "b": "c/*" }\n[/code]'],
    ['Asked by <@U1> in <#C1>', 'Asked by @Ada in #ops'],
    ['<https://example.com/a|a page>', '[a]a page[/a]'],
    ['one\ntwo', 'one\ntwo'],
    ['&gt;quoted words', 'quoted words'],
  ])('%s', (text, expected) => {
    expect(drawn(text)).toBe(expected);
  });
});

describe('and nothing else', () => {
  test.each([
    ['# no heading', '# no heading'],
    ['1. no list', '1. no list'],
    ['- no list', '- no list'],
    ['[no](https://link.example)', '[no](https://link.example)'],
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    ['a | b\n--|--\n1 | 2', 'a | b\n--|--\n1 | 2'],
    ['\u2060*not bold\u2060*', '*not bold*'],
    ['\u2060`no code\u2060` but `code`', '`no code` but [code]code[/code]'],
    ['a &lt;b&gt; &amp; c', 'a <b> & c'],
  ])('%s', (text, expected) => {
    expect(drawn(text)).toBe(expected);
  });
});
