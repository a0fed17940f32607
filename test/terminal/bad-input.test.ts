import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';
import { types, typesJson } from './terminal.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.account('Acme North');
  await house.account('Acme South');
  const { provider } = await house.account('Plain');
  const odd = { name: 'd’Or & Söhne <Ltd>', sipRealm: 'dor.example.com' };
  await house.gateway.createAccount({ ...odd, providerSid: provider.sid });
  const { eve, voiceOps } = house;
  await eve.types('/vg me', { in: voiceOps });
  // Two people of one name.
  const [ann, other] = [1, 2].map(() => house.workspace.addPerson({ name: 'ann' }));
  for (const one of [ann, other])
    if (one) {
      voiceOps.members.add(one.id);
      await one.types('/vg me', { in: voiceOps });
    }
  await house.settled();
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

const long = 'x'.repeat(3000);

test.each<[what: string, argv: string[], says: string | RegExp]>([
  ['an unknown noun', ['acount', 'list'], 'Did you mean npm run vg -- account list?'],
  ['an unknown verb', ['tts', 'claer', 'tiny'], 'Did you mean npm run vg -- tts clear tiny?'],
  [
    'a verb that the noun has not',
    ['account', 'extend', 'tiny'],
    /I do not know “account extend|Usage/,
  ],
  [
    'a verb before its noun',
    ['clear', 'tts', 'tiny'],
    'Did you mean npm run vg -- tts clear tiny?',
  ],
  ['no such help', ['help', 'wat'], 'There is no help on “wat”'],
  ['a missing account', ['account', 'show', 'Globex'], 'I find no account “Globex”'],
  ['an ambiguous account', ['account', 'show', 'acme'], /Acme North \(acme-north.*\n.*Acme South/],
  ['no account named', ['account', 'show'], 'Which account do you want to see?'],
  ['an ambiguous account of a change', ['tts', 'clear', 'acme'], /[0-9a-f-]{36} {2}Acme North/],
  ['an empty name', ['account', 'show', ''], 'Which account do you want to see?'],
  ['a 3,000-character name', ['account', 'show', long], 'I find no account'],
  ['a 3,000-character command', [long, long], /I find no account|I do not know/],
  [
    'a 3,000-character new name',
    ['account', 'create', long, '--sip-realm', 'a.example.com'],
    '--account-name: At most 64 characters',
  ],
  [
    'an option that nothing knows',
    ['account', 'create', 'X', '--realm', 'x.y'],
    'Did you mean --sip-realm?',
  ],
  [
    'an option of something else',
    ['account', 'list', '--phrase', 'x'],
    '“--phrase” is of no use here',
  ],
  [
    'an option of a command that has it not',
    ['account', 'list', '--all'],
    '“--all” is no option of “npm run vg -- account list”',
  ],
  [
    'an option given twice',
    ['account', 'create', '--sip-realm', 'a.b', '--sip-realm', 'c.d'],
    'given twice',
  ],
  [
    'an option without its value',
    ['account', 'create', 'X', '--sip-realm'],
    '“--sip-realm” needs a value',
  ],
  [
    'pages that are no number',
    ['account', 'list', '--pages', 'many'],
    'whole number from 1 to 1000, or all',
  ],
  [
    'a wrong answer of a form',
    ['account', 'create', 'X', '--sip-realm', '-x.y'],
    '--sip-realm: Each part between dots',
  ],
  [
    'several wrong answers at once',
    ['account', 'create', '--sip-realm', ''],
    /--account-name: .*\n.*--sip-realm: /,
  ],
  [
    'a choice that there is not',
    ['account', 'create', 'X', '--sip-realm', 'x.example.com', '--service-provider', 'Nobody'],
    '--service-provider: Service Provider can only be Default here.',
  ],
  [
    'somebody unknown',
    ['access', 'grant', '@zoe', 'account', 'Tiny'],
    /I do not know who “@zoe” is[\s\S]*Copy member ID/,
  ],
  ['somebody whose name begins so', ['access', 'list', '@ev'], 'these come near: @eve'],
  [
    'a name of two people',
    ['access', 'grant', '@ann', 'account', 'Tiny'],
    /Several people are called “@ann”[\s\S]*@ann \(U\w+\), @ann \(U\w+\)/,
  ],
  [
    'an id that Slack does not know',
    ['access', 'grant', 'U0NOSUCH99', 'account', 'Tiny'],
    'Slack knows no such person',
  ],
  [
    'a person without the @',
    ['access', 'grant', 'eve', 'account', 'Tiny'],
    'I do not know who “eve” is',
  ],
  ['no such scope', ['access', 'grant', '@eve', 'boss', 'Tiny'], 'I know no scope “boss”'],
  [
    'a date in the past',
    ['access', 'grant', '@eve', 'account', 'Tiny', 'until', '2020-01-31'],
    '2020-01-31 is in the past',
  ],
  [
    'a day that there is not',
    ['access', 'grant', '@eve', 'account', 'Tiny', 'until', '2127-02-31'],
    '“2127-02-31” is not a day',
  ],
  [
    'a past day in the form',
    [
      'access',
      'grant',
      '--person',
      '@eve',
      '--scope',
      'account',
      '--account',
      'Tiny',
      '--until',
      '2020-01-31',
    ],
    '--until: This day is in the past',
  ],
  [
    'an ambiguous answer',
    ['access', 'grant', '--person', '@eve', '--scope', 'account', '--account', 'acme'],
    /--account: “acme” may be several[\s\S]*Acme North[\s\S]*Acme South/,
  ],
  [
    'asking for access',
    ['access', 'request', '--what-you-need', 'all', '--reason', 'x'],
    'Nobody asks for access from a terminal',
  ],
  [
    'an account and a person at once',
    ['audit', '@eve', 'Tiny'],
    'Name an account or a person, not both',
  ],
  ['a file that is not there', ['access', 'import', 'nowhere.csv'], 'There is no such file'],
  ['no file', ['access', 'import'], 'Which file is to be imported?'],
  [
    'a day of an export that is none',
    ['audit', 'export', '--since', 'monday'],
    '“monday” is not a day',
  ],
  ['a form of what cannot be JSON', ['audit', 'export', '--json'], 'JSON already'],
])('%s is refused, with what to do, and nothing is done', async (_what, argv, says) => {
  const changes = house.rows('SELECT id FROM changes');
  const { code, err, out } = await types(house, argv);
  expect(code).toBe(2);
  expect(argv.includes('--json') ? out : err).toMatch(says);
  expect((argv.includes('--json') ? out : err).length).toBeLessThan(3000);
  expect(house.rows('SELECT id FROM changes')).toEqual(changes);
});

test.each<[what: string, argv: string[], sees: string]>([
  ['an unquoted two-word name', ['account', 'show', 'Acme', 'North'], 'acme-north.sip'],
  ['a two-word name alone', ['Acme', 'North'], 'acme-north.sip'],
  ['smart quotes', ['account', 'show', '“Acme', 'North”'], 'acme-north.sip'],
  ['German quotes', ['account', 'show', '„Acme North“'], 'acme-north.sip'],
  ['a quote left open', ['account', 'show', '"Acme', 'North'], 'acme-north.sip'],
  ['a quote of the shell in quotes', ['account', 'show', '"Acme North"'], 'acme-north.sip'],
  ['the whole line as one argument', ['account show "Acme North"'], 'acme-north.sip'],
  ['case and plural', ['ACCOUNTS', 'ls', 'ACME'], 'Acme South'],
  ['a dash of a phone', ['tts', 'show', 'Tiny', '—help'], 'Help: tts'],
  ['no-break spaces', ['account', 'show', 'Acme\u00a0North'], 'acme-north.sip'],
  [
    'marks that Slack would escape',
    ['account', 'show', 'd’Or & Söhne <Ltd>'],
    'd’Or & Söhne <Ltd>',
  ],
  ['marks that only look escaped', ['account', 'list', 'd’Or'], 'd’Or & Söhne <Ltd>'],
  ['an account named like an id', ['account', 'list', 'U0123ABCD'], 'No account'],
])('%s is taken as it is meant', async (_what, argv, sees) => {
  const { code, out } = await types(house, argv);
  expect([code, out]).toEqual([0, expect.stringContaining(sees)]);
});

test('what was typed does not steer the screen', async () => {
  const { err } = await types(house, ['account', 'show', 'x\u001b[2Jy\u0007']);
  expect(err).not.toMatch(/(?!\n)\p{Cc}/u);
});

test('what was typed is not interpreted on its way to the screen', async () => {
  const { err } = await types(house, [
    'account',
    'show',
    '*bold* `code` <!channel> <https://x.y|z>',
  ]);
  expect(err).toContain('*bold* `code` <!channel> <https://x.y|z>');
});

test('a refusal is audited as that of whoever sits there', async () => {
  await types(house, ['account', 'show', 'Nothing Like It']);
  const [last] = house.rows(
    'SELECT actor_user, surface, result FROM audit_entries ORDER BY seq DESC LIMIT 1',
  );
  expect(last).toEqual({ actor_user: 'terminal:ann', surface: 'terminal', result: 'refused' });
});

test('an error is one JSON document too, on stdout, with its reference', async () => {
  const { json, err } = await typesJson(house, ['account', 'create', 'X', '--sip-realm', '-']);
  expect(err).toBe('');
  expect(json).toMatchObject({
    decision: 'refused',
    error: {
      code: 'invalid',
      fields: { '--sip-realm': expect.any(String) },
      reference: expect.stringMatching(/^ref_/),
    },
  });
});
