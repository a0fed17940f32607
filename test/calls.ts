import { expect } from 'vitest';
import { recordingKey, recordingMetadata } from '../src/features/calls/recording-layout.ts';
import type { AudioFormat } from '../src/features/recording/recording.ts';
import type { GivenCall } from '../src/gateway/embedded/calls.ts';
import { newSid } from '../src/gateway/embedded/sids.ts';
import type { Stock } from '../src/gateway/embedded/stock.ts';
import { type AccountSid, CallSid } from '../src/ids.ts';
import type { House } from './bot.ts';
import { tiny } from './keys.ts';
import type { MemoryStore } from './memory-store.ts';
import { s3Recording } from './recordings.ts';

/** Numbers that must be in no log, no metric, no journal and, masked, in no message. */
export const CALLER = '+4930555012345';
export const CALLEE = '+4989555067890';

/** The shortest WAV that is one, with a few samples of silence: 16 bits, two channels, 8 kHz. */
export function wav(samples = 8): Uint8Array {
  const bytes = Buffer.alloc(44 + samples * 4);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(32_000, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples * 4, 40);
  return bytes;
}

/** What is put in place of a recording: `null` for none. */
export interface GivenRecording {
  content?: Uint8Array | null;
  /** Whose it is, as its metadata say. */
  of?: AccountSid;
  /** Under the day so many days after the one on which it began. */
  daysLate?: number;
  format?: AudioFormat;
}

const MINUTE = 60_000;

/** A call for the account: answered, and ended so many minutes ago after two of talk, unless it is said otherwise. */
export function finishedCall(
  now: Date,
  minutesAgo: number,
  more: Partial<GivenCall> = {},
): GivenCall {
  const endedAt = new Date(now.getTime() - minutesAgo * MINUTE);
  const answeredAt = new Date(endedAt.getTime() - 2 * MINUTE);
  return {
    sid: newSid(CallSid),
    direction: 'inbound',
    from: CALLER,
    to: CALLEE,
    attemptedAt: new Date(answeredAt.getTime() - 5000),
    answeredAt,
    endedAt,
    terminationReason: 'caller hungup',
    ...more,
  };
}

/** A finished call with its recording in a bucket in memory. */
export async function recordedCall(
  { stock, store, bucket = 'calls' }: { stock: Stock; store: MemoryStore; bucket?: string },
  account: AccountSid,
  given: GivenCall,
  { content = wav(), of = account, daysLate = 0, format = 'wav' }: GivenRecording = {},
): Promise<GivenCall & { recordedAs: string }> {
  const began = given.answeredAt ?? given.attemptedAt;
  const recordedAs = recordingKey(given.sid, format, began);
  await stock.addCall(account, { ...given, recordedAs });
  const day = new Date(began.getTime() + daysLate * 24 * 60 * MINUTE);
  const { direction, from, to } = given;
  const call = { callSid: given.sid, applicationSid: null, direction, from, to, trunk: null };
  const metadata = recordingMetadata({ ...call, accountSid: of, sampleRate: 8000 }, []);
  const lower = Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]);
  if (content) {
    store
      .objects(bucket)
      .set(recordingKey(given.sid, format, day), { content, metadata: Object.fromEntries(lower) });
  }
  return { ...given, recordedAs };
}

/** The account Tiny records into a bucket that loses what it gets, until the card says so. */
export async function missesRecordings(house: House): Promise<void> {
  const { gateway, clock, store, ada, ops } = house;
  if (!store) throw new Error('the house has no store');
  const sid = await tiny(house);
  await gateway.stock.configure(sid, { recording: s3Recording() });
  const call = finishedCall(clock.now(), 5);
  await recordedCall({ stock: gateway.stock, store }, sid, call, { content: null });
  await looks(house);
  await looks(house);
  await ada.waitsFor('Recordings are missing or unreadable', { in: ops });
  await house.settled();
}

/** Lets the heartbeat look at these accounts once, or at all that it has ever looked at. */
export async function looks(
  { clock, rows }: Pick<House, 'clock' | 'rows'>,
  ...accounts: AccountSid[]
): Promise<void> {
  const which =
    accounts.length > 0 ? `WHERE account_sid IN (${accounts.map(() => '?').join()})` : '';
  const sql = `SELECT coalesce(min(looked_at), 0) AS at FROM recording_watch ${which}`;
  const lookedAt = () => rows<{ at: number }>(sql, ...accounts)[0]?.at;
  clock.forward({ minutes: 5 });
  const from = clock.now().getTime();
  await expect.poll(lookedAt, { interval: 10, timeout: 5000 }).toBeGreaterThanOrEqual(from);
}
