import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';
import {
  actions,
  button,
  confirm,
  context,
  divider,
  header,
  home,
  message,
  modal,
  overflow,
  picker,
  section,
  sections,
} from '../../src/slack/blocks.ts';
import { dateTime, mention, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { option } from '../../src/slack/objects.ts';

const long = (length: number) => mrkdwn`${'x'.repeat(length)}`;
const many = <Item>(count: number, item: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => item(index));

describe('message', () => {
  it('says in its text what its blocks say, buttons left out', () => {
    const told = message(
      header('R&D *now*'),
      section(mrkdwn`${mention('U1')} asks`, {
        fields: [mrkdwn`*Name*\n${'a<b'}`],
        accessory: button('Open', 'account.open'),
      }),
      divider(),
      context(mrkdwn`since ${dateTime(new Date(0))}`, mrkdwn`twice`),
      actions(
        button('Approve', 'approve', { style: 'primary' }),
        picker('Which?', 'accounts.suggest'),
      ),
    );
    expect(told.text).toBe(
      'R&amp;D \u2060*now\u2060*\n<@U1> asks\n*Name*\na&lt;b\nsince 1970-01-01 00:00 UTC\ntwice',
    );
    expect(validateMessage(told)).toEqual([]);
  });

  it('cuts its text at a line', () => {
    const told = message(...many(3, (index) => section(mrkdwn`${index}${'x'.repeat(1500)}`)));
    expect(told.text).toBe(`0${'x'.repeat(1500)}\n1${'x'.repeat(1500)}\n…`);
  });

  it('keeps its text below the limit, whatever it says', () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), (lines) => {
        const told = message(header('All'), ...sections(lines.map((one) => mrkdwn`${one}.`)));
        expect(told.text.length).toBeLessThanOrEqual(3900);
        expect(validateMessage(told)).toEqual([]);
      }),
    );
  });
});

describe('sections', () => {
  it('puts lines together as far as Slack allows, and counts what is left out', () => {
    expect(sections([])).toEqual([]);
    expect(sections(many(6, () => long(1400)))).toHaveLength(3);
    const [last] = sections(
      many(10, () => long(2000)),
      4,
    ).slice(-1);
    expect(last?.text?.text).toBe('…and 6 more');
  });
});

describe('modal and home', () => {
  it('draws what Slack accepts', () => {
    const view = modal({
      id: 'tts.clear',
      title: 'Clear TTS cache',
      submit: 'Clear',
      close: 'Cancel',
      blocks: [section(mrkdwn`Sure?`, { id: 'sure' })],
      remembers: { form: 'frm_1' },
      notifyOnClose: true,
      externalId: 'one',
    });
    expect(validateView(view)).toEqual([]);
    expect(JSON.parse(view.private_metadata ?? '')).toEqual({ form: 'frm_1' });
    const menu = overflow('more', [{ text: 'Show', value: 'show' }]);
    expect(validateView(home([section(mrkdwn`Hello`, { accessory: menu })]))).toEqual([]);
  });
});

describe('limits', () => {
  const ok = section(mrkdwn`ok`);
  const input = {
    type: 'input',
    label: { type: 'plain_text', text: 'x' },
    element: { type: 'datepicker' },
  } as const;

  it.each<[string, () => unknown]>([
    ['an empty section', () => section(mrkdwn``)],
    ['a section of nothing', () => section(null)],
    ['3,001 characters', () => section(long(3001))],
    ['eleven fields', () => section(null, { fields: many(11, () => long(1)) })],
    ['a field of 2,001', () => section(null, { fields: [long(2001)] })],
    ['a line of 3,001', () => sections([long(3001)])],
    ['a header of 151', () => header('x'.repeat(151))],
    ['an empty header', () => header(' \n')],
    ['an empty context', () => context()],
    ['eleven context elements', () => context(...many(11, () => long(1)))],
    ['no buttons', () => actions()],
    ['26 buttons', () => actions(...many(26, (index) => button('x', `x.${index}`)))],
    ['two buttons of one id', () => actions(button('x', 'x'), button('y', 'x'))],
    ['button text of 76', () => button('x'.repeat(76), 'x')],
    ['a button value of 2,001', () => button('x', 'x', { value: 'x'.repeat(2001) })],
    ['a button label of 76', () => button('x', 'x', { label: 'x'.repeat(76) })],
    ['an action id of 256', () => button('x', 'x'.repeat(256))],
    ['a confirm text of 301', () => confirm('x', 'x'.repeat(301), 'x', 'x')],
    ['a confirm label of 31', () => confirm('x', 'x', 'x'.repeat(31), 'x')],
    ['no choices', () => overflow('x', [])],
    [
      'six choices',
      () =>
        overflow(
          'x',
          many(6, (index) => ({ text: 'x', value: `${index}` })),
        ),
    ],
    ['an option value of 151', () => option({ text: 'x', value: 'x'.repeat(151) })],
    ['a placeholder of 151', () => picker('x'.repeat(151), 'x')],
    ['no blocks', () => message()],
    ['51 blocks', () => message(...many(51, () => ok))],
    ['a message of buttons alone', () => message(actions(button('x', 'x')))],
    [
      'two blocks of one id',
      () => message(section(long(1), { id: 'a' }), section(long(1), { id: 'a' })),
    ],
    ['a block without words', () => message({ type: 'markdown', text: 'x' })],
    ['101 blocks', () => home(many(101, () => ok))],
    ['a title of 25', () => modal({ id: 'x', title: 'x'.repeat(25), blocks: [ok] })],
    ['inputs without submit', () => modal({ id: 'x', title: 'x', blocks: [{ ...input }] })],
    [
      'a memory of 3,001',
      () => modal({ id: 'x', title: 'x', blocks: [ok], remembers: ['x'.repeat(2997)] }),
    ],
  ])('refuses %s', (_, build) => {
    expect(build).toThrow(Error);
  });

  it('shortens what comes from data', () => {
    expect(option({ text: 'x'.repeat(80), value: 'x', description: 'y'.repeat(80) })).toMatchObject(
      {
        text: { text: `${'x'.repeat(74)}…` },
        description: { text: `${'y'.repeat(74)}…` },
      },
    );
    // 64 code points are 128 units of UTF-16, and Slack does not say which it counts.
    expect(button('🦊'.repeat(64), 'x').text.text).toBe(`${'🦊'.repeat(37)}…`);
  });

  it('gives the confirmation of a button its style', () => {
    const sure = confirm('Delete acme?', 'It is gone then.', 'Delete', 'Keep');
    expect(button('Delete', 'x', { style: 'danger', confirm: sure }).confirm?.style).toBe('danger');
  });
});
