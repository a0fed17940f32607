import { describe, expect, test } from 'vitest';
import type { Absence } from '../../src/features/calls/calls-gateway.ts';
import { recordingKey, recordingMetadata } from '../../src/features/calls/recording-layout.ts';
import { type AccountSid, CallSid } from '../../src/ids.ts';
import { CALLEE, CALLER, finishedCall, wav } from '../calls.ts';
import type { Opened, Present } from './contract.ts';
import { addAccount, NO_ACCOUNT, refusal } from './given.ts';

const NO_CALL = CallSid.parse('00000000-0000-4000-8000-00000000ca11');
const now = new Date('2026-11-23T12:00:00Z');
const DAY = 24 * 60;

/** An account that records into the bucket of the store. */
async function recording(opened: Opened, name: string): Promise<AccountSid> {
  const { sid } = await addAccount(opened, { name });
  const { bucket } = opened.store;
  const settings = { enabled: true, format: 'wav', allCalls: true, bucket } as const;
  await opened.stock.configure(sid, { recording: settings });
  return sid;
}

interface Given {
  minutesAgo?: number;
  content?: Uint8Array | null;
  /** Whose it is by its metadata; `null`: they name nobody. */
  of?: AccountSid | null;
  /** How many days off the one on which it began. */
  daysOff?: number;
}

/** A call with its recording. Gives its SID. */
async function recorded(opened: Opened, account: AccountSid, given: Given = {}): Promise<CallSid> {
  const { minutesAgo = 10, content = wav(), of = account, daysOff = 0 } = given;
  const call = finishedCall(now, minutesAgo);
  const began = call.answeredAt ?? now;
  await opened.stock.addCall(account, {
    ...call,
    recordedAs: recordingKey(call.sid, 'wav', began),
  });
  const { client: open, bucket } = opened.store;
  const client = await open(bucket);
  const about = { callSid: call.sid, applicationSid: null, trunk: null, sampleRate: 8000 };
  const metadata = of
    ? recordingMetadata(
        { ...about, accountSid: of, direction: 'inbound', from: CALLER, to: CALLEE },
        bucket.tags,
      )
    : { callSid: call.sid };
  const day = new Date(began.getTime() + daysOff * DAY * 60_000);
  if (content) await client.write(recordingKey(call.sid, 'wav', day), content, metadata);
  client.close();
  return call.sid;
}

export function callsContract(present: Present): void {
  describe('calls', () => {
    test('are listed newest first, page by page, those of one account', async () => {
      const { gateway, stock } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      const other = await addAccount(present(), { name: 'Other' });
      expect(await gateway.recentCalls(sid, { limit: 5 })).toEqual({ items: [], next: null });
      // Two at the same moment among them.
      const minutes = [30, 3, 20, 20, 50];
      const calls = minutes.map((ago) => finishedCall(now, ago));
      for (const call of calls) await stock.addCall(sid, call);
      const missed = finishedCall(now, 40, { answeredAt: null, sipStatus: 486 });
      await stock.addCall(sid, missed);
      await stock.addCall(other.sid, finishedCall(now, 1));
      const seen: string[] = [];
      let after: string | null | undefined;
      while (after !== null) {
        const page = { limit: 2, ...(after !== undefined && { after }) };
        const { items, next } = await gateway.recentCalls(sid, page);
        expect(items.length).toBeLessThanOrEqual(2);
        seen.push(...items.map((call) => call.sid));
        after = next;
      }
      const sids = [...calls, missed].map((call) => call.sid);
      expect(seen.toSorted()).toEqual(sids.toSorted());
      expect([seen[0], seen[3], seen[4], seen[5]]).toEqual([sids[1], sids[0], sids[5], sids[4]]);
      const answered = await gateway.recentCalls(sid, { limit: 9, answered: true });
      expect(answered.items).toHaveLength(5);
      const unanswered = await gateway.recentCalls(sid, { limit: 9, answered: false });
      expect(unanswered.items.map((call) => call.sid)).toEqual([missed.sid]);
      const since = new Date(now.getTime() - 25 * 60_000);
      expect((await gateway.recentCalls(sid, { limit: 9, since })).items).toHaveLength(3);
      expect(await gateway.call(sid, missed.sid)).toEqual({
        sid: missed.sid,
        direction: 'inbound',
        from: CALLER,
        to: CALLEE,
        attemptedAt: missed.attemptedAt,
        answeredAt: null,
        endedAt: missed.endedAt,
        sipStatus: 486,
        terminationReason: 'caller hungup',
        recorded: false,
      });
      expect(await gateway.call(other.sid, missed.sid)).toBeNull();
      expect(await gateway.call(sid, NO_CALL)).toBeNull();
      const junk = gateway.recentCalls(sid, { limit: 2, after: "1' OR 1=1" });
      expect((await refusal(junk)).code).toBe('invalid');
    });

    test('and their recordings are not found for an account, or a call, that does not exist', async () => {
      const { gateway } = present();
      const { sid } = await addAccount(present(), { name: 'Acme' });
      for (const asked of [
        gateway.recentCalls(NO_ACCOUNT, { limit: 5 }),
        gateway.call(NO_ACCOUNT, NO_CALL),
        gateway.recording(sid, NO_CALL, 12),
        gateway.recordingLink(sid, NO_CALL, now),
        gateway.deleteRecording(sid, NO_CALL),
      ]) {
        expect((await refusal(asked)).code).toBe('not_found');
      }
    });

    test('are looked for their recording: on the day on which it began, or the one before or after', async () => {
      const { gateway } = present();
      const acme = await recording(present(), 'Acme');
      for (const daysOff of [0, 1, -1]) {
        const call = await recorded(present(), acme, { daysOff });
        const look = await gateway.recording(acme, call, 12);
        expect(look).toMatchObject({ found: true, bytes: wav().length, format: 'wav' });
        expect(look.found && Buffer.from(look.head).toString('latin1', 8)).toBe('WAVE');
      }
      const empty = await recorded(present(), acme, { content: new Uint8Array() });
      expect(await gateway.recording(acme, empty, 12)).toMatchObject({ found: true, bytes: 0 });
    });

    test('have none where there is none, or another account’s, and it is told apart what is not known', async () => {
      const { gateway, stock, store } = present();
      const acme = await recording(present(), 'Acme');
      const globex = await recording(present(), 'Globex');
      const absence = async (call: CallSid): Promise<Absence | 'found'> => {
        const look = await gateway.recording(acme, call, 12);
        return look.found ? 'found' : look.absence;
      };
      expect(await absence(await recorded(present(), acme, { content: null }))).toBe('missing');
      expect(await absence(await recorded(present(), acme, { daysOff: 2 }))).toBe('missing');
      const foreign = await recorded(present(), acme, { of: globex });
      expect(await absence(foreign)).toBe('missing');
      expect(await absence(await recorded(present(), acme, { of: null }))).toBe('missing');
      const unrecorded = finishedCall(now, 7);
      await stock.addCall(acme, unrecorded);
      expect(await absence(unrecorded.sid)).toBe('missing');

      const there = await recorded(present(), acme);
      store.server.deny.add('s3:GetObject');
      const denied = await gateway.recording(acme, there, 12);
      expect(denied).toMatchObject({ found: false, absence: 'missing or unreadable' });
      expect(JSON.stringify(denied)).toContain('access is denied');
      store.server.deny.clear();
      expect(await absence(there)).toBe('found');
      const elsewhere = { ...store.bucket, endpoint: 'http://127.0.0.1:9' };
      await stock.configure(acme, {
        recording: { enabled: true, format: 'wav', allCalls: true, bucket: elsewhere },
      });
      expect(await absence(there)).toBe('unreadable');
      await stock.configure(acme, { recording: null });
      expect(await absence(there)).toBe('unreadable');
    });

    test('give a link that plays the recording, and nothing but that', async () => {
      const { gateway, store } = present();
      const acme = await recording(present(), 'Acme');
      const globex = await recording(present(), 'Globex');
      const call = await recorded(present(), acme);
      const until = new Date(Date.now() + 60_000);
      const link = (await gateway.recordingLink(acme, call, until)).reveal();
      const played = await fetch(link);
      expect([played.status, played.headers.get('content-type')]).toEqual([200, 'audio/wav']);
      expect(new Uint8Array(await played.arrayBuffer())).toEqual(new Uint8Array(wav()));
      const other = await recorded(present(), acme);
      const forged = link.replaceAll(call, other);
      expect((await fetch(forged)).status).toBe(403);
      expect((await fetch(link, { method: 'DELETE' })).status).toBe(403);

      const foreign = await recorded(present(), acme, { of: globex });
      const missing = await recorded(present(), acme, { content: null });
      for (const none of [foreign, missing]) {
        const refused = await refusal(gateway.recordingLink(acme, none, until));
        expect(refused).toMatchObject({ code: 'not_found' });
        expect(refused.now).toContain('recording test');
      }
      store.server.deny.add('s3:GetObject');
      expect(await refusal(gateway.recordingLink(acme, call, until))).toMatchObject({
        code: 'unavailable',
        didNothing: true,
      });
    });

    test('lose their recording, once, and no other', async () => {
      const { gateway, store } = present();
      const acme = await recording(present(), 'Acme');
      const globex = await recording(present(), 'Globex');
      const call = await recorded(present(), acme);
      const kept = await recorded(present(), acme);
      const foreign = await recorded(present(), acme, { of: globex });
      store.server.deny.add('s3:DeleteObject');
      expect(await refusal(gateway.deleteRecording(acme, call))).toMatchObject({
        code: 'unavailable',
        didNothing: true,
        mayHaveHappened: false,
      });
      store.server.deny.clear();
      await gateway.deleteRecording(acme, call);
      expect(await gateway.recording(acme, call, 1)).toMatchObject({ absence: 'missing' });
      expect((await refusal(gateway.deleteRecording(acme, call))).code).toBe('not_found');
      expect((await refusal(gateway.deleteRecording(acme, foreign))).code).toBe('not_found');
      expect((await gateway.recording(acme, kept, 1)).found).toBe(true);
      expect(store.server.objects()).toHaveLength(2);
    });

    test('name the accounts that record: with recording on, and a recorded call lately', async () => {
      const { gateway, stock, store } = present();
      const since = new Date(now.getTime() - 60 * 60_000);
      const named = async (limit: number) => {
        const names: string[] = [];
        let after: string | null | undefined;
        while (after !== null) {
          const page = { since, limit, ...(after !== undefined && { after }) };
          const { items, next } = await gateway.accountsRecording(page);
          names.push(...items.map(({ name }) => name));
          after = next;
        }
        return names.toSorted();
      };
      expect(await named(3)).toEqual([]);
      const records = async (name: string, minutesAgo: number) => {
        const sid = await recording(present(), name);
        await recorded(present(), sid, { minutesAgo, content: null });
        return sid;
      };
      await records('Long ago', 61);
      for (const name of ['One', 'Two', 'Three']) await records(name, 59);
      const twice = await records('Twice', 5);
      await recorded(present(), twice, { content: null });
      const paused = await records('Paused', 5);
      const { bucket } = store;
      const settings = { enabled: false, format: 'wav', allCalls: true, bucket } as const;
      await stock.configure(paused, { recording: settings });
      await stock.configure(await records('Off', 5), { recording: null });
      const idle = await recording(present(), 'Not recorded');
      await stock.addCall(idle, finishedCall(now, 5));
      for (const limit of [1, 2, 100]) {
        expect(await named(limit)).toEqual(['One', 'Three', 'Twice', 'Two']);
      }
      const junk = gateway.accountsRecording({ since, limit: 2, after: 'x' });
      expect((await refusal(junk)).code).toBe('invalid');
    });
  });
}
