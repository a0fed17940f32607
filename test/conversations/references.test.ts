import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { BotError } from '../../src/errors.ts';
import type { House } from '../bot.ts';
import { clicksForged } from '../forging.ts';
import { openFragileHouse } from '../fragile.ts';
import type { Faults } from '../gateway/faulty.ts';

// Whoever was shown an error reads its reference to whoever runs the bot, who finds in the log what it was.

interface Line {
  level: number;
  msg: string;
  reference?: string;
  action?: string;
  surface?: string;
  at?: string;
}

const away = (cause?: Error) =>
  new BotError('unavailable', 'The Voice Gateway is away.', cause ? { cause } : {});

async function asksForAcme({ tia }: House): Promise<void> {
  await tia.types('/vg account create');
  await tia.waitsForModal('Create account');
  await tia.fills({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com', Reason: 'x' });
  await tia.submits();
}

/** The references that somebody has in front of them. */
function referencesOf(person: Person): string[] {
  return [...person.sees().matchAll(/ref_[0-9a-f]{20}/g)].map(([reference]) => reference);
}

/** What is logged of the one error that somebody is shown meanwhile. */
async function logged(
  house: House,
  person: Person,
  provoke: () => Promise<unknown>,
): Promise<Line> {
  const before = referencesOf(person);
  await provoke();
  const fresh = () => referencesOf(person).filter((one) => !before.includes(one));
  await expect.poll(fresh).toHaveLength(1);
  await house.settled();
  const [reference = ''] = fresh();
  const lines = house.logs.filter((line) => line.includes(reference));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Line;
}

const INFO = 30;
const WARN = 40;
const ERROR = 50;

const here = (file: string) => expect.stringContaining(`/src/${file}`);

const errors: [
  what: string,
  who: 'ada' | 'ben' | 'eve' | 'tia',
  provoke: (house: House, faults: Faults) => Promise<unknown>,
  line: object,
][] = [
  [
    'a refusal',
    'eve',
    ({ eve }) => eve.types('/vg account show tiny'),
    {
      level: INFO,
      msg: 'refused',
      action: 'account show',
      surface: 'command',
      code: 'forbidden',
      because: 'no grant',
      at: here('features/access/'),
    },
  ],
  [
    'what does not exist',
    'tia',
    ({ tia }) => tia.types('/vg account show ghost'),
    { level: INFO, action: 'account show', code: 'not_found', at: here('features/access/') },
  ],
  [
    'what cannot be accepted',
    'ada',
    ({ ada }) => ada.types('/vg tts clear --nonsense'),
    { level: INFO, surface: 'command', code: 'invalid', at: here('slack/') },
  ],
  [
    'a click on what has moved on',
    'ben',
    async (house) => {
      const { ben } = house;
      await asksForAcme(house);
      await ben.waitsFor('Create account Acme', { in: house.approvals });
      const [request] = house.rows<{ id: string }>(
        "SELECT id FROM changes WHERE state = 'waiting'",
      );
      await clicksForged(house, ben, 'approvals.approve', `${request?.id}:7`);
    },
    {
      level: INFO,
      action: 'approvals.approve',
      surface: 'button',
      code: 'conflict',
      at: here('features/approvals/'),
    },
  ],
  [
    'a button of nothing',
    'ada',
    (house) => clicksForged(house, house.ada, 'gone', 'x'),
    { level: INFO, action: 'gone', code: 'not_found', at: here('slack/') },
  ],
  [
    'a gateway that is away',
    'ada',
    async ({ ada }, faults) => {
      faults.fail('accountsMeant', away(new Error('read ECONNRESET')));
      await ada.types('/vg account show tiny');
    },
    {
      level: WARN,
      msg: 'unavailable',
      action: 'account show',
      code: 'unavailable',
      cause: expect.objectContaining({ name: 'Error', message: 'read ECONNRESET' }) as unknown,
    },
  ],
  [
    'a database that takes nothing',
    'tia',
    async (house) => {
      const shell = new Database(join(house.config.dataDir, 'switchboard.db'));
      shell.exec(`CREATE TRIGGER no_card BEFORE INSERT ON outbox
        BEGIN SELECT RAISE(ABORT, 'no card can be written'); END`);
      shell.close();
      await asksForAcme(house);
    },
    {
      level: WARN,
      action: 'account.create',
      code: 'unavailable',
      at: here('changes/journal.ts'),
      cause: expect.objectContaining({ code: 'SQLITE_CONSTRAINT_TRIGGER' }) as unknown,
    },
  ],
  [
    'a Home tab that cannot be drawn',
    'ada',
    async (house) => {
      await asksForAcme(house);
      const shell = new Database(join(house.config.dataDir, 'switchboard.db'));
      shell.exec("UPDATE changes SET origin = '{}'");
      shell.close();
      await house.ada.opensHome();
    },
    {
      level: ERROR,
      msg: 'broke',
      action: 'home',
      err: expect.objectContaining({
        stack: expect.stringContaining('changes.store.ts') as unknown,
      }) as unknown,
    },
  ],
  [
    'a form that cannot be filled',
    'ada',
    async ({ ada }, faults) => {
      faults.fail('serviceProviders', away(new Error('read ECONNRESET')));
      await ada.uses('Create account');
    },
    { level: WARN, code: 'unavailable', cause: expect.anything() as unknown },
  ],
  [
    'a bug',
    'ada',
    async ({ ada }, faults) => {
      faults.fail('accountsMeant', new TypeError('nothing has no property'));
      await ada.types('/vg account show tiny');
    },
    {
      level: ERROR,
      msg: 'broke',
      action: 'account show',
      surface: 'command',
      err: expect.objectContaining({
        name: 'TypeError',
        message: 'nothing has no property',
        stack: expect.stringContaining('references.test.ts') as unknown,
      }) as unknown,
    },
  ],
];

test.each(errors)('the reference of %s finds its line', async (_what, who, provoke, line) => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  const person = house[who];
  expect(await logged(house, person, () => provoke(house, faults))).toMatchObject(line);
});
