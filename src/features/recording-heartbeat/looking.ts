import { BotError } from '../../errors.ts';
import type { AccountSid } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import type { Call, CallsGateway } from '../calls/calls-gateway.ts';
import type { Recording } from '../recording/recording.ts';
import { HEAD, type Judged, type Sample, verdictOn } from './heartbeat.ts';

/** What an account is like when it is looked at. */
export type Seen =
  | { how: 'recording'; recording: Recording }
  /** It is gone, has no bucket, or its recording is paused. */
  | { how: 'off' }
  | { how: 'no answer' };

/** Asks the gateway about an account's recordings. What it does not answer in time is said, and throws nothing. */
export interface Looking {
  see(sid: AccountSid): Promise<Seen>;
  /** The newest calls that were answered; `null` where the gateway does not say. */
  callsOf(sid: AccountSid): Promise<readonly Call[] | null>;
  /** What became of these recordings. Those whose calls are gone are left out. */
  judge(sid: AccountSid, samples: readonly Sample[]): Promise<Judged[]>;
}

/** How long the gateway may take for one answer, in milliseconds. */
export const GIVEN_UP = 15_000;
/** Calls of an account. */
const CALLS = 50;

export function lookingThrough(gateway: AccountsGateway & CallsGateway): Looking {
  return {
    async see(sid) {
      try {
        const account = await inTime(GIVEN_UP, gateway.account(sid));
        const recording = account?.recording;
        return recording?.enabled ? { how: 'recording', recording } : { how: 'off' };
      } catch (error) {
        return noAnswer(error);
      }
    },
    async callsOf(sid) {
      try {
        const newest = gateway.recentCalls(sid, { answered: true, limit: CALLS });
        return (await inTime(GIVEN_UP, newest)).items;
      } catch (error) {
        noAnswer(error);
        return null;
      }
    },
    async judge(sid, samples) {
      const judged = samples.map(async ({ sid: callSid, endedAt }): Promise<Judged[]> => {
        try {
          const look = await inTime(GIVEN_UP, gateway.recording(sid, callSid, HEAD));
          return [{ callSid, endedAt, verdict: verdictOn(look) }];
        } catch (error) {
          if (!(error instanceof BotError)) throw error;
          // Without its call there is nothing to look for. The gateway has just answered: what hangs is the store.
          if (error.code === 'not_found') return [];
          return [{ callSid, endedAt, verdict: 'unreadable' }];
        }
      });
      return (await Promise.all(judged)).flat();
    },
  };
}

/** What an error of the gateway says: it does not answer, or there is no such account. Throws what is neither. */
function noAnswer(error: unknown): Seen {
  if (!(error instanceof BotError)) throw error;
  return error.code === 'not_found' ? { how: 'off' } : { how: 'no answer' };
}
