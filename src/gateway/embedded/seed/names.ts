import { foldForSearch } from '../../../features/accounts/account-rules.ts';
import { diceFor } from './dice.ts';
import { latin, otherScripts, seconds } from './words.ts';
import { providerNames } from './world.ts';

/** The name of an account, and what else is called by it. */
export interface CompanyName {
  name: string;
  /** The name as a part of a host name. */
  slug: string;
  provider: string;
}

/** A company, whose accounts are called by its first word and one second word each. */
interface Company {
  first: string;
  slug: string;
  provider: string;
  seconds: readonly Second[];
  /** Which second word its first account has. */
  own: number;
  /** From which on the others have theirs. */
  offset: number;
}

interface Second {
  text: string;
  slug: string;
}

/** How many accounts each company has before the next generation, in which each gets more. */
const GENERATIONS = [0, 1, 5];
/** How many more each gets in any later generation. */
const MORE = 20;

/**
 * Names of companies and their sites, without end, no two alike. The first generation is in no order, so that a
 * few accounts are a mixed lot. In later ones companies of the same provider that have the same second words follow
 * each other, so that neighbours in the seed are neighbours in the indexes too: scattered, a million accounts would
 * take several times as long.
 */
export function* companyNames(): Generator<CompanyName> {
  const companies = allCompanies();
  const most = Math.max(...companies.map((company) => company.seconds.length));
  for (let round = 1; ; round += 1) {
    for (let generation = 1, from = 0; from < most; generation += 1) {
      const end = GENERATIONS[generation] ?? from + MORE;
      for (const company of from === 0 ? shuffled(companies) : companies) {
        yield* namesOf(company, from, end, round);
      }
      from = end;
    }
  }
}

function* namesOf(
  company: Company,
  from: number,
  end: number,
  round: number,
): Generator<CompanyName> {
  const { first, slug, provider, seconds } = company;
  const again = round === 1 ? { text: '', slug: '' } : { text: ` ${round}`, slug: `-${round}` };
  for (let nth = from; nth < Math.min(end, seconds.length); nth += 1) {
    const second = secondOf(company, nth);
    yield {
      name: `${first}${second.text}${again.text}`,
      slug: `${slug}-${second.slug}${again.slug}`,
      provider,
    };
  }
}

function secondOf({ seconds, own, offset }: Company, nth: number): Second {
  const others = seconds.length - 1;
  const place = (offset + nth - 1) % others;
  const second = seconds[nth === 0 ? own : place < own ? place : place + 1];
  if (!second) throw new Error('a company has a second word for each of its accounts');
  return second;
}

/** Every company, by provider, then by second words, then by name. */
function allCompanies(): Company[] {
  const bySlug = new Map<string, Company>();
  const add = (first: string, slug: string, followedBy: readonly Second[]) => {
    const dice = diceFor(`company ${slug}`);
    const provider = dice.pick(providerNames);
    const own = dice.below(followedBy.length);
    const offset = MORE * dice.below(Math.floor(followedBy.length / MORE));
    // The first keeps a word that two parts of the world have.
    const company = { first, slug, provider, seconds: followedBy, own, offset };
    if (!bySlug.has(slug)) bySlug.set(slug, company);
  };
  const inLatin = seconds.map((text) => ({ text: ` ${text}`, slug: slugOf(text) }));
  for (const { heads, tails } of latin) {
    for (const [head, tail] of pairs(heads, tails)) {
      if (!slugOf(head).endsWith(tail)) add(`${head}${tail}`, slugOf(`${head}${tail}`), inLatin);
    }
  }
  for (const { firsts, trades, places, between } of otherScripts) {
    const followedBy = pairs(trades, places).map(([trade, place]) => ({
      text: `${between}${trade[0]} ${place[0]}`,
      slug: `${trade[1]}-${place[1]}`,
    }));
    for (const [text, spelled] of firsts) add(text, spelled, followedBy);
  }
  const companies = [...bySlug.values()];
  return companies.sort(
    (one, other) =>
      compare(one.provider, other.provider) ||
      one.offset - other.offset ||
      compare(one.slug, other.slug),
  );
}

function pairs<One, Other>(ones: readonly One[], others: readonly Other[]): [One, Other][] {
  return ones.flatMap((one) => others.map((other): [One, Other] => [one, other]));
}

function slugOf(text: string): string {
  return foldForSearch(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const dice = diceFor('the order of the first generation');
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const drawn = dice.below(last + 1);
    const [one, other] = [mixed[last], mixed[drawn]];
    if (one === undefined || other === undefined) continue;
    mixed[last] = other;
    mixed[drawn] = one;
  }
  return mixed;
}
