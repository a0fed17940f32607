import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openRedrawing } from '../../src/changes/redrawing.ts';
import { BotError } from '../../src/errors.ts';
import { awsRegions } from '../../src/features/recording/aws-regions.ts';
import type { Bucket, BucketVendor } from '../../src/features/recording/recording.ts';
import {
  asEndpoint,
  type BucketField,
  checkBucket,
  checkLength,
  readCredential,
} from '../../src/features/recording/recording-rules.ts';
import {
  draftText,
  readDraft,
  recordingOf,
  stateOf,
} from '../../src/features/recording/recording-state.ts';
import { checkTags, readTags, tagLines } from '../../src/features/recording/recording-tags.ts';
import {
  factsOfRecording,
  type OpenBucketSettings,
  openPartOf,
  recordingDifferences,
  recordingInWords,
  tracedRecording,
} from '../../src/features/recording/recording-trace.ts';
import { Secret } from '../../src/secret.ts';
import { keyPair, serviceAccount } from '../buckets/service-account.ts';
import { s3Recording } from '../recordings.ts';

/** What is refused, by field; nothing where all of it is accepted. */
function refused(work: () => unknown): Record<string, string> {
  try {
    work();
    return {};
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    expect(error.code).toBe('invalid');
    return error.fields;
  }
}

const open: Record<BucketVendor, OpenBucketSettings> = {
  aws_s3: {
    vendor: 'aws_s3',
    name: 'calls',
    region: 'eu-west-1',
    accessKeyId: 'AKIAACMERECORDER',
    tags: [],
  },
  s3_compatible: {
    vendor: 's3_compatible',
    name: 'calls',
    endpoint: 'https://objects.example.com',
    region: null,
    accessKeyId: 'recorder',
    tags: [],
  },
  google: { vendor: 'google', name: 'calls', tags: [] },
  azure: { vendor: 'azure', name: 'calls', tags: [] },
};

const whyNot = (vendor: BucketVendor, field: BucketField, value: string) =>
  refused(() => checkBucket({ ...open[vendor], [field]: value } as OpenBucketSettings, null))[
    field
  ] ?? null;

describe('names of buckets', () => {
  const long = (length: number) => 'a'.repeat(length);
  test.each<[BucketVendor, string, RegExp | null]>([
    ['aws_s3', 'abc', null],
    ['aws_s3', 'acme.calls-2026', null],
    ['aws_s3', long(63), null],
    ['aws_s3', '', /3 to 63/],
    ['aws_s3', 'ab', /3 to 63/],
    ['aws_s3', long(64), /3 to 63/],
    ['aws_s3', 'Acme', /lower-case/],
    ['aws_s3', 'acme_calls', /lower-case/],
    ['aws_s3', 'acme calls', /lower-case/],
    ['aws_s3', 'açme', /lower-case/],
    ['aws_s3', '-acme', /begins and ends/],
    ['aws_s3', 'acme.', /begins and ends/],
    ['aws_s3', 'a..b', /two dots/],
    ['aws_s3', '192.168.5.4', /IP address/],
    ['aws_s3', 'xn--acme', /begins with xn--/],
    ['aws_s3', 'sthree-acme', /begins with sthree-/],
    ['aws_s3', 'amzn-s3-demo-acme', /begins with amzn-s3-demo-/],
    ['aws_s3', 'acme-s3alias', /ends with -s3alias/],
    ['aws_s3', 'acme--ol-s3', /ends with --ol-s3/],
    ['aws_s3', 'acme.mrap', /ends with .mrap/],
    ['aws_s3', 'acme--x-s3', /ends with --x-s3/],
    ['aws_s3', 'acme--table-s3', /ends with --table-s3/],
    ['s3_compatible', 'xn--acme', null],
    ['s3_compatible', 'Acme', /lower-case/],
    ['google', 'acme_calls', null],
    ['google', `${long(63)}.${long(63)}.${long(63)}.${long(30)}`, null],
    ['google', `${long(63)}.${long(63)}.${long(63)}.${long(31)}`, /222 with dots/],
    ['google', `${long(64)}.b`, /1 to 63/],
    ['google', long(64), /3 to 63/],
    ['google', 'a..b', /1 to 63/],
    ['google', 'goog-acme', /goog/],
    ['google', 'acme-google', /google/],
    ['google', 'g00gle-acme', /google/],
    ['google', '_acme', /begins and ends/],
    ['google', '10.0.0.1', /IP address/],
    ['google', 'Acme', /lower-case/],
    ['azure', 'acme-calls', null],
    ['azure', '$root', /own containers/],
    ['azure', '$logs', /own containers/],
    ['azure', 'ab', /3 to 63/],
    ['azure', 'acme.calls', /lower-case/],
    ['azure', 'acme--calls', /two hyphens/],
    ['azure', '-acme', /begins and ends/],
  ])('%s: “%s”', (vendor, name, words) => {
    const why = whyNot(vendor, 'name', name);
    if (words) expect(why).toMatch(words);
    else expect(why).toBeNull();
  });

  test('whatever is accepted is what the vendors’ own rules say', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...Array.from('aG0z9-._$ é/g')),
      maxLength: 70,
    });
    fc.assert(
      fc.property(
        letters,
        fc.constantFrom<BucketVendor>('aws_s3', 'google', 'azure'),
        (name, of) => {
          if (whyNot(of, 'name', name) !== null) return;
          expect(name).toMatch(/^[a-z0-9]([a-z0-9._-]*)[a-z0-9]$/);
          expect(name).not.toContain('..');
          expect(isIP(name)).toBe(0);
          if (of !== 'google') expect(name).not.toContain('_');
          if (of === 'azure') expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        },
      ),
    );
  });
});

describe('the other parts of a bucket', () => {
  test.each<[BucketVendor, BucketField, string, RegExp | null]>([
    ['aws_s3', 'region', 'eu-west-1', null],
    ['aws_s3', 'region', 'eu-west-9', /from the list/],
    ['aws_s3', 'region', 'constructor', /from the list/],
    ['s3_compatible', 'region', 'eu-west-9', null],
    ['s3_compatible', 'region', 'eu west', /letters, digits and hyphens/],
    ['aws_s3', 'accessKeyId', 'AKIA', /16 to 128/],
    ['aws_s3', 'accessKeyId', `AKIA${'X'.repeat(124)}`, null],
    ['aws_s3', 'accessKeyId', `AKIA${'X'.repeat(125)}`, /16 to 128/],
    ['aws_s3', 'accessKeyId', 'AKIAACMERECORDE/', /16 to 128/],
    ['s3_compatible', 'accessKeyId', 'minio', null],
    ['s3_compatible', 'accessKeyId', 'a/b', /no white space/],
    ['s3_compatible', 'accessKeyId', 'ab', /3 to 128/],
    ['s3_compatible', 'endpoint', 'http://10.0.0.1:9000', null],
    ['s3_compatible', 'endpoint', 'objects.example.com', /Enter an address/],
    ['s3_compatible', 'endpoint', 'ftp://objects.example.com', /Enter an address/],
    ['s3_compatible', 'endpoint', 'https://', /Enter an address/],
    ['s3_compatible', 'endpoint', 'https://a b', /Enter an address/],
    ['s3_compatible', 'endpoint', 'https://key:secret@objects.example.com', /no user or password/],
    ['s3_compatible', 'endpoint', 'https://objects.example.com/calls', /host and port/],
    ['s3_compatible', 'endpoint', 'https://objects.example.com?x', /host and port/],
    ['s3_compatible', 'endpoint', 'https://calls.objects.example.com', /bucket out/],
    ['s3_compatible', 'endpoint', `https://${'a'.repeat(250)}.example`, /255/],
  ])('%s %s: “%s”', (vendor, field, value, words) => {
    const why = whyNot(vendor, field, value);
    if (words) expect(why).toMatch(words);
    else expect(why).toBeNull();
  });

  test('all that is wrong is told at once, and what is as it was stored is left alone', () => {
    const odd = { ...open.aws_s3, name: 'Odd_One', accessKeyId: 'odd', region: 'mars' };
    expect(Object.keys(refused(() => checkBucket(odd as OpenBucketSettings, null)))).toEqual([
      'name',
      'region',
      'accessKeyId',
    ]);
    const stored = odd as OpenBucketSettings;
    const changed = { ...stored, name: 'Another_Odd' } as OpenBucketSettings;
    expect(Object.keys(refused(() => checkBucket(changed, stored)))).toEqual(['name']);
    expect(refused(() => checkBucket(stored, stored))).toEqual({});
    // Of another vendor nothing is as it was.
    const elsewhere = { ...open.google, name: 'Odd_One' } as OpenBucketSettings;
    expect(Object.keys(refused(() => checkBucket(elsewhere, stored)))).toEqual(['name']);
  });

  test('an endpoint is kept without a slash at its end', () => {
    expect(asEndpoint(' https://objects.example.com// ')).toBe('https://objects.example.com');
  });

  test('the list of regions is one, and fits a list of Slack', () => {
    const regions = Object.entries(awsRegions);
    expect(regions.length).toBeGreaterThan(30);
    expect(regions.length).toBeLessThan(100);
    for (const [id, name] of regions) {
      expect(id).toMatch(/^[a-z]{2}(-gov)?-[a-z]+-\d$/);
      expect(`${id}, ${name}`.length).toBeLessThanOrEqual(75);
    }
  });
});

describe('what opens a bucket', () => {
  const read = (vendor: BucketVendor, text: string) => {
    let kept = '';
    const fields = refused(() => {
      kept = readCredential(vendor, new Secret(text)).reveal();
    });
    return fields.credential ?? kept;
  };

  test.each<[string, RegExp]>([
    ['', /Enter it/],
    ['  ', /Enter it/],
    ['secret', /masked secret/],
    ['abcdXX', /masked secret/],
    ['abcdefXXXXXXXXXXXXXX', /masked secret/],
    ['wJalrX XUtnFEMI', /white space/],
    ['wJalrXUtnFEMI/K7MDENG/éxample', /no key has/],
  ])('“%s” is no secret access key', (text, words) => {
    for (const vendor of ['aws_s3', 's3_compatible'] as const) {
      expect(read(vendor, text)).toMatch(words);
    }
  });

  test('a secret is kept as it is, a service key on one line, a connection string in its usual form', () => {
    expect(read('aws_s3', ' abcdefgXXXX\n')).toBe('abcdefgXXXX');
    const key = serviceAccount();
    expect(read('google', JSON.stringify(key, null, 2))).toBe(JSON.stringify(key));
    expect(read('google', 'no JSON')).toContain('This is not JSON.');
    const accountKey = Buffer.alloc(64, 7).toString('base64');
    const given = `accountkey=${accountKey};AccountName=acme`;
    expect(read('azure', given)).toContain(`AccountName=acme;AccountKey=${accountKey}`);
    expect(read('azure', 'AccountName=acme')).toContain('lacks AccountKey');
    expect(read('azure', 'AccountName=acme')).not.toContain('acme');
  });

  test('with its bucket it must fit the one column in which the gateway keeps it', () => {
    const whole = new Secret(JSON.stringify(serviceAccount()));
    const bucket: Bucket = { vendor: 'google', name: 'calls', serviceKey: whole, tags: [] };
    expect(refused(() => checkLength(bucket))).toEqual({});
    const padded = { ...bucket, name: 'a'.repeat(222), serviceKey: new Secret('é'.repeat(1900)) };
    expect(refused(() => checkLength(padded)).credential).toMatch(/4,000 characters together/);
    const tags = Array.from({ length: 10 }, (_, n) => ({
      name: `tag_${n}`,
      value: 'x'.repeat(256),
    }));
    expect(refused(() => checkLength({ ...bucket, tags }))).toHaveProperty('credential');
    expect(JSON.stringify(refused(() => checkLength(padded)))).not.toContain(
      keyPair.privateKey.slice(60, 90),
    );
  });
});

describe('tags', () => {
  const why = (lines: string) => refused(() => checkTags(readTags(lines))).tags ?? null;
  test.each<[string, RegExp | null]>([
    ['', null],
    ['team=voice', null],
    ['team = voice \n\n _x1=a=b c', null],
    ['team', /line of its own/],
    ['=voice', /begins with no digit/],
    ['1team=voice', /begins with no digit/],
    ['cost-centre=1', /begins with no digit/],
    ['team name=voice', /begins with no digit/],
    ['тим=voice', /begins with no digit/],
    ['team=', /has no value/],
    ['team=Zürich', /ASCII/],
    ['team=会社', /ASCII/],
    ['team=a\tb', /ASCII/],
    ['team=a\nTEAM=b', /is there twice/],
    [`${'a'.repeat(128)}=x`, null],
    [`${'a'.repeat(129)}=x`, /at most 128/],
    [`a=${'x'.repeat(256)}`, null],
    [`a=${'x'.repeat(257)}`, /at most 256/],
    [Array.from({ length: 10 }, (_, n) => `t${n}=x`).join('\n'), null],
    [Array.from({ length: 11 }, (_, n) => `t${n}=x`).join('\n'), /At most 10 tags/],
    [Array.from({ length: 6 }, (_, n) => `t${n}=${'x'.repeat(250)}`).join('\n'), /together/],
  ])('%j', (lines, words) => {
    if (words) expect(why(lines)).toMatch(words);
    else expect(why(lines)).toBeNull();
  });

  test.each(
    'accountSid callSid direction from to callId applicationSid originatingSipIp originatingSipTrunkName sampleRate'.split(
      ' ',
    ),
  )('none takes the place of what the gateway writes: %s', (name) => {
    for (const spelt of [name, name.toLowerCase(), name.toUpperCase()]) {
      expect(why(`${spelt}=x`)).toContain('writes');
    }
  });

  const tag = fc.record({
    name: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/),
    value: fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,20}[\x21-\x7e])?$/),
  });

  test('lines that were written are read as they were, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 10 }), (tags) => {
        expect(readTags(tagLines(tags))).toEqual(tags);
      }),
    );
  });

  test('whatever is accepted is what every step of the gateway survives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.array(tag), (odd, tags) => {
        const lines = `${tagLines(tags)}\n${odd}`;
        if (why(lines) !== null) return;
        const kept = readTags(lines);
        const names = kept.map(({ name }) => name.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
        for (const { name, value } of kept) {
          expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
          expect(value).toMatch(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/);
        }
        expect(names.join('').length + kept.map(({ value }) => value).join('').length).toBeLessThan(
          1409,
        );
      }),
    );
  });
});

describe('a form of it', () => {
  test('over what is stored asks for what is stored', () => {
    const s3 = s3Recording({ format: 'mp3' }, { tags: [{ name: 'team', value: 'voice' }] });
    const { region: _region, ...bucket } = s3.bucket;
    const all: Bucket[] = [
      s3.bucket,
      { ...bucket, vendor: 's3_compatible', endpoint: 'https://store.example', region: 'here' },
      { vendor: 'google', name: 'calls', serviceKey: new Secret('stored'), tags: [] },
      { vendor: 'azure', name: 'calls', connectionString: new Secret('stored'), tags: [] },
    ];
    for (const one of all) {
      const stored = { ...s3, bucket: one };
      expect(recordingOf(stateOf(stored), { stored, typed: {} })).toEqual(stored);
    }
  });

  test('whose vendor is another than the stored one takes no stored secret', () => {
    const stored = s3Recording();
    const state = {
      ...stateOf(stored),
      vendor: 's3_compatible',
      endpoint: 'https://x.example',
    } as const;
    expect(refused(() => recordingOf(state, { stored, typed: {} }))).toEqual({
      credential: 'Please answer this.',
    });
    const typed = { aws_s3: new Secret('typed-for-amazon') };
    expect(refused(() => recordingOf(state, { stored, typed }))).toHaveProperty('credential');
  });

  test('is read from its draft as it was', () => {
    const state = stateOf(s3Recording());
    const typed = { google: new Secret('{"a":"“"}'), aws_s3: new Secret('secret') };
    const { state: again, typed: secrets } = readDraft(draftText(state, typed));
    expect(again).toEqual(state);
    expect(secrets.google?.reveal()).toBe('{"a":"“"}');
    expect(secrets.azure).toBeUndefined();
  });
});

describe('its words', () => {
  const trace = (one = s3Recording()) =>
    tracedRecording(one, (secret) => ({
      mask: secret.masked(),
      print: secret.reveal(),
      kept: null,
    }));
  const on = trace();
  const off = trace(s3Recording({ enabled: false }));

  test('say what is done, where it is one thing', () => {
    expect(recordingInWords(null, on)?.did).toBe('set up call recording');
    expect(recordingInWords(on, off)?.did).toBe('turned off call recording');
    expect(recordingInWords(off, on)?.did).toBe('turned on call recording');
    expect(recordingInWords(on, null)?.did).toBe('removed the credential of call recording');
    expect(recordingInWords(on, { ...off, format: 'mp3' })).toBeNull();
    expect(recordingInWords(undefined, undefined)).toBeNull();
    expect(recordingInWords(null, null)).toBeNull();
  });

  test('tell a changed secret by its mask, and for the audit by its fingerprint', () => {
    const other = trace(s3Recording({}, { secretAccessKey: new Secret('another-secret-0002') }));
    expect(recordingDifferences(on, other)).toEqual([
      {
        label: 'Secret access key',
        was: '••••-key',
        value: '••••0002',
        fingerprint: { was: 'canary-bucket-secret-access-key', value: 'another-secret-0002' },
      },
    ]);
    expect(factsOfRecording(null)).toEqual([{ label: 'Enable call recording', value: 'off' }]);
    expect(factsOfRecording(on).map(({ label }) => label)).not.toContain('Container Name');
    expect(openPartOf(s3Recording().bucket)).not.toHaveProperty('secretAccessKey');
  });
});

test('what changes often is drawn one after another, the newest last, and nothing after its end', async () => {
  let newest = 0;
  let drawing = 0;
  const drawn: number[] = [];
  const redrawing = openRedrawing(async () => {
    drawing += 1;
    expect(drawing).toBe(1);
    await Promise.resolve();
    drawn.push(newest);
    drawing -= 1;
  }, 1);
  for (newest = 1; newest < 50; newest += 1) redrawing.changed();
  await expect.poll(() => drawn.at(-1)).toBe(50);
  expect(drawn.length).toBeLessThan(4);
  newest = 60;
  await redrawing.end();
  redrawing.changed();
  await Promise.resolve();
  expect(drawn).not.toContain(60);
});
