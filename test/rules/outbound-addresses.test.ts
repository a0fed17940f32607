import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  judge,
  namesMetadata,
  publicOnly,
  readAllowedAddresses,
} from '../../src/outbound/addresses.ts';
import { resolveAllowed } from '../../src/outbound/resolve.ts';

const everything = readAllowedAddresses('true');

describe('an address', () => {
  test.each([
    ['8.8.8.8', 'allowed'],
    ['2606:4700::1111', 'allowed'],
    ['::ffff:8.8.8.8', 'allowed'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'allowed'],
    ['192.168.1.1', 'private'],
    ['127.0.0.1', 'private'],
    ['127.255.255.254', 'private'],
    ['169.254.7.7', 'private'],
    ['100.64.0.1', 'private'],
    ['100.128.0.1', 'allowed'],
    ['::1', 'private'],
    ['fe80::1', 'private'],
    ['fd12::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:7f00:1', 'private'],
    ['0.0.0.0', 'not routable'],
    ['0.1.2.3', 'not routable'],
    ['::', 'not routable'],
    ['::ffff:0.0.0.0', 'not routable'],
    ['224.0.0.1', 'not routable'],
    ['255.255.255.255', 'not routable'],
    ['198.18.0.1', 'not routable'],
    ['192.0.2.1', 'not routable'],
    ['240.0.0.1', 'not routable'],
    ['ff02::1', 'not routable'],
    ['64:ff9b::10.0.0.1', 'not routable'],
    ['2002:7f00:1::', 'not routable'],
    ['2001:db8::1', 'not routable'],
    ['::127.0.0.1', 'not routable'],
    ['::8.8.8.8', 'not routable'],
    ['127.1', 'not routable'],
    ['fec0::1', 'not routable'],
    ['4000::1', 'not routable'],
    ['fe80::1%eth0', 'not routable'],
    ['example.com', 'not routable'],
    ['', 'not routable'],
    ['169.254.169.254', 'metadata'],
    ['169.254.170.2', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['FD00:EC2:0:0:0:0:0:0254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['::169.254.169.254', 'metadata'],
    ['64:ff9b::169.254.169.254', 'metadata'],
    ['2002:a9fe:a9fe::1', 'metadata'],
  ])('%s is %s', (address, judgement) => {
    expect(judge(address, publicOnly)).toBe(judgement);
  });

  test.each([
    ['true', '10.1.2.3', 'allowed'],
    ['TRUE', '::1', 'allowed'],
    ['true', '224.0.0.1', 'not routable'],
    ['true', '0.0.0.0', 'not routable'],
    ['true', '169.254.169.254', 'metadata'],
    ['true', 'fd00:ec2::254', 'metadata'],
    ['10.0.0.0/8', '10.1.2.3', 'allowed'],
    ['10.0.0.0/8', '::ffff:10.1.2.3', 'allowed'],
    ['10.0.0.0/8', '192.168.0.1', 'private'],
    ['10.0.0.0/8, 192.168.0.0/16', '192.168.0.1', 'allowed'],
    ['fd00::/8', 'fd12::1', 'allowed'],
    ['fd00::/8', '10.0.0.1', 'private'],
    ['198.18.0.0/15', '198.18.0.1', 'allowed'],
    ['169.254.0.0/16', '169.254.169.254', 'metadata'],
    ['169.254.0.0/16', '169.254.7.7', 'allowed'],
    ['0.0.0.0/0,::/0', '100.100.100.200', 'metadata'],
    ['0.0.0.0/0,::/0', '64:ff9b::a9fe:a9fe', 'metadata'],
  ])('with ALLOW_PRIVATE_ADDRESSES=%s %s is %s', (allowed, address, judgement) => {
    expect(judge(address, readAllowedAddresses(allowed))).toBe(judgement);
  });

  test.each([
    'yes',
    'false',
    '10.0.0.1',
    '10/8',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/8;',
    'acme/8',
    '0x0a000000/8',
  ])('ALLOW_PRIVATE_ADDRESSES=%s is refused', (text) => {
    expect(() => readAllowedAddresses(text)).toThrow('is no CIDR');
  });
});

test.each([
  ['metadata.google.internal', true],
  ['METADATA.google.internal.', true],
  ['computeMetadata.metadata.google.internal', true],
  ['metadata', true],
  ['instance-data.ec2.internal', true],
  ['metadata.acme.example', false],
  ['mymetadata', false],
])('the name %s means a metadata service: %s', (name, means) => {
  expect(namesMetadata(name)).toBe(means);
});

describe('a host', () => {
  const never = () => Promise.reject(new Error('it is an address, and nobody is to be asked'));
  const named =
    (...addresses: string[]) =>
    () =>
      Promise.resolve(addresses);

  test('is resolved once, and all of its addresses are given', async () => {
    let asked = 0;
    const resolved = await resolveAllowed('Hooks.Acme.Example', publicOnly, async () => {
      asked += 1;
      return asked === 1 ? ['8.8.8.8', '2606:4700::1111'] : ['127.0.0.1'];
    });
    expect(resolved).toEqual({
      host: 'hooks.acme.example',
      addresses: ['8.8.8.8', '2606:4700::1111'],
    });
    expect(asked).toBe(1);
  });

  test.each([
    ['hooks.example', named('8.8.8.8', '10.0.0.1'), 'private'],
    ['hooks.example', named('10.0.0.1', '8.8.8.8'), 'private'],
    ['hooks.example', named('8.8.8.8', '169.254.169.254', '10.0.0.1'), 'metadata'],
    ['hooks.example', named('8.8.8.8', '0.0.0.0'), 'not routable'],
    ['hooks.example', named(), 'no address'],
    ['metadata.google.internal', named('8.8.8.8'), 'metadata'],
    ['metadata.google.internal.', named('8.8.8.8'), 'metadata'],
    ['localhost', named('127.0.0.1', '::1'), 'private'],
    ['127.0.0.1', never, 'private'],
    ['127.1', never, 'private'],
    ['2130706433', never, 'private'],
    ['0x7f000001', never, 'private'],
    ['0x7f.1', never, 'private'],
    ['017700000001', never, 'private'],
    ['0177.0.0.1', never, 'private'],
    ['0xa9fea9fe', never, 'metadata'],
    ['2852039166', never, 'metadata'],
    ['１２７.０.０.１', never, 'private'],
    ['127。0。0。1', never, 'private'],
    ['::1', never, 'private'],
    ['[::1]', never, 'private'],
    ['::ffff:127.0.0.1', never, 'private'],
    ['[::ffff:a9fe:a9fe]', never, 'metadata'],
    ['', never, 'no address'],
    ['a b', never, 'no address'],
    ['user@127.0.0.1', never, 'no address'],
    ['127.0.0.1/x', never, 'no address'],
    ['127.0.0.1:81', never, 'no address'],
  ])('%s is refused: %#', async (host, resolver, refused) => {
    expect(await resolveAllowed(host, publicOnly, resolver)).toEqual({ refused });
  });

  test('that cannot be resolved rejects', async () => {
    await expect(resolveAllowed('gone.example', publicOnly, never)).rejects.toThrow('nobody');
  });
});

describe('whatever the spelling', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const inside = fc.oneof(
    fc.tuple(fc.constant(10), byte, byte, byte),
    fc.tuple(fc.constant(127), byte, byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    fc.constant([169, 254, 169, 254] as const),
  );
  const numbers: ((value: number) => string)[] = [
    (value) => String(value),
    (value) => `0x${value.toString(16)}`,
    (value) => `0${value.toString(8)}`,
  ];
  const base = fc.constantFrom(...numbers);
  const numberOf = (bytes: readonly number[]) => bytes.reduce((sum, one) => sum * 256 + one, 0);
  /** The same address in as many ways as resolvers and browsers read it. */
  const spelling = fc
    .tuple(inside, fc.integer({ min: 1, max: 4 }), base, base, base, base)
    .map(([bytes, parts, ...bases]) => {
      const [a, b, c, d] = bases;
      const last = numberOf(bytes.slice(parts - 1));
      const heads = bytes.slice(0, parts - 1).map((one, index) => ([a, b, c][index] ?? d)(one));
      return { bytes, text: [...heads, d(last)].join('.') };
    });
  const hex = (one: number) => one.toString(16).padStart(2, '0');
  const wrapped = inside.map((bytes) => {
    const [a, b, c, d] = bytes.map(hex);
    return [
      `::ffff:${bytes.join('.')}`,
      `0:0:0:0:0:ffff:${a}${b}:${c}${d}`,
      `::${a}${b}:${c}${d}`,
      `64:ff9b::${a}${b}:${c}${d}`,
      `2002:${a}${b}:${c}${d}::`,
    ];
  });

  test('no address inside is ever given, in IPv4', async () => {
    await fc.assert(
      fc.asyncProperty(spelling, async ({ text }) => {
        const asked: string[] = [];
        const resolved = await resolveAllowed(text, publicOnly, async (name) => {
          asked.push(name);
          return ['8.8.8.8'];
        });
        expect([text, asked, 'refused' in resolved]).toEqual([text, [], true]);
      }),
    );
  });

  test('no address inside is ever given, wrapped in IPv6 or named', async () => {
    await fc.assert(
      fc.asyncProperty(wrapped, async (spellings) => {
        for (const text of spellings) {
          expect(judge(text, publicOnly)).not.toBe('allowed');
          const direct = await resolveAllowed(text, publicOnly, async () => ['8.8.8.8']);
          const named = await resolveAllowed('x.example', publicOnly, async () => [
            '8.8.8.8',
            text,
          ]);
          expect([text, 'refused' in direct, 'refused' in named]).toEqual([text, true, true]);
        }
      }),
    );
  });

  test('metadata is never given, whatever is allowed', async () => {
    const allowed = fc.constantFrom(
      everything,
      readAllowedAddresses('0.0.0.0/0,::/0'),
      readAllowedAddresses('169.254.0.0/16,::ffff:0:0/96,64:ff9b::/96,2002::/16,::/96'),
    );
    const metadata = fc.constantFrom(
      '169.254.169.254',
      '0xa9fea9fe',
      '2852039166',
      '0251.0376.0251.0376',
      '169.254.43518',
      '::ffff:169.254.169.254',
      '64:ff9b::a9fe:a9fe',
      '2002:a9fe:a9fe::',
      '::a9fe:a9fe',
      'fd00:ec2::254',
      'fd00:0ec2:0:0:0:0:0:254',
    );
    await fc.assert(
      fc.asyncProperty(metadata, allowed, async (text, policy) => {
        const resolved = await resolveAllowed(text, policy, async () => ['8.8.8.8']);
        expect(resolved).toEqual({ refused: 'metadata' });
      }),
    );
  });
});
