import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { BotError } from '../../src/errors.ts';
import type { EmbeddedGateway } from '../../src/gateway/embedded/embedded-gateway.ts';
import type { Gateway } from '../../src/gateway/gateway.ts';
import type { AccountSid } from '../../src/ids.ts';
import { type House, openHouse } from '../bot.ts';
import { clicksForged } from '../forging.ts';
import { type Faults, faulty } from '../gateway/faulty.ts';

test('prompts that are cached again meanwhile are told', async () => {
  const parts = {
    gateway: (real: Gateway): Gateway => ({
      ...real,
      async clearTtsCache(sid) {
        await real.clearTtsCache(sid);
        await (real as EmbeddedGateway).stock.cachePrompts(sid, 37);
      },
    }),
  };
  await using house = await openHouse({ parts });
  await cached(house, 'Acme', 4812);
  await clears(house, 'acme');
  await house.ada.waitsFor('Cached prompts: 4,812 → 37, refilling', { in: house.voiceOps });
});

test('a gateway that says yes and clears nothing has failed, by direct message', async () => {
  await using house = await openBroken();
  await cached(house, 'Acme', 4812);
  house.faults.pretend('clearTtsCache', undefined);
  await clears(house, 'acme');
  const told = await house.ada.waitsFor('4,812 prompts are still cached.', { in: house.ada.dm });
  expect(told.plain).toContain('The gateway accepted it, but it has no effect.');
  expect(house.ada.sees()).not.toContain('Done');
  expect(house.ada.messages(house.voiceOps)).toEqual([]);
  expect(states(house)).toEqual(['failed']);
});

test('what failed after a message shortcut is no matter for its thread', async () => {
  await using house = await openBroken();
  await cached(house, 'Acme', 12);
  house.faults.pretend('clearTtsCache', undefined);
  await house.ben.says('Acme again', { in: house.voiceOps });
  await house.ada.uses('Clear TTS cache', { on: 'Acme again' });
  await house.ada.waitsForModal('Acme · Default: 12');
  await house.ada.submits();
  await house.ada.waitsFor('12 prompts are still cached.', { in: house.ada.dm });
  expect(house.ben.messages(house.voiceOps)).toHaveLength(1);
});

test('a lost answer is verified by reading back', async () => {
  await using house = await openBroken();
  await cached(house, 'Acme', 12);
  house.faults.loseAnswer('clearTtsCache');
  await clears(house, 'acme');
  await house.ada.waitsFor('12 → 0');
  expect(states(house)).toEqual(['verified']);
});

test('a clearing that broke off half-way is repeated, and told when all of it is done', async () => {
  let broken = 1;
  await using house = await openHouse({ parts: { gateway: halfWay(() => broken-- > 0) } });
  const acme = await cached(house, 'Acme', 4812);
  await clears(house, 'acme');
  await house.ada.waitsFor('Cached prompts: 4,812 → 0', { in: house.voiceOps });
  expect(await house.gateway.cachedPrompts(acme.sid)).toBe(0);
  expect(states(house)).toEqual(['verified']);
});

test('a clearing that breaks off each time is not called done', async () => {
  await using house = await openHouse({ parts: { gateway: halfWay(() => true) } });
  await cached(house, 'Acme', 4812);
  await clears(house, 'acme');
  const told = await house.ada.waitsFor('2,406 of 4,812 prompts are cached now.', {
    in: house.ada.dm,
  });
  expect(told.plain).toContain('Some of it happened, and some did not.');
  expect(house.ada.sees()).not.toContain('Done');
  expect(states(house)).toEqual(['unknown']);
});

test('every account’s clearing that broke off half-way is repeated too', async () => {
  let broken = 1;
  await using house = await openHouse({ parts: { gateway: halfWay(() => broken-- > 0) } });
  await cached(house, 'Acme', 4812);
  await house.ada.types('/vg tts clear --all', { in: house.voiceOps });
  await house.ada.waitsForModal('4,812 cached prompts');
  await house.ada.fills({ Phrase: 'clear every TTS cache' });
  await house.ada.submits();
  await house.ada.waitsFor('Cached prompts: 4,812 → 0', { in: house.voiceOps });
});

test('a gateway that refuses to clear has failed, with its reason', async () => {
  await using house = await openBroken();
  await cached(house, 'Acme', 12);
  house.faults.fail('clearTtsCache', new BotError('conflict', 'The cache is being moved.'));
  await clears(house, 'acme');
  await house.ada.waitsFor('The cache is being moved.', { in: house.ada.dm });
  expect(states(house)).toEqual(['failed']);
});

test('a gateway that hangs is an unknown outcome, until somebody looks again', async () => {
  await using house = await openBroken({ patience: 150 });
  const acme = await cached(house, 'Acme', 4812);
  const hanging = house.faults.hang('clearTtsCache');
  await clears(house, 'acme');
  await house.ada.waitsFor('I do not know whether it happened', { in: house.ada.dm });
  const card = await house.ben.waitsFor('Outcome unknown: clear the TTS cache of Acme', {
    in: house.ops,
  });
  expect(card.plain).toContain('Type /vg tts show <account>');
  expect(states(house)).toEqual(['unknown']);

  hanging.release();
  await expect.poll(() => house.gateway.cachedPrompts(acme.sid)).toBe(0);
  await house.ben.clicks('Look again', { in: card });
  const settled = await house.ben.waitsFor('Outcome known meanwhile', { in: house.ops });
  expect(settled).toMatchObject({ ts: card.ts, buttons: [] });
  expect(settled.plain).toContain('Cached prompts: 4,812 → 0');
  await house.ada.waitsFor('Done: I cleared the TTS cache of Acme.');
  expect(states(house)).toEqual(['verified']);
});

test('what did not happen after all has failed, whoever looks again and however often', async () => {
  await using house = await openBroken({ patience: 150 });
  await cached(house, 'Acme', 4812);
  house.faults.hang('clearTtsCache');
  await clears(house, 'acme');
  const card = await house.ben.waitsFor('Outcome unknown', { in: house.ops });
  await house.ben.clicks('Look again', { in: card, times: 2 });
  const settled = await house.ben.waitsFor('Outcome known meanwhile', { in: house.ops });
  expect(settled.plain).toContain('It did not happen. 4,812 prompts are still cached.');
  await house.settled();
  expect(house.ben.sees()).not.toContain('Something broke');
  expect(states(house)).toEqual(['failed']);
  const ends = house.rows('SELECT result FROM audit_entries WHERE action = ?', 'tts clear');
  expect(ends).toEqual(['asked', 'unknown', 'failed'].map((result) => ({ result })));
});

test('only Admins, and those who may do it themselves, look again', async () => {
  await using house = await openBroken({ patience: 150 });
  await cached(house, 'Acme', 12);
  house.faults.hang('clearTtsCache');
  await clears(house, 'acme');
  await house.ben.waitsFor('Outcome unknown', { in: house.ops });
  const [change] = house.rows<{ id: string }>('SELECT id FROM changes WHERE kind = ?', 'tts clear');
  for (const person of [house.eve, house.tia]) {
    await clicksForged(house, person, 'changes.look', change?.id ?? '');
    await house.settled();
  }
  expect(states(house)).toEqual(['unknown']);
  await house.eve.waitsFor('You have no access yet.');
  await house.tia.waitsFor('I find no such account in your reach.');
  await clicksForged(house, house.olu, 'changes.look', change?.id ?? '');
  await house.settled();
  expect(states(house)).toEqual(['failed']);
});

test('a count that hangs holds up neither the form nor the clearing', async () => {
  await using house = await openBroken();
  const acme = await cached(house, 'Acme', 12);
  const hanging = house.faults.hang('cachedPrompts');
  await house.ada.types('/vg tts clear acme', { in: house.voiceOps });
  await house.ada.waitsForModal('Acme · Default: counting the cached prompts…');
  await house.ada.submits();
  await house.ada.waitsForNoModal();
  await expect.poll(() => house.gateway.cachedPrompts(acme.sid), { timeout: 8000 }).toBe(0);
  hanging.release();
  await house.ada.waitsFor('Cached prompts: not counted → 0', { in: house.voiceOps });
});

test('what cannot be counted is said', async () => {
  await using house = await openBroken();
  await cached(house, 'Acme', 12);
  house.faults.fail('cachedPrompts', new BotError('unavailable', 'down'));
  await house.ada.types('/vg tts show acme');
  await house.ada.waitsFor('Acme · Default: the cached prompts could not be counted');
  await house.ada.types('/vg tts clear acme');
  await house.ada.waitsForModal('Acme · Default: the cached prompts could not be counted');
});

test('a gateway that does not answer at all is told in time, and a form needs none', async () => {
  await using house = await openBroken();
  await cached(house, 'Acme', 12);
  house.faults.hang('accountsMeant');
  house.faults.hang('searchAccounts');
  await house.ada.types('/vg tts show acme');
  await house.ada.waitsFor('The Voice Gateway did not answer in time.');
  await house.ada.types('/vg tts clear acme');
  await house.ada.waitsForModal('Looking it up…');
  const form = await house.ada.waitsForModal('did not say in time which account you mean');
  expect(form.fields).toEqual(['Accounts']);
  expect(form.values.Accounts ?? []).toEqual([]);
  await house.ada.closes();
  await house.ada.uses('Clear TTS cache');
  await house.ada.waitsForModal('Looking it up…');
  await house.ada.waitsForModal('The next prompts are slower');
  expect(house.ada.modal?.fields).toEqual(['Accounts']);
});

test('what is found late is chosen in the form that is open by then', async () => {
  await using house = await openBroken();
  await cached(house, 'Acme', 12);
  await house.ben.says('Acme again', { in: house.voiceOps });
  const opens = [
    () => house.ada.types('/vg tts clear acme'),
    () => house.ada.uses('Clear TTS cache', { on: 'Acme again' }),
  ];
  for (const open of opens) {
    const hanging = house.faults.hang('accountsMeant');
    await open();
    await house.ada.waitsForModal('Looking it up…');
    hanging.release();
    const form = await house.ada.waitsForModal('Acme · Default: 12 cached prompts');
    expect(form.values.Accounts).toEqual(['Acme']);
    await house.ada.closes();
  }
});

test('what may be several late is asked in the form; what is not there is told in it, and audited', async () => {
  await using house = await openBroken();
  await house.account('Acme East');
  await house.account('Acme West');
  const late = async (person: Person, words: string) => {
    const hanging = house.faults.hang('accountsMeant');
    await person.types(`/vg ${words}`);
    await person.waitsForModal('Looking it up…');
    hanging.release();
  };
  await late(house.ada, 'tts clear acme');
  await house.ada.waitsForModal('Several accounts match “acme”. Pick the one that you mean.');
  await late(house.tia, 'tts clear acme');
  const modal = await house.tia.waitsForModal('I find no account “acme” in your reach.');
  expect(modal.submit).toBeUndefined();
  const sql = "SELECT actor_user FROM audit_entries WHERE result = 'refused'";
  expect(house.rows(sql)).toEqual([{ actor_user: house.tia.id }]);
});

test('Stop leaves what has not begun as it is', async () => {
  await using house = await openBroken();
  const names = ['Acme', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta'];
  const accounts = await Promise.all(names.map((name) => cached(house, name, 12)));
  const hanging = house.faults.hang('clearTtsCache');
  // In the thread of a message everybody there sees the progress, with its Stop.
  await house.ben.says(names.join(', '), { in: house.voiceOps });
  await house.ada.uses('Clear TTS cache', { on: 'Acme, Beta' });
  await house.ada.waitsForModal('Zeta · Default: 12');
  await house.ada.submits();
  const progress = await house.olu.waitsFor(/Acme: under way….*Zeta: waiting its turn/s, {
    in: house.voiceOps,
  });
  expect(progress.plain).toContain('Clear TTS cache: under way. 0 of 6 verified');
  const begun = () => house.faults.calls.filter(({ method }) => method === 'clearTtsCache');
  await expect.poll(() => begun().length).toBe(4);

  await house.eve.clicks('Stop', { in: progress });
  await house.eve.waitsFor('You have no access yet.');
  await house.tia.clicks('Stop', { in: progress });
  await house.tia.waitsFor('I find no such account in your reach.');
  expect(states(house)).not.toContain('stopped');

  await house.olu.clicks('Stop', { in: progress });
  expect(house.olu.confirmText).toContain('What has begun is finished');
  await house.ada.waitsFor('Zeta: Stopped before it began.', { in: house.voiceOps });
  hanging.release();
  const results = await house.ada.waitsFor('Clear TTS cache: finished', { in: house.voiceOps });
  expect(results).toMatchObject({ ts: progress.ts, buttons: [] });
  expect(results.plain).toContain('4 of 6 verified');
  expect(results.plain).toContain('Acme: 12 → 0');
  const left = await Promise.all(accounts.map(({ sid }) => house.gateway.cachedPrompts(sid)));
  expect(left).toEqual([0, 0, 0, 0, 12, 12]);

  const [member] = house.rows<{ batch: string }>('SELECT batch FROM changes WHERE batch NOT NULL');
  await clicksForged(house, house.olu, 'changes.stop', member?.batch ?? '');
  await house.olu.waitsFor('There is nothing left to stop');
});

test('one account that fails among several has its own result', async () => {
  const parts = {
    gateway: (real: Gateway): Gateway => ({
      ...real,
      async clearTtsCache(sid) {
        const [account] = await real.accountSummaries([sid]);
        if (account?.name !== 'Beta') await real.clearTtsCache(sid);
      },
    }),
  };
  await using house = await openHouse({ parts });
  await cached(house, 'Acme', 12);
  await cached(house, 'Beta', 34);
  await clears(house, 'acme, beta');
  const results = await house.ada.waitsFor(/finished\. 1 of 2 verified/, { in: house.ada.dm });
  expect(results.plain).toContain('Acme: 12 → 0');
  expect(results.plain).toContain('Beta: It failed, and nothing is done');
  expect(results.plain).toContain('34 prompts are still cached.');
  // An edited message notifies nobody: what did not go well is told by one of its own.
  const told = await house.ada.waitsFor('Clear TTS cache is over: 1 of 2 verified', {
    in: house.ada.dm,
  });
  expect(told.plain).toContain('Beta: It failed, and nothing is done');
  expect(told.plain).not.toContain('Acme');
  await house.settled();
  expect(house.ada.messages(house.ada.dm)).toHaveLength(2);
});

test('what failed of a batch in a thread is told its asker by direct message', async () => {
  await using house = await openBroken();
  await cached(house, 'Acme', 12);
  await cached(house, 'Beta', 34);
  house.faults.pretend('clearTtsCache', undefined);
  await house.ben.says('Acme and Beta again', { in: house.voiceOps });
  await house.olu.uses('Clear TTS cache', { on: 'Acme and Beta again' });
  await house.olu.waitsForModal('Beta · Default: 34');
  await house.olu.submits();
  const told = await house.olu.waitsFor('0 of 2 verified, 2 failed', { in: house.olu.dm });
  expect(told.plain).toContain('34 prompts are still cached.');
});

/** A gateway whose clearings break off half-way, as long as `breaks` says so: 2,406 prompts stay, and no answer comes. */
function halfWay(breaks: () => boolean) {
  return (real: Gateway): Gateway => {
    const leavesHalf = async (sid: AccountSid) => {
      await real.clearTtsCache(sid);
      await (real as EmbeddedGateway).stock.cachePrompts(sid, 2406);
      throw new BotError('unavailable', 'lost', { mayHaveHappened: true });
    };
    return {
      ...real,
      clearTtsCache: (sid) => (breaks() ? leavesHalf(sid) : real.clearTtsCache(sid)),
      async clearTtsCacheOfAll() {
        if (!breaks()) return real.clearTtsCacheOfAll();
        const [account] = await real.accountsMeant('Acme', { everything: true }, 1);
        if (account) await leavesHalf(account.sid);
      },
    };
  };
}

/** A house whose gateway can be broken. */
async function openBroken(parts: { patience?: number } = {}): Promise<House & { faults: Faults }> {
  let faults: Faults | undefined;
  const house = await openHouse({
    parts: {
      ...parts,
      gateway(real) {
        const broken = faulty(real);
        faults = broken;
        return broken;
      },
    },
  });
  if (!faults) throw new Error('the bot has not opened its gateway');
  return Object.assign(house, { faults });
}

async function clears(house: House, names: string): Promise<void> {
  await house.ada.types(`/vg tts clear ${names}`, { in: house.voiceOps });
  await house.ada.waitsForModal('cached prompts');
  await house.ada.submits();
}

async function cached(house: House, name: string, prompts: number) {
  const account = await house.account(name);
  await house.gateway.stock.cachePrompts(account.sid, prompts);
  return account;
}

function states(house: House): string[] {
  const sql = 'SELECT state FROM changes WHERE kind = ? ORDER BY seq';
  return house.rows<{ state: string }>(sql, 'tts clear').map(({ state }) => state);
}

test('a gateway that takes its time is no silence: whoever asked is told that it goes on', async () => {
  await using house = await openBroken();
  await cached(house, 'Acme', 12);
  const held = house.faults.hang('clearTtsCache');
  await clears(house, 'acme');
  await house.ada.waitsFor('I am on it: clearing the TTS cache of Acme.', { in: house.voiceOps });
  expect(house.ada.sees()).not.toContain('Done');
  held.release();
  await house.ada.waitsFor('12 → 0', { in: house.voiceOps });
});
