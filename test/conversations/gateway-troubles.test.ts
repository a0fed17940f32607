import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/changes/change.ts';
import { BotError } from '../../src/errors.ts';
import type { AccountSummary } from '../../src/features/accounts/account.ts';
import { type House, openHouse } from '../bot.ts';
import { type Faults, faulty } from '../gateway/faulty.ts';

interface Fragile extends AsyncDisposable {
  house: House;
  /** The faults of the gateway that the bot has now. */
  faults: Faults;
  /** Told of each step; a test may set it. */
  observe: (step: Step) => void;
}

/** A house whose gateway goes wrong when told to, with an account Acme that has 12 cached prompts. */
async function fragileHouse(patience = 60): Promise<Fragile> {
  const made: Faults[] = [];
  const fragile: Pick<Fragile, 'observe'> = { observe: () => {} };
  const house = await openHouse({
    parts: {
      patience,
      observe: (step) => fragile.observe(step),
      gateway(real) {
        const gateway = faulty(real);
        made.push(gateway);
        return gateway;
      },
    },
  });
  const acme = await house.account('Acme');
  await house.gateway.stock.cachePrompts(acme.sid, 12);
  return Object.assign(fragile, {
    house,
    get faults() {
      const now = made.at(-1);
      if (!now) throw new Error('the bot opened no gateway');
      return now;
    },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  });
}

const globex = { 'Account name': 'Globex', 'SIP Realm': 'globex.example.com' };
const created = async ({ house }: Fragile) =>
  (await house.gateway.accountWithRealm('globex.example.com')) !== null;
const summary: AccountSummary = {
  sid: '00000000-0000-4000-8000-000000000000' as AccountSummary['sid'],
  name: 'Globex',
  sipRealm: 'globex.example.com',
  provider: { sid: '00000000-0000-4000-8000-000000000001' as never, name: 'Default' },
};

async function asksForAccount({ ada, voiceOps }: House, fills = globex): Promise<void> {
  await ada.types('/vg account create', { in: voiceOps });
  await ada.waitsForModal('Create account');
  await ada.fills(fills);
  await ada.submits();
}

async function clearsCache({ olu, voiceOps }: House, account = 'acme'): Promise<void> {
  await olu.types(`/vg tts clear ${account}`, { in: voiceOps });
  await olu.waitsForModal('Clear TTS cache');
  await olu.submits();
}

const unavailable = () => new BotError('unavailable', 'The Voice Gateway is away.');
const statesOf = (house: House, kind: string) =>
  house
    .rows<{ state: string }>('SELECT state FROM changes WHERE kind = ? ORDER BY seq', kind)
    .map(({ state }) => state);
const ending = async (house: House, kind: string, nth = 0) => {
  await expect
    .poll(() => statesOf(house, kind)[nth], { timeout: 8000, interval: 20 })
    .toMatch(/verified|failed|unknown/);
  await house.settled();
  return statesOf(house, kind)[nth];
};

interface Trouble {
  what: string;
  happens(faults: Faults, fragile: Fragile): void;
  ends: 'verified' | 'failed' | 'unknown';
}

/** What can go wrong with a write and the read after it, and how a change then ends. */
const troubles = (
  write: 'createAccount' | 'clearTtsCache',
  read: 'accountWithRealm' | 'cachedPrompts',
): Trouble[] => [
  {
    what: 'refuses',
    happens: (faults) => faults.fail(write, new BotError('conflict', 'Not like this.')),
    ends: 'failed',
  },
  {
    what: 'breaks once',
    happens: (faults) => faults.fail(write, new Error('boom'), 1),
    ends: 'verified',
  },
  { what: 'is away', happens: (faults) => faults.fail(write, unavailable()), ends: 'unknown' },
  { what: 'hangs', happens: (faults) => void faults.hang(write), ends: 'unknown' },
  {
    what: 'does it and answers too late',
    happens: (faults) => faults.late(write, new Promise(() => {})),
    ends: 'verified',
  },
  {
    what: 'does it and loses the answer',
    happens: (faults) => faults.loseAnswer(write),
    ends: 'verified',
  },
  {
    what: 'says yes and does nothing',
    happens: (faults) => faults.pretend(write, write === 'createAccount' ? summary : undefined),
    ends: 'failed',
  },
  {
    what: 'does it and cannot be asked about it',
    happens(faults, fragile) {
      fragile.observe = (step) => {
        if (step === 'written') faults.fail(read, unavailable());
      };
    },
    ends: 'unknown',
  },
  {
    what: 'hangs when it is asked about it',
    happens(faults, fragile) {
      fragile.observe = (step) => {
        if (step === 'written') faults.hang(read);
      };
    },
    ends: 'unknown',
  },
];

describe('an account is created while the gateway', () => {
  test.each(troubles('createAccount', 'accountWithRealm'))('$what: $ends', async (trouble) => {
    await using fragile = await fragileHouse();
    const { house } = fragile;
    trouble.happens(fragile.faults, fragile);
    await asksForAccount(house);
    expect(await ending(house, 'account create')).toBe(trouble.ends);
    await expectTold(house, house.ada, 'created account Globex', 'Create account Globex', trouble);
    if (trouble.ends === 'verified') expect(await created(fragile)).toBe(true);
    if (trouble.ends === 'failed') expect(await created(fragile)).toBe(false);
  });
});

describe('a TTS cache is cleared while the gateway', () => {
  test.each(troubles('clearTtsCache', 'cachedPrompts'))('$what: $ends', async (trouble) => {
    await using fragile = await fragileHouse();
    const { house } = fragile;
    trouble.happens(fragile.faults, fragile);
    await clearsCache(house);
    expect(await ending(house, 'tts clear')).toBe(trouble.ends);
    const did = 'cleared the TTS cache of Acme';
    await expectTold(house, house.olu, did, 'Clear the TTS cache of Acme', trouble);
    fragile.faults.heal();
    const left = await house.gateway.cachedPrompts((await acmeOf(house)).sid);
    if (trouble.ends === 'verified') expect(left).toBe(0);
    if (trouble.ends === 'failed') expect(left).toBe(12);
  });
});

async function acmeOf(house: House): Promise<AccountSummary> {
  const account = await house.gateway.accountWithRealm('acme.sip.example.com');
  if (!account) throw new Error('Acme is gone');
  return account;
}

/** The one who asked hears how it ended, the operators of what is unknown; nobody hears “done” of what is not. */
async function expectTold(
  house: House,
  asker: House['ada'],
  did: string,
  what: string,
  { ends }: Trouble,
): Promise<void> {
  const { ada, ops, audit, voiceOps } = house;
  if (ends === 'verified') {
    const receipt = await asker.waitsFor(`Done: I ${did}.`, { in: voiceOps });
    expect(receipt.ephemeral).toBe(true);
    expect(ada.messages(ops)).toEqual([]);
    return;
  }
  const standing = ends === 'failed' ? 'It failed, and nothing is done' : 'I do not know whether';
  const told = await asker.waitsFor(`${what}: ${standing}`, { in: asker.dm });
  expect(told.plain).toContain('Reference chg_');
  if (ends === 'unknown') {
    const alarm = await ada.waitsFor('Outcome unknown', { in: ops });
    expect(alarm.plain).toContain('How to look:');
    expect(alarm.buttons).toEqual(['Look again']);
  }
  await ada.waitsFor(standing, { in: audit });
  const everything = JSON.stringify(house.workspace.calls);
  expect(everything).not.toContain(`Done: I ${did}`);
  expect(everything).not.toContain('Done and verified');
}

test('what was unknown is looked at again: known, and done once, when the gateway is back', async () => {
  await using fragile = await fragileHouse();
  const { house, faults } = fragile;
  const hanging = faults.hang('createAccount');
  await asksForAccount(house);
  expect(await ending(house, 'account create')).toBe('unknown');
  await house.ada.waitsFor('Outcome unknown', { in: house.ops });
  hanging.release();
  await expect.poll(() => created(fragile)).toBe(true);
  await house.ada.clicks('Look again', { in: 'Outcome unknown' });
  await house.ada.waitsFor('Done: I created account Globex.');
  expect(statesOf(house, 'account create')).toEqual(['verified']);
});

test('what fails before it begins is tried again, and says so in the end', async () => {
  await using fragile = await fragileHouse();
  const { house, faults } = fragile;
  fragile.observe = (step) => {
    if (step === 'asked') faults.fail('accountWithRealm', unavailable());
  };
  await asksForAccount(house);
  expect(await ending(house, 'account create')).toBe('failed');
  await house.ada.waitsFor('Create account Globex: It failed', { in: house.ada.dm });
  expect(faults.calls.map(({ method }) => method)).not.toContain('createAccount');
});

test('while a creation hangs, other work goes on, and the same provider waits in order', async () => {
  await using fragile = await fragileHouse(60_000);
  const { house, faults } = fragile;
  const hanging = faults.hang('createAccount');
  await asksForAccount(house);
  await expect.poll(() => statesOf(house, 'account create')).toEqual(['applying']);
  await asksForAccount(house, { 'Account name': 'Initech', 'SIP Realm': 'initech.example.com' });
  await clearsCache(house);
  await house.olu.waitsFor('12 → 0');
  await house.tia.types('/vg tts show');
  await house.tia.waitsFor('Tiny · Default: 0 cached prompts');
  expect(statesOf(house, 'account create')).toEqual(['applying', 'ready']);
  expect(faults.calls.filter(({ method }) => method === 'createAccount')).toHaveLength(1);

  hanging.release();
  await house.ada.waitsFor('Done: I created account Initech.');
  const ended = house.rows(
    "SELECT target FROM audit_entries WHERE action = 'account create' AND result = 'verified' ORDER BY seq",
  );
  expect(ended).toEqual([{ target: 'Globex' }, { target: 'Initech' }]);
});

test('while a clear hangs, a second one of the same account waits for it', async () => {
  await using fragile = await fragileHouse(60_000);
  const { house, faults } = fragile;
  const hanging = faults.hang('clearTtsCache');
  await clearsCache(house);
  await expect.poll(() => statesOf(house, 'tts clear')).toEqual(['applying']);
  await clearsCache(house);
  await expect.poll(() => statesOf(house, 'tts clear')).toEqual(['applying', 'ready']);
  await house.account('Globex');
  await house.ada.types('/vg account show globex');
  await house.ada.waitsFor('globex.sip.example.com');
  expect(faults.calls.filter(({ method }) => method === 'clearTtsCache')).toHaveLength(1);
  hanging.release();
  await house.olu.waitsFor('12 → 0');
  await expect.poll(() => statesOf(house, 'tts clear')).toEqual(['verified', 'verified']);
});

test('a gateway that hangs keeps neither commands nor the health check waiting', async () => {
  await using fragile = await fragileHouse();
  const { house, faults } = fragile;
  for (const method of ['ping', 'accountsMeant', 'searchAccounts', 'cachedPrompts'] as const) {
    faults.hang(method);
  }
  const health = await fetch(`http://127.0.0.1:${house.bot.port}/readyz`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ ready: true, gateway: false });
  const delivery = await house.olu.types('/vg help');
  expect(delivery.status).toBe(200);
  await house.olu.waitsFor('/vg help [topic]');
  const shown = await house.ada.types('/vg account show acme');
  expect([shown.status, shown.timedOut]).toEqual([200, false]);
  await house.ada.waitsFor('The Voice Gateway did not answer in time.');
});

describe('after a restart, what was under way is read back first', () => {
  /** Stops the bot, puts a change back to where a crash would have left it, and starts it again. */
  async function crashed(fragile: Fragile, kind: string, mishap: (faults: Faults) => void) {
    const { house } = fragile;
    let faults: Faults | null = null;
    await house.restart({
      patience: 60,
      gateway(real) {
        const client = new Database(join(house.config.dataDir, 'switchboard.db'));
        client
          .prepare(
            "UPDATE changes SET state = 'applying', ended_at = NULL, failure = NULL WHERE kind = ?",
          )
          .run(kind);
        client.close();
        const made = faulty(real);
        mishap(made);
        faults = made;
        return made;
      },
    });
    if (!faults) throw new Error('the bot opened no gateway');
    return faults as Faults;
  }
  const methods = ({ calls }: Faults) => calls.map(({ method }) => method);

  test('done: it is verified, and not done again', async () => {
    await using fragile = await fragileHouse();
    const { house } = fragile;
    await asksForAccount(house);
    await ending(house, 'account create');
    const faults = await crashed(fragile, 'account create', () => {});
    expect(await ending(house, 'account create')).toBe('verified');
    expect(methods(faults)).not.toContain('createAccount');
  });

  test('not done: it is done now, after that was read', async () => {
    await using fragile = await fragileHouse();
    const { house } = fragile;
    fragile.faults.pretend('createAccount', summary);
    await asksForAccount(house);
    expect(await ending(house, 'account create')).toBe('failed');
    const faults = await crashed(fragile, 'account create', () => {});
    expect(await ending(house, 'account create')).toBe('verified');
    const calls = methods(faults);
    expect(calls.indexOf('accountWithRealm')).toBeLessThan(calls.indexOf('createAccount'));
    expect(await created(fragile)).toBe(true);
  });

  test('a cache that was cleared, or was not', async () => {
    await using fragile = await fragileHouse();
    const { house } = fragile;
    await clearsCache(house);
    await ending(house, 'tts clear');
    const cleared = await crashed(fragile, 'tts clear', () => {});
    expect(await ending(house, 'tts clear')).toBe('verified');
    expect(methods(cleared)).not.toContain('clearTtsCache');

    await house.gateway.stock.cachePrompts((await acmeOf(house)).sid, 12);
    const again = await crashed(fragile, 'tts clear', () => {});
    expect(await ending(house, 'tts clear')).toBe('verified');
    expect(
      methods(again)
        .filter((one) => one !== 'ping')
        .slice(0, 2),
    ).toEqual(['cachedPrompts', 'clearTtsCache']);
    expect(await house.gateway.cachedPrompts((await acmeOf(house)).sid)).toBe(0);
  });

  test('where the gateway does not answer: it is unknown, and everybody concerned is told', async () => {
    await using fragile = await fragileHouse();
    const { house } = fragile;
    await clearsCache(house);
    await ending(house, 'tts clear');
    const faults = await crashed(fragile, 'tts clear', (made) => void made.hang('cachedPrompts'));
    expect(await ending(house, 'tts clear')).toBe('unknown');
    await house.olu.waitsFor('I do not know whether it happened', { in: house.olu.dm });
    await house.ada.waitsFor('Outcome unknown', { in: house.ops });
    expect(methods(faults)).not.toContain('clearTtsCache');
  });
});
