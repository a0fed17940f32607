import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommandRoute, resolve, resolveTokens } from '../../src/slack/commands.ts';

const routes: CommandRoute[] = [
  route('help', '[topic]'),
  route('account list', '[search] [provider:x]', { looks: true, filters: ['provider'] }),
  route('account create'),
  route('account show', '[account]'),
  route('account edit', '[account]'),
  route('account delete', '[account]'),
  route('limits', '[account]'),
  route('realm', '[account]'),
  route('webhooks', '[account]'),
  route('webhooks test', '[account]'),
  route('secret show', '[account]', { looks: true }),
  route('secret rotate', '[account]'),
  route('apps list', '[account]', { looks: true }),
  route('apps add', '[account]'),
  route('apps edit', '[account]'),
  route('apps remove', '[account]'),
  route('tts show', '[accounts]', { looks: true }),
  route('tts clear', '[accounts] [--all]', { options: ['all'] }),
  route('recording show', '[account]', { looks: true }),
  route('recording edit', '[account]'),
  route('recording test', '[account]'),
  route('recording off', '[account]'),
  route('calls', '[account]'),
  route('keys list', '[account]', { looks: true }),
  route('keys add', '[account]'),
  route('keys rotate', '[account]'),
  route('keys extend', '[account]'),
  route('keys revoke', '[account]'),
  route('access request'),
  route('access list', '[account|@user]', { looks: true }),
  route('access grant', '@user <scope> [target] [until 2027-01-31]'),
  route('access revoke', '@user [target]'),
  route('can', '@user <command> [account]', { takesCommand: true }),
  route('me'),
  route('approvals', '[mine]'),
  route('approvals mine'),
  route('audit', '[account | @user]'),
  route('audit verify'),
  route('status'),
  route('debug dump', '', { hidden: true, looks: true }),
];

function route(words: string, rest = '', more: Partial<CommandRoute> = {}): CommandRoute {
  return { words, usage: `${words} ${rest}`.trim(), summary: words, ...more };
}

/** A resolved line in short: `tts clear: acme + beta --all provider=x`. */
function said(text: string): string {
  const resolved = resolve(routes, text);
  if (resolved.kind === 'menu') return 'menu';
  if (resolved.kind === 'account') return `account: ${resolved.name} ~ ${resolved.nearest}`;
  if (resolved.kind === 'unknown') return `unknown: ${resolved.typed} ~ ${resolved.nearest}`;
  const { names, options, filters } = resolved.line;
  const parts = [
    `${resolved.route.words}:`,
    names.join(' + '),
    ...[...options].map((option) => `--${option}`),
    ...Object.entries(filters).map(([key, value]) => `${key}=${value}`),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

describe('what people type', () => {
  it.each([
    // Nothing, and help.
    ['', 'menu'],
    ['   ', 'menu'],
    ['help', 'help:'],
    ['Help', 'help:'],
    ['?', 'help:'],
    ['help tts clear', 'help: tts clear'],
    ['tts help', 'help: tts'],
    ['tts clear --help', 'help: tts clear'],
    ['--help', 'help:'],
    // No verb means look.
    ['tts', 'tts show:'],
    ['tts acme', 'tts show: acme'],
    ['account', 'account list:'],
    ['secret acme', 'secret show: acme'],
    ['keys acme corp', 'keys list: acme corp'],
    ['access <@U1|ann>', 'access list: <@U1|ann>'],
    ['approvals', 'approvals:'],
    ['approvals mine', 'approvals mine:'],
    ['webhooks acme', 'webhooks: acme'],
    // Singular, plural, case, punctuation.
    ['accounts', 'account list:'],
    ['ACCOUNTS List acme', 'account list: acme'],
    ['limit acme', 'limits: acme'],
    ['app add acme', 'apps add: acme'],
    ['key', 'keys list:'],
    ['approval', 'approvals:'],
    ['realms acme', 'realm: acme'],
    ['Status.', 'status:'],
    ['ｔｔｓ show', 'tts show:'],
    // Synonyms of verbs mean what their noun has.
    ['account new', 'account create:'],
    ['account add', 'account create:'],
    ['apps new acme', 'apps add: acme'],
    ['apps create acme', 'apps add: acme'],
    ['account remove acme', 'account delete: acme'],
    ['account rm acme', 'account delete: acme'],
    ['apps delete acme', 'apps remove: acme'],
    ['keys del acme', 'keys revoke: acme'],
    ['account ls', 'account list:'],
    ['account view acme', 'account show: acme'],
    ['account get acme', 'account show: acme'],
    ['tts purge acme', 'tts clear: acme'],
    ['tts flush acme', 'tts clear: acme'],
    ['tts reset acme', 'tts clear: acme'],
    ['account update acme', 'account edit: acme'],
    // Verbs that say nothing new to a noun.
    ['limits show acme', 'limits: acme'],
    ['limits edit acme', 'limits: acme'],
    ['keys show acme', 'keys list: acme'],
    ['calls list acme', 'calls: acme'],
    // Several accounts, quotes, options, filters.
    ['tts clear acme, beta', 'tts clear: acme + beta'],
    ['tts clear acme,beta , gamma', 'tts clear: acme + beta + gamma'],
    ['tts clear “Acme, Inc”, beta', 'tts clear: Acme, Inc + beta'],
    ['tts clear —all', 'tts clear: --all'],
    ['tts —All clear', 'tts clear: --all'],
    ['tts clear acme --all', 'tts clear: acme --all'],
    ['account list acme provider:x', 'account list: acme provider=x'],
    ['account list provider:“Two Words” acme', 'account list: acme provider=Two Words'],
    ['account list sp: x', 'account list: provider=x'],
    ['accounts service_provider:x', 'account list: provider=x'],
    // Quoted words are names.
    ['tts "clear"', 'tts show: clear'],
    ['"tts" clear', 'account: tts clear ~ null'],
    ['tts „clear sky“', 'tts show: clear sky'],
    // Slips are suggested, never run.
    ['tts claer acme', 'unknown: tts claer ~ tts clear'],
    ['tts cleer --all', 'unknown: tts cleer ~ tts clear'],
    ['keys revok acme', 'unknown: keys revok ~ keys revoke'],
    ['account delet acme', 'unknown: account delet ~ account delete'],
    ['tts clouds', 'tts show: clouds'],
    // No noun: an account, with what may have been meant.
    ['acme', 'account: acme ~ null'],
    ['Acme Corp, Inc', 'account: Acme Corp, Inc ~ null'],
    ['acme.example.com', 'account: acme.example.com ~ null'],
    ['<http://acme.example.com|acme.example.com>', 'account: acme.example.com ~ null'],
    ['acount list', 'account: acount list ~ account list'],
    ['tst clear acme', 'account: tst clear acme ~ tts clear'],
    ['statsu', 'account: statsu ~ status'],
    ['recrdings', 'account: recrdings ~ recording show'],
    ['clear tts acme', 'account: clear tts acme ~ tts clear'],
    ['create account', 'account: create account ~ account create'],
    ['debgu', 'account: debgu ~ null'],
    ['debug', 'debug dump:'],
    // Verbs that a noun lacks are no names, and words near to its own are suggested.
    ['realm rotate acme', 'unknown: realm rotate ~ null'],
    ['status delete', 'unknown: status delete ~ null'],
    ['apps edit acme', 'apps edit: acme'],
    ['tts edit acme', 'unknown: tts edit ~ null'],
    ['tts remove acme', 'unknown: tts remove ~ tts clear'],
    ['access add <@U1|ann> admin', 'unknown: access add ~ access grant'],
    ['tts cache clear acme', 'unknown: tts cache clear ~ tts clear'],
    ['account search acme', 'unknown: account search ~ account list'],
    // A name before its noun or verb, and a verb behind its name.
    ['acme show', 'account: acme show ~ account show'],
    ['acme tts clear', 'account: acme tts clear ~ tts clear'],
    ['acme clear tts', 'account: acme clear tts ~ tts clear'],
    ['acme tts', 'account: acme tts ~ tts show'],
    ['acme corp clear', 'account: acme corp clear ~ tts clear'],
    ['tts acme clear', 'unknown: tts acme clear ~ tts clear'],
    ['account acme corp show', 'unknown: account acme corp show ~ account show'],
    ['access <@U1|ann> grant', 'unknown: access <@U1|ann> grant ~ access grant'],
    ['test account', 'account: test account ~ null'],
    ['acme "clear"', 'account: acme clear ~ null'],
    // Noun and verb run together.
    ['ttsclear acme', 'account: ttsclear acme ~ tts clear'],
    ['tts-clear acme', 'account: tts-clear acme ~ tts clear'],
    ['ttsshow', 'account: ttsshow ~ tts show'],
    // Somebody named to what takes nobody.
    ['me <@U1|ann>', 'unknown: me <@U1|ann> ~ access list'],
    ['status <@U1|ann>', 'unknown: status <@U1|ann> ~ access list'],
    ['me please', 'me: please'],
    // A verb without its noun, or before it.
    ['clear acme', 'account: clear acme ~ tts clear'],
    ['cache clear acme', 'account: cache clear acme ~ tts clear'],
    ['clear cache acme', 'account: clear cache acme ~ tts clear'],
    ['grant <@U1|ann>', 'account: grant <@U1|ann> ~ access grant'],
    ['approve', 'account: approve ~ approvals'],
    ['frobnicate acme', 'account: frobnicate acme ~ null'],
    // People and channels are no accounts.
    ['<@U1|ann>', 'unknown: <@U1|ann> ~ access list'],
    ['<#C1|voice-ops>', 'unknown: <#C1|voice-ops> ~ null'],
    // One hyphen for two, and an option without any.
    ['tts clear -all', 'tts clear: --all'],
    ['tts -All clear', 'tts clear: --all'],
    ['tts clear "-all"', 'tts clear: -all'],
    ['tts show -all', 'tts show: -all'],
    ['tts clear all', 'unknown: tts clear all ~ tts clear'],
    ['tts clear Everything', 'unknown: tts clear Everything ~ tts clear'],
    ['tts clear all accounts', 'unknown: tts clear all accounts ~ tts clear'],
    ['tts clear "all"', 'tts clear: all'],
    ['tts clear — all', 'unknown: tts clear — all ~ tts clear'],
    ['tts clear -- all', 'unknown: tts clear -- all ~ tts clear'],
    ['tts clear all stars', 'tts clear: all stars'],
    // Asking for help.
    ['-h', 'help:'],
    ['tts -h', 'help: tts'],
    ['tts clear ?', 'help: tts clear'],
    ['can --help', 'help: can'],
    ['can <@U1|ann> tts clear -h', 'can: <@U1|ann> tts clear -h'],
    // Short names are no slips of short nouns.
    ['tt', 'account: tt ~ null'],
    ['my account', 'account: my account ~ null'],
    // Words of objects are words.
    ['constructor', 'account: constructor ~ null'],
    ['tts __proto__', 'tts show: __proto__'],
    // Right to left.
    ['tts \u200fשלום עולם', 'tts show: שלום עולם'],
  ])('%j → %s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  it.each([
    [
      'show globex',
      ['account show globex', 'secret show globex', 'tts show globex', 'recording show globex'],
    ],
    ['clear tts “Acme, Inc”', ['tts clear "Acme, Inc"']],
    ['clear --all', ['tts clear --all']],
    ['tts cleer --ALL', ['tts clear --all']],
    ['acount show acme', ['account show acme']],
    ['revoke <@U1|ann> acme', ['access revoke <@U1|ann> acme']],
    ['show <@U1|ann>', ['access list <@U1|ann>', 'can <@U1|ann> …', 'audit <@U1|ann>']],
    [
      '<@U1|ann> tts clear',
      ['access list <@U1|ann>', 'can <@U1|ann> tts clear', 'audit <@U1|ann>'],
    ],
    ['tts clear everything', ['tts clear --all']],
    ['<@U1|ann> access grant account acme', ['access grant <@U1|ann> account acme']],
    ['acme “b c” tts clear', ['tts clear acme "b c"']],
    ['provider acme corp', ['account list provider:"acme corp"']],
    [`clear ${'x'.repeat(2000)}`, ['tts clear']],
    ['rotate', ['secret rotate', 'keys rotate']],
    ['', []],
  ])('%s may have meant %j', (text, expected) => {
    const found = resolve(routes, text);
    const suggestions = 'suggestions' in found ? found.suggestions : [];
    expect(suggestions.map((one) => one.text)).toEqual(expected);
  });

  it('knows the nouns and verbs that this version has no commands for', () => {
    const few = routes.filter(({ words }) => /^(account|tts) /.test(words));
    const isCommand = (text: string) => {
      const found = resolve(few, text);
      return found.kind === 'account' && found.isCommand;
    };
    expect(['limits acme', 'keys', 'sp x', 'rotate acme'].filter(isCommand)).toHaveLength(4);
    expect(['globex', '"limits"', 'limes'].filter(isCommand)).toEqual([]);
    expect(resolve(few, 'realm acme')).toMatchObject({
      suggestions: [{ text: 'account show acme' }],
    });
    expect(resolve(few, 'secret rotate acme')).toMatchObject({ suggestions: [] });
  });

  it('names the command as it is typed here in what it refuses', () => {
    expect(() => resolve(routes, 'limits acme --all', '/vgt')).toThrow(
      'no option of “/vgt limits”',
    );
  });

  it('suggests the usage with the nearest command', () => {
    expect(resolve(routes, 'tts claer acme')).toMatchObject({
      nearest: 'tts clear',
      usages: [{ words: 'tts clear' }],
      suggestions: [{ text: 'tts clear acme' }],
      look: { route: { words: 'tts show' }, line: { rest: 'claer acme' } },
    });
  });

  it('keeps the whole rest as one name', () => {
    expect(resolve(routes, 'tts clear “Acme”, Inc  & Sons')).toMatchObject({
      line: { rest: 'Acme, Inc & Sons', names: ['Acme', 'Inc & Sons'] },
    });
  });

  it('reads past the command where it stands there once more', () => {
    for (const text of ['/vg tts clear acme', '/VG /vg tts clear acme', 'vg tts clear acme']) {
      expect(resolve(routes, text, '/vg')).toMatchObject({ route: { words: 'tts clear' } });
    }
    expect(resolve(routes, '/vg', '/vg').kind).toBe('menu');
    expect(resolve(routes, 'vg acme', '/vg')).toMatchObject({ kind: 'account', name: 'vg acme' });
    expect(resolve(routes, '"/vg" tts', '/vg')).toMatchObject({ kind: 'account' });
  });

  it('keeps what stands behind a filter, which may be the rest of its name', () => {
    const behind = (text: string) => {
      const found = resolve(routes, text);
      return found.kind === 'route' ? found.line.behindFilter : null;
    };
    expect(behind('account list acme provider:north pole')).toBe('pole');
    expect(behind('account list provider=north pole acme')).toBe('pole acme');
    expect(behind('account list provider:“north” acme')).toBeUndefined();
    expect(behind('account list acme provider:north')).toBeUndefined();
    expect(() => resolve(routes, 'account list --provider north', '/vg')).toThrow(
      expect.objectContaining({ now: 'Write it like this: `account list provider:x`.' }),
    );
  });

  it('refuses options and filters that a command does not take', () => {
    expect(() => resolve(routes, 'tts clear --everything')).toThrow(
      expect.objectContaining({ code: 'invalid', now: 'Its options: --all.' }),
    );
    expect(() => resolve(routes, 'tts clear --all=acme')).toThrow('“--all=acme” is no option');
    expect(() => resolve(routes, 'limits acme --all')).toThrow('no option of “limits”');
    expect(() => resolve(routes, 'tts clear --all provider:x')).toThrow('cannot be narrowed');
  });

  it('leaves a command within a command as it is', () => {
    const asked = resolve(routes, 'can <@U1|ann> tts clear acme --all');
    if (asked.kind !== 'route') throw new Error(asked.kind);
    expect(asked.route.words).toBe('can');
    expect(resolveTokens(routes, asked.line.words.slice(1))).toMatchObject({
      route: { words: 'tts clear' },
      line: { rest: 'acme', options: new Set(['all']) },
    });
  });

  it('says how to use a noun that has nothing to look at', () => {
    const few = [
      route('door open'),
      route('door close', 'now'),
      route('door kick', '', { hidden: true }),
    ];
    expect(resolve(few, 'door')).toEqual({
      kind: 'unknown',
      typed: 'door',
      nearest: null,
      suggestions: [],
      usages: few.slice(0, 2),
    });
  });

  it('survives whatever is typed, without a change that was not spelled out', () => {
    const long = fc.string({ unit: 'binary', maxLength: 3000 });
    const words = fc.string({
      unit: fc.constantFrom(...Array.from('tsclearhow-—" ,:&<>@’‘”«🦊א')),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.oneof(long, words), (text) => {
        try {
          const resolved = resolve(routes, text);
          if (resolved.kind === 'route' && resolved.route.words === 'tts clear') {
            expect(text.normalize('NFKC').toLowerCase()).toMatch(/clear|purge|flush|reset/);
          }
        } catch (error) {
          expect(error).toMatchObject({ name: 'BotError', code: 'invalid' });
        }
      }),
    );
  });

  it('takes 3,000 characters of anything', () => {
    for (const unit of ['"', "'", '‘', 'a', '🦊', ',', '<', '&', '—', 'a ', "'a ", 'א', '\u0301']) {
      const text = unit.repeat(3000 / unit.length);
      expect(resolve(routes, text).kind).toMatch(/menu|account/);
      expect(resolve(routes, `tts ${text}`).kind).toBe('route');
    }
  });
});
