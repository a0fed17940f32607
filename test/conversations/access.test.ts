import { expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';
import { eventually } from '../eventually.ts';
import { type Faults, faulty } from '../gateway/faulty.ts';

const grantsOf = (house: House, who: { id: string }) =>
  house.rows<{ scope: string; target_name: string | null; until: number | null }>(
    'SELECT scope, target_name, until FROM grants WHERE user_id = ? AND ended_at IS NULL ORDER BY created_at, id',
    who.id,
  );

const auditOf = (house: House, action: string) =>
  house
    .rows<{ result: string }>(
      'SELECT result FROM audit_entries WHERE action = ? ORDER BY seq',
      action,
    )
    .map(({ result }) => result);

test('an Admin maps somebody to an account until a day, and both are told', async () => {
  await using house = await openHouse();
  const { ada, eve, voiceOps } = house;
  await ada.types('/vg access grant @eve account tiny until 2099-01-31', { in: voiceOps });
  const receipt = await ada.waitsFor('granted eve Account scope on Tiny until 2099-01-31');
  expect(receipt.channel).toBe(voiceOps.id);
  expect(receipt.ephemeral).toBe(true);
  expect(receipt.plain).toContain('Until: 2099-01-31 (the end of that day, UTC)');
  const told = await eve.waitsFor('ada granted you Account scope on Tiny until 2099-01-31');
  expect(told.channel).toBe(eve.dm.id);
  expect(told.plain).toContain('/vg help');
  expect(grantsOf(house, eve)).toEqual([
    { scope: 'account', target_name: 'Tiny', until: Date.parse('2099-02-01') },
  ]);
  expect(auditOf(house, 'access grant').slice(-2)).toEqual(['asked', 'verified']);

  await eve.types('/vg me');
  const me = await eve.waitsFor('What you hold');
  expect(me.plain).toContain('Account scope on Tiny, until 2099-01-31. Granted by @ada');
  expect(me.plain).toContain("see an account's settings");
});

test('every name of a scope is understood, and on-call without a target is for all', async () => {
  await using house = await openHouse();
  const { ada, eve } = house;
  for (const words of ['on-call', 'sp default', 'accounts “Tiny”']) {
    await ada.types(`/vg access grant @eve ${words}`);
  }
  await house.settled();
  expect(grantsOf(house, eve).map(({ scope, target_name }) => [scope, target_name])).toEqual([
    ['on_call', null],
    ['service_provider', 'Default'],
    ['account', 'Tiny'],
  ]);
});

test('what is left out is asked for, prefilled with what was typed', async () => {
  await using house = await openHouse();
  const { ada, eve } = house;
  const other = await house.account('Acme', 'Otherwise');
  await ada.types('/vg access grant @eve until 2099-01-31');
  const opened = await ada.waitsForModal('Grant access');
  expect(opened.fields).toEqual(['Person', 'Scope', 'Until']);
  expect(opened.values).toMatchObject({ Person: eve.id, Until: '2099-01-31' });
  expect(opened.options.Scope).toEqual(['Account', 'Service Provider', 'On-call', 'Admin']);

  await ada.picks('Scope', 'Service Provider', { in: 'modal' });
  await house.settled();
  expect(ada.modal?.fields).toEqual(['Person', 'Scope', 'Service Provider', 'Until', 'Reason']);
  expect(await ada.searches('Service Provider', 'oth', { in: 'modal' })).toEqual(['Otherwise']);

  await ada.picks('Scope', 'Account', { in: 'modal' });
  await house.settled();
  expect(ada.modal?.fields).toEqual(['Person', 'Scope', 'Account', 'Until']);
  expect(ada.modal?.values).toMatchObject({ Person: eve.id, Until: '2099-01-31' });
  expect(await ada.searches('Account', '', { in: 'modal' })).toContain('Acme');
  await ada.fills({ Account: 'Acme' });
  await ada.submits();
  await eve.waitsFor('Account scope on Acme until 2099-01-31');
  expect(ada.modal).toBeUndefined();
  expect(house.rows('SELECT account_sid FROM grants WHERE user_id = ?', eve.id)).toEqual([
    { account_sid: other.sid },
  ]);
});

test('a name that several accounts share opens the form and says so', async () => {
  await using house = await openHouse();
  const { ada } = house;
  await house.account('Acme One');
  await house.account('Acme Two');
  await ada.types('/vg access grant @eve account acme');
  const modal = await ada.waitsForModal('Several match “acme”');
  expect(modal.values).toMatchObject({ Person: house.eve.id, Scope: 'Account' });
});

test('a form whose scope was changed behind its back asks for the right target first', async () => {
  await using house = await openHouse();
  const { ada, eve } = house;
  await ada.types('/vg access grant @eve account');
  const { view } = await ada.waitsForModal('Grant access');
  const answer = await house.workspace.forge({
    by: ada,
    kind: 'view_submission',
    payload: {
      view: {
        ...view,
        state: {
          values: {
            'access.grant.person': { 'access.grant.person': { selected_user: eve.id } },
            'access.grant.scope': {
              'access.grant.scope': { selected_option: { value: 'admin' } },
            },
          },
        },
      },
    },
  });
  expect(answer.ackBody).toContain('"response_action":"update"');
  expect(grantsOf(house, eve)).toEqual([]);
});

test.for<[typed: string, answer: string]>([
  ['/vg access grant @nobody account Tiny', 'I do not know who “@nobody” is'],
  ['/vg access grant eve account Tiny', 'I do not know who “eve” is'],
  ['/vg access grant @eve boss Tiny', 'I know no scope “boss”'],
  ['/vg access grant @eve account Missing', 'I find no account “Missing” in your reach'],
  ['/vg access grant @eve sp Missing', 'I find no Service Provider “Missing”'],
  ['/vg access grant @eve admin Tiny', 'Admin scope is for everything, not for “Tiny”'],
  ['/vg access grant @eve account Tiny until tomorrow', '“tomorrow” is not a day'],
  ['/vg access grant @eve account Tiny until 2020-01-31', '2020-01-31 is in the past'],
])('%s is answered: %s', async ([typed, answer]) => {
  await using house = await openHouse();
  await house.ada.types(typed);
  await house.ada.waitsFor(answer);
  expect(grantsOf(house, house.eve)).toEqual([]);
});

test('a Service Provider maps people to accounts of its own, and to nothing else', async () => {
  await using house = await openHouse();
  const { sam, eve } = house;
  await house.account('Foreign', 'Otherwise');
  await sam.types('/vg access grant @eve account Foreign');
  await sam.waitsFor('I find no account “Foreign” in your reach');
  await sam.types('/vg access grant @eve account Nonsense');
  await sam.waitsFor('I find no account “Nonsense” in your reach');
  for (const scope of ['admin', 'sp Default', 'oncall']) {
    await sam.types(`/vg access grant @eve ${scope}`);
    await sam.waitsFor(/You may not grant (Admin|Service Provider|on-call) scope/);
  }
  expect(grantsOf(house, eve)).toEqual([]);

  await sam.types('/vg access grant @eve');
  const modal = await sam.waitsForModal('Grant access');
  // Only one scope is theirs to grant: it is told, not asked.
  expect(modal.fields).toEqual(['Person', 'Account', 'Until']);
  expect(await sam.searches('Account', '', { in: 'modal' })).toEqual(['Tiny']);
  await sam.fills({ Account: 'Tiny' });
  await sam.submits();
  await eve.waitsFor('sam granted you Account scope on Tiny');
});

test('a forged form cannot reach a foreign account or a wider scope', async () => {
  await using house = await openHouse();
  const { sam, eve } = house;
  const foreign = await house.account('Foreign', 'Otherwise');
  await sam.types('/vg access grant @eve');
  const { view } = await sam.waitsForModal('Grant access');
  const submit = (values: Record<string, unknown>) =>
    house.workspace.forge({
      by: sam,
      kind: 'view_submission',
      payload: { view: { ...view, state: { values } } },
    });
  const person = { 'access.grant.person': { 'access.grant.person': { selected_user: eve.id } } };
  const reached = await submit({
    ...person,
    'access.grant.account': { 'access.account': { selected_option: { value: foreign.sid } } },
  });
  expect(reached.ackBody).toContain('I find no such account in your reach');
  await submit({
    ...person,
    'access.grant.scope': { 'access.grant.scope': { selected_option: { value: 'admin' } } },
  });
  await house.settled();
  expect(grantsOf(house, eve)).toEqual([]);
  expect(auditOf(house, 'access.grant')).toContain('refused');
});

test('those who may map nobody are refused, and offered to ask', async () => {
  await using house = await openHouse();
  for (const person of [house.tia, house.olu, house.eve]) {
    await person.types('/vg access grant @eve account Tiny');
    const refusal = await person.waitsFor(/You may not map people|You have no access yet/);
    expect(refusal.buttons).toEqual(['Ask for access']);
  }
  expect(grantsOf(house, house.eve)).toEqual([]);
  expect(auditOf(house, 'access grant').filter((result) => result === 'refused')).toHaveLength(3);
});

test('the same grant again changes nothing; another day changes its end, and Undo puts it back', async () => {
  await using house = await openHouse();
  const { ada, tia } = house;
  await ada.types('/vg access grant @tia account Tiny');
  await ada.waitsFor('tia has Account scope on Tiny already');
  await ada.types('/vg access grant @tia account Tiny until 2099-01-31');
  const receipt = await ada.waitsFor('changed when tia’s Account scope on Tiny ends');
  expect(receipt.plain).toContain('Until: no end → 2099-01-31');
  await tia.waitsFor('ada changed when your Account scope on Tiny ends');
  expect(grantsOf(house, tia)).toHaveLength(1);
  await ada.clicks('Undo', { in: receipt });
  await ada.waitsFor('Until: 2099-01-31 (the end of that day, UTC) → no end');
  expect(grantsOf(house, tia)).toEqual([{ scope: 'account', target_name: 'Tiny', until: null }]);
});

test('a grant is taken back with Undo, and the person is told both times', async () => {
  await using house = await openHouse();
  const { ada, eve } = house;
  await ada.types('/vg access grant @eve account Tiny');
  const receipt = await ada.waitsFor('granted eve Account scope on Tiny');
  await ada.clicks('Undo', { in: receipt });
  const undone = await ada.waitsFor('revoked eve’s Account scope on Tiny');
  await eve.waitsFor('ada revoked your Account scope on Tiny');
  expect(grantsOf(house, eve)).toEqual([]);
  await ada.clicks('Undo', { in: undone });
  await house.settled();
  expect(grantsOf(house, eve)).toHaveLength(1);
});

test('an Admin’s grant of Service Provider scope is announced; Admin scope takes a second Admin', async () => {
  await using house = await openHouse();
  const { ada, ben, eve, approvals } = house;
  await ada.types('/vg access grant @eve sp Default');
  await ben.waitsFor('@ada granted eve Service Provider scope on Default', { in: approvals });
  await ada.types('/vg access grant @eve admin');
  const card = await ben.waitsFor('Grant eve Admin scope', { in: approvals });
  expect(card.buttons).toEqual(['Approve', 'Edit & approve', 'Deny']);
  expect(grantsOf(house, eve).map(({ scope }) => scope)).toEqual(['service_provider']);
});

test('revoking asks which grant where there are several, with a button each', async () => {
  await using house = await openHouse();
  const { ada, tia } = house;
  await ada.types('/vg access grant @tia on_call');
  await ada.waitsFor('Done: I granted tia on-call scope');
  await ada.types('/vg access revoke @tia');
  const choices = await ada.waitsFor('holds several grants');
  expect(choices.plain).toContain('Account scope on Tiny');
  expect(choices.plain).toContain('on-call scope for all Service Providers');
  await ada.clicks('Revoke', { in: choices, cancel: true });
  expect(ada.confirmText).toContain('Account scope on Tiny ends at once');
  await ada.clicks('Revoke', { in: choices, times: 2 });
  await tia.waitsFor('ada revoked your Account scope on Tiny');
  await house.settled();
  expect(grantsOf(house, tia).map(({ scope }) => scope)).toEqual(['on_call']);
  expect(auditOf(house, 'access revoke')).toEqual(['asked', 'verified']);
  await tia.types('/vg me');
  expect((await tia.waitsFor('What you hold')).plain).not.toContain('Tiny');
});

test.for(['Tiny', 'account Tiny', 'account', ''])(
  'revoking “%s” of somebody’s only grant acts at once',
  async (target) => {
    await using house = await openHouse();
    await house.ada.types(`/vg access revoke @tia ${target}`);
    await house.ada.waitsFor('revoked tia’s Account scope on Tiny');
    expect(grantsOf(house, house.tia)).toEqual([]);
  },
);

test('grants out of reach and grants that are not there get the same words', async () => {
  await using house = await openHouse();
  const { sam, ada } = house;
  await house.account('Foreign', 'Otherwise');
  await ada.types('/vg access grant @eve account Foreign');
  await house.settled();
  const said: string[] = [];
  for (const whom of ['@eve', '@olu', '@ada', '@ben Tiny', '@tia Foreign']) {
    await sam.types(`/vg access revoke ${whom}`);
    const refusal = await sam.waitsFor('I find no such grant in your reach');
    said.push(refusal.plain.replace(/ref_\w+/, 'ref'));
  }
  expect(new Set(said).size).toBe(1);
  const [grant] = house.rows<{ id: string }>(
    'SELECT id FROM grants WHERE user_id = ?',
    house.eve.id,
  );
  await house.workspace.forge({
    by: sam,
    kind: 'block_actions',
    payload: {
      actions: [
        {
          type: 'button',
          action_id: 'access.revoke',
          block_id: 'b',
          value: `${grant?.id}:frm_${'0'.repeat(20)}`,
        },
      ],
    },
  });
  await house.settled();
  expect(grantsOf(house, house.eve)).toHaveLength(1);
});

test('an Admin named by ADMIN_USERS is not revoked from Slack', async () => {
  await using house = await openHouse();
  const { ada } = house;
  await ada.types('/vg access revoke @ben');
  const refusal = await ada.waitsFor('ben is an Admin because ADMIN_USERS lists them');
  expect(refusal.plain).toContain('takes them off ADMIN_USERS');
  await ada.types('/vg access revoke @ben admin');
  await house.settled();
  await ada.types('/vg me');
  expect((await ada.waitsFor('What you hold')).plain).toContain('ADMIN_USERS lists you');
});

test('the last Admin can neither be removed nor given an end', async () => {
  await using house = await openHouse();
  const { ada, ben, sam, config } = house;
  // Sam and Tia become Admins by grant, Tia for a while; then the operator takes the first ones off the list.
  for (const grant of ['@sam admin', '@tia admin until 2099-01-31']) {
    await ada.types(`/vg access grant ${grant}`);
    await house.settled();
    await ben.clicks('Approve');
    await house.settled();
  }
  config.adminUsers.length = 0;
  await house.restart();
  await sam.types('/vg access revoke @sam admin');
  const refusal = await sam.waitsFor('The last Admin cannot be removed');
  expect(refusal.plain).toContain('Nobody else is an Admin without an end date');
  await sam.types('/vg access grant @sam admin until 2099-01-31');
  await house.settled();
  expect(grantsOf(house, sam).find(({ scope }) => scope === 'admin')?.until).toBeNull();
  await sam.types('/vg access revoke @tia admin');
  await sam.waitsFor('revoked tia’s Admin scope');
});

test('under FOUR_EYES=all two Admins remain', async () => {
  await using house = await openHouse({ config: { fourEyes: 'all' } });
  const { ada, ben, sam, config } = house;
  await ada.types('/vg access grant @sam admin');
  await house.settled();
  await ben.clicks('Approve');
  await house.settled();
  config.adminUsers.pop();
  await house.restart();
  await ada.types('/vg access revoke @sam admin');
  await ada.waitsFor('Two Admins must remain');
  expect(grantsOf(house, sam).map(({ scope }) => scope)).toContain('admin');
});

test('the list shows each viewer what is theirs to see, a page at a time', async () => {
  await using house = await openHouse();
  const { ada, sam, tia, olu, eve } = house;
  const foreign = await house.account('Foreign', 'Otherwise');
  await ada.types('/vg access grant @eve account Foreign');
  await house.settled();

  await ada.types('/vg access list');
  const all = await ada.waitsFor('by ADMIN_USERS');
  for (const line of [
    '@ada: Admin scope, by ADMIN_USERS',
    '@sam: Service Provider scope on Default, without an end. Granted by @ada',
    '@tia: Account scope on Tiny',
    '@olu: on-call scope for all Service Providers',
    '@eve: Account scope on Foreign',
  ]) {
    expect(all.plain).toContain(line);
  }
  expect(all.buttons.filter((label) => label === 'Revoke')).toHaveLength(4);

  await sam.types('/vg access list');
  const sams = await sam.waitsFor('Service Provider scope on Default');
  expect(sams.plain).toContain('@tia: Account scope on Tiny');
  expect(sams.plain).not.toMatch(/Foreign|ADMIN_USERS|on-call/);
  expect(sams.buttons).toEqual(['Revoke']);

  await tia.types('/vg access list');
  const tias = await tia.waitsFor('@tia: Account scope on Tiny');
  expect(tias.plain).not.toMatch(/Foreign|Service Provider scope/);
  expect(tias.buttons).toEqual([]);

  for (const person of [olu, eve]) {
    await person.types('/vg access list');
  }
  await olu.waitsFor('You may not see who is mapped');
  await eve.waitsFor('@eve: Account scope on Foreign');

  await sam.types('/vg access list Foreign');
  await sam.waitsFor('I find no account “Foreign” in your reach');
  await sam.types('/vg access list @eve');
  await sam.waitsFor('Nobody is mapped here, as far as you may see');
  await ada.types('/vg access list @eve');
  expect((await ada.waitsFor('Access of @eve')).plain).toContain('Account scope on Foreign');
  await ada.types('/vg access list Tiny');
  const tiny = await ada.waitsFor('Access to Tiny');
  expect(tiny.plain).toContain('@sam: Service Provider scope on Default');
  expect(tiny.plain).not.toContain(foreign.name);
});

test('a long list has more behind a button', async () => {
  await using house = await openHouse();
  const { ada, workspace } = house;
  for (let index = 0; index < 20; index += 1) {
    workspace.addPerson({ name: `p${index}` });
    await ada.types(`/vg access grant @p${index} account Tiny`);
  }
  await eventually(() => expect(house.rows('SELECT id FROM grants')).toHaveLength(23));
  await ada.types('/vg access list Tiny');
  const first = await ada.waitsFor('Access to Tiny');
  expect(first.plain).not.toContain('@p18');
  await ada.clicks('More', { in: first });
  const second = await ada.waitsFor('@p18');
  expect(second.plain).toContain('Access to Tiny');
  expect(second.plain).not.toContain('@p1:');
  expect(second.buttons).not.toContain('More');
});

test('each Admin is welcomed once, with what to do first', async () => {
  await using house = await openHouse({ unmapped: true });
  const { ada, ben, eve } = house;
  for (const admin of [ada, ben]) {
    const welcome = await admin.waitsFor('you are one of its Admins');
    expect(welcome.channel).toBe(admin.dm.id);
    expect(welcome.plain).toContain('/vg access grant @ann account Acme');
    expect(welcome.plain).toContain('#approvals');
  }
  await house.restart();
  await house.settled();
  expect(ada.messages(ada.dm)).toHaveLength(1);
  expect(eve.sees()).toBe('');
});

test('somebody without access sees so in /vg me, and how to ask', async () => {
  await using house = await openHouse();
  await house.eve.types('/vg me');
  const me = await house.eve.waitsFor('You have no access yet');
  expect(me.buttons).toEqual(['Ask for access']);
});

test('a grant that waits says so where it was asked, and can be edited by its decider', async () => {
  await using house = await openHouse();
  const { ada, ben, eve, approvals, voiceOps } = house;
  await ada.types('/vg access grant @eve admin', { in: voiceOps });
  const waits = await ada.waitsFor('Now another Admin decides', { in: voiceOps });
  expect(waits.plain).toContain('You asked to grant eve Admin scope');
  const card = await ben.waitsFor('Grant eve Admin scope', { in: approvals });
  await ben.clicks('Edit & approve', { in: card });
  const form = await ben.waitsForModal('Edit & approve');
  expect(form.fields).toEqual(['Scope', 'Until']);
  expect(form.text).toContain('@eve');
  await ben.picks('Scope', 'Service Provider', { in: 'modal' });
  await house.settled();
  await ben.fills({ 'Service Provider': 'Default' });
  await ben.submits();
  await eve.waitsFor('ada granted you Service Provider scope on Default');
  await house.settled();
  expect(grantsOf(house, eve)).toEqual([
    { scope: 'service_provider', target_name: 'Default', until: null },
  ]);
  expect(auditOf(house, 'access grant').slice(-3)).toEqual([
    'asked',
    'edited and approved',
    'verified',
  ]);
});

test('a denied grant can be edited and asked again', async () => {
  await using house = await openHouse();
  const { ada, ben, eve, approvals } = house;
  await ada.types('/vg access grant @eve admin until 2099-01-31');
  const card = await ben.waitsFor('Grant eve Admin scope', { in: approvals });
  await ben.clicks('Deny', { in: card });
  await ben.waitsForModal();
  await ben.fills({ Reason: 'Too much' });
  await ben.submits();
  await ada.waitsFor('Denied by @ben: Too much');
  await ada.clicks('Edit and ask again');
  const form = await ada.waitsForModal('Grant access');
  expect(form.values).toMatchObject({ Person: eve.id, Scope: 'Admin', Until: '2099-01-31' });
  await ada.picks('Scope', 'On-call', { in: 'modal' });
  await house.settled();
  await ada.submits();
  await eve.waitsFor('ada granted you on-call scope for all Service Providers');
});

test('who becomes an Admin is told then what Admins need to know, and not again at the next start', async () => {
  await using house = await openHouse();
  const { ada, ben, eve, approvals } = house;
  await ada.types('/vg access grant @eve admin');
  await ben.clicks('Approve', { in: await ben.waitsFor('Grant eve Admin', { in: approvals }) });
  const told = await eve.waitsFor('ada granted you Admin scope');
  expect(told.plain).toContain('Requests are decided in the approvals channel');
  await house.restart();
  await house.settled();
  expect(eve.sees()).not.toContain('Switchboard is running');
});

test('with a gateway that hangs, granting opens a form in time, and fills it once it can', async () => {
  let faults: Faults | undefined;
  await using house = await openHouse({
    parts: {
      gateway(real) {
        const gateway = faulty(real);
        faults = gateway;
        return gateway;
      },
    },
  });
  const { ada, eve } = house;
  const held = faults?.hang('accountsMeant');
  await ada.types('/vg access grant @eve account Tiny');
  await ada.waitsForModal('Looking it up…');
  held?.release();
  const form = await ada.waitsForModal('Tiny');
  expect(form.values).toMatchObject({ Person: eve.id, Scope: 'Account', Account: 'Tiny' });
  await ada.submits();
  await eve.waitsFor('ada granted you Account scope on Tiny');
});

test('who may grant nothing any more is refused when the form is redrawn or submitted, and that is audited', async () => {
  await using house = await openHouse();
  const { ada, ben, eve, approvals } = house;
  await ada.types('/vg access grant @eve admin');
  await ben.clicks('Approve', { in: await ben.waitsFor('Grant eve Admin', { in: approvals }) });
  await eve.waitsFor('ada granted you Admin scope');
  await eve.types('/vg access grant @tia on_call');
  await house.settled();
  await eve.types('/vg access grant @olu');
  await eve.waitsForModal('Grant access');
  await ada.types('/vg access revoke @eve');
  await eve.waitsFor('revoked your Admin scope');
  await eve.picks('Scope', 'Account', { in: 'modal' });
  await house.settled();
  expect(eve.modal?.text).toContain('You have no access yet');
  await eve.submits();
  expect(eve.modal?.text).toContain('You have no access yet');
  expect(eve.modal?.text).not.toContain('Something broke');
  const refused = house.rows(
    "SELECT 1 FROM audit_entries WHERE actor_user = ? AND result = 'refused'",
    eve.id,
  );
  expect(refused).toHaveLength(2);
});

test('sixty grants of one person are listed, told and offered', async () => {
  await using house = await openHouse();
  const { ada, eve } = house;
  const [provider] = await house.gateway.serviceProviders({ everything: true });
  if (!provider) throw new Error('there is no Service Provider');
  for (let index = 0; index < 60; index += 1) {
    await house.gateway.createAccount({
      name: `Line ${index} ${'&'.repeat(50)}`,
      providerSid: provider.sid,
      sipRealm: `line-${index}.sip.example.com`,
    });
  }
  const accounts = await house.gateway.searchAccounts({
    text: 'line',
    within: { everything: true },
    limit: 100,
  });
  for (const { sid } of accounts.items) await ada.types(`/vg access grant @eve account ${sid}`);
  await house.settled();
  expect(grantsOf(house, eve)).toHaveLength(60);
  await ada.types('/vg access revoke @eve');
  const choices = await ada.waitsFor('holds several grants');
  expect(choices.plain).toContain('…and 40 more. Name the target behind the person to see it.');
  await ada.types('/vg access list @eve');
  expect((await ada.waitsFor('Access of @eve')).buttons).toContain('More');
  await eve.types('/vg me');
  await eve.waitsFor('What you hold');
  await ada.types('/vg can @eve tts clear');
  await ada.waitsFor('Yes. @eve may clear');
});

test('an account name that several share is asked for with a button each', async () => {
  await using house = await openHouse();
  const { ada } = house;
  await house.account('Acme One');
  await house.account('Acme Two');
  await ada.types('/vg access list acme');
  const choices = await ada.waitsFor('Of which account do you want to see the access?');
  expect(choices.buttons).toEqual(['Choose', 'Choose']);
  await ada.clicks('Choose', { in: choices });
  await ada.waitsFor('Access to Acme One');
});
