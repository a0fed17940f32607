import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const long = (count: number) => 'x'.repeat(count);
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
const option = (value: string) => ({ text: plain(value.slice(0, 75)), value });
const section = (more: object = {}) => ({ type: 'section', text: plain('x'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const select = (more: object = {}) => ({ type: 'static_select', options: [option('a')], ...more });
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('Name'),
  element,
  ...more,
});
const times = (count: number, what: object) => Array.from({ length: count }, () => what);
const message = (...blocks: object[]) => validateMessage({ text: 'x', blocks });
const modal = (blocks: object[], more: object = {}) =>
  validateView({ type: 'modal', title: plain('T'), submit: plain('Go'), blocks, ...more });

describe('a message', () => {
  const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
  test.each([
    ['more than 50 blocks', times(51, { type: 'divider' }), '/blocks]'],
    ['an unknown block', [{ type: 'marquee' }], '/blocks/0/type'],
    ['an unknown member', [section({ colour: 'red' })], 'invalid additional property: colour'],
    ['a section of nothing', [{ type: 'section' }], 'missing required field: text'],
    ['an empty text', [section({ text: plain('') })], 'must be more than 0 characters'],
    ['a long header', [{ type: 'header', text: plain(long(151)) }], '/blocks/0/text/text'],
    [
      'mrkdwn in a header',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'unsupported type: mrkdwn',
    ],
    ['eleven fields', [section({ fields: times(11, plain('x')) })], '/blocks/0/fields'],
    ['a long field', [section({ fields: [plain(long(2001))] })], '/blocks/0/fields/0/text'],
    [
      'a long context',
      [{ type: 'context', elements: times(11, plain('x')) }],
      '/blocks/0/elements',
    ],
    ['26 elements', [actions(...times(26, button()))], '/blocks/0/elements'],
    ['no element', [actions()], 'at least 1 item'],
    ['a long button', [actions(button({ text: plain(long(76)) }))], '/text/text'],
    ['a long button value', [actions(button({ value: long(2001) }))], '/elements/0/value'],
    ['an unknown style', [actions(button({ style: 'loud' }))], '/elements/0/style'],
    [
      'a long confirm title',
      [actions(button({ confirm: { title: plain(long(101)), text: plain('x') } }))],
      '/confirm/title/text',
    ],
    [
      'a long confirm button',
      [actions(button({ confirm: { text: plain('x'), confirm: plain(long(31)) } }))],
      '/confirm/confirm/text',
    ],
    [
      'six overflow options',
      [actions({ type: 'overflow', options: times(6, option('a')) })],
      '/elements/0/options',
    ],
    [
      'a long option value',
      [actions(select({ options: [option(long(151))] }))],
      '/options/0/value',
    ],
    ['101 options', [actions(select({ options: times(101, option('a')) }))], '/elements/0/options'],
    ['a select of nothing', [actions(select({ options: [] }))], 'at least 1 item'],
    [
      'an initial option not offered',
      [actions(select({ initial_option: option('z') }))],
      '/initial_option',
    ],
    [
      'the same block_id twice',
      times(2, { type: 'divider', block_id: 'a' }),
      'block_id a already exists',
    ],
    [
      'the same action_id twice',
      [actions(...times(2, button({ action_id: 'a' })))],
      'action_id a already exists',
    ],
    ['a long action_id', [actions(button({ action_id: long(256) }))], '/elements/0/action_id'],
    ['two tables', [table, table], 'only one table'],
    ['a text input among buttons', [actions({ type: 'plain_text_input' })], 'unsupported type'],
    ['an alert', [{ type: 'alert', text: plain('x') }], 'unsupported type: alert'],
    ['an image without description', [{ type: 'image', image_url: 'https://x' }], 'alt_text'],
    ['markdown over 12,000', times(2, { type: 'markdown', text: long(6001) }), 'less than 12001'],
  ])('with %s is refused', (_name, blocks, expected) => {
    expect(message(...blocks).join('\n')).toContain(expected);
  });

  test('at its limits is accepted', () => {
    expect(
      message(
        section({ text: plain(long(3000)), accessory: button({ value: long(2000) }) }),
        actions(select({ options: times(100, option(long(150))) }), button({ action_id: 'b' })),
        table,
        ...times(47, { type: 'divider' }),
      ),
    ).toEqual([]);
  });

  test('that only its blocks can tell is against our rule', () => {
    expect(validateMessage({ blocks: [section()] })).toEqual([
      'blocks without top-level text: screen readers and notifications would be silent',
    ]);
  });
});

describe('a view', () => {
  const typed = { type: 'plain_text_input' };
  test.each([
    ['a long title', [], { title: plain(long(25)) }, '/view/title/text'],
    ['no title', [], { title: undefined }, 'missing required field: title [json-pointer:/view]'],
    ['a long submit', [], { submit: plain(long(25)) }, '/view/submit/text'],
    [
      'an input but no submit',
      [input(typed)],
      { submit: undefined },
      'missing required field: submit',
    ],
    ['a long private_metadata', [], { private_metadata: long(3001) }, '/view/private_metadata'],
    ['a long callback_id', [], { callback_id: long(256) }, '/view/callback_id'],
    ['over 100 blocks', times(101, { type: 'divider' }), {}, '/view/blocks'],
    ['over 250 kB', times(90, section({ text: plain(long(3000)) })), {}, 'view_too_large'],
    ['a table', [{ type: 'table', rows: [] }], {}, 'unsupported type: table'],
    [
      'a long placeholder',
      [input({ ...typed, placeholder: plain(long(151)) })],
      {},
      '/placeholder/text',
    ],
    ['min over max', [input({ ...typed, min_length: 5, max_length: 4 })], {}, 'min_length'],
    ['a button as input', [input(button())], {}, 'unsupported type: button'],
    ['two focused fields', times(2, input({ ...typed, focus_on_load: true })), {}, 'focus_on_load'],
    [
      '11 radio buttons',
      [input({ type: 'radio_buttons', options: times(11, option('a')) })],
      {},
      '/element/options',
    ],
    [
      'a dispatching file input',
      [input({ type: 'file_input' }, { dispatch_action: true })],
      {},
      'dispatch_action',
    ],
  ])('with %s is refused', (_name, blocks, more, expected) => {
    expect(modal(blocks, more).join('\n')).toContain(expected);
  });

  test('that is a Home tab has no title and no file input', () => {
    expect(validateView({ type: 'home', blocks: [section()] })).toEqual([]);
    const blocks = [input({ type: 'file_input' })];
    expect(validateView({ type: 'home', blocks })[0]).toContain('unsupported type: file_input');
    expect(validateView({ type: 'home', title: plain('x'), blocks: [] })[0]).toContain('title');
  });
});

test('no payload makes the rules throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      validateView(value);
      validateView({ type: 'modal', blocks: value });
      validateMessage({
        blocks: [value, { type: 'section', text: value }, actions({ value })],
      });
    }),
  );
});
