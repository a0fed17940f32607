import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { StartupError } from '../../src/errors.ts';
import { version } from '../../src/version.ts';
import { readTracing, tracingVariables } from '../../src/watching/tracing-config.ts';

const on = { OTEL_TRACES_EXPORTER: 'otlp' };
const broken = {
  OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  OTEL_EXPORTER_OTLP_TIMEOUT: 'x',
  OTEL_TRACES_SAMPLER: 'xray',
};
const traced = (env: Record<string, string>) => readTracing({ ...on, ...env }).tracing;

describe('traces are', () => {
  test.each<[string, Record<string, string>]>([
    ['nothing is set', {}],
    ['what is set is empty', { OTEL_TRACES_EXPORTER: ' ', OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    ['only how is said', { OTEL_SERVICE_NAME: 'x', OTEL_TRACES_SAMPLER: 'always_on' }],
    ['the exporter is none', { ...endpoint(), OTEL_TRACES_EXPORTER: 'none' }],
    ['all of it is disabled', { ...endpoint(), OTEL_SDK_DISABLED: 'TRUE' }],
    ['nothing is sampled', { ...endpoint(), OTEL_TRACES_SAMPLER: 'always_off' }],
    ['a share of 0 is', { ...endpoint(), ...ratio('0') }],
    ['they are off, whatever else is wrong', { ...broken, OTEL_TRACES_EXPORTER: 'none' }],
    ['they are disabled, whatever else is wrong', { ...broken, OTEL_SDK_DISABLED: 'true' }],
    ['others have another protocol', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
  ])('off where %s', (_where, env) => {
    expect(readTracing(env)).toEqual({ tracing: null, problems: [] });
  });

  test.each<[Record<string, string>, string]>([
    [on, 'http://localhost:4318/v1/traces'],
    [endpoint(), 'http://collector:4318/v1/traces'],
    [endpoint('http://collector:4318/'), 'http://collector:4318/v1/traces'],
    [endpoint('https://otlp.example.com/eu?x=1'), 'https://otlp.example.com/eu/v1/traces?x=1'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a:1/in' }, 'http://a:1/in'],
    [{ ...endpoint(), OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a:1' }, 'http://a:1/'],
    [{ ...endpoint(), OTEL_SDK_DISABLED: 'false' }, 'http://collector:4318/v1/traces'],
  ])('on with %j, and go to %s', (env, to) => {
    expect(readTracing(env).problems).toEqual([]);
    expect(readTracing(env).tracing?.endpoint).toBe(to);
  });
});

test('the defaults are the standard’s, and name the bot', () => {
  expect(readTracing(on).tracing).toEqual({
    endpoint: 'http://localhost:4318/v1/traces',
    headers: new Map(),
    timeout: 10_000,
    resource: { 'service.name': 'switchboard', 'service.version': version },
    share: 1,
  });
});

test('what is for traces alone comes before what is for everything', () => {
  const tracing = traced({
    OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '2000',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_HEADERS: 'X-Tenant=a, Authorization=Basic%20YTpi,',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=Bearer t==',
    OTEL_SERVICE_NAME: 'bot',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,team=voice%2Cops,service.version=9',
  });
  expect(tracing?.timeout).toBe(2000);
  const headers = [...(tracing?.headers ?? [])].map(([name, value]) => [name, value.reveal()]);
  expect(headers).toEqual([
    ['x-tenant', 'a'],
    ['authorization', 'Bearer t=='],
  ]);
  expect(tracing?.resource).toEqual({
    'service.name': 'bot',
    team: 'voice,ops',
    'service.version': '9',
  });
});

test.each([
  ['always_on', undefined, 1],
  ['parentbased_always_on', '0.5', 1],
  ['traceidratio', undefined, 1],
  ['traceidratio', '0.25', 0.25],
  ['parentbased_traceidratio', '.1', 0.1],
  ['parentbased_traceidratio', '1.0', 1],
])('the sampler %s with %s traces a share of %d', (sampler, arg, share) => {
  const env = { OTEL_TRACES_SAMPLER: sampler, ...(arg && { OTEL_TRACES_SAMPLER_ARG: arg }) };
  expect(traced(env)?.share).toBe(share);
});

describe('what is wrong', () => {
  test.each([
    ['OTEL_SDK_DISABLED', 'yes'],
    ['OTEL_TRACES_EXPORTER', 'zipkin'],
    ['OTEL_TRACES_EXPORTER', 'otlp,console'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://ann:canary@collector:4318'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'ftp://collector'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'http/json'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'canary'],
    ['OTEL_EXPORTER_OTLP_HEADERS', '=canary'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a b=canary'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=canary%0D%0Ax: y'],
    ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'a=canary%'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s'],
    ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', '0'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'team'],
    ['OTEL_TRACES_SAMPLER', 'xray'],
  ])('%s=%s is refused by its name with a fix, and not repeated', (name, value) => {
    const { tracing, problems } = readTracing({ ...on, [name]: value });
    expect(tracing).toBeNull();
    expect(problems).toEqual([
      {
        what: `${name} is malformed or not supported.`,
        fix: expect.stringMatching(/^Give .+\.$/),
      },
    ]);
    expect(JSON.stringify(problems)).not.toContain('canary');
    expect(tracingVariables).toContain(name);
  });

  test.each(['1.5', '-1', 'half', '1e-3'])('a share of %s is refused', (share) => {
    const { problems } = readTracing({ ...on, ...ratio(share) });
    expect(problems.map(({ what }) => what)).toEqual([
      'OTEL_TRACES_SAMPLER_ARG is malformed or not supported.',
    ]);
  });

  test('is told at once with all else that is wrong', () => {
    const problems = () => {
      try {
        readConfig({ ...on, ...broken, PORT: 'x' });
      } catch (error) {
        return error instanceof StartupError ? error.problems.map(({ what }) => what) : [];
      }
    };
    expect(problems()).toEqual(
      expect.arrayContaining([
        'SLACK_BOT_TOKEN is missing.',
        'PORT is malformed.',
        'OTEL_EXPORTER_OTLP_PROTOCOL is malformed or not supported.',
        'OTEL_EXPORTER_OTLP_TIMEOUT is malformed or not supported.',
        'OTEL_TRACES_SAMPLER is malformed or not supported.',
      ]),
    );
  });
});

test('headers print nowhere', () => {
  const tracing = traced({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=canary' });
  expect(tracing?.headers.get('authorization')?.reveal()).toBe('canary');
  for (const printed of [JSON.stringify(tracing), inspect(tracing, { depth: 9 })]) {
    expect(printed).not.toContain('canary');
  }
});

function endpoint(url = 'http://collector:4318') {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: url };
}

function ratio(share: string) {
  return { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: share };
}
