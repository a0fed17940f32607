import { randomBytes } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { type Obj, obj } from '../../src/emulator/json.ts';
import { BotError } from '../../src/errors.ts';
import type { AccountSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { clicksForged } from '../forging.ts';
import { type Faults, faulty } from '../gateway/faulty.ts';

/** What must be found nowhere, each under the name by which a failure tells it. */
type Canaries = Record<string, string>;

const key = randomBytes(32);
const planted = {
  'registration hook password': 'canary-registration-hook-password',
  'queue hook password': 'canary-queue-hook-password',
  'bucket credential': 'canary-bucket-secret-access-key',
  'password in an address': 'canary-password-in-an-address',
};

/** The same value as it may stand in a file or a log. */
function forms(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
    encodeURIComponent(value),
  ];
}

function found(where: string, canaries: Canaries): string[] {
  return Object.entries(canaries)
    .filter(([, value]) => forms(value).some((form) => where.includes(form)))
    .map(([name]) => name);
}

/** Everything that the bot was trusted with by Slack's requests: addresses to answer by, and triggers. */
function bearerRights({ workspace }: House): Canaries {
  const rights: Canaries = {};
  for (const [index, { kind, payload }] of workspace.deliveries.entries()) {
    const url = payload.response_url;
    const trigger = payload.trigger_id;
    // The address by its last part, which is what gives the right.
    if (typeof url === 'string')
      rights[`response_url ${index} (${kind})`] = url.split('/').at(-1) ?? url;
    if (typeof trigger === 'string') rights[`trigger ${index} (${kind})`] = trigger;
  }
  return rights;
}

/** What was sent to Slack, without the triggers with which forms are opened: that is what they are for. */
function sent({ workspace }: House): string {
  const payloads = workspace.calls.map(({ method, args }) => {
    const { trigger_id: _used, ...rest } = args;
    return { method, args: rest };
  });
  const acks = workspace.deliveries.map(({ ackBody }) => ackBody);
  return JSON.stringify([payloads, acks]);
}

async function secretOf(house: House, sid: AccountSid): Promise<string> {
  const account = await house.gateway.account(sid);
  if (!account) throw new Error(`there is no account ${sid}`);
  return account.webhookSecret.reveal();
}

/** An account with everything secret that an account can have. */
async function configured(house: House): Promise<AccountSid> {
  const { sid } = await house.account('Vault');
  const hook = (password: string) => ({
    url: `https://ann:${planted['password in an address']}@hooks.example.com/in`,
    method: 'POST' as const,
    username: 'ann',
    password: new Secret(password),
  });
  await house.gateway.stock.configure(sid, {
    registrationWebhook: hook(planted['registration hook password']),
    queueEventWebhook: hook(planted['queue hook password']),
    recording: {
      vendor: 'Amazon S3',
      bucket: 'calls',
      format: 'wav',
      allCalls: true,
      credential: new Secret(planted['bucket credential']),
    },
  });
  await house.gateway.stock.cachePrompts(sid, 12);
  return sid;
}

/** A long day: everything that people do, and everything that goes wrong for them. */
async function aLongDay(house: House, faults: Faults): Promise<AccountSid[]> {
  const { ada, ben, eve, olu, sam, tia, voiceOps, approvals, workspace } = house;
  const vault = await configured(house);
  for (const person of [ada, olu, sam]) {
    await person.types('/vg account show vault', { in: voiceOps });
    await person.waitsFor('Webhook Secret: ••••');
  }
  await ada.types('/vg account list');
  await ada.clicks('Show');

  // An Admin's own account, and one that is asked for, edited and approved.
  await ada.types('/vg account create', { in: voiceOps });
  await ada.waitsForModal('Create account');
  await ada.fills({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' });
  await ada.submits();
  await ada.waitsFor('Done: I created account Acme.');
  await ada.clicks('Post here');
  await tia.types('/vg account create', { in: voiceOps });
  await tia.waitsForModal('Create account');
  await tia.fills({ 'Account name': 'Globex', 'SIP Realm': 'acme.example.com', Reason: 'A site' });
  await tia.submits();
  await tia.fills({ 'SIP Realm': 'globex.example.com' });
  await tia.submits();
  await ben.waitsFor('Create account Globex', { in: approvals });
  await ben.clicks('Edit & approve', { in: 'Create account Globex' });
  await ben.waitsForModal('Edit');
  await ben.fills({ 'Account name': 'Globex Two' });
  await ben.submits();
  await tia.waitsFor('Done and verified', { in: tia.dm });
  await tia.types('/vg account show globex');

  // Caches, with a gateway that breaks and tells too much.
  await olu.types('/vg tts clear vault', { in: voiceOps });
  await olu.waitsForModal('Clear TTS cache');
  await olu.submits();
  await olu.waitsFor('12 → 0');
  const leaky = new BotError('unavailable', 'The Voice Gateway is away.', {
    cause: new Error('ECONNRESET'),
  });
  faults.fail('accountsMeant', leaky, 1);
  await ada.types('/vg account show vault', { in: voiceOps });
  faults.fail('clearTtsCache', leaky);
  await ada.types('/vg tts clear vault, acme', { in: voiceOps });
  await ada.waitsForModal('Clear TTS cache');
  await ada.submits();
  await ada.waitsFor('finished', { in: ada.dm });
  faults.heal();

  // People, refused and mapped; what they type and click that is nobody's business.
  await eve.types('/vg account show vault');
  await eve.clicks('Ask for access');
  const modal = await eve.waitsForModal();
  await eve.fills(Object.fromEntries(modal.fields.map((field) => [field, 'the vault'])));
  await eve.submits();
  await ada.types('/vg access grant @eve account Vault until 2030-01-31', { in: voiceOps });
  await eve.waitsFor('Vault');
  await ada.types('/vg can @eve tts clear vault');
  await ada.types('/vg access list');
  await ada.types('/vg audit');
  await ada.types('/vg audit verify');
  await ada.types('/vg status');
  await ada.types('/vg approvals');
  await tia.types('/vg approvals mine');
  await tia.types('/vg nonsense “with quotes');
  await clicksForged(house, eve, 'approvals.approve', 'chg_nothing:1');
  await clicksForged(house, eve, 'gone', 'x');
  await workspace.forge({
    by: eve,
    kind: 'view_submission',
    payload: { view: { callback_id: 'x' } },
  });
  if (inject('transport') === 'http') {
    await workspace.sendRaw({ body: 'payload=nonsense' });
    await workspace.sendRaw({ body: 'command=%2Fvg', signed: false });
  } else {
    await workspace.sockets.sendRaw({ type: 'interactive', payload: 'nonsense' });
  }

  // Slack itself breaks.
  workspace.faults.next('views.open', { error: 'internal_error' });
  await ada.uses('Create account');
  workspace.faults.next('response_url', { status: 500 });
  await ada.types('/vg tts clear vault', { in: voiceOps });
  await ada.waitsForModal('Clear TTS cache');
  workspace.faults.next('chat.postMessage', 'lose answer');
  await ada.submits();
  await house.settled();
  await house.restart();
  await ada.types('/vg account show acme', { in: voiceOps });
  await ada.waitsFor('acme.example.com');
  await house.settled();

  const created = await Promise.all(
    ['acme.example.com', 'globex.example.com'].map((realm) =>
      house.gateway.accountWithRealm(realm),
    ),
  );
  return [vault, ...created.flatMap((account) => account?.sid ?? [])];
}

test('after a long day no secret is in the log, in what was sent to Slack, in what people see, or on the disk', async () => {
  const made: Faults[] = [];
  await using house = await openHouse({
    config: { secretsKeys: { current: new Secret(key.toString('base64')), old: [] } },
    parts: {
      patience: 100,
      gateway(real) {
        const gateway = faulty(real);
        made.push(gateway);
        return gateway;
      },
    },
  });
  const { workspace } = house;
  const [faults] = made;
  if (!faults) throw new Error('the bot opened no gateway');
  const sids = await aLongDay(house, faults);
  expect(sids).toHaveLength(3);

  const canaries: Canaries = {
    ...planted,
    ...bearerRights(house),
    'bot token': workspace.botToken,
    'signing secret': workspace.signingSecret,
    'app token': workspace.appToken,
    SECRETS_KEY: key.toString('base64'),
    'SECRETS_KEY, its bytes': key.toString('latin1'),
  };
  for (const sid of sids) canaries[`webhook secret of ${sid}`] = await secretOf(house, sid);
  expect(Object.keys(canaries).length).toBeGreaterThan(50);

  expect(house.logs.length).toBeGreaterThan(10);
  expect(house.logs.join('\n')).toContain('"refused"');
  expect(found(house.logs.join('\n'), canaries)).toEqual([]);
  expect(found(sent(house), canaries)).toEqual([]);
  const people = [house.ada, house.ben, house.sam, house.tia, house.olu, house.eve];
  expect(found(people.map((person) => person.sees()).join('\n'), canaries)).toEqual([]);
  // The address with its password is data of the gateway, which is not ours to seal.
  const { 'password in an address': _address, ...ours } = canaries;
  expect(found(house.dataBytes(), ours)).toEqual([]);
});

test('the search finds what it looks for, in every form', async () => {
  await using house = await openHouse();
  const secret = await secretOf(house, (await house.account('Acme')).sid);
  const shows = (text: string) => found(text, { secret });
  for (const form of forms(secret)) expect(shows(`… ${form} …`)).toEqual(['secret']);
  expect(shows(secret.slice(0, -1))).toEqual([]);
  await house.ada.types('/vg help');
  const [right] = Object.entries(bearerRights(house));
  expect(right?.[0]).toContain('response_url');
  const delivery: Obj = obj(house.workspace.deliveries.at(-1)?.payload);
  expect(String(delivery.response_url)).toContain(right?.[1]);
});
