import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import type { Absence, RecordingLook } from '../../features/calls/calls-gateway.ts';
import { isOf, mediaTypes, possibleKeys } from '../../features/calls/recording-layout.ts';
import {
  absenceIn,
  noRecording,
  notDone,
  troubleInWords,
} from '../../features/calls/recording-trouble.ts';
import {
  type BucketClient,
  BucketError,
  type ObjectHead,
  type OpenBucket,
} from '../../features/recording/bucket-client.ts';
import type { AudioFormat } from '../../features/recording/recording.ts';
import type { AccountSid, CallSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { account } from './accounts.ts';
import { noSuchAccount } from './answering.ts';
import { type CallRow, callRow } from './calls.ts';

/** A recording that is there and the account's own. */
interface Found {
  bucket: BucketClient;
  key: string;
  object: ObjectHead;
  format: AudioFormat;
}

/** The recordings of calls, in the buckets of their accounts. */
export interface CallRecordings {
  look(account: AccountSid, call: CallSid, first: number): Promise<RecordingLook>;
  link(account: AccountSid, call: CallSid, until: Date): Promise<Secret>;
  remove(account: AccountSid, call: CallSid): Promise<void>;
}

/** Opens a bucket for each thing that is done with it, and lets it go. */
export function openCallRecordings(
  db: Db,
  keyring: Keyring,
  openBucket: OpenBucket,
): CallRecordings {
  return {
    look: (of, call, first) =>
      withRecording(of, call, async (found): Promise<RecordingLook> => {
        if ('absence' in found) return { found: false, ...found };
        const { bucket, key, object, format } = found;
        const head = object.bytes === 0 ? new Uint8Array() : await bucket.read(key, { first });
        return { found: true, bytes: object.bytes, format, head };
      }).catch((error: unknown): RecordingLook => {
        if (!(error instanceof BucketError)) throw error;
        const { trouble } = error;
        return { found: false, absence: absenceIn(trouble), why: troubleInWords(trouble) };
      }),
    link: (of, call, until) =>
      doing(of, call, ({ bucket, key, format }) => bucket.link(key, until, mediaTypes[format])),
    remove: (of, call) => doing(of, call, ({ bucket, key }) => bucket.remove(key)),
  };

  /** Does something with a recording; throws `not_found` where it is not there. */
  async function doing<Result>(
    of: AccountSid,
    call: CallSid,
    work: (found: Found) => Promise<Result>,
  ): Promise<Result> {
    const done = withRecording(of, call, async (found) => {
      if ('absence' in found) throw noRecording(found.absence, found.why);
      try {
        return await work(found);
      } catch (error) {
        throw error instanceof BucketError ? refused(error) : error;
      }
    });
    return done.catch((error: unknown) => {
      if (!(error instanceof BucketError)) throw error;
      throw noRecording(absenceIn(error.trouble), troubleInWords(error.trouble));
    });
  }

  async function withRecording<Result>(
    of: AccountSid,
    sid: CallSid,
    work: (found: Found | { absence: Absence; why: string }) => Promise<Result> | Result,
  ): Promise<Result> {
    const call = callRow(db, of, sid);
    if (!call) throw noSuchCall();
    const recording = account(db, keyring, of)?.recording;
    if (recording === undefined) throw noSuchAccount();
    if (call.recordedAs === null) {
      return work({ absence: 'missing', why: 'This call was not to be recorded.' });
    }
    if (recording === null) {
      return work({ absence: 'unreadable', why: 'The account has no bucket any more.' });
    }
    const bucket = await openBucket(recording.bucket);
    try {
      const there = await find(bucket, of, call, call.recordedAs);
      return await work(
        there ?? { absence: 'missing', why: 'The bucket holds no recording of it.' },
      );
    } finally {
      bucket.close();
    }
  }

  async function find(
    bucket: BucketClient,
    of: AccountSid,
    { sid, answeredAt, attemptedAt }: CallRow,
    recordedAs: string,
  ): Promise<Found | null> {
    const format = recordedAs.endsWith('.wav') ? 'wav' : 'mp3';
    const near = possibleKeys(sid, format, answeredAt ?? attemptedAt);
    for (const key of new Set([recordedAs, ...near])) {
      const object = await unlessMissing(bucket.head(key));
      // Another account's, under the same key: nothing is known of it here.
      if (object && isOf(of, object.metadata)) return { bucket, key, object, format };
    }
    return null;
  }
}

/** What the store said to something that was to be done with a recording which is there. */
function refused(error: BucketError): BotError {
  const { trouble } = error;
  return trouble === 'object missing'
    ? noRecording('missing', troubleInWords(trouble))
    : notDone(trouble, error);
}

async function unlessMissing<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BucketError && error.trouble === 'object missing') return null;
    throw error;
  }
}

function noSuchCall(): BotError {
  return new BotError('not_found', 'There is no such call.', {
    why: 'It is none of this account, or its record was removed.',
    now: 'List the calls of the account to see those that are there.',
  });
}
