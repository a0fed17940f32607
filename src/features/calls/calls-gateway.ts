import type { AccountSid, CallSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import type { AccountSummary, Page } from '../accounts/account.ts';
import type { AudioFormat } from '../recording/recording.ts';

/** A call, as the gateway's records of it say. Its numbers are personal data: never in a log, a metric or the journal. */
export interface Call {
  sid: CallSid;
  direction: 'inbound' | 'outbound';
  from: string;
  to: string;
  attemptedAt: Date;
  answeredAt: Date | null;
  /** `null` while it goes on. */
  endedAt: Date | null;
  sipStatus: number;
  terminationReason: string | null;
  /** Whether it was to be recorded; whether the recording is there, the bucket alone knows. */
  recorded: boolean;
}

export interface CallPage {
  after?: string;
  /** How many calls a page holds, 1–100. */
  limit: number;
  /** Those alone that were attempted at this moment or later. */
  since?: Date;
  answered?: boolean;
}

/**
 * Why there is no recording to be had, as far as is known. `missing`: the store says that there is none (or only one
 * of another account, which is nobody's business here). `unreadable`: the store, or the way to it, did not let us look.
 * `missing or unreadable`: a gateway or a store that says no more than no.
 */
export type Absence = 'missing' | 'unreadable' | 'missing or unreadable';

/** What a look at a recording found. */
export type RecordingLook =
  | {
      found: true;
      /** Its size. */
      bytes: number;
      format: AudioFormat;
      /** Its first bytes, as many as were asked for. */
      head: Uint8Array;
    }
  | {
      found: false;
      absence: Absence;
      /** In fixed words, as far as the gateway says: "The store says that access is denied." */
      why: string | null;
    };

/**
 * What calls need of a gateway. A recording is looked at, linked and deleted only where its own metadata names the
 * account: accounts may share a bucket. Every method may reject with `unavailable`, and with `not_found` for the account.
 */
export interface CallsGateway {
  /** An account's calls, newest first, a page at a time. `invalid` where `after` is no cursor. */
  recentCalls(account: AccountSid, page: CallPage): Promise<Page<Call>>;
  /** One of its calls; `null` where it has none such. */
  call(account: AccountSid, call: CallSid): Promise<Call | null>;
  /** Looks for the recording of a call: its size and its `first` bytes. `not_found` where there is no such call. */
  recording(account: AccountSid, call: CallSid, first: number): Promise<RecordingLook>;
  /**
   * An address that plays the recording until then, for whoever has it. `not_found` where there is no such recording;
   * `unavailable` where the store does not give one.
   */
  recordingLink(account: AccountSid, call: CallSid, until: Date): Promise<Secret>;
  /**
   * Deletes the recording. `not_found` where there is none. `unavailable`, with `didNothing` where the store refused,
   * with `mayHaveHappened` where its answer was lost.
   */
  deleteRecording(account: AccountSid, call: CallSid): Promise<void>;
  /**
   * Accounts with call recording on that have a recorded call which ended at this moment or later, each once, in an
   * order that holds from page to page.
   */
  accountsRecording(page: {
    since: Date;
    after?: string;
    limit: number;
  }): Promise<Page<AccountSummary>>;
}
