import { expect, test } from 'vitest';
import { openHouse } from '../bot.ts';
import { type Faults, faulty } from '../gateway/faulty.ts';

test('an Admin sees what they hold, what waits for them, and accounts; and decides right there', async () => {
  await using house = await openHouse();
  const { ada, tia, sam } = house;
  await tia.types('/vg account create Acme');
  await tia.waitsForModal('Create account');
  await tia.fills({ 'SIP Realm': 'acme.example.com', Reason: 'A second site' });
  await tia.submits();
  await house.settled();

  await ada.opensHome();
  const home = await ada.waitsForHome('Waits for you');
  expect(home.text).toContain('You hold Admin scope');
  expect(home.text).toContain('Create account Acme');
  expect(home.text).toContain('Asked by @tia');
  expect(home.text).toContain('Tiny');
  expect(home.buttons).toEqual(
    expect.arrayContaining(['Create account', 'Clear TTS cache', 'Approve', 'Deny', 'Show']),
  );
  await sam.opensHome();
  expect((await sam.waitsForHome('Waits for you')).text).toContain('Create account Acme');

  await ada.clicks('Approve', { in: 'home' });
  await house.settled();
  await tia.waitsFor('Done and verified', { in: tia.dm });
  // What was clicked is drawn anew: nothing waits any more, and the account is there.
  const after = await ada.waitsForHome(/^(?!.*Waits for you)/s);
  expect(after.buttons).not.toContain('Approve');
});

test('an Account-scope person sees their own account and requests, and no other', async () => {
  await using house = await openHouse();
  const { tia } = house;
  await house.account('Sibling');
  await tia.types('/vg account create Acme');
  await tia.waitsForModal('Create account');
  await tia.fills({ 'SIP Realm': 'acme.example.com', Reason: 'A second site' });
  await tia.submits();
  await house.settled();
  await tia.opensHome();
  const home = await tia.waitsForHome('You asked for');
  expect(home.text).toContain('You hold Account scope on Tiny');
  expect(home.text).toContain('Tiny');
  expect(home.text).not.toContain('Sibling');
  expect(home.text).not.toContain('Waits for you');
  await tia.clicks('Withdraw', { in: 'home' });
  await house.settled();
  await tia.waitsForHome(/^(?!.*You asked for)/s);
  await tia.clicks('Show', { in: 'home' });
  // From Home the answer is a direct message.
  await tia.waitsFor('SIP Realm: tiny.sip.example.com', { in: tia.dm });
});

test('an account is found from Home by typing', async () => {
  await using house = await openHouse();
  const { olu } = house;
  await house.account('Zeta');
  await olu.opensHome();
  await olu.waitsForHome('Your accounts');
  await olu.picks('Find an account', 'Zeta', { in: 'home' });
  await olu.waitsFor('SIP Realm: zeta.sip.example.com', { in: olu.dm });
});

test('accounts are paged, and the tab begins anew when it is opened again', async () => {
  await using house = await openHouse();
  const { ada } = house;
  for (let n = 10; n < 32; n += 1) await house.account(`Site ${n}`);
  await ada.opensHome();
  const first = await ada.waitsForHome('Site 19');
  expect(first.buttons).not.toContain('Previous');
  await ada.clicks('Next', { in: 'home' });
  const second = await ada.waitsForHome('Site 20');
  expect(second.text).not.toContain('Site 19');
  await ada.clicks('Next', { in: 'home' });
  const last = await ada.waitsForHome('Site 31');
  expect(last.buttons).not.toContain('Next');
  await ada.clicks('Previous', { in: 'home' });
  await ada.waitsForHome('Site 20');
  await ada.opensHome();
  await ada.waitsForHome('Site 19');
});

test('each account says how it is kept: its secret, its keys, its recordings', async () => {
  await using house = await openHouse();
  const { ada, sam, workspace, gateway, clock } = house;
  const acme = await house.account('Acme');
  await sam.opensHome();
  expect((await sam.waitsForHome('Acme')).text).toContain('Webhook Secret 0 days old');

  const application = await gateway.stock.addApplication(acme.sid, { name: 'Main IVR' });
  const before = await gateway.application(acme.sid, application);
  if (!before) throw new Error('there is no application');
  const { sid: _sid, chosenFor: _chosen, ...settings } = before;
  await gateway.changeApplication(acme.sid, application, settings, {
    ...settings,
    recordAllCalls: true,
  });
  const lea = workspace.addPerson({ name: 'lea' });
  house.voiceOps.members.add(lea.id);
  await ada.types('/vg access grant @lea service_provider Default');
  await lea.waitsFor('granted you');
  await lea.types('/vg keys add acme');
  await lea.waitsForModal('Label');
  await lea.fills({ Label: 'CRM', Expires: '30 days' });
  await lea.submits();
  await lea.waitsForModal('Stored it');
  await lea.submits();
  await workspace.update(lea, { deactivated: true });
  clock.forward({ days: 20 });
  await house.settled();
  await sam.opensHome();
  const home = await sam.waitsForHome('has left');
  expect(home.text).toContain('calls are to be recorded, and there is no bucket');
  expect(home.text).toContain('API key “CRM” expires');
  expect(home.text).toContain('the owner of API key “CRM” has left');
  expect(home.text).toContain('Webhook Secret 20 days old');

  await sam.types('/vg secret rotate acme');
  await sam.waitsForModal('Rotate');
  await sam.submits();
  await sam.waitsFor('Done: I rotated');
  await sam.opensHome();
  await sam.waitsForHome('Webhook Secret 0 days old');
});

test('what somebody did last is told, as far as they may still see it', async () => {
  await using house = await openHouse();
  const { ada, tia } = house;
  await tia.types('/vg realm edit tiny');
  await tia.waitsForModal('SIP Realm');
  await tia.fills({ 'SIP Realm': 'tia.example.com' });
  await tia.submits();
  await tia.waitsFor('Done: I changed SIP Realm of Tiny.');
  await tia.opensHome();
  await tia.waitsForHome('Done and verified: changed SIP Realm of Tiny.');
  await ada.types('/vg access grant @tia on_call Default');
  await ada.types('/vg access revoke @tia Tiny');
  await house.settled();
  await tia.opensHome();
  await tia.waitsForHome('changed SIP Realm of Tiny');
  await ada.types('/vg access revoke @tia Default');
  await house.account('Elsewhere', 'Other');
  await ada.types('/vg access grant @tia on_call Other');
  await house.settled();
  await tia.opensHome();
  const home = await tia.waitsForHome('Elsewhere');
  expect(home.text).not.toContain('SIP Realm of Tiny');
});

test('somebody without a grant is told how to get one, and a stranger is refused in the tab itself', async () => {
  await using house = await openHouse();
  const { eve, workspace } = house;
  await eve.opensHome();
  const home = await eve.waitsForHome('You have no access yet.');
  expect(home.buttons).toEqual(['Ask for access']);
  await eve.clicks('Ask for access', { in: 'home' });
  await eve.waitsForModal('Ask for access');
  await eve.fills({ 'What you need': 'The accounts of Default', Reason: 'I start on Monday' });
  await eve.submits();
  await house.settled();
  await eve.opensHome();
  await eve.waitsForHome('You have asked for it');

  const stranger = workspace.addPerson({ name: 'sly', otherTeam: 'T0ELSEWHERE' });
  await stranger.opensHome();
  const refused = await stranger.waitsForHome('I serve only the members of this workspace.');
  expect(refused.buttons).toEqual([]);
  expect(stranger.messages()).toEqual([]);
});

test('a grant that was revoked shows at the next opening', async () => {
  await using house = await openHouse();
  const { ada, olu } = house;
  await olu.opensHome();
  await olu.waitsForHome('You hold on-call scope');
  await ada.types('/vg access revoke @olu');
  await house.settled();
  await olu.opensHome();
  await olu.waitsForHome('You have no access yet.');
});

test('a gateway that hangs holds up its own part of the tab only', async () => {
  let gateway: Faults | null = null;
  await using house = await openHouse({
    parts: {
      gateway(real) {
        const made = faulty(real);
        gateway = made;
        return made;
      },
    },
  });
  const { olu } = house;
  const hanging = (gateway as Faults | null)?.hang('searchAccounts');
  await olu.opensHome();
  const home = await olu.waitsForHome('The Voice Gateway does not answer right now.');
  expect(home.text).toContain('You hold on-call scope');
  hanging?.release();
  await olu.opensHome();
  await olu.waitsForHome('Tiny');
});
