import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import {
  type AllowedAddresses,
  isAddress,
  type Judgement,
  judge,
  namesMetadata,
} from './addresses.ts';

/** All addresses of a host name, as the system knows them. Rejects where there are none. */
export type Resolver = (name: string) => Promise<string[]>;

/** What a host resolved to, to be connected to and to nothing else; or why it must not be. */
export type Resolved =
  | { host: string; addresses: [string, ...string[]] }
  | { refused: Exclude<Judgement, 'allowed'> | 'no address' };

/** As the system resolves: /etc/hosts, search domains and DNS. */
export const systemResolver: Resolver = async (name) => {
  const found = await lookup(name, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

/**
 * Resolves a host once and checks every address that it has: one that must not be reached refuses them all, since a
 * name that points both inside and outside is no honest one. Connect to the addresses that are given, never to the
 * name again: it may resolve differently the next time. Rejects where the resolver does.
 */
export async function resolveAllowed(
  given: string,
  allowed: AllowedAddresses,
  resolve: Resolver = systemResolver,
): Promise<Resolved> {
  const host = canonical(given);
  if (host === null) return { refused: 'no address' };
  if (namesMetadata(host)) return { refused: 'metadata' };
  const addresses = isAddress(host) ? [host] : await resolve(host);
  const [first, ...others] = addresses;
  if (first === undefined) return { refused: 'no address' };
  const judgements = addresses.map((address) => judge(address, allowed));
  for (const refused of ['metadata', 'private', 'not routable'] as const) {
    if (judgements.includes(refused)) return { refused };
  }
  return { host, addresses: [first, ...others] };
}

/** Resolves a name to these addresses and to nothing else, whatever it has come to mean since. */
export function pinnedTo(addresses: readonly [string, ...string[]]): LookupFunction {
  const pinned = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, { all }, done) => {
    const [first] = pinned;
    if (all) done(null, pinned);
    else done(null, first?.address ?? '', first?.family ?? 4);
  };
}

/** A host as a browser would read it: decimal, octal and hex numbers are addresses. `null` where it is none. */
function canonical(host: string): string | null {
  const bracketed = isAddress(host) && host.includes(':') ? `[${host}]` : host;
  const url = `http://${bracketed}/`;
  if (!URL.canParse(url)) return null;
  const { hostname, username, port, pathname } = new URL(url);
  if (hostname === '' || username !== '' || port !== '' || pathname !== '/') return null;
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
