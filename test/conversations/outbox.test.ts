import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { ADMINS, type Telling, tell } from '../../src/changes/outbox.store.ts';
import { inTransaction, openDatabase } from '../../src/db/database.ts';
import { message, section } from '../../src/slack/blocks.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';
import { type House, openHouse } from '../bot.ts';

type Said = Omit<Telling, 'message'> & { says: string };

/** Puts messages into the outbox behind the bot's back; it finds them at its next heartbeat. */
function tells(house: House, ...said: Said[]): void {
  const file = join(house.config.dataDir, 'switchboard.db');
  const database = openDatabase(file, 'switchboard');
  try {
    inTransaction(database.db, (tx) => {
      for (const { says, ...telling } of said) {
        tell(tx, { ...telling, message: message(section(mrkdwn`${says}`)) }, house.clock.now());
      }
    });
  } finally {
    database.close();
  }
}

function changesRows(house: House, statement: string): void {
  const client = new Database(join(house.config.dataDir, 'switchboard.db'));
  try {
    client.exec(statement);
  } finally {
    client.close();
  }
}

/** How the newest deliveries of a conversation stand. */
const rows = (house: House, conversation: string) =>
  house.rows<{ state: string; attempts: number; error: string | null }>(
    'SELECT state, attempts, error FROM outbox WHERE conversation = ? ORDER BY id',
    conversation,
  );

const answers = (house: House, method: string, channel: string) =>
  house.workspace.calls
    .filter((call) => call.method === method && call.args.channel === channel)
    .map(({ answer }) => answer.error ?? 'ok');

const AGAIN = 'Sent again: Slack did not confirm the first, so you may see this twice.';

/** Waits until Slack has refused so many calls in the way that was asked for. */
async function refusals(house: House, error: string, times = 1): Promise<void> {
  const refused = () => house.workspace.calls.filter(({ answer }) => answer.error === error);
  await expect.poll(() => refused().length, { timeout: 5000 }).toBe(times);
  // Its outcome is written down before the clock is moved.
  await house.settled();
}

const spoken = (house: House, channel: House['ops']) =>
  house.ada.messages(channel).map(({ plain }) => plain);

test('asked to wait, the bot waits as long, keeps the order there, and holds up nobody else', async () => {
  await using house = await openHouse();
  const { ada, ops, audit, clock, workspace } = house;
  workspace.faults.next('chat.postMessage', { status: 429, retryAfter: 3600 });
  tells(house, { conversation: ops.id, says: 'one' });
  await refusals(house, 'ratelimited');
  tells(
    house,
    { conversation: ops.id, says: 'two' },
    { conversation: ops.id, says: 'three' },
    { conversation: audit.id, says: 'elsewhere' },
  );
  await ada.waitsFor('elsewhere', { in: audit });
  await house.settled();
  expect(spoken(house, ops)).toEqual([]);
  clock.forward({ minutes: 59 });
  tells(house, { conversation: audit.id, says: 'elsewhere again' });
  await ada.waitsFor('elsewhere again', { in: audit });
  expect(spoken(house, ops)).toEqual([]);
  clock.forward({ minutes: 1, seconds: 1 });
  await ada.waitsFor('three', { in: ops });
  expect(spoken(house, ops)).toEqual(['one', 'two', 'three']);
});

test('more than Slack takes at once arrives all the same, in order', async () => {
  await using house = await openHouse();
  const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
  tells(house, ...words.map((says) => ({ conversation: house.ops.id, says })));
  await house.ada.waitsFor('seven', { in: house.ops });
  expect(spoken(house, house.ops)).toEqual(words);
});

test('a message whose answer was lost is repeated, says so, and what follows keeps its place', async () => {
  await using house = await openHouse();
  const { ada, ops, workspace } = house;
  workspace.faults.next('chat.postMessage', 'lose answer');
  tells(house, { conversation: ops.id, says: 'one' }, { conversation: ops.id, says: 'two' });
  await ada.waitsFor('two', { in: ops });
  await house.settled();
  expect(spoken(house, ops)).toEqual(['one', `one\n${AGAIN}`, 'two']);
  expect(rows(house, ops.id).slice(-2)).toEqual([
    { state: 'sent', attempts: 2, error: null },
    { state: 'sent', attempts: 1, error: null },
  ]);
});

test('after a 500 nobody knows whether it was posted: it is repeated and says so', async () => {
  await using house = await openHouse();
  const { ada, ops, clock, workspace } = house;
  workspace.faults.next('chat.postMessage', { status: 500 }, 2);
  tells(house, { conversation: ops.id, says: 'one' });
  await refusals(house, 'internal_error', 2);
  clock.forward({ seconds: 2 });
  await ada.waitsFor('one', { in: ops });
  expect(spoken(house, ops)).toEqual([`one\n${AGAIN}`]);
});

test('a message that Slack never answers is set aside in the end', async () => {
  await using house = await openHouse();
  const { ada, ops, workspace } = house;
  workspace.faults.next('chat.postMessage', { status: 500 });
  tells(house, { conversation: ops.id, says: 'one', fallback: ada.id });
  changesRows(house, "UPDATE outbox SET attempts = 13 WHERE state = 'due'");
  await ada.waitsFor('I could not post this in #ops: Slack did not take it.', { in: ada.dm });
  expect(rows(house, ops.id).at(-1)).toEqual({
    state: 'set_aside',
    attempts: 14,
    error: 'HTTP 500',
  });
});

test('what was on its way when its outcome could not be written down is repeated and says so', async () => {
  await using house = await openHouse();
  const { ada, ops } = house;
  changesRows(
    house,
    `INSERT INTO outbox (conversation, state, message, attempts, answer_lost, created_at, due_at)
       VALUES ('${ops.id}', 'sending', '{"text":"one","blocks":[]}', 1, 0, 0, 0)`,
  );
  await ada.waitsFor(AGAIN, { in: ops });
  expect(ada.messages(ops).map(({ text }) => text)).toEqual([`one\n${AGAIN}`]);
});

test.each([
  ['channel_not_found', 'the bot is not a member there, or the channel is gone. Invite the bot'],
  ['not_in_channel', 'the bot is not a member there. Invite the bot'],
  ['is_archived', 'the channel is archived. Unarchive it'],
])(
  '%s: set aside, told by direct message with what to do, and nothing waits behind it',
  async (error, words) => {
    await using house = await openHouse();
    const { ada, sam, ops, workspace } = house;
    workspace.faults.next('chat.postMessage', { error });
    tells(
      house,
      { conversation: ops.id, says: 'one', fallback: sam.id },
      { conversation: ops.id, says: 'two' },
    );
    const copy = await sam.waitsFor('one', { in: sam.dm });
    expect(copy.plain).toContain(`I could not post this in #ops: ${words}`);
    expect(copy.plain).not.toContain(error);
    expect(house.logs.join('\n')).toContain(`"error":"${error}"`);
    await ada.waitsFor('two', { in: ops });
    await house.settled();
    expect(spoken(house, ops)).toEqual(['two']);
    expect(
      rows(house, ops.id)
        .map(({ state }) => state)
        .slice(-2),
    ).toEqual(['set_aside', 'sent']);
  },
);

test('a token that Slack does not take is the operator’s to mend: messages wait for that', async () => {
  await using house = await openHouse();
  const { ada, ops, clock, workspace } = house;
  workspace.faults.next('chat.postMessage', { error: 'invalid_auth' }, 2);
  tells(house, { conversation: ops.id, says: 'one' });
  await refusals(house, 'invalid_auth', 1);
  clock.forward({ minutes: 1 });
  await refusals(house, 'invalid_auth', 2);
  clock.forward({ minutes: 1 });
  await ada.waitsFor('one', { in: ops });
  expect(spoken(house, ops)).toEqual(['one']);
});

test('of lines that only inform, one a day tells the Admins that their channel is broken', async () => {
  await using house = await openHouse({ allowViolations: true });
  const { ada, ben, sam, clock } = house;
  const nowhere = house.workspace.addChannel({
    name: 'nowhere',
    private: true,
    members: [ada],
    botIsMember: false,
  });
  const line = (says: string): Said => ({ conversation: nowhere.id, says, fallback: ADMINS });
  tells(house, line('one'), line('two'));
  await expect.poll(() => rows(house, nowhere.id).length, { timeout: 5000 }).toBe(2);
  await house.settled();
  await ada.waitsFor('one', { in: ada.dm });
  clock.forward({ days: 1, minutes: 1 });
  tells(house, line('three'));
  await ben.waitsFor('three', { in: ben.dm });
  await house.settled();
  for (const admin of [ada, ben]) {
    const copies = admin.messages(admin.dm).map(({ plain }) => plain.split('\n')[0]);
    expect(copies).toEqual(['one', 'three']);
  }
  expect(sam.messages(sam.dm)).toEqual([]);
  expect(rows(house, nowhere.id).every(({ state }) => state === 'set_aside')).toBe(true);
});

test('where the bot is not in the approvals channel, the Admins decide from their direct messages', async () => {
  await using house = await openHouse();
  const { ada, ben, tia, approvals, workspace } = house;
  approvals.members.delete(workspace.botUserId);
  await tia.types('/vg account create Acme');
  await tia.waitsForModal('Create account');
  await tia.fills({ 'SIP Realm': 'acme.example.com', Reason: 'New' });
  await tia.submits();
  await tia.waitsForNoModal();
  for (const admin of [ada, ben]) {
    const card = await admin.waitsFor('Create account Acme', { in: admin.dm });
    expect(card.plain).toContain('I could not post this in #approvals: the bot is not a member');
    expect(card.buttons).toEqual(['Approve', 'Edit & approve', 'Deny']);
  }
  await ben.clicks('Approve', { in: 'Create account Acme' });
  await house.settled();
  for (const admin of [ada, ben]) {
    const cards = admin.messages(admin.dm).filter(({ plain }) => plain.startsWith('Create'));
    expect(cards).toHaveLength(1);
    expect(cards[0]?.plain).toContain('Approved by @ben. Done and verified');
    expect(cards[0]?.buttons).toEqual([]);
  }
});

test('a card is one message that changes; an edit whose answer was lost is just done again', async () => {
  await using house = await openHouse();
  const { ada, ops, workspace } = house;
  const card = { conversation: ops.id, card: 'a card' };
  tells(house, { ...card, says: 'first' });
  await ada.waitsFor('first', { in: ops });
  workspace.faults.next('chat.update', 'lose answer');
  tells(house, { ...card, says: 'second' });
  await ada.waitsFor('second', { in: ops });
  await expect.poll(() => rows(house, ops.id).at(-1)?.state, { timeout: 5000 }).toBe('sent');
  expect(spoken(house, ops)).toEqual(['second']);
  expect(answers(house, 'chat.update', ops.id)).toEqual(['ok', 'ok']);
});

test('a card’s state that was not told yet gives way to the next, and keeps what is known of it', async () => {
  await using house = await openHouse({ history: true });
  const { ada, ops, clock, workspace } = house;
  const card = { conversation: ops.id, card: 'a card' };
  workspace.faults.next('chat.postMessage', { status: 429, retryAfter: 3600 });
  tells(house, { ...card, says: 'first' });
  await refusals(house, 'ratelimited');
  tells(house, { ...card, says: 'second' }, { conversation: house.audit.id, says: 'beside' });
  await ada.waitsFor('beside', { in: house.audit });
  await house.settled();
  // The next state waits as long as Slack asked for.
  expect(spoken(house, ops)).toEqual([]);
  clock.forward({ days: 1 });
  await ada.waitsFor('second', { in: ops });
  expect(spoken(house, ops)).toEqual(['second']);
  // On another day the head of the audit is told too: the next fault is not for it.
  await ada.waitsFor('Audit anchor', { in: house.audit });
  await house.settled();

  const other = { conversation: ops.id, card: 'another' };
  workspace.faults.next('chat.postMessage', { status: 500 });
  tells(house, { ...other, says: 'third' });
  await refusals(house, 'internal_error');
  await expect.poll(() => rows(house, ops.id).at(-1)?.error).toBe('HTTP 500');
  changesRows(
    house,
    `UPDATE outbox SET due_at = ${clock.now().getTime() + 60_000} WHERE state = 'due'`,
  );
  tells(house, { ...other, says: 'fourth' });
  clock.forward({ minutes: 2 });
  await ada.waitsFor('fourth', { in: ops });
  // The state before it may be there: the one that takes its place says so.
  expect(spoken(house, ops)).toEqual(['second', `fourth\n${AGAIN}`]);
});

test('a card that somebody deleted in Slack is posted anew', async () => {
  await using house = await openHouse();
  const { ada, ops } = house;
  const card = { conversation: ops.id, card: 'a card' };
  tells(house, { ...card, says: 'first' });
  await ada.waitsFor('first', { in: ops });
  await house.settled();
  for (const one of ops.messages) one.deleted = true;
  tells(house, { ...card, says: 'second' });
  await ada.waitsFor('second', { in: ops });
  tells(house, { ...card, says: 'third' });
  await ada.waitsFor('third', { in: ops });
  expect(spoken(house, ops)).toEqual(['third']);
});

test('a receipt finds its place by the response_url, else by itself, else by direct message', async () => {
  await using house = await openHouse();
  const { ada, eve, voiceOps, workspace } = house;
  const grants = async (account: string) => {
    await ada.types(`/vg access grant @${eve.name} account ${account}`, { in: voiceOps });
    await house.settled();
  };
  for (const name of ['One', 'Two', 'Three']) await house.account(name);
  await grants('One');
  expect(answers(house, 'chat.postEphemeral', voiceOps.id)).toEqual([]);
  expect(ada.messages(voiceOps).at(-1)?.plain).toContain('One');

  // Slack answers a used-up response_url with 404.
  workspace.faults.next('response_url', { status: 429, retryAfter: 1 });
  await grants('Two');
  expect(answers(house, 'chat.postEphemeral', voiceOps.id)).toEqual(['ok']);
  expect(ada.messages(voiceOps).at(-1)?.plain).toContain('Two');

  voiceOps.members.delete(ada.id);
  workspace.faults.next('response_url', { status: 429, retryAfter: 1 });
  tells(house, {
    conversation: voiceOps.id,
    onlyFor: ada.id,
    fallback: ada.id,
    says: 'a receipt',
  });
  const copy = await ada.waitsFor('a receipt', { in: ada.dm });
  expect(copy.plain).toContain('I could not post this in #voice-ops: the person had left');
});

test('a receipt whose answer was lost is not shown twice without a word', async () => {
  await using house = await openHouse();
  const { ada, eve, voiceOps, workspace } = house;
  workspace.faults.next('response_url', 'lose answer');
  await ada.types(`/vg access grant @${eve.name} account Tiny`, { in: voiceOps });
  await ada.waitsFor(AGAIN, { in: voiceOps });
  await house.settled();
  const receipts = ada.messages(voiceOps).filter(({ plain }) => plain.startsWith('Done'));
  expect(receipts.map(({ plain }) => plain.includes(AGAIN))).toEqual([false, true]);
  expect(answers(house, 'chat.postEphemeral', voiceOps.id)).toEqual([]);
});

test('while what is to be told cannot be read, the bot goes on, and tells it when it can', async () => {
  await using house = await openHouse();
  const { ada, tia, ops } = house;
  tells(house, { conversation: ops.id, says: 'one' });
  changesRows(house, 'ALTER TABLE outbox RENAME TO elsewhere');
  await expect
    .poll(() => house.logs.join('\n'), { timeout: 5000 })
    .toContain('what is to be told could not be read');
  await tia.types('/vg tts show');
  await tia.waitsFor('Tiny · Default: 0 cached prompts');
  changesRows(house, 'ALTER TABLE elsewhere RENAME TO outbox');
  await ada.waitsFor('one', { in: ops });
});

test('what was delivered or set aside long ago is forgotten', async () => {
  await using house = await openHouse();
  const { ada, ops, clock } = house;
  tells(house, { conversation: ops.id, says: 'one' });
  await ada.waitsFor('one', { in: ops });
  await house.settled();
  clock.forward({ days: 31 });
  tells(house, { conversation: ops.id, says: 'two' });
  await ada.waitsFor('two', { in: ops });
  await house.settled();
  expect(rows(house, ops.id)).toHaveLength(1);
});
