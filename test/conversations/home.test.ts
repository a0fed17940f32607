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
