import { z } from 'zod';
import type { StartupProblem } from '../errors.ts';
import { Secret } from '../secret.ts';
import { version } from '../version.ts';

/** Where traces go, and which. */
export interface TracingConfig {
  endpoint: string;
  /** Often a token, so each is kept as a secret. */
  headers: ReadonlyMap<string, Secret>;
  /** How long one export may take, in milliseconds. */
  timeout: number;
  /** Attributes of all that is told, `service.name` among them. */
  resource: Readonly<Record<string, string>>;
  /** The share of what happens that is traced, above 0 and up to 1. */
  share: number;
}

/** The variables of OpenTelemetry's standard that are read. */
export const tracingVariables = [
  'OTEL_SDK_DISABLED',
  'OTEL_TRACES_EXPORTER',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
  'OTEL_EXPORTER_OTLP_TIMEOUT',
  'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
] as const;
type Name = (typeof tracingVariables)[number];

/** Where a collector on the same machine listens (the standard's default). */
const HERE = 'http://localhost:4318';
const PATIENCE = 10_000;

const Flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false']));
const Address = z.url({ protocol: /^https?$/ }).transform((text, context) => {
  const url = new URL(text);
  // It would be printed with the address, and the exporter does not send it.
  if (url.username !== '' || url.password !== '') context.addIssue('has a password in it');
  return url;
});
const Milliseconds = z
  .string()
  .regex(/^[1-9]\d{0,6}$/)
  .transform(Number);
const Share = z
  .string()
  .regex(/^(0|1|0?\.\d+|[01]\.0+)$/)
  .transform(Number);
/** `name=value,name=value`, percent-encoded. */
const Pairs = z.string().transform((text, context) => {
  try {
    const parts = text.split(',').filter((part) => part.trim() !== '');
    return new Map(parts.map(pairIn));
  } catch {
    context.addIssue('is no list of pairs');
    return z.NEVER;
  }
});
const Headers = Pairs.refine((pairs) =>
  [...pairs].every(
    ([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value),
  ),
);

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/**
 * Reads how to trace from the standard's variables; `null` where nobody asked for it. What is wrong with them counts
 * only where it is asked for: they may be meant for others on the same machine.
 */
export function readTracing(env: Readonly<Record<string, string | undefined>>): {
  tracing: TracingConfig | null;
  problems: StartupProblem[];
} {
  const problems: StartupProblem[] = [];
  const off = { tracing: null, problems };

  /** The first of these that is set. */
  function read<Value>(
    names: readonly [Name, ...Name[]],
    schema: z.ZodType<Value>,
    fix: string,
  ): Value | undefined {
    const name = names.find((one) => env[one]?.trim());
    if (name === undefined) return undefined;
    const parsed = schema.safeParse(env[name]?.trim());
    // The value itself is not repeated: it may be a secret.
    if (!parsed.success) problems.push({ what: `${name} is malformed or not supported.`, fix });
    return parsed.data;
  }

  const disabled = read(['OTEL_SDK_DISABLED'], Flag, 'Give true or false.');
  if (disabled === 'true') return off;
  const exporter = read(
    ['OTEL_TRACES_EXPORTER'],
    z.enum(['otlp', 'none']),
    'Give otlp, or none to switch traces off.',
  );
  const give = 'Give an http(s) URL without a password; a token goes into the headers.';
  const own = read(['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'], Address, give);
  const shared = read(['OTEL_EXPORTER_OTLP_ENDPOINT'], Address, give);
  if (exporter === 'none') return { ...off, problems: [] };
  if (exporter === undefined && !own && !shared) return off;

  read(
    ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    z.literal('http/protobuf'),
    'Give http/protobuf, the only one spoken here, and an endpoint that takes it: port 4318 as a rule, 4317 is for gRPC.',
  );
  const list = 'Give name=value, several separated by commas, values percent-encoded.';
  const sampler = read(['OTEL_TRACES_SAMPLER'], z.enum(samplers), `Give ${samplers.join(', ')}.`);
  const share = sampler?.endsWith('ratio')
    ? read(['OTEL_TRACES_SAMPLER_ARG'], Share, 'Give a share from 0 to 1, such as 0.1.')
    : Number(!sampler?.endsWith('off'));
  const tracing = {
    endpoint: (own ?? below(shared ?? new URL(HERE))).href,
    headers: new Map([
      ...secretly(read(['OTEL_EXPORTER_OTLP_HEADERS'], Headers, list)),
      ...secretly(read(['OTEL_EXPORTER_OTLP_TRACES_HEADERS'], Headers, list)),
    ]),
    timeout:
      read(
        ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT'],
        Milliseconds,
        'Give a whole number of milliseconds.',
      ) ?? PATIENCE,
    resource: {
      'service.name': 'switchboard',
      'service.version': version,
      ...Object.fromEntries(read(['OTEL_RESOURCE_ATTRIBUTES'], Pairs, list) ?? []),
      ...named(env.OTEL_SERVICE_NAME?.trim()),
    },
    share: share ?? 1,
  };
  return problems.length > 0 || tracing.share === 0 ? off : { tracing, problems };
}

function pairIn(part: string): [name: string, value: string] {
  const at = part.indexOf('=');
  const [name, value] = [part.slice(0, at), part.slice(at + 1)].map((half) =>
    decodeURIComponent(half.trim()),
  );
  if (at < 1 || !name) throw new Error('no pair');
  return [name, value ?? ''];
}

function secretly(pairs: ReadonlyMap<string, string> = new Map()): [string, Secret][] {
  return [...pairs].map(([name, value]) => [name.toLowerCase(), new Secret(value)]);
}

/** The place of traces below an endpoint that is for everything. */
function below(shared: URL): URL {
  const url = new URL(shared);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`;
  return url;
}

function named(service: string | undefined): Record<string, string> {
  return service ? { 'service.name': service } : {};
}
