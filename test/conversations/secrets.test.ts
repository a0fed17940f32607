import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Obj, obj } from '../../src/emulator/json.ts';
import type { AccountSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { exposition } from '../exposition.ts';
import { type Faults, faulty } from '../gateway/faulty.ts';
import { aLongDay, planted } from '../long-day.ts';

/** What must be found nowhere, each under the name by which a failure tells it. */
type Canaries = Record<string, string>;

const key = randomBytes(32);
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

test('after a long day no secret is in the log, in the metrics, in what was sent to Slack, in what people see, or on the disk', async () => {
  const made: Faults[] = [];
  await using house = await openHouse({
    config: {
      metricsPort: 0,
      secretsKeys: { current: new Secret(key.toString('base64')), old: [] },
    },
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
  const exposed = await exposition(house);
  await house.restart();
  await house.ada.types('/vg account show acme', { in: house.voiceOps });
  await house.ada.waitsFor('acme.example.com');
  await house.settled();

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
  expect(exposed).toContain('switchboard_commands_total{command="account show"');
  expect(found(exposed + (await exposition(house)), canaries)).toEqual([]);
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
