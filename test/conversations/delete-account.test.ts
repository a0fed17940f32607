import { expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';
import { clicksForged, openForm, submitsForged } from '../forging.ts';
import { openFragileHouse } from '../fragile.ts';

/** A house with an account Acme of two carriers and 12 cached prompts. */
async function withAcme(house: House) {
  const acme = await house.account('Acme');
  const { stock } = house.gateway;
  await stock.addCarrier(acme.sid, 'Trunk');
  await stock.addCarrier(acme.sid, 'Backup');
  await stock.cachePrompts(acme.sid, 12);
  return acme;
}

/** A house with but one Admin, who needs nobody else. */
async function withOneAdmin() {
  const house = await openHouse();
  // The bot knows who he is, and so hears of it.
  await house.ben.types('/vg me');
  await house.workspace.update(house.ben, { deactivated: true });
  await house.settled();
  return house;
}

const audited = (house: House) =>
  house
    .rows<{ action: string; result: string; target: string }>(
      `SELECT action, result, target FROM audit_entries
        WHERE change_id IN (SELECT id FROM changes WHERE kind = 'account delete') ORDER BY seq`,
    )
    .map(({ action, result, target }) => `${action} ${target}: ${result}`);

const state = (house: House) =>
  house
    .rows<{ state: string }>("SELECT state FROM changes WHERE kind = 'account delete' ORDER BY seq")
    .map((row) => row.state);

const live = (house: House) =>
  house.rows("SELECT id FROM grants WHERE target_name = 'Acme' AND ended_at IS NULL");

test('two Admins delete an account: what goes is shown, and scopes on it end with it', async () => {
  await using house = await openHouse();
  const { ada, ben, eve, approvals, voiceOps } = house;
  const { sid } = await withAcme(house);
  await ada.types('/vg access grant @eve account Acme');
  await eve.waitsFor('granted you Account scope on Acme');
  await ada.types('/vg account show acme', { in: voiceOps });
  const shown = await ada.waitsFor('acme.sip.example.com', { in: voiceOps });
  expect(shown.buttons.at(-1)).toBe('Delete');
  await ada.clicks('Delete', { in: shown });
  const form = await ada.waitsForModal('Delete account');
  expect(form.fields).toEqual(['Account name', 'Reason']);
  expect(form.submit).toBe('Ask');
  for (const line of ['Applications: none', 'Carriers: 2', 'Cached prompts: 12']) {
    expect(form.text).toContain(line);
  }
  expect(form.text).toContain('This cannot be undone');
  expect(form.text).toContain('another Admin decides');
  await ada.fills({ 'Account name': 'acme', Reason: 'They moved away' });
  await ada.submits();
  const refused = await ada.waitsForModal('Type Acme exactly as it is written.');
  expect(refused.values).toMatchObject({ 'Account name': 'acme', Reason: 'They moved away' });
  await ada.fills({ 'Account name': 'Acme' });
  const submitted = await ada.submits();
  await house.workspace.redeliver(submitted);
  await ada.waitsFor('You asked to delete the account Acme.', { in: voiceOps });

  const card = await ben.waitsFor('Delete account Acme', { in: approvals });
  expect(card.buttons).toEqual(['Approve', 'Deny']);
  for (const line of [`Account SID: ${sid}`, 'Carriers: 2', 'Reason: They moved away']) {
    expect(card.plain).toContain(line);
  }
  expect(await house.gateway.account(sid)).not.toBeNull();
  await ada.clicks('Approve', { in: 'Delete account Acme' });
  await ada.waitsFor('You cannot decide your own request.');
  await ben.clicks('Approve', { in: 'Delete account Acme' });
  await house.settled();
  const done = await ada.waitsFor('Done: I deleted account Acme.', { in: ada.dm });
  expect(done.plain).toContain('This cannot be undone');
  expect(done.buttons).not.toContain('Undo');
  expect(await house.gateway.account(sid)).toBeNull();
  expect(await house.gateway.cachedPromptsOfAll()).toBe(0);
  expect(live(house)).toEqual([]);
  expect(audited(house)).toEqual([
    'account delete Acme: asked',
    'account delete Acme: approved',
    'access revoke account @eve: verified',
    'account delete Acme: verified',
  ]);
  await eve.types('/vg account show acme');
  await eve.waitsFor('You have no access yet.');
  await ada.types('/vg audit verify', { in: voiceOps });
  await ada.waitsFor('The audit is whole', { in: voiceOps });
});

test('the only Admin deletes at once, and it is announced', async () => {
  await using house = await withOneAdmin();
  const { ada, approvals, voiceOps } = house;
  const { sid } = await withAcme(house);
  await ada.types('/vg account remove acme', { in: voiceOps });
  const form = await ada.waitsForModal('It is deleted at once and announced in #approvals.');
  expect(form.fields).toEqual(['Account name']);
  await ada.fills({ 'Account name': 'Acme' });
  const drawn = openForm(ada);
  await ada.submits();
  await ada.waitsFor('Done: I deleted account Acme.', { in: voiceOps });
  await ada.waitsFor('deleted account Acme', { in: approvals });
  await submitsForged(house, ada, drawn);
  await house.settled();
  expect(state(house)).toEqual(['verified']);
  expect(await house.gateway.account(sid)).toBeNull();
});

test('an account with live API keys is not deleted, and the command that revokes them is named', async () => {
  await using house = await openHouse();
  const { ada, voiceOps } = house;
  const { sid } = await withAcme(house);
  await house.gateway.createApiKey(sid, { expiresAt: null });
  await ada.types('/vg account delete acme', { in: voiceOps });
  const refused = await ada.waitsFor('Acme cannot be deleted: it has 1 live API key.');
  expect(refused.plain).toContain('/vg keys revoke Acme');
  expect(ada.modal).toBeUndefined();
});

test('an account with applications is not deleted, and the commands that remove them are named', async () => {
  await using house = await openHouse();
  const { ada, ben, approvals, voiceOps } = house;
  const { sid } = await withAcme(house);
  const application = await house.gateway.stock.addApplication(sid, { name: 'Main IVR' });
  await ada.types('/vg account delete acme', { in: voiceOps });
  const refused = await ada.waitsFor('Acme cannot be deleted: it has 1 application.');
  expect(refused.plain).toContain('/vg apps remove Acme');
  expect(ada.modal).toBeUndefined();

  // One that is added after it was asked for stands in the way when it is carried out.
  await house.gateway.removeApplication(sid, application);
  await ada.types('/vg account delete acme', { in: voiceOps });
  await ada.waitsForModal('Delete account');
  await ada.fills({ 'Account name': 'Acme' });
  await ada.submits();
  await ben.waitsFor('Delete account Acme', { in: approvals });
  await house.gateway.stock.addApplication(sid, { name: 'Late' });
  await ben.clicks('Approve', { in: 'Delete account Acme' });
  await ada.waitsFor('Acme cannot be deleted: it has 1 application.', { in: ada.dm });
  expect(state(house)).toEqual(['failed']);
  expect((await house.gateway.accountContents(sid)).carriers.count).toBe(2);
});

test('what was approved is what was shown: one carrier more is refused', async () => {
  await using house = await openHouse();
  const { ada, ben, approvals, voiceOps } = house;
  const { sid } = await withAcme(house);
  await ada.types('/vg account delete acme', { in: voiceOps });
  await ada.waitsForModal('Delete account');
  await ada.fills({ 'Account name': 'Acme' });
  await ada.submits();
  await ben.waitsFor('Delete account Acme', { in: approvals });
  await house.gateway.stock.addCarrier(sid, 'A third');
  await ben.clicks('Approve', { in: 'Delete account Acme' });
  await ada.waitsFor('Carriers: 3 now, and 2 were shown.', { in: ada.dm });
  expect(state(house)).toEqual(['failed']);
});

test('a Service Provider asks, and only in their tenant; others may not', async () => {
  await using house = await openHouse();
  const { sam, tia, olu, ben, approvals, voiceOps } = house;
  const { sid } = await withAcme(house);
  const foreign = await house.account('Foreign', 'Other');
  await sam.types('/vg account delete acme', { in: voiceOps });
  const form = await sam.waitsForModal('an Admin decides');
  expect(form.fields).toContain('Reason');
  await sam.fills({ 'Account name': 'Acme' });
  await sam.submits();
  await ben.waitsFor('Delete account Acme', { in: approvals });
  await ben.clicks('Approve', { in: 'Delete account Acme' });
  await sam.waitsFor('Done: I deleted account Acme.', { in: sam.dm });
  expect(await house.gateway.account(sid)).toBeNull();

  await sam.types('/vg account delete foreign', { in: voiceOps });
  await sam.waitsFor('I find no account “foreign” in your reach.');
  for (const person of [tia, olu]) {
    await person.types('/vg account delete tiny', { in: voiceOps });
    await person.waitsFor('You may not delete an account, or ask for it.');
    await clicksForged(house, person, 'account.delete', foreign.sid);
    expect(person.modal).toBeUndefined();
  }
  await olu.types('/vg account show tiny', { in: voiceOps });
  const card = await olu.waitsFor('tiny.sip.example.com', { in: voiceOps });
  expect(card.buttons).not.toContain('Delete');
});

test('a lost answer deletes once', async () => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  const { ada, ben, approvals, voiceOps } = house;
  const { sid } = await withAcme(house);
  await ada.types('/vg account delete acme', { in: voiceOps });
  await ada.waitsForModal('Delete account');
  await ada.fills({ 'Account name': 'Acme' });
  await ada.submits();
  await ben.waitsFor('Delete account Acme', { in: approvals });
  faults.loseAnswer('deleteAccount');
  await ben.clicks('Approve', { in: 'Delete account Acme' });
  await ada.waitsFor('Done: I deleted account Acme.', { in: ada.dm });
  expect(faults.calls.filter(({ method }) => method === 'deleteAccount')).toHaveLength(1);
  expect(await house.gateway.account(sid)).toBeNull();
  expect(state(house)).toEqual(['verified']);
});
