import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import type { AccountSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { openForm, submitsForged } from '../forging.ts';
import { openFragileHouse } from '../fragile.ts';
import { types, typesJson } from '../terminal/terminal.ts';

async function secretOf(house: House, sid: AccountSid): Promise<string> {
  const account = await house.gateway.account(sid);
  if (!account) throw new Error(`there is no account ${sid}`);
  return account.webhookSecret.reveal();
}

const masked = (secret: string) => `••••${secret.slice(-4)}`;

interface Entry {
  actor_user: string;
  result: string;
  target: string;
  surface: string;
  detail: string;
}

function audited(house: House, action: string): Entry[] {
  const sql = 'SELECT * FROM audit_entries WHERE action = ? ORDER BY seq';
  return house.rows<Entry>(sql, action);
}

/** What was sent to Slack but the views that reveal. */
function sentBesideReveals({ workspace }: House): string {
  const calls = workspace.calls.map(({ args }) => JSON.stringify(args));
  const acks = workspace.deliveries.map(({ ackBody }) => ackBody);
  return [...calls.filter((call) => !call.includes('secret.show.secret')), ...acks].join('\n');
}

describe('seeing the Webhook Secret', () => {
  test('opens it in a field to copy from, and the audit has who saw it', async () => {
    await using house = await openHouse();
    const { ada, voiceOps } = house;
    const acme = await house.account('Acme');
    const secret = await secretOf(house, acme.sid);
    await ada.types('/vg secret show acme', { in: voiceOps });
    const modal = await ada.waitsForModal('Acme · Default');
    expect(modal).toMatchObject({ title: 'Webhook Secret', values: { 'Webhook Secret': secret } });
    expect(modal.text).toContain('That you have seen it is in the audit.');
    expect(audited(house, 'secret show')).toEqual([
      expect.objectContaining({
        actor_user: ada.id,
        result: 'revealed',
        target: 'Acme',
        surface: 'command',
      }),
    ]);
    expect(audited(house, 'secret show')[0]?.detail).toMatch(/fingerprint [0-9a-f]{16}/);
    await ada.submits();
    expect(ada.modal).toBeUndefined();
    expect(house.rows('SELECT id FROM changes WHERE kind = ?', 'secret show')).toEqual([]);
    // A second look is a second entry.
    await ada.types('/vg secret acme', { in: voiceOps });
    await ada.waitsForModal('Acme · Default');
    expect(audited(house, 'secret show')).toHaveLength(2);
  });

  test('is offered on the card to those who may, where it is masked', async () => {
    await using house = await openHouse();
    const { ada, tia, olu, voiceOps } = house;
    const acme = await house.account('Acme');
    const secret = await secretOf(house, acme.sid);
    await ada.types('/vg account show acme', { in: voiceOps });
    const card = await ada.waitsFor(`Webhook Secret: ${masked(secret)}`);
    expect(card.buttons).toContain('Reveal');
    await ada.clicks('Reveal', { in: card });
    const modal = await ada.waitsForModal('Acme · Default');
    expect(modal.values).toEqual({ 'Webhook Secret': secret });
    expect(audited(house, 'secret show')).toEqual([
      expect.objectContaining({ surface: 'button', result: 'revealed' }),
    ]);

    await tia.types('/vg account show tiny');
    expect((await tia.waitsFor('Account SID')).buttons).toContain('Reveal');
    await olu.types('/vg account show acme');
    expect((await olu.waitsFor('Account SID')).buttons).not.toContain('Reveal');
    await olu.types('/vg secret show acme');
    await olu.waitsFor('You may not see an account’s Webhook Secret'.replace('’', "'"));
    expect(olu.modal).toBeUndefined();
  });

  test('what cannot be audited is not shown', async () => {
    await using house = await openHouse();
    const acme = await house.account('Acme');
    const secret = await secretOf(house, acme.sid);
    const client = new Database(join(house.config.dataDir, 'switchboard.db'));
    client.exec(
      "CREATE TRIGGER full BEFORE INSERT ON audit_entries WHEN NEW.result = 'revealed' BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    client.close();
    await house.ada.types('/vg secret show acme', { in: house.voiceOps });
    await house.ada.waitsFor(/Reference ref_/);
    expect(house.ada.modal).toBeUndefined();
    expect(JSON.stringify(house.workspace.calls)).not.toContain(secret);
  });

  test('a slow gateway is waited for in the modal, and one that is away says so', async () => {
    const { house, faults } = await openFragileHouse();
    await using _ = house;
    const acme = await house.account('Acme');
    const hung = faults.hang('account');
    await house.ada.types('/vg secret show acme');
    await house.ada.waitsForModal('Looking it up…');
    expect(audited(house, 'secret show')).toEqual([]);
    hung.release();
    const modal = await house.ada.waitsForModal('Acme · Default');
    expect(modal.values).toEqual({ 'Webhook Secret': await secretOf(house, acme.sid) });
    await house.ada.closes();

    faults.fail('account', new BotError('unavailable', 'The Voice Gateway is away.'), 1);
    await house.ada.types('/vg secret show acme');
    await house.ada.waitsFor('The Voice Gateway is away.');
    expect(audited(house, 'secret show')).toHaveLength(1);
  });

  test('at a terminal it is printed, audited, and in the one document of --json', async () => {
    await using house = await openHouse();
    const acme = await house.account('Acme');
    const secret = await secretOf(house, acme.sid);
    const typed = await types(house, ['secret', 'show', 'acme']);
    expect([typed.code, typed.err]).toEqual([0, '']);
    expect(typed.out).toContain(`Webhook Secret: ${secret}`);
    const { json, err } = await typesJson(house, ['secret', 'show', 'acme']);
    expect(json.data).toEqual({ account: { sid: acme.sid, name: 'Acme' }, webhookSecret: secret });
    expect(err).toBe('');
    expect(
      audited(house, 'secret show').map(({ surface, actor_user }) => [surface, actor_user]),
    ).toEqual([
      ['terminal', 'terminal:ann'],
      ['terminal', 'terminal:ann'],
    ]);
    expect(house.logs.join('\n')).not.toContain(secret);
    expect(house.dataBytes()).not.toContain(secret);
  });
});

describe('rotating the Webhook Secret', () => {
  test('says before that the old one dies at once, and the receipt shows both masked', async () => {
    await using house = await openHouse();
    const { ada, voiceOps } = house;
    const acme = await house.account('Acme');
    const old = await secretOf(house, acme.sid);
    await ada.types('/vg secret rotate acme', { in: voiceOps });
    const modal = await ada.waitsForModal('The old secret dies at once');
    expect(modal).toMatchObject({ title: 'Rotate Webhook Secret', submit: 'Rotate' });
    expect(modal.text).toContain(masked(old));
    expect(modal.text).toContain('every webhook receiver must get');
    expect(await secretOf(house, acme.sid)).toBe(old);
    await ada.submits();
    const receipt = await ada.waitsFor('Done: I rotated the Webhook Secret of Acme.');
    const fresh = await secretOf(house, acme.sid);
    expect(fresh).not.toBe(old);
    expect(receipt.plain).toContain(`Webhook Secret: ${masked(old)} → ${masked(fresh)}`);
    expect(receipt.plain).toContain('There is no undo.');
    expect(receipt.buttons).toEqual(['Post here', 'Reveal']);
    await ada.clicks('Reveal', { in: receipt });
    const revealed = await ada.waitsForModal('Acme · Default');
    expect(revealed.values).toEqual({ 'Webhook Secret': fresh });

    expect(audited(house, 'secret rotate').map(({ result }) => result)).toEqual([
      'asked',
      'verified',
    ]);
    const { detail = '' } = audited(house, 'secret rotate').at(-1) ?? {};
    const facts = detail.match(/fingerprint [0-9a-f]{16}/g) ?? [];
    expect(new Set(facts).size).toBe(2);
    await house.settled();
    for (const secret of [old, fresh]) {
      expect(house.logs.join('\n')).not.toContain(secret);
      expect(house.dataBytes()).not.toContain(secret);
      expect(sentBesideReveals(house)).not.toContain(secret);
    }
  });

  test('the same form twice rotates once', async () => {
    await using house = await openHouse();
    const { ada, voiceOps } = house;
    const acme = await house.account('Acme');
    await ada.types('/vg secret rotate acme', { in: voiceOps });
    await ada.waitsForModal('dies at once');
    const form = openForm(ada);
    await ada.submits();
    await ada.waitsFor('Done: I rotated');
    const fresh = await secretOf(house, acme.sid);
    await submitsForged(house, ada, form);
    await house.settled();
    expect(await secretOf(house, acme.sid)).toBe(fresh);
    expect(house.rows('SELECT id FROM changes WHERE kind = ?', 'secret rotate')).toHaveLength(1);
  });

  test('a lost answer is read back, and rotates no second time', async () => {
    const { house, faults } = await openFragileHouse();
    await using _ = house;
    const acme = await house.account('Acme');
    faults.loseAnswer('rotateWebhookSecret');
    await rotates(house);
    await house.ada.waitsFor('Done: I rotated the Webhook Secret of Acme.');
    expect(rotations(faults)).toBe(1);
    const receipt = house.ada.sees();
    expect(receipt).toContain(masked(await secretOf(house, acme.sid)));
  });

  test('one that broke off before it happened is unknown, and is not repeated', async () => {
    const { house, faults } = await openFragileHouse();
    await using _ = house;
    const acme = await house.account('Acme');
    const old = await secretOf(house, acme.sid);
    const lost = new BotError('unavailable', 'No answer.', { mayHaveHappened: true });
    faults.fail('rotateWebhookSecret', lost);
    await rotates(house);
    await house.ada.waitsFor('I do not know whether it happened');
    expect(rotations(faults)).toBe(1);
    expect(await secretOf(house, acme.sid)).toBe(old);
  });

  test('one that the gateway says yes to without doing it has failed', async () => {
    const { house, faults } = await openFragileHouse();
    await using _ = house;
    await house.account('Acme');
    faults.pretend('rotateWebhookSecret', new Secret('wh_secret_pretended_0001'));
    await rotates(house);
    await house.ada.waitsFor('The old secret is still there.');
  });

  test('one after which another secret is there than the gateway gave is not called done', async () => {
    const { house, faults } = await openFragileHouse();
    await using _ = house;
    const acme = await house.account('Acme');
    const answer = Promise.withResolvers<void>();
    faults.late('rotateWebhookSecret', answer.promise);
    await rotates(house);
    await expect.poll(() => rotations(faults)).toBe(1);
    await house.gateway.rotateWebhookSecret(acme.sid);
    answer.resolve();
    await house.ada.waitsFor('somebody else has changed it since');
  });

  test('at a terminal the receipt shows masks', async () => {
    await using house = await openHouse();
    const acme = await house.account('Acme');
    const old = await secretOf(house, acme.sid);
    const { code, out, json } = await typesJson(house, ['secret', 'rotate', 'acme']);
    const fresh = await secretOf(house, acme.sid);
    expect([code, json.decision]).toEqual([0, 'done']);
    expect(out).toContain(masked(fresh));
    for (const secret of [old, fresh]) expect(out).not.toContain(secret);
  });
});

async function rotates({ ada, voiceOps }: House): Promise<void> {
  await ada.types('/vg secret rotate acme', { in: voiceOps });
  await ada.waitsForModal('dies at once');
  await ada.submits();
}

function rotations(faults: { calls: readonly { method: string }[] }): number {
  return faults.calls.filter(({ method }) => method === 'rotateWebhookSecret').length;
}
