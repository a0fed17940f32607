import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { type House, openHouse } from '../bot.ts';

/** Accounts with the names that make trouble, all of Default but Aurora. */
async function stocked(house: House): Promise<void> {
  const { gateway } = house;
  const [provider] = await gateway.serviceProviders({ everything: true });
  if (!provider) throw new Error('there is no provider');
  const names = [
    'Acme',
    'Acme North',
    'Acme South',
    'Globex',
    "O'Brien & Sons",
    'Umbrella — Berlin',
    'Beta, Inc',
    'شركة الاتصالات',
    'חברת שלום',
    '🦊🦊',
    'Foo_Bar*Baz',
  ];
  for (const [n, name] of names.entries()) {
    await gateway.createAccount({
      name,
      providerSid: provider.sid,
      sipRealm: `r${n}.sip.example.com`,
    });
  }
  await house.account('Aurora', 'North Pole');
}

/** What somebody sees of the answer to what they type, all on one line: the newest message, else the form. */
async function answered(house: House, person: Person, text: string): Promise<string> {
  const before = person.messages().length;
  await person.types(text, { in: house.voiceOps });
  await house.settled();
  const answers = person.messages(house.voiceOps).slice(before);
  const form = person.modal;
  if (form) await person.closes({ all: true });
  expect(answers.length + (form ? 1 : 0), `answers to ${text.slice(0, 60)}`).toBe(1);
  const chosen = Object.entries(form?.values ?? {}).map(
    ([label, value]) => `${label}=${String(value ?? '')}`,
  );
  const seen = [answers[0]?.plain ?? form?.text ?? '', ...chosen].join('\n');
  expect(seen).not.toMatch(/Something broke|undefined|\[object|&(amp|lt|gt);/);
  return seen
    .replaceAll('\u2060', '')
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ');
}

/** Each line is typed by an Admin; the answer must hold all that follows. */
async function holds(rows: [typed: string, ...answer: string[]][]): Promise<void> {
  await using house = await openHouse();
  await stocked(house);
  for (const [typed, ...words] of rows) {
    const answer = await answered(house, house.ada, typed);
    for (const word of words) expect(answer, typed).toContain(word);
  }
  expect(house.rows("SELECT kind FROM changes WHERE kind LIKE 'tts%'")).toEqual([]);
  const grants = house.rows<{ id: string }>('SELECT id FROM grants WHERE ended_at IS NULL');
  expect(grants).toHaveLength(3);
}

describe('what was typed → what they see', () => {
  test('nouns and verbs that there are not, in any order: the nearest command', () =>
    holds([
      [
        '/vg acount show acme',
        'I do not know “acount show acme”',
        'Did you mean /vg account show acme?',
      ],
      [
        '/vg tts claer acme',
        'Did you mean /vg tts clear acme?',
        'Usage: /vg tts clear [accounts] [--all]',
      ],
      ['/vg access grnat @eve account acme', 'Did you mean /vg access grant @eve account acme?'],
      ['/vg audit verfiy', 'Did you mean /vg audit verify?'],
      ['/vg aproval', 'Did you mean /vg approvals?'],
      ['/vg hepl', 'Did you mean /vg help?', 'All commands: /vg help'],
      [
        '/vg acme show',
        'I do not know “acme show”',
        '/vg account show acme or /vg webhooks show acme or /vg secret show acme or /vg tts show acme?',
      ],
      ['/vg acme north show', '/vg account show acme north'],
      ['/vg acme tts clear', 'Did you mean /vg tts clear acme?'],
      ['/vg globex tts', 'Did you mean /vg tts show globex?'],
      ['/vg clear tts acme', 'Did you mean /vg tts clear acme?'],
      ['/vg show tts acme', 'Did you mean /vg tts show acme?'],
      ['/vg tts acme clear', 'I do not know “tts acme clear”', 'Did you mean /vg tts clear acme?'],
      ['/vg account acme show', 'Did you mean /vg account show acme?'],
      ['/vg ttsclear acme', 'Did you mean /vg tts clear acme?'],
      ['/vg @eve access grant account acme', 'Did you mean /vg access grant @eve account acme?'],
      ['/vg access @eve grant', 'Did you mean /vg access grant @eve?'],
      ['/vg me @eve', 'Did you mean /vg access list @eve or /vg can @eve … or /vg audit @eve?'],
      ['/vg frobnicate', 'I find no account “frobnicate”', '/vg account list finds accounts'],
      ['/vg /vg tts show globex', 'Globex · Default: 0 cached prompts'],
      ['/vg vg tts show globex', 'Globex · Default: 0 cached prompts'],
      ['/vg TTS SHOW GLOBEX.', 'Globex · Default: 0 cached prompts'],
    ]));

  test('names of two words without quotes, in every command that takes an account', () =>
    holds([
      ['/vg acme north', 'Account name: Acme North'],
      ['/vg account show acme north', 'Account name: Acme North'],
      ['/vg tts show acme north', 'Acme North · Default: 0 cached prompts'],
      ['/vg tts clear acme north, globex', 'Acme North · Default', 'Globex · Default'],
      ['/vg access list acme north', 'Access to Acme North'],
      ['/vg audit acme north', 'Audit of Acme North'],
      [
        '/vg can @olu tts clear acme north',
        "Yes. @olu may clear an account's TTS cache (Acme North).",
      ],
      ['/vg access revoke @eve acme north', 'I find no such grant in your reach.'],
      ['/vg account list provider:north pole', 'Accounts of North Pole', 'Aurora'],
      ['/vg account list provider:north pole aur', 'Accounts of North Pole: “aur”'],
      ['/vg account create Wayne Enterprises', 'Account name=Wayne Enterprises'],
      ['/vg access grant @eve account acme until', '“until” needs a day.'],
    ]));

  test('accounts left out: a picker; missing: how to find them; several in one line: how to part them', () =>
    holds([
      ['/vg account show', 'Which account do you want to see?', 'Type the beginning of a word'],
      ['/vg tts show', 'Whose cached prompts are to be counted?'],
      ['/vg tts clear', 'Clear TTS cache', 'Accounts='],
      ['/vg access grant @eve account', 'Grant access', 'Scope=Account'],
      ['/vg tts show nope', 'I find no account “nope” in your reach.', '/vg account list'],
      ['/vg tts clear globex, nope', 'I find no account “nope” in your reach.'],
      [
        '/vg tts clear acme north globex',
        'no account “acme north globex”',
        'put commas between them',
      ],
      ['/vg access list acme north globex', 'no account “acme north globex”'],
      ['/vg access grant @eve account nope', 'I find no account “nope”'],
      ['/vg access grant @eve sp nope', 'I find no Service Provider “nope”'],
      ['/vg account list provider:', 'Of which Service Provider?', 'Default, North Pole'],
      ['/vg account list --provider north', 'Write it like this: /vg account list provider:x.'],
      ['/vg account list provider=pole', 'Accounts of North Pole'],
    ]));

  test('quotes of all kinds, left open or not, and dashes', () =>
    holds([
      ['/vg tts show "Acme North', 'Acme North · Default'],
      ['/vg tts show “Acme North', 'Acme North · Default'],
      ['/vg tts show „Acme North“', 'Acme North · Default'],
      ['/vg tts show «Acme North»', 'Acme North · Default'],
      ['/vg tts show ‘Acme North’', 'Acme North · Default'],
      ['/vg tts show “Beta, Inc”', 'Beta, Inc · Default'],
      ['/vg tts show Beta, Inc', 'Beta, Inc · Default'],
      ['/vg tts show ""', 'Whose cached prompts are to be counted?'],
      [
        '/vg tts clear "Acme North, Globex',
        'no account “Acme North, Globex”',
        'put commas between them',
      ],
      ['/vg tts show O’Brien & Sons', "O'Brien & Sons · Default"],
      ['/vg tts show Umbrella - Berlin', 'Umbrella — Berlin · Default'],
      ['/vg tts show Umbrella — Berlin', 'Umbrella — Berlin · Default'],
      ['/vg tts clear —all', 'Clear every TTS cache'],
      ['/vg tts clear — all', 'Did you mean /vg tts clear --all?'],
      ['/vg tts clear --alll', 'no option of “/vg tts clear”', 'Its options: --all.'],
      ['/vg tts clear acme —all', 'Type either the accounts or --all.'],
    ]));

  test('line ends, other separators, marks at the end, and addresses pasted from a log', () =>
    holds([
      ['/vg tts clear Acme North\nGlobex\n', 'Accounts=Acme North,Globex'],
      ['/vg tts show acme;globex', 'Acme · Default', 'Globex · Default'],
      ['/vg tts show acme、globex', 'Acme · Default', 'Globex · Default'],
      ['/vg tts show acme,, globex,', 'Acme · Default', 'Globex · Default'],
      ['/vg tts show , globex', 'Globex · Default'],
      ['/vg tts show Acme\nNorth', 'Acme North · Default'],
      ['/vg tts show acme?', 'Acme · Default: 0 cached prompts'],
      ['/vg acme!', 'Account name: Acme '],
      ['/vg tts show acme…', 'Acme · Default: 0 cached prompts'],
      ['/vg tts show sip:+4930123@r3.sip.example.com', 'Globex · Default'],
      ['/vg tts show https://r3.sip.example.com/', 'Globex · Default'],
      ['/vg tts show r3.sip.example.com:5060', 'Globex · Default'],
    ]));

  test('right-to-left names, emoji, what cannot be seen, and markup', () =>
    holds([
      ['/vg tts show شركة', 'شركة الاتصالات · Default'],
      ['/vg חברת שלום', 'Account name: חברת שלום'],
      ['/vg tts clear חברת שלום، شركة الاتصالات', 'Accounts=חברת שלום,شركة الاتصالات'],
      ['/vg tts show \u200fחברת שלום\u200f', 'חברת שלום · Default'],
      ['/vg tts show خطأ', 'I find no account “خطأ” in your reach.'],
      ['/vg tts show 🦊', '🦊🦊 · Default'],
      ['/vg 👨‍👩‍👧', 'I find no account “👨‍👩‍👧” in your reach.'],
      ['/vg tts show Ac\u200bme\u00a0North', 'Acme North · Default'],
      ['/vg tts show \u202eacme north', 'Acme North · Default'],
      ['/vg tts show foo_bar*baz', 'Foo_Bar*Baz · Default'],
      ['/vg tts show <!channel>', 'I find no account “<!channel>” in your reach.'],
      ['/vg tts show *bold* _it_', 'I find no account “*bold* _it_” in your reach.'],
    ]));

  test('thousands of characters: quoted in part, with all that is said about them', async () => {
    const long = 'x'.repeat(3000);
    const quoted = `“${'x'.repeat(99)}…”`;
    await holds([
      [`/vg ${long}`, `I find no account ${quoted} in your reach.`, 'Reference ref_'],
      [`/vg tts clear ${long}`, `I find no account ${quoted} in your reach.`],
      [`/vg access grant @eve account ${long}`, `I find no account ${quoted} in your reach.`],
      [`/vg access grant @eve sp ${long}`, `I find no Service Provider ${quoted} in your reach.`],
      [`/vg access grant @eve ${long}`, `I know no scope ${quoted}.`],
      [`/vg access grant @${long}`, `I do not know who “@${'x'.repeat(98)}…” is.`],
      [`/vg access grant @eve account Acme until ${long}`, `${quoted} is not a day.`],
      [`/vg account list provider:${long}`, `no Service Provider ${quoted} in your reach.`],
      [`/vg tts clear --${long}`, '…” is no option of “/vg tts clear”.', 'Its options: --all.'],
      [`/vg can @eve ${long}`, `I find no account ${quoted}`],
      [`/vg help ${long}`, `There is no help on ${quoted}.`],
      [`/vg ${'acme '.repeat(1500)}`, 'Several accounts match'],
      [`/vg tts clear ${'acme, '.repeat(1500)}`, 'You named 1500 accounts at once.'],
      [`/vg account create ${long}`, `Account name=${'x'.repeat(128)}`],
      [`/vg access request ${long}`, `What you need=${'x'.repeat(600)}`],
    ]);
  });

  test('mentions in every form, and what to do where Slack made none', () =>
    holds([
      [
        '/vg access grant @nobody account Acme',
        'I do not know who “@nobody” is.',
        'pick the person from Slack’s list',
      ],
      ['/vg access grant eve account Acme', 'I do not know who “eve” is.', 'Type @ and pick'],
      ['/vg access revoke eve Acme', '“eve Acme” names nobody whom Slack knows.'],
      ['/vg access list @nobody', 'I do not know who “@nobody” is.'],
      ['/vg audit @nobody', 'I do not know who “@nobody” is.'],
      ['/vg can @nobody tts clear', 'I do not know who “@nobody” is.'],
      ['/vg can tts clear acme', 'Whom do you ask about?', '/vg can @ann tts clear Acme'],
      ['/vg @nobody', 'I do not know who “@nobody” is.'],
      [
        '/vg access grant @here account Acme',
        'I do not know who “@here” is.',
        'groups and channels',
      ],
      ['/vg access grant #voice-ops account Acme', 'I do not know who “#voice-ops” is.'],
      ['/vg access grant @eve @sam account Acme', 'You named several people.', 'Name one'],
      ['/vg access list @eve @sam', 'You named several people.'],
      ['/vg access list @eve acme', 'Name an account or a person, not both.'],
      ['/vg audit @eve acme', 'Name an account or a person, not both.'],
      ['/vg access list @sam,', 'Access of @sam'],
      ['/vg access list "@sam"', 'Access of @sam'],
      ['/vg can @sam: tts clear acme', 'Yes. @sam may'],
    ]));

  test('scopes and days that there are not, and days that are over', () =>
    holds([
      ['/vg access grant @eve accont Acme', 'Did you mean /vg access grant @eve account Acme?'],
      [
        '/vg access grant @eve to account Acme',
        'I know no scope “to”',
        '/vg access grant @eve account Acme?',
      ],
      [
        '/vg access grant @eve owner Acme',
        'I know no scope “owner”',
        'admin, service_provider, account and on_call',
      ],
      [
        '/vg access grant @eve account Acme until 2020-01-01',
        '2020-01-01 is in the past.',
        'Name today or a later day.',
      ],
      [
        '/vg access grant @eve account Acme until 2027-02-30',
        '“2027-02-30” is not a day.',
        'The calendar does not have it.',
      ],
      [
        '/vg access grant @eve account Acme until 01/31/2027',
        'Some write the month first',
        'until 2027-01-31.',
      ],
      ['/vg access grant @eve account Acme until 1/2/27', 'until 2027-01-02 or until 2027-02-01.'],
      [
        '/vg access grant @eve account Acme until tomorrow',
        '“tomorrow” is not a day.',
        'until 2027-01-31.',
      ],
      ['/vg access grant @eve account Acme until', '“until” needs a day.'],
    ]));
});

test('an ambiguous name is asked about with buttons that keep the rest of the line', async () => {
  await using house = await openHouse();
  await stocked(house);
  const { ada, voiceOps } = house;
  await ada.types('/vg tts clear acm, globex, beta', { in: voiceOps });
  const question = await ada.waitsFor('Which account is “acm”?');
  expect(question.plain).toContain('With it, from the same line: Globex, Beta, Inc.');
  expect(question.buttons).toEqual(['Choose', 'Choose', 'Choose']);
  await ada.clicks('Choose', { in: 'Which account is “acm”?' });
  const form = await ada.waitsForModal('Globex · Default');
  expect(form.values.Accounts).toEqual(['Acme', 'Globex', 'Beta, Inc']);
  await ada.closes({ all: true });

  await ada.types('/vg tts show globex, acm, acm', { in: voiceOps });
  await ada.waitsFor('Not with it, since several match: “acm”. Name them in full.');
  await ada.clicks('Choose');
  const counts = await ada.waitsFor('Globex · Default: 0 cached prompts');
  expect(counts.plain).toContain('Acme · Default: 0 cached prompts');

  await ada.types('/vg audit globex, acm', { in: voiceOps });
  await ada.clicks('Choose');
  await ada.waitsFor('Audit of Acme, Globex');

  await ada.types('/vg account show globex, acm', { in: voiceOps });
  const cards = await ada.waitsFor('Several accounts match “acm”. Which one do you mean?');
  expect(cards.buttons).toHaveLength(4);
});

test('whether somebody may do it to one of several is asked by buttons, and no other question than this', async () => {
  await using house = await openHouse();
  await stocked(house);
  const { ada, sam, tia, olu, voiceOps, workspace } = house;
  await ada.types('/vg can @olu tts clear acm', { in: voiceOps });
  const question = await ada.waitsFor('Several accounts match “acm”. Which one do you mean?');
  expect(question.buttons).toHaveLength(3);
  await ada.clicks('Choose');
  await ada.waitsFor("Yes. @olu may clear an account's TTS cache (Acme).");

  const aurora = await house.gateway.accountWithRealm('aurora.sip.example.com');
  const press = (by: Person, value: string) =>
    workspace.forge({
      by,
      kind: 'block_actions',
      payload: { actions: [{ type: 'button', action_id: 'can.account', block_id: 'b', value }] },
    });
  await press(sam, `${aurora?.sid} ${olu.id} tts clear`);
  await sam.waitsFor('I find no such account in your reach.');
  await press(tia, `${aurora?.sid} ${ada.id} tts clear`);
  await tia.waitsFor('I find no such account in your reach.');
  await press(ada, `${aurora?.sid} ${olu.id} make coffee`);
  await ada.waitsFor('Whom do you ask about?');
});

test('a message that writes names as phones do names the accounts all the same', async () => {
  await using house = await openHouse();
  await stocked(house);
  const { olu, voiceOps } = house;
  for (const [said, name] of [
    ['O’Brien & Sons complain', "O'Brien & Sons"],
    ['umbrella - berlin is silent?', 'Umbrella — Berlin'],
    ['is “חברת שלום” down…', 'חברת שלום'],
    ['calls to sip:line1@r3.sip.example.com fail!', 'Globex'],
  ] as const) {
    await olu.says(said, { in: voiceOps });
    await olu.uses('Clear TTS cache', { on: said });
    await olu.waitsForModal(' · Default');
    expect(olu.modal?.values.Accounts, said).toEqual([name]);
    await olu.closes({ all: true });
  }
});

test('what was typed behind access request stands in its form', async () => {
  await using house = await openHouse();
  const { eve } = house;
  await eve.types('/vg access request clear the TTS cache of Acme');
  const form = await eve.waitsForModal('Ask for access');
  expect(form.values['What you need']).toBe('clear the TTS cache of Acme');
});

test('a foreign name is answered like a missing one, whatever surrounds it', async () => {
  await using house = await openHouse();
  await stocked(house);
  const { tia } = house;
  const wording = async (text: string, name: string) => {
    const answer = await answered(house, tia, text);
    expect(answer).not.toContain('r3.sip');
    return answer.replaceAll(name, 'it').replace(/ref_\w+/, 'ref');
  };
  for (const [before, behind] of [
    ['/vg tts show ', '?'],
    ['/vg tts clear tiny, ', ''],
    ['/vg tts clear tiny ', ''],
    ['/vg ', ' tts clear'],
    ['/vg audit ', ';'],
  ] as const) {
    const foreign = await wording(`${before}globex${behind}`, 'globex');
    expect(await wording(`${before}nowhere${behind}`, 'nowhere'), before).toBe(foreign);
  }
});
