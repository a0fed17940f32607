import { expect, test } from 'vitest';
import { placeCall } from '../../src/demo/place-call.ts';
import type { AudioFormat } from '../../src/features/recording/recording.ts';
import { HEAD, verdictOn } from '../../src/features/recording-heartbeat/heartbeat.ts';
import { openLog } from '../../src/log.ts';
import { compatibleBucket, opener, startS3 } from '../buckets/s3-world.ts';
import { gatewayFile } from './embedded-file.ts';
import { addAccount } from './given.ts';

test('a call that is placed is recorded as the account’s settings say, and what is lost is only logged', async () => {
  await using server = await startS3();
  using file = gatewayFile();
  const openBucket = opener(server);
  const gateway = file.open(undefined, openBucket);
  const logs: string[] = [];
  const log = openLog('info', { write: (line: string) => void logs.push(line) });
  const clock = { now: () => new Date() };
  const { sid } = await addAccount({ gateway }, { name: 'Acme' });
  const place = () => placeCall({ gateway, openBucket, clock, log }, sid);
  expect(await place()).toMatchObject({ recording: 'not recorded' });

  const bucket = compatibleBucket(server.url, { tags: [{ name: 'team', value: 'voice' }] });
  const records = (format: AudioFormat, more: object = {}) =>
    gateway.stock.configure(sid, {
      recording: { enabled: true, format, allCalls: true, bucket, ...more },
    });
  for (const format of ['wav', 'mp3'] as const) {
    await records(format);
    const placed = await place();
    expect(placed.recording).toBe('uploaded');
    const look = await gateway.recording(sid, placed.sid, HEAD);
    expect([look.found && look.format, verdictOn(look)]).toEqual([format, 'there']);
    // A WAV of 8 kHz in stereo has 32 kB a second, an MP3 of 128 kbit/s has 16.
    const kB = format === 'wav' ? 32 : 16;
    const bytes = look.found ? look.bytes : 0;
    expect(Math.abs(bytes - placed.seconds * kB * 1000)).toBeLessThan(kB * 100);
  }
  const [object] = server.objects();
  const [call] = (await gateway.recentCalls(sid, { limit: 1 })).items;
  expect(call?.from).toMatch(/^\+49305550\d{4}$/);
  expect(object?.metadata).toMatchObject({
    accountsid: sid,
    direction: 'inbound',
    samplerate: '8000',
    team: 'voice',
    originatingsiptrunkname: 'demo-trunk',
  });

  await records('wav', { enabled: false });
  expect(await place()).toMatchObject({ recording: 'not recorded' });
  // By the account’s application alone, where it records not all calls.
  await records('wav', { allCalls: false });
  expect(await place()).toMatchObject({ recording: 'not recorded' });
  await gateway.stock.addApplication(sid, { name: 'Bot', recordAllCalls: true });
  expect(await place()).toMatchObject({ recording: 'uploaded' });

  server.deny.add('s3:PutObject');
  const lost = await place();
  expect(lost.recording).toBe('lost');
  expect(await gateway.recording(sid, lost.sid, HEAD)).toMatchObject({ absence: 'missing' });
  expect(logs.join('')).toContain(lost.sid);
  expect(logs.join('')).not.toMatch(/\+4930|canary/);
  await gateway.close();
});
