import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { BotError } from '../../src/errors.ts';
import { type House, type HouseOptions, openHouse } from '../bot.ts';
import { type Faults, faulty } from '../gateway/faulty.ts';

/** A house whose gateway can be told to go wrong. */
async function fragileHouse(options: HouseOptions = {}): Promise<{ house: House; faults: Faults }> {
  const made: Faults[] = [];
  const house = await openHouse({
    ...options,
    parts: {
      gateway(real) {
        const gateway = faulty(real);
        made.push(gateway);
        return gateway;
      },
    },
  });
  const [faults] = made;
  if (!faults) throw new Error('the bot opened no gateway');
  return { house, faults };
}

async function status(house: House, person: Person): Promise<string> {
  await person.types('/vg status', { in: house.voiceOps });
  await house.settled();
  const last = person.messages(house.voiceOps).at(-1);
  expect(last?.ephemeral).toBe(true);
  return last?.plain ?? '';
}

test('Admins and on-call see how the bot and the gateway are', async () => {
  await using house = await openHouse();
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  for (const person of [house.ada, house.olu]) {
    const said = await status(house, person);
    expect(said).toMatch(new RegExp(`^Switchboard ${version}, running since 20\\d\\d-`));
    expect(said).toContain('Voice Gateway: answers');
    expect(said).toContain('Database: answers');
    expect(said).toContain('Messages: everything is delivered');
    expect(said).toContain(
      'Changes: 0 waiting for a decision, 0 under way, 0 with an unknown outcome',
    );
    expect(said).not.toContain('refused');
  }
});

test('others are refused, and that is audited', async () => {
  await using house = await openHouse();
  for (const person of [house.sam, house.tia, house.eve]) {
    expect(await status(house, person)).not.toContain('Voice Gateway: answers');
  }
  const refused = house.rows<{ actor_name: string }>(
    `SELECT actor_name FROM audit_entries WHERE action = 'status' AND result = 'refused'`,
  );
  expect(refused.map(({ actor_name }) => actor_name)).toEqual(['sam', 'tia', 'eve']);
});

test('a gateway that is down or does not answer is told as that, in time', async () => {
  const { house, faults } = await fragileHouse();
  await using _closed = house;
  const down = new BotError('unavailable', 'The Voice Gateway did not answer.');
  faults.fail('ping', down);
  expect(await status(house, house.ada)).toContain(
    'Voice Gateway: does not answer: The Voice Gateway did not answer.',
  );
  const { release } = faults.hang('ping');
  expect(await status(house, house.olu)).toContain(
    'does not answer: It is slow, or it cannot be reached.',
  );
  release();
  expect(await status(house, house.ada)).toContain('Voice Gateway: answers');
});

test('a database that cannot be written to is told as that', async () => {
  await using house = await openHouse();
  const locker = new Database(join(house.config.dataDir, 'switchboard.db'));
  locker.exec('BEGIN IMMEDIATE');
  try {
    await house.ada.types('/vg status', { in: house.voiceOps });
    await house.ada.waitsFor('Database: does not answer: My database is locked by another', {
      in: house.voiceOps,
    });
  } finally {
    locker.exec('ROLLBACK');
    locker.close();
  }
});

test('a database that takes no row is told as that, whatever it lets be read', async () => {
  await using house = await openHouse();
  const shell = new Database(join(house.config.dataDir, 'switchboard.db'));
  try {
    for (const event of ['INSERT', 'UPDATE']) {
      shell.exec(`CREATE TRIGGER no_${event} BEFORE ${event} ON marks
        BEGIN SELECT RAISE(ABORT, 'a trigger of the operator'); END`);
    }
    expect(await status(house, house.ada)).toContain(
      'Database: does not answer: My database refuses what I write.',
    );
  } finally {
    shell.close();
  }
});

test('whose direct messages Slack refused is told to Admins alone', async () => {
  await using house = await openHouse();
  const { ada, eve, olu, workspace } = house;
  workspace.faults.next('chat.postMessage', { error: 'user_disabled' }, 2);
  await ada.types(`/vg access grant @${eve.name} account Tiny`, { in: house.voiceOps });
  await house.settled();
  expect(await status(house, ada)).toContain('direct messages of @eve');
  const onCall = await status(house, olu);
  expect(onCall).toContain('Voice Gateway: answers');
  expect(onCall).not.toContain('direct messages');
});

test('what waits and what ended unknown is counted', async () => {
  const { house, faults } = await fragileHouse();
  await using _closed = house;
  const { ada, tia } = house;
  await tia.types('/vg account create Acme');
  await tia.waitsForModal('Create account');
  await tia.fills({ 'SIP Realm': 'acme.example.com', Reason: 'New' });
  await tia.submits();
  await tia.waitsForNoModal();
  expect(await status(house, ada)).toContain('Changes: 1 waiting for a decision, 0 under way');

  const lost = new BotError('unavailable', 'No answer.', { mayHaveHappened: true });
  faults.fail('createAccount', lost);
  await ada.clicks('Approve', { in: 'Create account Acme' });
  await ada.waitsFor('Outcome unknown', { in: house.ops });
  const said = await status(house, ada);
  expect(said).toContain('0 waiting for a decision, 0 under way, 1 with an unknown outcome');
  expect(said).toContain('Unknown outcomes are in the operations channel');
});

test('messages that Slack refused are listed with what to do, until they arrive there again', async () => {
  await using house = await openHouse();
  const { ada, ben, eve, tia, approvals, workspace } = house;
  approvals.members.delete(workspace.botUserId);
  const asks = async (person: Person) => {
    await person.types('/vg access request');
    await person.waitsForModal('Ask for access');
    await person.fills({ 'What you need': 'a look', Reason: 'curious' });
    await person.submits();
    await person.waitsForNoModal();
    await house.settled();
  };
  await asks(eve);
  await ben.waitsFor('I could not post this in #approvals', { in: ben.dm });
  const broken = await status(house, ada);
  expect(broken).toContain('Messages that Slack refused');
  expect(broken).toMatch(
    /1 message to #approvals, last 20.*: the bot is not a member there, .* \(channel_not_found\)\. Invite the bot/,
  );
  const onCall = await status(house, house.olu);
  expect(onCall).toMatch(/1 message to #approvals, .*: the bot is not a member there, .*\. Invite/);
  expect(onCall).not.toContain('channel_not_found');

  approvals.members.add(workspace.botUserId);
  await asks(tia);
  expect(await status(house, ada)).toContain('Messages have arrived there since.');
});

test('what is still to be delivered is counted, with the oldest', async () => {
  await using house = await openHouse();
  const { ada, audit, workspace } = house;
  workspace.faults.next('chat.postMessage', { status: 429, retryAfter: 3600 }, 2);
  await ada.types(`/vg access grant @${house.eve.name} account Tiny`, { in: house.voiceOps });
  await house.settled();
  expect(ada.messages(audit)).toEqual([]);
  expect(await status(house, ada)).toContain(
    'Messages: 2 messages to be delivered, the oldest since 20',
  );
});
