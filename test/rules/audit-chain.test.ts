import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AuditEntry, chainedText, walkChain } from '../../src/features/audit/audit.ts';

const mac = (text: string) => createHmac('sha256', 'a key').update(text).digest('hex');

function chainOf(targets: readonly string[]): AuditEntry[] {
  const chain: AuditEntry[] = [];
  for (const [index, target] of targets.entries()) {
    const entry = {
      seq: index + 1,
      at: new Date(1_800_000_000_000 + index),
      actorTeam: 'T1',
      actorUser: 'U1',
      actorName: 'ada',
      surface: 'command',
      action: 'account create',
      result: 'verified',
      changeId: null,
      providerSid: null,
      accountSid: null,
      subject: null,
      target,
      detail: { facts: [{ label: 'Account name', value: target }] },
    };
    chain.push({ ...entry, mac: mac(chainedText(chain.at(-1)?.mac ?? '', entry)) });
  }
  return chain;
}

function walked(chain: readonly AuditEntry[], anchored: readonly AuditEntry[] = []) {
  const walk = walkChain(
    mac,
    anchored.map(({ seq, mac: posted, at }) => ({ seq, mac: posted, at })),
  );
  for (const entry of chain) walk.next(entry);
  return walk.end();
}

/** Entries in the places of a chain: what was moved takes the number of the place that it is put in. */
function renumbered(entries: readonly AuditEntry[]): AuditEntry[] {
  return entries.map((entry, index) => ({ ...entry, seq: index + 1 }));
}

const chains = fc.array(fc.string(), { minLength: 1, maxLength: 30 }).map(chainOf);
const chainAndPlace = chains.chain((chain) =>
  fc.tuple(fc.constant(chain), fc.nat({ max: chain.length - 1 })),
);

test('a chain as it was written is whole', () => {
  fc.assert(
    fc.property(chainAndPlace, ([chain, place]) => {
      const verdict = walked(chain, chain.slice(place, place + 1));
      expect(verdict.breaks).toEqual([]);
      expect(verdict).toMatchObject({
        entries: chain.length,
        head: { seq: chain.length },
        unvouched: chain.length - place - 1,
      });
    }),
  );
});

const changes: fc.Arbitrary<(entry: AuditEntry) => AuditEntry> = fc.constantFrom<
  ((entry: AuditEntry) => AuditEntry)[]
>(
  (entry) => ({ ...entry, target: `${entry.target}!` }),
  (entry) => ({ ...entry, actorUser: 'U2' }),
  (entry) => ({ ...entry, at: new Date(entry.at.getTime() + 1) }),
  (entry) => ({ ...entry, result: 'refused' }),
  (entry) => ({ ...entry, subject: 'T1/U3' }),
  (entry) => ({ ...entry, detail: { unreadable: 'x' } }),
  (entry) => ({ ...entry, mac: mac(entry.mac) }),
);

test('a change of any one entry is one finding, at that entry', () => {
  fc.assert(
    fc.property(chainAndPlace, changes, ([chain, place], change) => {
      const tampered = chain.with(place, change(chain[place] as AuditEntry));
      expect(walked(tampered).breaks).toEqual([
        { from: place + 1, to: place + 1, what: 'changed' },
      ]);
    }),
  );
});

test('an entry changed together with its MAC is found there; its successor may be doubted with it', () => {
  fc.assert(
    fc.property(chainAndPlace, ([chain, place]) => {
      const entry = { ...(chain[place] as AuditEntry), target: 'forged', mac: mac('forged') };
      const { breaks } = walked(chain.with(place, entry));
      const to = Math.min(chain.length, place + 2);
      expect(breaks).toEqual([{ from: place + 1, to, what: 'changed' }]);
    }),
  );
});

test('a deletion of one entry, or of several in a row, is one finding, and what stands behind it cannot be checked', () => {
  const cut = chains
    .filter((chain) => chain.length > 1)
    .chain((chain) =>
      fc
        .tuple(fc.nat({ max: chain.length - 2 }), fc.integer({ min: 1, max: 5 }))
        .map(([from, many]) => ({ chain, from, many: Math.min(many, chain.length - 1 - from) })),
    );
  fc.assert(
    fc.property(cut, ({ chain, from, many }) => {
      const { breaks } = walked(chain.toSpliced(from, many));
      const behind = from + many + 1;
      expect(breaks).toEqual([
        { from: from + 1, to: from + many, what: 'missing' },
        { from: behind, to: behind, what: 'unchecked' },
      ]);
    }),
  );
});

test('an entry pushed in is found from its place on', () => {
  fc.assert(
    fc.property(chainAndPlace, fc.string(), ([chain, place], target) => {
      const forged = { ...(chain[place] as AuditEntry), target: `${target} forged` };
      const { breaks } = walked(renumbered(chain.toSpliced(place, 0, forged)));
      expect(breaks[0]).toMatchObject({ from: place + 1, what: 'changed' });
    }),
  );
});

test('an entry put before the first is found, and nothing else is doubted for it', () => {
  const chain = chainOf(['a', 'b', 'c']);
  const forged = { ...(chain[0] as AuditEntry), seq: 0 };
  expect(walked([forged, ...chain]).breaks).toEqual([{ from: 0, to: 0, what: 'changed' }]);
});

test('two entries swapped are found at both places', () => {
  const swaps = chains
    .filter((chain) => chain.length > 1)
    .chain((chain) =>
      fc
        .uniqueArray(fc.nat({ max: chain.length - 1 }), { minLength: 2, maxLength: 2 })
        .map((places) => ({ chain, places: places.toSorted((a, b) => a - b) as [number, number] })),
    );
  fc.assert(
    fc.property(swaps, ({ chain, places: [one, other] }) => {
      const [a, b] = [chain[one] as AuditEntry, chain[other] as AuditEntry];
      const { breaks } = walked(renumbered(chain.with(one, b).with(other, a)));
      const covered = (seq: number) =>
        breaks.some(({ from, to, what }) => what === 'changed' && from <= seq && seq <= to);
      expect(breaks[0]?.from).toBe(one + 1);
      expect([covered(one + 1), covered(other + 1)]).toEqual([true, true]);
      // At most the entries right behind them are doubted with them.
      const doubted = new Set([one + 1, one + 2, other + 1, other + 2]);
      for (const entry of chain) expect(covered(entry.seq) && !doubted.has(entry.seq)).toBe(false);
    }),
  );
});

test('a tail that is cut off is missed by the last anchor, and not without one', () => {
  fc.assert(
    fc.property(chainAndPlace, ([chain, place]) => {
      const kept = chain.slice(0, place);
      expect(walked(kept, chain.slice(-1)).breaks).toEqual([
        { from: place + 1, to: chain.length, what: 'cut off' },
      ]);
      expect(walked(kept).breaks).toEqual([]);
    }),
  );
});

test('a tail that was cut off and has grown anew does not fit the anchor', () => {
  const chain = chainOf(['a', 'b', 'c', 'd', 'e']);
  const regrown = chainOf(['a', 'b', 'c', 'other', 'more', 'still']);
  expect(walked(regrown, [chain[1], chain[4]] as AuditEntry[])).toMatchObject({
    breaks: [{ from: 3, to: 5, what: 'replaced' }],
    unvouched: 1,
  });
});

test('behind a tampering the walk goes on: a second one is a second finding', () => {
  const chain = chainOf(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  const tampered = chain
    .with(1, { ...(chain[1] as AuditEntry), target: 'x' })
    .toSpliced(3, 1)
    .with(-1, { ...(chain.at(-1) as AuditEntry), target: 'y' });
  expect(walked(tampered).breaks).toEqual([
    { from: 2, to: 2, what: 'changed' },
    { from: 4, to: 4, what: 'missing' },
    { from: 5, to: 5, what: 'unchecked' },
    { from: 7, to: 7, what: 'changed' },
  ]);
});

test('no more than twenty places are named; the others are counted', () => {
  const chain = chainOf(Array.from({ length: 60 }, (_, index) => `entry ${index}`));
  const tampered = chain.map((entry) =>
    entry.seq % 2 === 0 ? { ...entry, target: 'changed' } : entry,
  );
  const { breaks, unnamed } = walked(tampered);
  expect([breaks.length, unnamed]).toEqual([20, 10]);
});
