import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { helpGallery } from '../../src/features/help/help.gallery.ts';
import { type House, openHouse } from '../bot.ts';

/** What somebody is answered to what they type: the newest thing that they see after it. */
async function answered(house: House, person: Person, text: string): Promise<string> {
  const before = person.messages().length;
  await person.types(text);
  await house.settled();
  const answers = person.messages().slice(before);
  expect(answers, `answers to ${text.slice(0, 40)}`).toHaveLength(1);
  return answers[0]?.plain ?? '';
}

test('the bot answers /vg help with what the asker may do', async () => {
  await using house = await openHouse();
  await house.ada.types('/vg help', { in: house.voiceOps });
  expect(house.ada.sees()).toContain('/vg help [topic]');
  expect(house.ben.sees()).not.toContain('/vg help');
});

test('help and menu list what the asker may do and nothing else', async () => {
  await using house = await openHouse();
  const { ada, olu, eve } = house;
  const lines = async (person: Person, text: string) =>
    (await answered(house, person, text)).split('\n').filter((line) => line.startsWith('/vg '));
  expect(await lines(eve, '/vg help')).toEqual([
    '/vg me what you hold and where it comes from',
    '/vg access request ask for access',
    '/vg approvals mine your own requests',
    '/vg help [topic] what you can do',
  ]);
  const oncall = (await lines(olu, '/vg help')).join('\n');
  expect(oncall).toContain('/vg approvals mine');
  expect(oncall).toContain('/vg <account>');
  expect(oncall).not.toMatch(/\/vg approvals the|\/vg access grant|\/vg audit/);
  expect((await lines(ada, '/vg help')).join('\n')).toContain('/vg access grant @user');
  expect((await lines(ada, '/vg')).join('\n')).toContain('/vg <account>');
});

test('the gallery shows help and menu as the bot answers them', async () => {
  await using house = await openHouse();
  const { ada, sam, tia, olu, eve } = house;
  const { specimens } = helpGallery();
  const drawn = (name: string) => {
    const specimen = specimens.find((one) => one.name === name);
    if (!specimen) throw new Error(`There is no specimen “${name}”.`);
    return specimen.view.blocks;
  };
  for (const [person, who] of [
    [ada, 'an Admin'],
    [sam, 'a Service Provider'],
    [tia, 'an Account-scope person'],
    [olu, 'whoever is on call'],
    [eve, 'whom nobody has mapped'],
  ] as const) {
    await person.types('/vg');
    await person.types('/vg help');
    await house.settled();
    const [menu, help] = person.messages().slice(-2);
    expect(menu?.blocks).toMatchObject(drawn(`The menu of ${who}`));
    expect(help?.blocks).toMatchObject(drawn(`Help for ${who}`));
  }
});

test('help on a topic names the topics where there is none, and access where that is missing', async () => {
  await using house = await openHouse();
  const { ada, olu, eve } = house;
  const none = await answered(house, ada, '/vg help nope');
  expect(none).toContain('There is no help on “nope”.');
  expect(none).toMatch(/Topics: .*tts.*help/);
  expect(await answered(house, ada, '/vg help acess')).toContain('Did you mean /vg help access?');
  expect(await answered(house, ada, `/vg help ${'&'.repeat(1000)}`)).toContain('no help on “&&&');

  const refused = await answered(house, eve, '/vg help tts');
  expect(refused).toContain('You have no access to /vg tts.');
  expect(refused).toContain('/vg access request');
  expect(refused).toContain('[Ask for access]');
  expect(await answered(house, eve, '/vg help nope')).not.toContain('audit');

  const one = await answered(house, olu, '/vg tts clear -h');
  expect(one).toContain('Help: tts clear\n/vg tts clear [accounts] [--all]');
  expect(one).toContain('An account is named by');
  expect(one).not.toContain('tts show');
  expect(await answered(house, ada, '/vg ?')).toContain('What you can do');
  expect(await answered(house, ada, '/vg help accounts')).toContain('/vg <account>');
  expect(await answered(house, ada, '/vg help status')).not.toContain('An account is named by');
});

test('an unknown command is answered with the nearest one', async () => {
  await using house = await openHouse();
  await house.ada.types('/vg hlep');
  await house.settled();
  expect(house.ada.sees()).toContain('Did you mean /vg help?');
});

test('whatever is typed at whatever length is answered', async () => {
  await using house = await openHouse();
  const { ada } = house;
  const commands = ['', 'tts clear ', 'account show ', 'account list ', 'access list ', 'audit '];
  for (const command of [...commands, 'tts claer ', 'account delete ', 'clear ', 'help ']) {
    for (const text of ['x'.repeat(2900), '&'.repeat(1000), '*_`~ '.repeat(500)]) {
      const answer = await answered(house, ada, `/vg ${command}${text}`);
      expect(answer, command).not.toContain('Something broke');
    }
  }
  expect(await answered(house, ada, `/vg ${'x'.repeat(2900)}`)).toContain('Reference ref_');
});

test('an error is not bold: what it quotes may hold asterisks', async () => {
  await using house = await openHouse();
  await house.ada.types('/vg tts show a*b');
  await house.settled();
  const [block] = house.ada.messages().at(-1)?.blocks ?? [];
  expect(JSON.stringify(block)).toMatch(/"text":"I find no account/);
});

test('who cannot be shown an error is told that something broke, with the reference', async () => {
  await using house = await openHouse({ allowViolations: true });
  const { ada, workspace } = house;
  await ada.types('/vg');
  workspace.faults.next('views.open', { error: 'expired_trigger_id' });
  workspace.faults.next('response_url', { status: 500 });
  workspace.faults.next('chat.postMessage', { error: 'invalid_blocks' });
  await ada.clicks('Clear TTS cache');
  await house.settled();
  expect((await ada.waitsFor('Something broke on our side. Reference ref_')).plain).toBeDefined();
});

test('a verb that a noun lacks is no name, and a change is never run on a guess', async () => {
  await using house = await openHouse();
  const { ada, tia } = house;
  await house.account('Globex');
  await house.account('Extend Me');
  const lacking = await answered(house, ada, '/vg account extend globex');
  expect(lacking).toContain('I do not know “account extend”.');
  expect(lacking).toContain('Usage: /vg account create [name]');
  expect(lacking).not.toContain('Did you mean');
  expect(await answered(house, ada, '/vg account rotate globex')).toContain('I do not know');
  expect(await answered(house, ada, '/vg account shwo globex')).toContain(
    'Did you mean /vg account show globex?',
  );
  expect(await answered(house, ada, '/vg tts remove globex')).toContain(
    'Did you mean /vg tts clear globex?',
  );
  expect(await answered(house, tia, '/vg access add @eve account Tiny')).not.toContain('grant');

  // An account that is named so is found by its whole name; by a part of it, it is suggested.
  expect(await answered(house, ada, '/vg account extend me')).toContain(
    'extend-me.sip.example.com',
  );
  expect(await answered(house, ada, '/vg account extend m')).toContain(
    'Did you mean /vg account list "extend m"?',
  );
  expect(house.rows('SELECT id FROM changes WHERE kind LIKE ?', 'tts%')).toEqual([]);
  expect(ada.modal).toBeUndefined();
});

test('a verb without its noun suggests the nouns that have it', async () => {
  await using house = await openHouse();
  const { ada, tia, eve } = house;
  await house.account('Clear Skies');
  const clear = await answered(house, ada, '/vg clear globex');
  expect(clear).toContain('I do not know “clear globex”.\nDid you mean /vg tts clear globex?');
  expect(clear).not.toContain('Ask for access');
  expect(await answered(house, ada, '/vg cache clear globex')).toContain('/vg tts clear globex?');
  expect(await answered(house, ada, '/vg show globex')).toContain(
    'Did you mean /vg account show globex or /vg webhooks show globex or /vg secret show globex or /vg tts show globex?',
  );
  expect(await answered(house, ada, '/vg create')).toContain(
    'Did you mean /vg account create or /vg apps add or /vg keys add?',
  );
  expect(await answered(house, ada, '/vg approve')).toContain('Did you mean /vg approvals?');
  expect(await answered(house, ada, '/vg grant @eve')).toContain('/vg access grant @eve?');
  expect(await answered(house, tia, '/vg grant @eve')).not.toContain('access grant');
  expect(await answered(house, eve, '/vg clear globex')).toContain('[Ask for access]');
  expect(await answered(house, ada, '/vg clear skies')).toContain('clear-skies.sip.example.com');
  expect(await answered(house, ada, '/vg clear sk')).toContain('or /vg account show "clear sk"?');
});

test('nouns that this version does not have are no accounts', async () => {
  await using house = await openHouse();
  const { ada } = house;
  for (const text of ['sp globex', 'provider show globex']) {
    const answer = await answered(house, ada, `/vg ${text}`);
    expect(answer).toContain(`I do not know “${text}”.`);
    expect(answer).toContain('All commands: /vg help');
    expect(answer).not.toContain('Ask for access');
  }
  await house.account('Realm Nine');
  expect(await answered(house, ada, '/vg realm ni')).toContain('realm-nine.sip.example.com');
});

test('a person or a channel is no account, and is shown as what it is', async () => {
  await using house = await openHouse();
  const { ada, olu } = house;
  const person = await answered(house, ada, '/vg @ben');
  expect(person).toContain('I do not know “@ben”.');
  expect(person).toMatch(/\/vg access list @ben or .*\/vg can @ben …/);
  expect(person).not.toContain('<@');
  expect(await answered(house, olu, '/vg @ben')).not.toContain('Did you mean');
  expect(await answered(house, ada, '/vg #voice-ops')).toContain('I do not know “#voice-ops”.');
  expect(await answered(house, ada, '/vg tts show @ben')).toContain('no account “@ben”');
});

test('every account is meant by --all, -all and nothing else', async () => {
  await using house = await openHouse();
  const { ada, tia } = house;
  for (const word of ['all', 'everything', 'all accounts']) {
    expect(await answered(house, ada, `/vg tts clear ${word}`)).toContain(
      'Did you mean /vg tts clear --all?',
    );
  }
  expect(await answered(house, tia, '/vg tts clear all')).not.toContain('Did you mean');
  expect(ada.modal).toBeUndefined();
  await ada.types('/vg tts clear -all');
  await ada.waitsForModal('Clear every TTS cache');
  await ada.closes({ all: true });
  await house.account('All');
  await ada.types('/vg tts clear all');
  await ada.waitsForModal('All');
});
