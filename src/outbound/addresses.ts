import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/**
 * Which addresses outside of the Internet may be reached from here: all private ones, or those in these ranges.
 * Public ones always may, those of clouds' metadata never.
 */
export const AllowedAddresses = z.object({ private: z.boolean(), ranges: z.array(z.string()) });
export type AllowedAddresses = z.infer<typeof AllowedAddresses>;

/** Nothing but the Internet. */
export const publicOnly: AllowedAddresses = { private: false, ranges: [] };

/** What may become of an address. */
export type Judgement = 'allowed' | 'private' | 'not routable' | 'metadata';

type Address = ReturnType<typeof ipaddr.parse>;

/** The metadata services of clouds, which hand credentials to whatever asks from within; Azure's looks public. */
const METADATA = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
].map((text) => ipaddr.parse(text).toNormalizedString());

/** Names that mean a metadata service wherever they resolve, and all names below them. */
const METADATA_NAMES = [
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
  'metadata.platformequinix.com',
  'instance-data',
  'instance-data.ec2.internal',
];

/** Ranges that somebody's own network may use; every other range but the Internet's is nobody's to talk to. */
const PRIVATE = new Set(['private', 'loopback', 'linkLocal', 'uniqueLocal', 'carrierGradeNat']);

/** Where IPv6 addresses that hold an IPv4 one keep it, so that no spelling of that one slips through. */
const EMBEDDING: { range: string; from: number }[] = [
  { range: '::/96', from: 12 },
  { range: '::ffff:0:0/96', from: 12 },
  { range: '::ffff:0:0:0/96', from: 12 },
  { range: '64:ff9b::/96', from: 12 },
  { range: '64:ff9b:1::/48', from: 12 },
  { range: '2002::/16', from: 2 },
];

/** `true`, or CIDRs separated by commas. Throws for anything else. */
export function readAllowedAddresses(text: string): AllowedAddresses {
  if (text.trim().toLowerCase() === 'true') return { private: true, ranges: [] };
  const ranges = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  for (const range of ranges) {
    if (!isRange(range)) throw new Error(`“${range}” is no CIDR.`);
  }
  return { private: false, ranges };
}

/** Whether this address may be reached. What is no address is `not routable`. */
export function judge(text: string, allowed: AllowedAddresses): Judgement {
  if (!isAddress(text)) return 'not routable';
  const address = unmapped(addressIn(text));
  if (isMetadata(address)) return 'metadata';
  if (allowed.ranges.some((range) => isWithin(address, range))) return 'allowed';
  if (isPublic(address)) return 'allowed';
  if (!PRIVATE.has(address.range())) return 'not routable';
  return allowed.private ? 'allowed' : 'private';
}

/** Whether a host name is that of a metadata service. */
export function namesMetadata(host: string): boolean {
  const name = host.toLowerCase().replace(/\.+$/, '');
  return METADATA_NAMES.some((one) => name === one || name.endsWith(`.${one}`));
}

/** Whether a text is an IP address as the kernel takes it: whole, and of no zone. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

/** `::127.0.0.1` is read as `::ffff:127.0.0.1` by the library: it gets all of IPv6 in hexadecimal. */
function addressIn(text: string): Address {
  return ipaddr.parse(isIP(text) === 4 ? text : new URL(`http://[${text}]/`).hostname.slice(1, -1));
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  // Of IPv6 only this part is given out (RFC 4291); the rest is nobody's.
  return address.kind() === 'ipv4' || isWithin(address, '2000::/3');
}

function isMetadata(address: Address): boolean {
  const forms = [address, ...embeddedIn(address)];
  return forms.some((form) => METADATA.includes(form.toNormalizedString()));
}

/** IPv4-mapped IPv6 is the same IPv4 address to the kernel. */
function unmapped(address: Address): Address {
  const [mapped] = isWithin(address, '::ffff:0:0/96') ? embeddedIn(address) : [];
  return mapped ?? address;
}

function embeddedIn(address: Address): Address[] {
  const bytes = address.toByteArray();
  const holding = EMBEDDING.filter(({ range }) => isWithin(address, range));
  return holding.map(({ from }) => ipaddr.fromByteArray(bytes.slice(from, from + 4)));
}

function isWithin(address: Address, range: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(range);
  return network.kind() === address.kind() && address.match(network, bits);
}

function isRange(text: string): boolean {
  // Shortened forms such as `10/8` are read differently by different programs.
  const [network = ''] = text.split('/');
  if (!network.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(network)) return false;
  try {
    ipaddr.parseCIDR(text);
    return true;
  } catch {
    return false;
  }
}
