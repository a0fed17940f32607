import type { Clock } from '../clock.ts';
import { BotError } from '../errors.ts';
import { recordingKey, recordingMetadata } from '../features/calls/recording-layout.ts';
import type { OpenBucket } from '../features/recording/bucket-client.ts';
import type { Recording } from '../features/recording/recording.ts';
import type { EmbeddedGateway } from '../gateway/embedded/embedded-gateway.ts';
import { newSid } from '../gateway/embedded/sids.ts';
import { type AccountSid, CallSid } from '../ids.ts';
import type { Log } from '../log.ts';
import { tone } from './audio.ts';

interface Needs {
  gateway: EmbeddedGateway;
  openBucket: OpenBucket;
  clock: Clock;
  log: Log;
}

/** What became of a call that was placed. */
export interface PlacedCall {
  sid: CallSid;
  seconds: number;
  recording: 'uploaded' | 'lost' | 'not recorded';
}

/** How long calls are talked, in seconds: long enough that a recording of them is to be expected. */
const TALKED = [4, 5, 6, 7, 8, 9];
/** How long it rings, in milliseconds. */
const RINGS = 3000;

/**
 * Places a call to an account and ends it: a few seconds of a tone, which the gateway records as the account's
 * settings say. Where the upload fails that is logged, as the Voice Gateway does, and told nobody else.
 */
export async function placeCall(
  { gateway, openBucket, clock, log }: Needs,
  account: AccountSid,
): Promise<PlacedCall> {
  const settings = await gateway.account(account);
  if (!settings) throw new BotError('not_found', 'There is no such account.');
  const [application] = (await gateway.applications(account, { limit: 1 })).items;
  const sid = newSid(CallSid);
  const seconds = oneOf(TALKED);
  const endedAt = clock.now();
  const answeredAt = new Date(endedAt.getTime() - seconds * 1000);
  const { recording } = settings;
  const records = recording?.enabled && (recording.allCalls || application?.recordAllCalls);
  const call = {
    sid,
    direction: 'inbound',
    from: `+49305550${String(1000 + Math.floor(Math.random() * 9000))}`,
    to: '+4930555099',
    attemptedAt: new Date(answeredAt.getTime() - RINGS),
    answeredAt,
    endedAt,
    terminationReason: 'caller hungup',
    applicationSid: application?.sid ?? null,
    trunk: 'demo-trunk',
    recordedAs: records ? recordingKey(sid, recording.format, answeredAt) : null,
  } as const;
  await gateway.stock.addCall(account, call);
  if (!records) return { sid, seconds, recording: 'not recorded' };
  const uploaded = await upload(recording, call.recordedAs ?? '', {
    content: tone(recording.format, seconds),
    metadata: recordingMetadata(
      { ...call, accountSid: account, callSid: sid, sampleRate: 8000 },
      recording.bucket.tags,
    ),
  });
  return { sid, seconds, recording: uploaded ? 'uploaded' : 'lost' };

  async function upload(
    { bucket }: Recording,
    key: string,
    { content, metadata }: { content: Uint8Array; metadata: Record<string, string> },
  ): Promise<boolean> {
    try {
      const client = await openBucket(bucket);
      try {
        await client.write(key, content, metadata);
        return true;
      } finally {
        client.close();
      }
    } catch (error) {
      log.warn({ err: error, call: sid }, 'a recording was not uploaded');
      return false;
    }
  }
}

function oneOf(list: readonly number[]): number {
  return list[Math.floor(Math.random() * list.length)] ?? 4;
}
