import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { openFragileHouse } from '../fragile.ts';
import { s3Recording } from '../recordings.ts';

/** Accounts of two providers: Default's from Alpha to Lima, North's two. */
async function stocked(house: House) {
  const named = (name: string) => house.account(name);
  for (const name of [
    'Alpha',
    'Bravo',
    'Charlie',
    'Delta',
    'Echo',
    'Foxtrot',
    'Golf',
    'Hotel',
    'India',
    'Juliett',
    'Kilo',
    'Lima',
  ]) {
    await named(name);
  }
  return {
    polar: await house.account('Polar', 'North'),
    aurora: await house.account('Alpha Aurora', 'North'),
  };
}

const names = (text: string) =>
  [...text.matchAll(/^(.+?) · \S+\.sip\.example\.com · /gmu)].map(([, name]) => name);

test('a list is paged by Next and Previous, in place of the message', async () => {
  await using house = await openHouse();
  await stocked(house);
  const { ada, voiceOps } = house;
  await ada.types('/vg account list', { in: voiceOps });
  const first = await ada.waitsFor('Accounts');
  expect(first.ephemeral).toBe(true);
  expect(names(first.plain)).toHaveLength(10);
  expect(first.plain).toContain('There are more.');
  expect(first.buttons).not.toContain('Previous');

  await ada.clicks('Next');
  const second = await ada.waitsFor('Tiny');
  expect(names(second.plain)).toHaveLength(5);
  expect(second.ts).toBe(first.ts);
  expect(second.buttons).not.toContain('Next');
  expect(new Set([...names(first.plain), ...names(second.plain)]).size).toBe(15);

  await ada.clicks('Previous');
  await house.settled();
  expect(names(ada.messages(voiceOps).at(-1)?.plain ?? '')).toEqual(names(first.plain));
  expect(ada.messages(voiceOps)).toHaveLength(1);
});

test('Previous finds its way back page by page, however far one went', async () => {
  await using house = await openHouse();
  for (let n = 10; n < 45; n += 1) await house.account(`Number ${n}`);
  const { ada, voiceOps } = house;
  await ada.types('/vg account list number', { in: voiceOps });
  const now = async () => {
    await house.settled();
    return names(ada.messages(voiceOps).at(-1)?.plain ?? '');
  };
  const pages = [await now()];
  for (let page = 1; page < 4; page += 1) {
    await ada.clicks('Next');
    pages.push(await now());
  }
  expect(pages.map((page) => page.length)).toEqual([10, 10, 10, 5]);
  for (const page of pages.slice(0, 3).reverse()) {
    await ada.clicks('Previous');
    expect(await now()).toEqual(page);
  }
});

test('a search finds words of names, realms and SIDs, and says so where there are none', async () => {
  await using house = await openHouse();
  const { polar } = await stocked(house);
  const { ada } = house;
  await ada.types('/vg accounts alph');
  expect(names((await ada.waitsFor('Accounts: “alph”')).plain)).toEqual(['Alpha', 'Alpha Aurora']);
  await ada.types(`/vg account list ${polar.sid.slice(0, 8)}`);
  expect(names((await ada.waitsFor(`“${polar.sid.slice(0, 8)}”`)).plain)).toEqual(['Polar']);
  await ada.types('/vg account list zulu');
  const none = await ada.waitsFor('begins with “zulu”');
  expect(none.plain).toContain('Try fewer letters');
});

test('a list is narrowed to a provider by name or SID; an unknown one is answered with those in reach', async () => {
  await using house = await openHouse();
  const { polar } = await stocked(house);
  const { ada, sam } = house;
  await ada.types('/vg account list provider:north');
  const north = await ada.waitsFor('Accounts of North');
  expect(names(north.plain)).toEqual(['Alpha Aurora', 'Polar']);
  await ada.types(`/vg account list alpha provider:${polar.provider.sid}`);
  expect(names((await ada.waitsFor('Accounts of North: “alpha”')).plain)).toEqual(['Alpha Aurora']);
  await ada.types('/vg account list provider:south');
  const unknown = await ada.waitsFor('I find no Service Provider “south”');
  expect(unknown.plain).toContain('In your reach: Default, North.');
  await house.account('Bistro', 'Café Sud');
  await ada.types('/vg account list provider:cafe');
  await ada.waitsFor('Accounts of Café Sud');
  await sam.types('/vg account list provider:north');
  const foreign = await sam.waitsFor('I find no Service Provider “north”');
  expect(foreign.plain).toContain('In your reach: Default.');
});

test('everybody lists what is in their reach and nothing else', async () => {
  await using house = await openHouse();
  await stocked(house);
  const { sam, tia, olu, eve } = house;
  await sam.types('/vg account list');
  await sam.clicks('Next');
  await sam.waitsFor('Tiny');
  expect(sam.sees()).not.toContain('Polar');
  await tia.types('/vg account list');
  expect(names((await tia.waitsFor('Accounts')).plain)).toEqual(['Tiny']);
  await olu.types('/vg account list polar');
  expect(names((await olu.waitsFor('Accounts')).plain)).toEqual(['Polar']);
  await eve.types('/vg account list');
  const refused = await eve.waitsFor('You have no access yet.');
  expect(refused.buttons).toContain('Ask for access');
  expect(eve.sees()).not.toContain('Tiny');
});

test('a button that carries somebody else’s search shows no more than one’s own reach', async () => {
  await using house = await openHouse();
  await stocked(house);
  const { sam, voiceOps } = house;
  const next = JSON.stringify({ text: 'polar', provider: null, after: null, back: [] });
  await sam.types('/vg account list', { in: voiceOps });
  await sam.waitsFor('Accounts');
  const buttons = sam.messages(voiceOps).at(-1)?.blocks.at(-1)?.elements;
  for (const element of buttons as { value: string }[]) element.value = next;
  await sam.clicks('Next');
  await sam.waitsFor('begins with “polar”');
  expect(sam.sees()).not.toContain('polar.sip');
});

test('the card shows every setting, its secrets masked, and what the account contains', async () => {
  await using house = await openHouse();
  const acme = await house.account('Acme');
  const { stock } = house.gateway;
  const ivr = await stock.addApplication(acme.sid, { name: 'IVR' });
  await stock.addCarrier(acme.sid, 'Telco');
  await stock.addSpeechService(acme.sid, { vendor: 'google', name: 'Speech' });
  await stock.cachePrompts(acme.sid, 1234);
  await stock.configure(acme.sid, {
    deviceApplication: ivr,
    registrationWebhook: {
      url: 'https://user:hunter2hunter2@acme.example.com/register',
      method: 'POST',
      username: 'hook',
      password: new Secret('a-password-to-hide-9876'),
    },
    recording: s3Recording({ format: 'mp3' }, { secretAccessKey: new Secret('never-shown') }),
  });
  await house.gateway.setLimits(acme.sid, {
    unit: 'minutes',
    maximum: 5000,
    licensedSessions: 20,
  });
  const secret = (await house.gateway.account(acme.sid))?.webhookSecret.reveal() ?? '';

  await house.ada.types('/vg acme');
  const { plain, buttons } = await house.ada.waitsFor('Account SID');
  for (const shown of [
    acme.sid,
    'Default',
    'acme.sip.example.com',
    `Webhook Secret: ••••${secret.slice(-4)}`,
    'Unit: minutes, at most 5,000',
    'Licensed sessions: 20',
    'Application for SIP device calls: IVR',
    'Application for SIPREC calls: none',
    'POST https://••••@acme.example.com/register, user hook, password ••••9876',
    'Queue Event Webhook: none',
    '1,234 cached prompts',
    'Amazon S3, calls, .mp3, all calls of this account',
    'Applications: 1 (IVR)',
    'Carriers: 1 (Telco)',
    'Speech services: 1 (Speech)',
  ]) {
    expect(plain).toContain(shown);
  }
  expect(buttons).toEqual([
    'Edit',
    'Limits',
    'SIP Realm',
    'Webhooks',
    'Reveal',
    'Applications',
    'Calls',
    'API keys',
    'Recording',
    'Clear TTS cache',
    'Delete',
  ]);
  for (const hidden of [secret, 'hunter2', 'a-password', 'never-shown']) {
    expect(house.ada.sees()).not.toContain(hidden);
    expect(JSON.stringify(house.workspace.calls)).not.toContain(hidden);
  }

  await house.olu.types('/vg account show acme');
  const seen = await house.olu.waitsFor('Account SID');
  expect(seen.plain).toContain(`••••${secret.slice(-4)}`);
  // Only an Admin sets them; everybody who sees the card sees them (the spec's Scope is who may change).
  expect(seen.plain).toContain('Licensed sessions: 20');
  expect(seen.buttons).toEqual([
    'Webhooks',
    'Applications',
    'Calls',
    'API keys',
    'Recording',
    'Clear TTS cache',
  ]);
});

test('a card comes without what the gateway does not tell in time', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  const { tia } = house;
  const held = faults.hang('cachedPrompts');
  faults.fail('accountContents', new Error('broken'));
  await tia.types('/vg account show tiny');
  const { plain } = await tia.waitsFor('Account SID');
  held.release();
  expect(plain).toContain('TTS prompt caching: count unknown');
  expect(plain).toContain('Applications: unknown');
});

test('left out, the account is the only one in reach, else it is picked from a list', async () => {
  await using house = await openHouse();
  await stocked(house);
  const { tia, sam, voiceOps } = house;
  await tia.types('/vg account show');
  expect((await tia.waitsFor('Account SID')).plain).toContain('tiny.sip.example.com');

  await sam.types('/vg account show', { in: voiceOps });
  await sam.waitsFor('Which account do you want to see?');
  expect(await sam.searches('Find an account', 'ech')).toEqual(['Echo']);
  expect(await sam.searches('Find an account', 'polar')).toEqual([]);
  await sam.picks('Find an account', 'Echo');
  expect((await sam.waitsFor('Account SID')).plain).toContain('echo.sip.example.com');
});

test('an ambiguous name is answered with its matches as buttons', async () => {
  await using house = await openHouse();
  await house.account('Acme East');
  await house.account('Acme West');
  const { ada } = house;
  await ada.types('/vg account show acme');
  const question = await ada.waitsFor('Several accounts match “acme”');
  expect(question.buttons).toEqual(['Choose', 'Choose']);
  expect(question.plain).toMatch(/Acme East[\s\S]*Acme West/u);
  await ada.clicks('Choose');
  expect((await ada.waitsFor('Account SID')).plain).toContain('acme-east.sip.example.com');
});

test('where common words rarely meet, pickers and commands find the account all the same', async () => {
  await using house = await openHouse();
  const { ada } = house;
  const { gateway } = house;
  const { sid: providerSid } = (await house.account('Twin and Silver zz')).provider;
  const named = (word: string) => Array.from({ length: 250 }, (_, index) => `${word} ${index}`);
  await gateway.stock.addAccounts(
    [...named('Twin'), ...named('Silver')].map((name, index) => {
      return { name, providerSid, sipRealm: `meet${index}.example` };
    }),
  );
  await ada.types('/vg account show');
  await ada.waitsFor('Which account do you want to see?');
  expect(await ada.searches('Find an account', 'silver twin')).toEqual(['Twin and Silver zz']);
  await ada.types('/vg account list silver twin');
  expect(names((await ada.waitsFor('“silver twin”')).plain)).toEqual(['Twin and Silver zz']);
  await ada.types('/vg account show silver twin');
  expect((await ada.waitsFor('Account SID')).plain).toContain('twin-and-silver-zz.sip');
});

test('a line names at most 50 accounts, and what was typed is quoted in part', async () => {
  await using house = await openHouse();
  await house.account('Acme East');
  await house.account('Acme West');
  const { ada } = house;
  const many = Array.from({ length: 51 }, (_, index) => `name${index}`);
  for (const words of ['tts clear', 'tts show', 'account show']) {
    await ada.types(`/vg ${words} ${many.join(', ')}`);
    await ada.waitsFor('You named 51 accounts at once.');
    expect(ada.messages().at(-1)?.plain).toContain('Name at most 50.');
  }
  expect(ada.modal).toBeUndefined();
  const long = `acme, ${'&'.repeat(2900)}`;
  for (const words of ['tts clear', 'tts show', 'account show', 'audit']) {
    await ada.types(`/vg ${words} ${long}`);
    await house.settled();
    expect(ada.messages().at(-1)?.plain).toContain(
      `no account “${'&'.repeat(99)}…” in your reach.`,
    );
  }
});

test('the Show button of a list opens the card', async () => {
  await using house = await openHouse();
  const { tia } = house;
  await tia.types('/vg account list');
  await tia.clicks('Show');
  expect((await tia.waitsFor('Account SID')).plain).toContain('tiny.sip.example.com');
});

test('a foreign account gets the words of a missing one, from the command and from a button', async () => {
  await using house = await openHouse();
  const { polar } = await stocked(house);
  const { tia, sam, workspace } = house;
  const wording = async (text: string) => {
    await tia.types(text);
    await house.settled();
    return (
      tia
        .messages()
        .at(-1)
        ?.plain.replace(/ref_\w+/, 'ref') ?? ''
    );
  };
  const foreign = await wording('/vg account show polar');
  expect(foreign).toContain('I find no account “polar” in your reach.');
  expect(await wording('/vg account show nowhere')).toBe(foreign.replace('polar', 'nowhere'));
  expect(await wording('/vg polar')).toBe(foreign);

  const press = async (by: Person, value: string) => {
    const actions = [{ type: 'button', action_id: 'account.show', block_id: 'b', value }];
    await workspace.forge({ by, kind: 'block_actions', payload: { actions } });
    const { plain } = await by.waitsFor('I find no such account in your reach.');
    return plain.replace(/ref_\w+/, 'ref');
  };
  const missing = await press(sam, '00000000-0000-4000-8000-000000000000');
  expect(await press(tia, polar.sid)).toBe(missing);
  expect(tia.sees()).not.toContain('polar.sip');
});
