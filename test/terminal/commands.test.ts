import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import type { AccountSummary } from '../../src/features/accounts/account.ts';
import { type House, openHouse } from '../bot.ts';
import { types, typesJson } from './terminal.ts';

// Most of it beside the running bot, which carries out what the terminal asks for.

let house: House;
let north: AccountSummary;
let south: AccountSummary;
beforeAll(async () => {
  house = await openHouse({ history: true });
  north = await house.account('Acme North');
  south = await house.account('Acme South', 'Other');
  await house.eve.types('/vg me');
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

describe('every command there is', () => {
  interface Listed {
    words?: string;
    usage: string;
  }
  const listed = async () => {
    const { json } = await typesJson(house, ['help']);
    return (json.data as { commands: Listed[] }).commands.flatMap(({ words }) => words ?? []);
  };

  test('answers by its words alone, and says in the exit code whether it did', async () => {
    const commands = await listed();
    expect(commands).toContain('account create');
    expect(commands).toContain('audit export');
    house.logs.length = 0;
    for (const words of new Set(commands)) {
      const { code, out, err } = await types(house, words.split(' '));
      expect([words, [0, 2].includes(code)]).toEqual([words, true]);
      expect([words, (code === 0 ? out : err).trim() !== '']).toEqual([words, true]);
      expect([words, out + err]).toEqual([words, expect.not.stringMatching(/<[@#!]|&amp;|\u2060/)]);
    }
    expect(house.logs.filter((line) => line.includes('"broke"'))).toEqual([]);
  });

  test('is one JSON document with --json, and none of its secrets is whole', async () => {
    const account = await house.gateway.account(north.sid);
    const secret = account?.webhookSecret.reveal() ?? '';
    expect(secret).not.toBe('');
    const commands = (await listed()).filter((words) => words !== 'audit export');
    for (const line of [...commands, 'account show Acme North', 'tts show Tiny', 'nonsense']) {
      const { out, json, code } = await typesJson(house, line.split(' '));
      expect([line, json.decision]).toEqual([line, code === 0 ? 'done' : 'refused']);
      expect(typeof json.text).toBe('string');
      expect(json.changes).toEqual([]);
      expect(out).not.toContain(secret);
    }
  });

  test('is JSON however --json is written, also in a line that is one argument', async () => {
    await using house = await openHouse({ history: true });
    for (const argv of [['account list --json'], ['account', 'list', '—json']]) {
      const { code, out } = await types(house, argv);
      expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ decision: 'done' })]);
    }
  });

  test('has help, with what a terminal takes besides and its exit codes', async () => {
    const { code, out } = await types(house, ['help']);
    expect(code).toBe(0);
    expect(out).toContain('npm run vg -- account create [name]');
    expect(out).toContain('--break-glass');
    // Nobody asks for access here: who sits there has it.
    expect(out).not.toContain('access request');
    expect(out).toContain('0 done, 2 refused (nothing was done), 3 waits for approval, 4 outcome');
    expect((await types(house, ['tts', 'clear', '--help'])).out).toContain('Help: tts');
  });
});

describe('reading', () => {
  test('gives data, not prose, with --json', async () => {
    const { json } = await typesJson(house, ['account', 'show', 'Acme North']);
    expect(json.data).toMatchObject({
      account: { sid: north.sid, name: 'Acme North', webhookSecret: '••••' },
      cachedPrompts: 0,
    });
    const list = await typesJson(house, ['account', 'list', 'acme']);
    expect(list.json.data).toMatchObject({
      accounts: [{ sid: north.sid }, { sid: south.sid, provider: { name: 'Other' } }],
      more: false,
    });
    const access = await typesJson(house, ['access', 'list', '@tia']);
    expect(access.json.data).toMatchObject({ grants: [{ scope: 'account', targetName: 'Tiny' }] });
    const can = await typesJson(house, ['can', '@tia', 'tts', 'clear', 'Tiny']);
    expect(can.json.data).toMatchObject({ action: 'tts clear', allowed: true });
    const status = await typesJson(house, ['status']);
    expect(status.json.data).toMatchObject({
      gateway: { answers: true },
      since: expect.any(String),
    });
  });

  test('shows further pages when asked, and says that there are some', async () => {
    for (let one = 1; one <= 12; one += 1) await house.account(`Paged ${one}`);
    const first = await types(house, ['account', 'list', 'paged']);
    expect(first.err).toContain('There is more: add --pages 2, or --pages all.');
    const all = await typesJson(house, ['account', 'list', 'paged', '--pages', 'all']);
    expect((all.json.data as { accounts: unknown[] }).accounts).toHaveLength(12);
    expect(all.json.notes).toBeUndefined();
  });

  test('filters and quotes are as the shell handed them over', async () => {
    for (const provider of [['provider:Other'], ['provider:', 'Other']]) {
      const { out } = await types(house, ['account', 'list', 'acme', ...provider]);
      expect(out).toContain('Acme South');
      expect(out).not.toContain('Acme North');
    }
    for (const line of [
      ['account show Acme North'],
      ['Acme North'],
      ['acme-north.sip.example.com'],
    ]) {
      expect((await types(house, line)).out).toContain(north.sid);
    }
  });
});

describe('changing', () => {
  test('is carried out by the bot beside it, read back, and told: 0', async () => {
    const account = ['account', 'create', 'Foo', '--sip-realm', 'foo.example.com'];
    const more = ['--service-provider', 'default', '--reason', 'New customer'];
    const { code, out, json } = await typesJson(house, [...account, ...more]);
    expect(code).toBe(0);
    const [change] = json.changes as { id: string; state: string; accountSid: string }[];
    expect(change).toMatchObject({ state: 'verified', reason: 'New customer' });
    const made = await house.gateway.accountWithRealm('foo.example.com');
    expect(made).toMatchObject({ name: 'Foo', provider: { name: 'Default' } });
    expect(change?.accountSid).toBe(made?.sid);
    const secret = (made && (await house.gateway.account(made.sid)))?.webhookSecret.reveal();
    expect(out).not.toContain(secret);
    expect(out).toContain(`••••${secret?.slice(-4)}`);
    await house.ada.waitsFor('terminal:ann created account Foo', { in: house.approvals });
    await house.settled();
    // Whoever sits at a terminal is told there, and has no direct messages.
    expect(house.rows("SELECT 1 FROM outbox WHERE conversation LIKE 'terminal:%'")).toEqual([]);
    expect(house.rows("SELECT surface FROM audit_entries WHERE target = 'Foo'")).toEqual([
      { surface: 'terminal' },
      { surface: 'terminal' },
    ]);
  });

  test('shows the difference in words', async () => {
    await house.gateway.stock.cachePrompts(north.sid, 12);
    const { code, out } = await types(house, ['tts', 'clear', 'Acme North']);
    expect(code).toBe(0);
    expect(out).toContain('Done: I cleared the TTS cache of Acme North.');
    expect(out).toContain('Cached prompts: 12 → 0');
  });

  test('of several accounts ends with a line for each', async () => {
    const { code, out } = await types(house, [
      'tts',
      'clear',
      'Acme North,',
      'acme-south.sip.example.com',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/Acme North: Done and verified.*\n.*Acme South: Done and verified/);
    await house.ada.waitsFor('2 of 2 verified', { in: house.audit });
  });

  test('every cache takes the phrase of the form', async () => {
    await house.gateway.stock.cachePrompts(south.sid, 3);
    const wrong = await types(house, ['tts', 'clear', '--all', '--phrase', 'clear it']);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('--phrase: This is not the phrase.');
    expect(await house.gateway.cachedPromptsOfAll()).toBe(3);
    const right = await types(house, [
      'tts',
      'clear',
      '--all',
      '--phrase',
      'clear every TTS cache',
    ]);
    expect(right.code).toBe(0);
    expect(await house.gateway.cachedPromptsOfAll()).toBe(0);
  });

  test('people are named in every form that Slack has, and by their names', async () => {
    const { eve } = house;
    const forms = [`<@${eve.id}>`, `<@${eve.id}|eve>`, eve.id, '@eve', '@EVE'];
    for (const form of forms) {
      const granted = await types(house, ['access', 'grant', form, 'account', 'Tiny']);
      expect([form, granted.code, granted.err]).toEqual([form, 0, '']);
      expect((await types(house, ['access', 'revoke', form])).out).toContain('I revoked eve’s');
    }
    await eve.waitsFor('terminal:ann granted you Account scope on Tiny.', { in: eve.dm });
  });

  test('a form’s answers follow its choices', async () => {
    const flags = {
      person: '@eve',
      scope: 'on call',
      'service-provider': 'Other',
      until: '2127-01-31',
    };
    const argv = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
    const { code, out } = await types(house, ['access', 'grant', ...argv]);
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('on-call scope on Other until 2127-01-31'),
    ]);
    await types(house, ['access', 'revoke', '@eve']);
  });

  test('one grant of several is asked back, with what to type', async () => {
    await types(house, ['access', 'grant', '@eve', 'account', 'Tiny']);
    await types(house, ['access', 'grant', '@eve', 'on_call']);
    const { code, json } = await typesJson(house, ['access', 'revoke', '@eve']);
    expect([code, json.decision]).toEqual([2, 'refused']);
    const choices = json.choices as { value: string }[];
    expect(choices).toHaveLength(2);
    for (const { value } of choices) {
      expect((await types(house, ['access', 'revoke', '@eve', value])).code).toBe(0);
    }
  });

  test('what was typed at an interactive terminal is asked for and confirmed', async () => {
    const answers = ['Bar', 'nobody', 'Default', 'bar.example.com', 'y'];
    const { code, err } = await types(house, ['account', 'create'], { answers });
    expect(err).toContain('Account name: Bar');
    expect(err).toContain('I find nothing like “nobody”');
    expect(err).toContain(
      'SIP Realm (The domain name that SIP devices register with.): bar.example.com',
    );
    expect(err).toContain('Create? [y/N] y');
    expect([code, answers]).toEqual([0, []]);
    const baz = ['account', 'create', 'Baz', '--sip-realm', 'baz.example.com'];
    const named = [...baz, '--service-provider', 'Other'];
    const declined = await types(house, named, { answers: ['n'] });
    expect([declined.code, declined.err]).toEqual([
      2,
      expect.stringContaining('did not confirm it'),
    ]);
    expect((await types(house, [...named, '--yes'], { answers: [] })).code).toBe(0);
  });

  test('nothing is cleared on a guess: the only account must be named', async () => {
    await using alone = await openHouse({ history: true });
    const guess = await types(alone, ['tts', 'clear']);
    expect([guess.code, guess.err]).toEqual([2, expect.stringContaining('--accounts')]);
    expect(alone.rows("SELECT 1 FROM changes WHERE kind LIKE 'tts%'")).toEqual([]);
    expect((await types(alone, ['tts', 'clear', '--accounts', 'Tiny'])).code).toBe(0);
  });

  test('an outcome that is not awaited goes on, and says how to look: 4', async () => {
    const hung = Promise.withResolvers<void>();
    await using slow = await openHouse({
      parts: {
        gateway: (real) => ({
          ...real,
          async clearTtsCache(sid) {
            await hung.promise;
            await real.clearTtsCache(sid);
          },
        }),
      },
    });
    const { code, json } = await typesJson(slow, ['tts', 'clear', 'Tiny', '--wait', '1']);
    const [{ id, state } = { id: '', state: '' }] = json.changes as { id: string; state: string }[];
    expect([code, json.decision, state]).toEqual([4, 'unknown', 'applying']);
    expect(json.notes).toEqual([expect.stringContaining(id)]);
    hung.resolve();
    await slow.settled();
    expect(slow.rows('SELECT state FROM changes WHERE id = ?', id)).toEqual([
      { state: 'verified' },
    ]);
  });

  test('what failed is told so: 1', async () => {
    await using broken = await openHouse({
      parts: { gateway: (real) => ({ ...real, clearTtsCache: async () => {} }) },
    });
    const [tiny] = await broken.gateway.accountsMeant('Tiny', { everything: true }, 1);
    if (!tiny) throw new Error('no account');
    await broken.gateway.stock.cachePrompts(tiny.sid, 3);
    const { code, out } = await types(broken, ['tts', 'clear', 'Tiny']);
    expect([code, out]).toEqual([1, expect.stringContaining('It failed, and nothing is done')]);
  });

  test('an outcome that nobody knows is told so, with where it is looked after: 4', async () => {
    await using dark = await openHouse({
      parts: {
        gateway: (real) => ({
          ...real,
          cachedPrompts: async () => {
            throw new BotError('unavailable', 'No answer.');
          },
        }),
      },
    });
    const { code, json } = await typesJson(dark, ['tts', 'clear', 'Tiny']);
    expect([code, json.decision]).toEqual([4, 'unknown']);
  });
});
