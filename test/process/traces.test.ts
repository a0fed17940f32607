import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openCollector } from '../collector.ts';
import { type BotProcess, openStreet, type Street } from './process.ts';

/** Has the modules that a bot loads written down. */
function listing({ dataDir }: Street) {
  const file = join(dataDir, 'loaded');
  const hook = pathToFileURL(join(import.meta.dirname, 'list-loaded.ts')).href;
  return {
    env: { NODE_OPTIONS: `--import=${hook}`, LOADED: file },
    loaded: () => readFileSync(file, 'utf8').trim().split('\n'),
  };
}

async function stops({ child, died }: BotProcess): Promise<number | null> {
  child.kill('SIGTERM');
  await died();
  return child.exitCode;
}

/** Those of OpenTelemetry, without its interfaces, which prom-client loads for itself. */
const telemetry = (loaded: string[]) =>
  loaded.filter((url) => /@opentelemetry\/(?!api\/)|\/src\/watching\/opentelemetry/.test(url));

test('traces that nobody asks for cost nothing: nothing of them is loaded', async () => {
  await using street = await openStreet();
  const { env, loaded } = listing(street);
  const bot = await street.serve('main', env);
  await street.ada.types('/vg status', { in: street.voiceOps });
  await street.ada.waitsFor('Voice Gateway');
  expect(await stops(bot)).toBe(0);
  expect(loaded().filter((url) => url.endsWith('/src/bot.ts'))).toHaveLength(1);
  expect(telemetry(loaded())).toEqual([]);
});

test('a bot that is told to stop exports what it has traced, and leaves as it would without', async () => {
  await using collector = await openCollector();
  await using street = await openStreet();
  const { env, loaded } = listing(street);
  const bot = await street.serve('main', {
    ...env,
    OTEL_EXPORTER_OTLP_ENDPOINT: new URL('/', collector.endpoint).href,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20canary',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  });
  await street.ada.types('/vg status', { in: street.voiceOps });
  await street.ada.waitsFor('Voice Gateway');
  expect(await stops(bot)).toBe(0);
  expect(telemetry(loaded()).length).toBeGreaterThan(10);
  expect(collector.requests.map(({ path }) => path)).toContain('/v1/traces');
  expect(collector.requests[0]?.headers.authorization).toBe('Bearer canary');
  expect(bot.lines.join('\n')).not.toContain('canary');
  const asked = collector.spans.find(({ name }) => name === 'command status');
  expect(asked?.resource).toMatchObject({
    'service.name': 'switchboard',
    'deployment.environment.name': 'test',
  });
});

test('a collector that takes the connection and never answers does not hold up a bot that stops', async () => {
  await using collector = await openCollector();
  collector.status = null;
  await using street = await openStreet();
  const bot = await street.serve('main', {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.endpoint,
    OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
  });
  await street.ada.types('/vg status', { in: street.voiceOps });
  await street.ada.waitsFor('Voice Gateway');
  expect(await stops(bot)).toBe(0);
  expect(collector.requests).toHaveLength(1);
});
