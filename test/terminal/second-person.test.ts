import { describe, expect, test } from 'vitest';
import { openHouse } from '../bot.ts';
import { types, typesJson } from './terminal.ts';

const foo = ['account', 'create', 'Foo', '--sip-realm', 'foo.example.com', '--reason', 'A pilot'];
const plane = 'Ada and Ben are on a plane';

describe('under FOUR_EYES=all', () => {
  test('what is asked for at a terminal waits, 3, until somebody approves it in Slack', async () => {
    await using house = await openHouse({ config: { fourEyes: 'all' } });
    const { code, out, err, json } = await typesJson(house, foo);
    expect([code, json.decision, err]).toEqual([3, 'waits', '']);
    expect(out).toContain('Create account Foo: Waiting for a decision');
    expect(json.notes).toEqual([expect.stringContaining('decided in Slack')]);
    const card = await house.ada.waitsFor('Create account Foo', { in: house.approvals });
    expect(card.plain).toContain('terminal:ann');
    expect((await types(house, ['approvals'])).out).toContain('Create account Foo');
    expect((await types(house, ['approvals', 'mine'])).out).toContain('Waiting for a decision');

    await house.ben.clicks('Approve', { in: 'Create account Foo' });
    await house.ben.waitsFor('Done and verified', { in: house.approvals });
    await house.settled();
    expect(await house.gateway.accountWithRealm('foo.example.com')).toMatchObject({ name: 'Foo' });
    expect((await types(house, ['approvals', 'mine'])).out).toContain('Approved by @ben');
    expect(house.rows("SELECT 1 FROM outbox WHERE conversation LIKE 'terminal:%'")).toEqual([]);
  });

  test('the policy is the bot’s, whatever the terminal’s environment says', async () => {
    await using house = await openHouse({ config: { fourEyes: 'all' } });
    const rules = {
      adminUsers: [],
      channels: { approvals: 'C0ELSE', ops: 'C0ELSE', audit: null },
      fourEyes: 'others' as const,
      requestDays: 1,
      allowedAddresses: { private: true, ranges: [] },
      widened: [],
      maskNumbers: true,
      command: '/else',
    };
    expect((await types(house, foo, { config: { rules } })).code).toBe(3);
    expect(house.rows("SELECT 1 FROM outbox WHERE conversation = 'C0ELSE'")).toEqual([]);
  });
});

test('granting Admin takes a second person once there are two Admins: a denial is told by the list', async () => {
  await using house = await openHouse();
  const { code } = await types(house, ['access', 'grant', house.eve.id, 'admin']);
  expect(code).toBe(3);
  await house.ada.waitsFor('Grant eve Admin scope', { in: house.approvals });
  await house.ada.clicks('Deny', { in: 'Grant eve Admin scope' });
  await house.ada.waitsForModal();
  await house.ada.fills({ Reason: 'not now' });
  await house.ada.submits();
  await house.settled();
  expect((await types(house, ['approvals', 'mine'])).out).toContain('Denied by @ada');
});

test('whoever sits at a terminal answers nobody’s request for access by granting', async () => {
  await using house = await openHouse();
  const { eve } = house;
  await eve.types('/vg access request');
  await eve.fills({ 'What you need': 'Tiny', Reason: 'I work there' });
  await eve.submits();
  await house.settled();
  expect((await types(house, ['access', 'grant', '@eve', 'account', 'Tiny'])).code).toBe(0);
  const open = house.rows("SELECT state FROM changes WHERE kind = 'access request'");
  expect(open).toEqual([{ state: 'waiting' }]);
});

describe('breaking the glass', () => {
  test('acts at once, is announced with its reason, and is in the audit as such', async () => {
    await using house = await openHouse({ config: { fourEyes: 'all' } });
    const { code, json } = await typesJson(house, [...foo, '--break-glass', plane]);
    expect([code, json.changes]).toEqual([0, [expect.objectContaining({ breakGlass: plane })]]);
    const told = await house.ada.waitsFor('Done and verified', { in: house.approvals });
    expect(told.plain).toContain('Break glass');
    expect(told.plain).toContain('terminal:ann does this alone from a terminal');
    expect(told.plain).toContain(plane);
    await house.settled();
    // One message, from its beginning to its end.
    const [{ id } = { id: '' }] = json.changes as { id: string }[];
    const cards = house.rows(
      'SELECT DISTINCT card FROM outbox WHERE conversation = ? AND change_id = ?',
      house.approvals.id,
      id,
    );
    expect(cards).toEqual([{ card: `glass/${id}` }]);
    const entries = house.rows<{ why: string; result: string }>(
      "SELECT result, json_extract(detail, '$.breakGlass') AS why FROM audit_entries WHERE target = 'Foo'",
    );
    expect(entries).toEqual([
      { result: 'asked', why: plane },
      { result: 'verified', why: plane },
    ]);
    await house.ada.types('/vg audit');
    expect(house.ada.sees()).toContain(`Break glass: ${plane}`);
  });

  test('is announced where it fails, too', async () => {
    await using house = await openHouse({
      config: { fourEyes: 'all' },
      parts: { gateway: (real) => ({ ...real, clearTtsCache: async () => {} }) },
    });
    const [tiny] = await house.gateway.accountsMeant('Tiny', { everything: true }, 1);
    if (!tiny) throw new Error('no account');
    await house.gateway.stock.cachePrompts(tiny.sid, 2);
    const { code } = await types(house, ['tts', 'clear', 'Tiny', '--break-glass', plane]);
    expect(code).toBe(1);
    const told = await house.ada.waitsFor('It failed, and nothing is done', {
      in: house.approvals,
    });
    expect(told.plain).toContain(plane);
  });

  test('of several things at once is one message', async () => {
    await using house = await openHouse();
    await house.account('Acme');
    const { code } = await types(house, ['tts', 'clear', 'tiny,', 'acme', '--break-glass', plane]);
    expect(code).toBe(0);
    await house.settled();
    const told = house.approvals.messages.filter(({ text }) => text.includes('Break glass'));
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toMatch(/Tiny\*: 0 → 0[\s\S]*Acme\*: 0 → 0/);
  });

  test('needs a reason that others understand, and something to be done', async () => {
    await using house = await openHouse({ config: { fourEyes: 'all' } });
    const short = await types(house, [...foo, '--break-glass', 'because']);
    expect([short.code, short.err]).toEqual([2, expect.stringContaining('needs a reason')]);
    const none = await types(house, [...foo, '--break-glass']);
    expect([none.code, none.err]).toEqual([
      2,
      expect.stringContaining('“--break-glass” needs a value'),
    ]);
    const reading = await types(house, ['account', 'list', '--break-glass', plane]);
    expect([reading.code, reading.out]).toEqual([2, '']);
    expect(reading.err).toContain('“--break-glass” is of no use here');
    expect(house.rows("SELECT 1 FROM changes WHERE kind = 'account create'")).toEqual([]);
  });

  test('breaks no rule but that of the second person', async () => {
    await using house = await openHouse();
    await house.account('Foo');
    const taken = await types(house, [
      ...foo.slice(0, 3),
      '--sip-realm',
      'x.example.com',
      '--break-glass',
      plane,
    ]);
    expect([taken.code, taken.err]).toEqual([
      2,
      expect.stringContaining('already has an account of this name'),
    ]);
  });
});
