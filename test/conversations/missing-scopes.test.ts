import { expect, test } from 'vitest';
import { manifest } from '../../src/demo/manifest.ts';
import { type ScopeName, scopes } from '../../src/slack/scopes.ts';
import { type House, openHouse } from '../bot.ts';
import { types } from '../terminal/terminal.ts';

// An app that was installed without one of its scopes: what needs it says so, and everything else works.

async function houseWithout(scope: ScopeName) {
  const granted = manifest.oauth_config.scopes.bot.filter((one) => one !== scope);
  const house = await openHouse({
    workspace: { scopes: granted },
    // Calls without the scope are what the tests are about.
    allowViolations: true,
    unmapped: true,
  });
  return {
    house,
    /** Somebody installs the app anew, with the scope; the next answer of Slack says so. */
    installAnew: () => void granted.push(scope),
  };
}

async function status(house: House): Promise<string> {
  await house.ada.types('/vg status', { in: house.voiceOps });
  await house.settled();
  return house.ada.messages(house.voiceOps).at(-1)?.plain ?? '';
}

async function creates(house: House, name: string): Promise<void> {
  const { ada, voiceOps } = house;
  await ada.types(`/vg account create ${name}`, { in: voiceOps });
  await ada.waitsForModal('Create account');
  await ada.fills({ 'SIP Realm': `${name.toLowerCase()}.example.com` });
  await ada.submits();
}

test.for(scopes.filter(({ name }) => name !== 'commands'))(
  'without $name the bot starts, logs what it cannot do, and status says how to mend it',
  async ({ name, without }) => {
    const { house } = await houseWithout(name);
    await using _ = house;
    const warned = house.logs.filter((line) => line.includes('"scope":'));
    expect(warned).toEqual([expect.stringContaining(`"without":${JSON.stringify(without)}`)]);
    const said = await status(house);
    expect(said).toContain(`What the Slack app may not\n• ${name}: ${without}`);
    expect(said).toContain(`→ Add ${name} to the app (api.slack.com/apps`);
  },
);

test('with all of them nothing is said of scopes', async () => {
  await using house = await openHouse();
  expect(await status(house)).not.toContain('Slack app');
  expect(house.logs.filter((line) => line.includes('lacks a scope'))).toEqual([]);
});

test('without commands nobody can type one, and a terminal says why', async () => {
  const { house } = await houseWithout('commands');
  await using _ = house;
  const { out } = await types(house, ['status']);
  expect(out).toContain('commands: There is no slash command, and there are no shortcuts.');
  await house.ada.opensHome();
  await house.ada.waitsForHome('You hold Admin scope');
});

test('without users:read people may look; whatever changes something is refused with why and the remedy', async () => {
  const { house, installAnew } = await houseWithout('users:read');
  await using _ = house;
  const { ada, voiceOps } = house;
  await ada.types('/vg account list', { in: voiceOps });
  await ada.waitsFor('There is no account in your reach yet.', { in: voiceOps });
  await ada.types('/vg account create Acme', { in: voiceOps });
  await house.settled();
  expect(ada.sees()).toContain('I cannot make changes for you.');
  expect(ada.sees()).toContain(
    'The app lacks the scope users:read in Slack, so I may not read who people are.',
  );
  expect(ada.sees()).toContain('For whoever runs the bot: Add users:read to the app');
  expect(ada.sees()).not.toContain('Try again in a minute');
  const refused = house.rows<{ detail: string }>(
    "SELECT detail FROM audit_entries WHERE result = 'refused'",
  );
  expect(refused.map(({ detail }) => JSON.parse(detail).because)).toContain('identity unknown');

  // At a terminal everybody is known, but not whom they map.
  const { err } = await types(house, ['access', 'grant', `<@${house.eve.id}>`, 'on_call']);
  expect(err).toContain('I may not read who people are.');
  expect(err).toContain('Add users:read to the app');

  installAnew();
  house.clock.forward({ seconds: 10 });
  await ada.types('/vg me', { in: voiceOps });
  await house.settled();
  expect(await status(house)).not.toContain('Slack app');
  await creates(house, 'Globex');
  await ada.waitsFor('Done: I created account Globex.', { in: voiceOps });
});

test('without chat:write changes are carried out and answered, and what is to be told waits until it may', async () => {
  const { house, installAnew } = await houseWithout('chat:write');
  await using _ = house;
  const { ada, ben, voiceOps, approvals, audit } = house;
  await creates(house, 'Acme');
  await ada.waitsFor('Done: I created account Acme.', { in: voiceOps });
  await house.settled();
  expect(ben.messages(approvals)).toEqual([]);
  const said = await status(house);
  expect(said).toMatch(/Messages: \d+ messages to be delivered/);
  expect(said).not.toContain('Messages that Slack refused');

  installAnew();
  house.clock.forward({ minutes: 1 });
  await ben.waitsFor('@ada created account Acme', { in: approvals });
  await ben.waitsFor('create account', { in: audit });
  await house.settled();
  expect(await status(house)).toContain('Messages: everything is delivered');
});

test('without im:history a plain message stays unanswered', async () => {
  const { house, installAnew } = await houseWithout('im:history');
  await using _ = house;
  const { ada } = house;
  await house.settled();
  const before = ada.messages(ada.dm).length;
  await ada.says('hello');
  await house.settled();
  expect(ada.messages(ada.dm)).toHaveLength(before + 1);
  installAnew();
  await ada.says('hello again');
  await house.settled();
  expect(ada.messages(ada.dm)).toHaveLength(before + 3);
});
