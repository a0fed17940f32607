import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { validateView } from '../../src/emulator/rules/view.ts';
import { BotError } from '../../src/errors.ts';
import { ProviderSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';
import { modal } from '../../src/slack/blocks.ts';
import { choice, person, search, searchMany } from '../../src/slack/choices.ts';
import { date, paragraph, secret, text, toggle, wholeNumber } from '../../src/slack/fields.ts';
import { type FormValues, form } from '../../src/slack/form.ts';

const everything = form('account.create', {
  name: text('Account name', { max: 8, placeholder: 'Acme', check: checkName }),
  provider: choice('Service Provider', { value: ProviderSid }),
  reason: paragraph('Reason', { optional: true, max: 500 }),
  password: secret('Webhook Secret', { optional: true }),
  maximum: wholeNumber('Maximum', { min: 1, max: 100, optional: true }),
  enabled: toggle('Enable call recording'),
  until: date('Until', { optional: true }),
  who: person('Person', { optional: true }),
  account: search('Account', { suggestions: 'accounts.suggest', optional: true }),
  others: searchMany('Others', { suggestions: 'accounts.suggest', max: 2, optional: true }),
  scope: choice('Scope', { redraws: true, optional: true }),
});

const provider = ProviderSid.parse('0f6e5b1c-1111-4222-8333-444455556666');
const another = ProviderSid.parse('1f6e5b1c-1111-4222-8333-444455556666');
const options = {
  provider: [
    { text: 'One', value: provider },
    { text: 'Two', value: another },
  ],
  scope: [{ text: 'Admin', value: 'admin' }],
};

function checkName(typed: string): string {
  if (typed === 'boom') throw new Error('a bug');
  if (typed === 'taken') throw new BotError('invalid', 'Taken.');
  return typed.toUpperCase();
}

/** What Slack would send for blocks that are submitted as they were drawn, with some answers changed. */
function submitted(blocks: KnownBlock[], changes: Record<string, object> = {}) {
  const values: Record<string, Record<string, object>> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || !('action_id' in block.element)) continue;
    const { block_id = '', element } = block;
    const all: Record<string, unknown> = { ...element };
    const answer = {
      type: element.type,
      ...(/input/.test(element.type) && { value: all.initial_value ?? null }),
      ...(element.type === 'datepicker' && { selected_date: all.initial_date ?? null }),
      ...(element.type === 'users_select' && { selected_user: all.initial_user ?? null }),
      ...(/^(static|external)/.test(element.type) && {
        selected_option: all.initial_option ?? null,
      }),
      ...(/^multi|^check/.test(element.type) && { selected_options: all.initial_options ?? [] }),
    };
    const name = block_id.replace(/^.*\./, '').replace(/\/.*$/, '');
    values[block_id] = { [element.action_id ?? '']: { ...answer, ...changes[name] } };
  }
  return values;
}

function refusal(run: () => unknown): BotError {
  try {
    run();
  } catch (error) {
    if (error instanceof BotError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const viewOf = (blocks: KnownBlock[]) =>
  modal({ id: 'account.create', title: 'Create account', submit: 'Create', blocks });

describe('a form', () => {
  it('is drawn as Slack accepts it, each input under its label', () => {
    const blocks = everything.blocks({
      options,
      initial: { name: 'acme', provider: another, maximum: 4, enabled: true, scope: 'gone' },
      hints: { name: 'Unique.' },
    });
    expect(validateView(viewOf(blocks))).toEqual([]);
    expect(blocks).toMatchSnapshot();
  });

  it('gives back, typed, what it was filled with', () => {
    const blocks = everything.blocks({
      options,
      initial: {
        name: 'acme',
        provider,
        reason: 'because\nso',
        maximum: 4,
        enabled: true,
        until: '2027-01-31',
        who: 'U1',
        account: { text: 'Acme', value: 'a' },
        others: [{ text: 'B', value: 'b' }],
        scope: 'admin',
      },
    });
    const values = everything.parse(submitted(blocks, { password: { value: ' hush hush hush ' } }));
    expect(values).toEqual({
      name: 'ACME',
      provider,
      reason: 'because\nso',
      password: new Secret('hush hush hush'),
      maximum: 4,
      enabled: true,
      until: '2027-01-31',
      who: 'U1',
      account: 'a',
      others: ['b'],
      scope: 'admin',
    });
    expect(values.password?.reveal()).toBe('hush hush hush');
    expectTypeOf(values).toEqualTypeOf<FormValues<typeof everything>>();
    expectTypeOf(values).toEqualTypeOf<{
      name: string;
      provider: ProviderSid;
      reason: string | null;
      password: Secret | null;
      maximum: number | null;
      enabled: boolean;
      until: string | null;
      who: string | null;
      account: string | null;
      others: string[] | null;
      scope: string | null;
    }>();
  });

  it('answers null for what was left empty', () => {
    const blocks = everything.blocks({ options, initial: { name: 'x', provider } });
    expect(everything.parse(submitted(blocks, { reason: { value: ' \n' } }))).toMatchObject({
      reason: null,
      password: null,
      maximum: null,
      enabled: false,
      until: null,
      who: null,
      account: null,
      others: null,
      scope: null,
    });
  });

  it('tells all refused answers at once', () => {
    const blocks = everything.blocks({ options, fresh: 'two' });
    const error = refusal(() =>
      everything.parse(
        submitted(blocks, {
          name: { value: '🦊'.repeat(9) },
          provider: { selected_option: { value: 'not a sid' } },
          maximum: { value: '101' },
          until: { selected_date: '2027-02-30' },
          who: { selected_user: 'me' },
          others: { selected_options: ['a', 'b', 'c'].map((value) => ({ value })) },
        }),
      ),
    );
    expect(error.code).toBe('invalid');
    expect(error.fields).toEqual({
      name: 'At most 8 characters; these are 9.',
      provider: 'Pick one from the list.',
      maximum: 'A whole number, 1 to 100.',
      until: 'A day of the calendar.',
      who: 'Pick somebody from the list.',
      others: 'At most 2 of them.',
    });
    const told = everything.errorsByBlock({ ...error.fields, realm: 'Taken.' }, { blocks });
    expect(told.elsewhere).toEqual({ realm: 'Taken.' });
    expect(told.errors['account.create.name/two']).toBe(error.fields.name);
    expect(Object.keys(told.errors)).toHaveLength(6);
  });

  it.each(['', '4.5', '1e3', '0x10', 'four', '-1', '0', '99999999999999999999'])(
    'takes %j for no whole number from 1 to 100',
    (value) => {
      const one = form('one', { maximum: wholeNumber('Maximum', { min: 1, max: 100 }) });
      const error = refusal(() => one.parse({ 'one.maximum': { 'one.maximum': { value } } }));
      expect(error.fields.maximum).toBeDefined();
    },
  );

  it('shows what a check says under its field, and lets bugs through', () => {
    const blocks = everything.blocks({ options, initial: { provider } });
    const named = (value: string) => () => everything.parse(submitted(blocks, { name: { value } }));
    expect(refusal(named('taken')).fields).toEqual({ name: 'Taken.' });
    expect(refusal(named('  ')).fields).toEqual({ name: 'Please answer this.' });
    expect(named('boom')).toThrow('a bug');
  });

  it('strips what cannot be seen from a line of text', () => {
    const blocks = everything.blocks({ options, initial: { provider } });
    const values = submitted(blocks, { name: { value: ' a\u2060_\u202eb\u200b ' } });
    expect(everything.parse(values).name).toBe('A_B');
  });

  it('shows a choice of one as text, and takes its value from the memory of the modal', () => {
    const drawn = { options: { ...options, provider: [{ text: 'One <b>', value: provider }] } };
    const blocks = everything.blocks({ ...drawn, initial: { name: 'acme' } });
    expect(blocks[1]).toMatchObject({
      type: 'section',
      text: { text: '*Service Provider*\nOne &lt;b&gt;' },
    });
    // Left empty it would mean something, so an optional one stays an input.
    expect(blocks.at(-1)).toMatchObject({ type: 'input', dispatch_action: true });
    const given = everything.given(drawn);
    expect(given).toEqual({ provider });
    expect(everything.parse(submitted(blocks), { given }).provider).toBe(provider);
    expect(everything.errorsByBlock({ provider: 'Gone.' }, { blocks }).elsewhere).toEqual({
      provider: 'Gone.',
    });
  });

  it('reads the fields that were shown, and refuses answers to others', () => {
    const blocks = everything.blocks({
      options,
      leaveOut: ['reason', 'scope'],
      initial: { name: 'a' },
    });
    expect(blocks).toHaveLength(9);
    const values = submitted(blocks);
    const only = { 'account.create.name': values['account.create.name'] };
    const shown = everything.parse(only, { shown: ['name'] });
    expect(shown).toEqual({ name: 'A' });
    expectTypeOf(shown).toEqualTypeOf<{ name: string }>();
    const names: ('name' | 'reason')[] = ['name'];
    const some = everything.parse(only, { shown: names });
    expectTypeOf(some.name).toEqualTypeOf<string | undefined>();

    const forged = [
      { ...only, 'account.create.maximum': { 'account.create.maximum': { value: '5' } } },
      { ...only, 'account.create.admin': { 'account.create.admin': { value: '5' } } },
      { ...only, 'limits.edit.name': { 'limits.edit.name': { value: 'b' } } },
      { ...only, 'account.create.name/two': { 'account.create.name': { value: 'b' } } },
      { 'account.create.name': { 'account.create.reason': { value: 'b' } } },
    ];
    for (const state of forged) {
      expect(refusal(() => everything.parse(state, { shown: ['name'] })).code).toBe('forbidden');
    }
  });

  it('keeps what was typed, unchecked, for drawing again; secrets never', () => {
    const blocks = everything.blocks({ options, initial: { provider } });
    const typed = everything.typed(
      submitted(blocks, {
        name: { value: 'taken' },
        maximum: { value: '1.5' },
        password: { value: 'hush hush hush' },
        account: { selected_option: { value: 'a', text: { text: 'Acme' } } },
      }),
    );
    expect(typed).toMatchObject({
      name: 'taken',
      maximum: '1.5',
      account: { text: 'Acme', value: 'a' },
    });
    const again = everything.blocks({ options, initial: typed, fresh: 'two' });
    expect(JSON.stringify(again)).not.toContain('hush');
    expect(everything.typed(submitted(again))).toEqual(typed);
    expect(validateView(viewOf(again))).toEqual([]);
  });

  it('refuses to be drawn beyond the limits of Slack', () => {
    const draw = (provider: { text: string; value: string }[]) => () =>
      everything.blocks({ options: { provider } });
    expect(draw([])).toThrow('choices of Service Provider');
    const many = Array.from({ length: 101 }, (_, index) => ({ text: 'x', value: `${index}` }));
    expect(draw(many)).toThrow('not 101');
    expect(draw([{ text: 'x', value: 'x'.repeat(151) }, ...many.slice(1, 3)])).toThrow(
      'option value',
    );
  });

  it('gives back whatever can be typed', () => {
    const simple = form('simple', {
      line: text('Line', { optional: true }),
      lines: paragraph('Lines', { optional: true }),
      count: wholeNumber('Count'),
      ticked: toggle('Ticked'),
      some: searchMany('Some', { suggestions: 'some', optional: true }),
    });
    const line = fc.stringMatching(/^[\p{L}\p{N}<>&*_]+( [\p{L}\p{N}<>&*_]+)*$/u, {
      size: 'small',
    });
    fc.assert(
      fc.property(
        fc.record({
          line: fc.option(line),
          lines: fc.option(fc.array(line, { minLength: 1 }).map((all) => all.join('\n'))),
          count: fc.nat(),
          ticked: fc.boolean(),
          some: fc.option(
            fc.uniqueArray(
              line.map((one) => one.slice(0, 60)),
              { minLength: 1 },
            ),
          ),
        }),
        (values) => {
          const some = values.some?.map((value) => ({ text: value, value }));
          const blocks = simple.blocks({ initial: { ...values, some } });
          expect(simple.parse(submitted(blocks))).toEqual(values);
        },
      ),
    );
  });
});
