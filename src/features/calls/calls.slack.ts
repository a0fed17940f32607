import { changesByOnce } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Recorder } from '../../changes/recorder.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import { CallSid, type Id, idSchema, newId } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Message } from '../../slack/blocks.ts';
import type { DrawnFrom, Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { type Actor, decide } from '../access/access.ts';
import type { Action } from '../access/permissions.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { ANSWERS_WITHIN, onOneAccount } from '../accounts/one-account.slack.ts';
import { accountAt, targetOf } from '../accounts/which-account.ts';
import { deletedRecordings } from './calls.store.ts';
import { LINK_MINUTES, recordingState, showNumber, statusInWords, talked } from './calls.ts';
import {
  CallFormMemory,
  callList,
  deleteForm,
  deleteModal,
  deletePlace,
  listenForm,
  listenLink,
  listenLinkAtTerminal,
  listenModal,
  listenPlace,
  MORE,
  NEWEST,
} from './calls.view.ts';
import type { Call, CallsGateway } from './calls-gateway.ts';
import type { DeleteRecordingInput } from './delete-recording.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  recorder: Recorder;
  gateway: AccountsGateway & CallsGateway;
  clock: Clock;
  maskNumbers: boolean;
}

/** How many calls a page holds: each takes two of a message's 50 blocks. */
const PAGE = 10;
/** How many recorded calls a form offers, and how many calls are looked through for them. */
const OFFERED = 100;
const LOOKED_THROUGH = 500;
/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** Lists an account's calls, gives links to their recordings, and deletes those. */
export function registerCalls(needs: Needs): void {
  const { on, changes, journal, recorder, gateway, clock, maskNumbers: masked } = needs;

  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'calls',
        usage: 'calls [account]',
        summary: 'the recent calls of an account, with their recordings',
      },
      action: 'calls',
      actionId: 'calls.show',
      question: 'Whose calls do you want to see?',
      patience: ANSWERS_WITHIN,
    },
    async (it, account) => it.answer(...(await list(it.actor, account))),
  );
  for (const id of [MORE, NEWEST]) {
    on.action(id, async (it) => {
      const [sid = '', after] = it.value.split(' ');
      const account = await accountFor(it.actor, sid, 'calls');
      await it.replace(...(await list(it.actor, account, after)));
    });
  }

  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'calls listen',
        usage: 'calls listen [account]',
        summary: 'a link to the recording of a call, audited',
      },
      action: 'calls listen',
      actionId: 'calls.listen.account',
      question: 'To a call of which account do you want to listen?',
    },
    async (it, account) => {
      await openSoon(it, listenPlace, recordedCalls(account), (calls) =>
        listenModal({ account, calls, masked }),
      );
    },
  );
  on.view(listenForm, async (it) => {
    const { account: sid } = CallFormMemory.parse(it.own);
    const { call } = listenForm.parse(it.values);
    const account = await accountFor(it.actor, sid, 'calls listen');
    await it.close();
    await listen(it, account, call);
  });
  on.action('calls.listen', async (it) => {
    const [sid = '', call] = it.value.split(' ');
    await listen(it, await accountFor(it.actor, sid, 'calls listen'), call);
  });

  onOneAccount(
    { on, journal, gateway },
    {
      route: {
        words: 'calls delete',
        usage: 'calls delete [account]',
        summary: 'delete the recording of a call',
      },
      action: 'calls delete',
      actionId: 'calls.delete.account',
      question: 'The recording of a call of which account is to be deleted?',
    },
    async (it, account) => {
      await openSoon(it, deletePlace, recordedCalls(account), (calls) =>
        deleteModal({ account, calls, masked }),
      );
    },
  );
  on.view(deleteForm, async (it) => {
    const { account: sid } = CallFormMemory.parse(it.own);
    const { call } = deleteForm.parse(it.values);
    const account = await accountFor(it.actor, sid, 'calls delete');
    await remove(it, account, call);
  });
  on.action('calls.delete', async (it) => {
    const [sid = '', call, frm] = it.value.split(' ');
    const account = await accountFor(it.actor, sid, 'calls delete');
    const once = idSchema('frm').safeParse(frm);
    if (!once.success) throw noSuchCall();
    await remove({ ...it, once: once.data, close: async () => {} }, account, call);
  });

  async function list(
    actor: Actor,
    account: AccountSummary,
    after?: string,
  ): Promise<[Message, DrawnFrom]> {
    const page = { limit: PAGE, ...(after !== undefined && { after }) };
    const { items, next } = await inTime(GIVEN_UP, gateway.recentCalls(account.sid, page));
    const deleted = deletedRecordings(journal.db, account.sid);
    const may = (action: Action) => decide(actor, action, targetOf(account)).allowed;
    const calls = items.map((call) => ({
      call,
      recording: recordingState(call, deleted),
      deletion: newId('frm'),
    }));
    const drawn = callList({
      account,
      calls,
      may: { listen: may('calls listen'), delete: may('calls delete') },
      masked,
      first: after === undefined,
      next,
    });
    const data = calls.map(({ call, recording }) => ({
      sid: call.sid,
      direction: call.direction,
      from: showNumber(call.from, masked),
      to: showNumber(call.to, masked),
      attemptedAt: call.attemptedAt,
      seconds: talked(call),
      status: statusInWords(call),
      recording,
    }));
    return [drawn, { data: { account, calls: data, more: next !== null } }];
  }

  /** The calls of an account whose recording may be there, newest first. */
  async function recordedCalls(account: AccountSummary): Promise<Call[]> {
    const deleted = deletedRecordings(journal.db, account.sid);
    const found: Call[] = [];
    let looked = 0;
    for (let after: string | null | undefined; after !== null; ) {
      const page = { limit: OFFERED, answered: true, ...(after !== undefined && { after }) };
      const { items, next } = await inTime(GIVEN_UP, gateway.recentCalls(account.sid, page));
      found.push(...items.filter((call) => recordingState(call, deleted) === 'kept'));
      looked += items.length;
      after = found.length >= OFFERED || looked >= LOOKED_THROUGH ? null : next;
    }
    if (found.length === 0) throw noneRecorded(account);
    return found.slice(0, OFFERED);
  }

  /** Makes the link, and shows it once the audit has it who gets it: what cannot be audited is not shown. */
  async function listen(it: Interaction, account: AccountSummary, sid?: string): Promise<void> {
    const call = await callAt(account, sid);
    const until = new Date(clock.now().getTime() + LINK_MINUTES * 60_000);
    const link = gateway.recordingLink(account.sid, call.sid, until);
    const address = await inTime(GIVEN_UP, link);
    await journal.write((tx, now) =>
      recorder.happened(tx, now, {
        who: it.actor,
        surface: it.origin.surface,
        action: 'calls listen',
        result: 'revealed',
        target: account.name,
        providerSid: account.provider.sid,
        accountSid: account.sid,
        detail: { facts: [{ label: 'Call', value: call.sid }] },
      }),
    );
    const shown = { address, until, masked };
    if (it.origin.surface !== 'terminal') return it.answer(listenLink(account, call, shown));
    const { sid: accountSid, name } = account;
    await it.answer(listenLinkAtTerminal(account, call, shown), {
      data: {
        account: { sid: accountSid, name },
        call: call.sid,
        link: address.reveal(),
        until,
      },
    });
  }

  async function remove(
    it: Interaction & { once: Id<'frm'>; close(): Promise<void> },
    account: AccountSummary,
    sid?: string,
  ): Promise<void> {
    // Asked for already: what is gone by now is no reason to refuse the same click.
    if (changesByOnce(journal.db, it.once).length > 0) return it.close();
    const call = await callAt(account, sid);
    const input: DeleteRecordingInput = {
      accountSid: account.sid,
      providerSid: account.provider.sid,
      accountName: account.name,
      providerName: account.provider.name,
      callSid: call.sid,
      at: call.attemptedAt.toISOString(),
    };
    const { origin, once, replyUrl } = it;
    const ask = { kind: 'calls delete', input, origin, once, ...(replyUrl && { replyUrl }) };
    const asked = await changes.ask(it.actor.person, ask);
    await sayIfSlow(it, asked, `deleting a recording of ${account.name}`, journal);
  }

  async function callAt(account: AccountSummary, sid?: string): Promise<Call> {
    const parsed = CallSid.safeParse(sid);
    const call = parsed.success
      ? await inTime(GIVEN_UP, gateway.call(account.sid, parsed.data))
      : null;
    if (!call) throw noSuchCall();
    return call;
  }

  function accountFor(actor: Actor, sid: string, action: Action): Promise<AccountSummary> {
    return inTime(GIVEN_UP, accountAt(sid, actor, action, gateway));
  }
}

function noneRecorded({ name }: AccountSummary): BotError {
  return new BotError('conflict', `${name} has no recorded call.`, {
    why: 'Among its last calls is none that was recorded and whose recording was not deleted.',
    now: 'See its calls with `calls`, and its settings with `account show`.',
  });
}

function noSuchCall(): BotError {
  return new BotError('not_found', 'There is no such call.', {
    why: 'It is none of this account, or its record was removed.',
    now: 'See the calls that there are with `calls`.',
  });
}
