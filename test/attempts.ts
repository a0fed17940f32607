import { expect } from 'vitest';
import { decide } from '../src/features/access/access.ts';
import type { Action } from '../src/features/access/permissions.ts';
import { targetOf } from '../src/features/accounts/which-account.ts';
import { type AccountSid, newId } from '../src/ids.ts';
import { callAttempts } from './call-attempts.ts';
import type { Stage } from './cast.ts';
import { editing } from './editing-attempts.ts';
import { forgesKeyForm, keyIsMade, maskOfMade, withKey } from './key-attempts.ts';
import { granting, revoking } from './mapping-attempts.ts';
import { editsRecording, testsRecording, turnsOffRecording } from './recording-attempts.ts';
import {
  type Aim,
  type Attempt,
  cachePrompts,
  clicks,
  either,
  fillsIn,
  forges,
  freshAccount,
  isAdmin,
  keepSecret,
  lastChange,
  lastCreated,
  lastTested,
  nameAskedFor,
  noRequests,
  refused,
  requested,
  setWebhook,
  stateOf,
} from './trying.ts';

const editsLimits = editing('limits edit', 'settings.limits', (_aim, turn) => ({
  'Licensed sessions': String(turn),
}));

/** How each action is tried: an action without an attempt does not compile. */
export const attempts: { [A in Action]: Attempt } = {
  help: {
    ways: { 'by command': (stage) => stage.types('help') },
    done: (_stage, _aim, told) => expect(told).toContain('/vg help'),
  },
  me: {
    ways: { 'by command': (stage) => stage.types('me') },
    done: (_stage, _aim, told) => expect(told).toMatch(/What you hold|You have no access yet/),
  },
  'access request': {
    ready: noRequests,
    ways: {
      'by command': async (stage) => {
        await stage.types('access request');
        await fillsIn(stage, { 'What you need': 'Mine', Reason: 'I work there' });
      },
      'by a forged form': (stage) =>
        forges(stage, async (ada) => {
          await ada.types('/vg access request');
          await ada.fills({ 'What you need': 'Mine', Reason: 'I work there' });
        }),
    },
    done: (stage) => expect(lastChange(stage)).toEqual(['access request', 'waiting']),
  },
  'account list': {
    ways: {
      'by command': (stage) => stage.types('account list'),
      'by a forged button': (stage) => clicks(stage, 'account.list', ''),
    },
    done(stage, { account }, told) {
      expect(told).toContain(account.name);
      expect(told.includes(stage.alien.name)).toBe(seesEverything(stage));
    },
  },
  'account show': {
    ways: {
      'by command': (stage, { account }) => stage.types(`account show ${account.name}`),
      'by the name alone': (stage, { account }) => stage.types(account.name),
      'by a forged button': (stage, { account }) => clicks(stage, 'account.show', account.sid),
    },
    done(_stage, { account }, told) {
      expect(told).toContain(account.sid);
      // Only an Admin sets them; whoever sees the card sees them.
      expect(told).toContain('Licensed sessions');
    },
  },
  'account create': {
    ready: noRequests,
    ways: {
      'by command': {
        aims: ['own'],
        way: async (stage, { provider }) => {
          await stage.types('account create');
          await fillsIn(stage, { ...freshAccount(), 'Service Provider': provider.name });
        },
      },
      'by a forged form': (stage, { provider }) =>
        forges(
          stage,
          async (ada) => {
            await ada.types('/vg account create');
            await ada.fills({ ...freshAccount(), 'Service Provider': stage.provider.name });
          },
          [[stage.provider.sid, provider.sid]],
        ),
    },
    async done(stage) {
      const state = isAdmin(stage) ? 'verified' : 'waiting';
      expect(lastChange(stage)).toEqual(['account create', state]);
      expect((await lastCreated(stage)) !== null).toBe(isAdmin(stage));
    },
  },
  'account delete': {
    ready: emptied,
    ways: {
      'by command': async (stage, { account }) => {
        await stage.types(`account delete ${account.name}`);
        await fillsIn(stage, { 'Account name': account.name, Reason: 'It moved away' });
      },
      'by a forged button': async (stage, { account }) => {
        await clicks(stage, 'account.delete', account.sid);
        await fillsIn(stage, { 'Account name': account.name, Reason: 'It moved away' });
      },
      'by a forged form': (stage, { account }) =>
        forges(
          stage,
          async (ada) => {
            await ada.types(`/vg account delete ${stage.own.name}`);
            await ada.fills({ 'Account name': account.name });
          },
          [[stage.own.sid, account.sid]],
        ),
    },
    async done(stage, { account: { sid } }) {
      // There are two Admins, so that nobody deletes alone.
      expect(lastChange(stage)).toEqual(['account delete', 'waiting']);
      expect(await stage.house.gateway.account(sid)).not.toBeNull();
    },
  },
  'account edit': editing('account edit', 'settings.account', ({ account }, turn) => ({
    // Others still find it by the name that they know.
    'Account name': `${account.name} ${turn}`,
  })),
  'limits edit': {
    ...editsLimits,
    ways: {
      ...editsLimits.ways,
      'by a forged edit of a request': {
        aims: ['own', 'foreign', 'missing'],
        ready: requested,
        refusal: (stage, aim) =>
          isDecider(stage, aim) ? refused(stage, 'limits edit', aim) : notYours,
        way: (stage, { made = '', target }) =>
          forges(
            stage,
            async (ada) => {
              await ada.types('/vg approvals');
              await ada.clicks('Edit & approve', { in: 'Waiting for your decision' });
              await ada.waitsForModal('Licensed sessions');
              await ada.fills({ Unit: 'sessions', 'Licensed sessions': 7 });
            },
            target === 'missing' ? [[made, newId('chg')]] : [],
          ),
        async done(stage) {
          const created = await lastCreated(stage);
          expect(created?.limits).toMatchObject({ unit: 'sessions', licensedSessions: 7 });
        },
      },
    },
  },
  'realm edit': editing('realm edit', 'settings.realm', (_aim, turn) => ({
    'SIP Realm': `turn-${turn}.example.com`,
  })),
  'webhooks edit': editing('webhooks edit', 'settings.webhooks', (_aim, turn) => ({
    'Registration Webhook': `https://hooks.example.com/${turn}`,
  })),
  'apps list': {
    ready: addsApplication,
    ways: {
      'by command': (stage, { account }) => stage.types(`apps list ${account.name}`),
      'by a forged button': (stage, { account }) => clicks(stage, 'apps.list', account.sid),
      'by a forged page': (stage, { account }) => clicks(stage, 'apps.list.first', account.sid),
    },
    done: (_stage, _aim, told) => expect(told).toContain('Main IVR'),
  },
  'apps add': {
    ready: addsApplication,
    ways: {
      'by command': async (stage, { account }) => {
        await stage.types(`apps add ${account.name}`);
        await fillsIn(stage, freshApplication());
      },
      'by a forged button': async (stage, { account }) => {
        await clicks(stage, 'apps.add', account.sid);
        await fillsIn(stage, freshApplication());
      },
      'by a forged form': (stage, { account }) =>
        forges(
          stage,
          async (ada) => {
            await ada.types(`/vg apps add ${stage.own.name}`);
            await ada.fills(freshApplication());
          },
          [[stage.own.sid, account.sid]],
        ),
    },
    async done(stage, { account: { sid } }) {
      expect(lastChange(stage)).toEqual(['apps add', 'verified']);
      expect((await applicationsOf(stage, sid)).map(({ name }) => name)).toContain('Night bot');
    },
  },
  'apps edit': {
    async ready(stage, aim) {
      // What a form is drawn for before it is forged.
      await addsApplication(stage, { account: stage.own });
      return addsApplication(stage, aim);
    },
    ways: {
      'by command': async (stage, { account }) => {
        await stage.types(`apps edit ${account.name}`);
        await fillsIn(stage, { 'Application name': 'Renamed' });
      },
      'by a forged button': async (stage, { account, made = '' }) => {
        await clicks(stage, 'apps.edit', `${account.sid} ${made}`);
        await fillsIn(stage, { 'Application name': 'Renamed' });
      },
      'by a forged form': async (stage, { account, made = '' }) => {
        const [mine] = await applicationsOf(stage, stage.own.sid);
        await forges(
          stage,
          async (ada) => {
            await ada.types(`/vg apps edit ${stage.own.name}`);
            await ada.waitsForModal('Main IVR');
            await ada.fills({ 'Application name': 'Renamed' });
          },
          [
            [stage.own.sid, account.sid],
            [mine?.sid ?? '', made],
          ],
        );
      },
    },
    async done(stage, { account: { sid } }) {
      expect(lastChange(stage)).toEqual(['apps edit', 'verified']);
      expect((await applicationsOf(stage, sid)).map(({ name }) => name)).toContain('Renamed');
    },
  },
  'apps remove': {
    ready: addsApplication,
    ways: {
      'by command': async (stage, { account }) => {
        await stage.types(`apps remove ${account.name}`);
        await fillsIn(stage, {});
      },
      'by a forged button': (stage, { account, made = '' }) =>
        clicks(stage, 'apps.remove', `${account.sid} ${made} ${newId('frm')}`),
    },
    async done(stage, { account: { sid } }) {
      expect(lastChange(stage)).toEqual(['apps remove', 'verified']);
      expect(await applicationsOf(stage, sid)).toEqual([]);
    },
  },
  'webhooks test': {
    ready: setWebhook,
    ways: {
      'by command': (stage, { account }) => stage.types(`webhooks test ${account.name}`),
      'by a forged button': (stage, { account }) => clicks(stage, 'webhooks.test', account.sid),
    },
    done(stage, { account }, told) {
      expect(told).toContain(`Webhook test of ${account.name}`);
      expect(told).toContain('Nothing was sent: its host has a private address.');
      expect(lastTested(stage)).toBe(stage.visitor.id);
    },
  },
  'secret show': {
    ways: {
      'by command': (stage, { account }) => stage.types(`secret show ${account.name}`),
      'by a forged button': (stage, { account }) => clicks(stage, 'secret.show', account.sid),
    },
    async done(stage, { account }, told) {
      const there = await stage.house.gateway.account(account.sid);
      expect(told).toContain('can sign calls as the Voice Gateway');
      expect(Object.values(stage.visitor.modal?.values ?? {})).toEqual([
        there?.webhookSecret.reveal(),
      ]);
    },
  },
  'secret rotate': {
    ready: keepSecret,
    ways: {
      'by command': async (stage, { account }) => {
        await stage.types(`secret rotate ${account.name}`);
        await fillsIn(stage, {});
      },
      'by a forged button': async (stage, { account }) => {
        await clicks(stage, 'secret.rotate', account.sid);
        await fillsIn(stage, {});
      },
      'by a forged form': (stage, { account }) =>
        forges(stage, (ada) => ada.types(`/vg secret rotate ${stage.own.name}`), [
          [stage.own.sid, account.sid],
        ]),
    },
    async done(stage, { account, made = '' }) {
      expect(lastChange(stage)).toEqual(['secret rotate', 'verified']);
      const there = await stage.house.gateway.account(account.sid);
      expect(there?.webhookSecret.reveal()).not.toBe(made);
    },
  },
  'tts show': {
    ways: {
      'by command': (stage, { account }) => stage.types(`tts show ${account.name}`),
      'by a forged button': (stage, { account }) => clicks(stage, 'tts.show', account.sid),
    },
    done(_stage, { account }, told) {
      expect(told).toContain(account.name);
      expect(told).toMatch(/\d cached prompt/);
    },
  },
  'tts clear': {
    ready: cachePrompts,
    ways: {
      'by command': async (stage, { account }) => {
        await stage.types(`tts clear ${account.name}`);
        await fillsIn(stage, {});
      },
      'by a forged button': async (stage, { account }) => {
        await clicks(stage, 'tts.clear', account.sid);
        await fillsIn(stage, {});
      },
      'by a forged form': (stage, { account }) =>
        forges(stage, (ada) => ada.types(`/vg tts clear ${stage.own.name}`), [
          [stage.own.sid, account.sid],
        ]),
    },
    async done(stage, { account: { sid } }) {
      expect(lastChange(stage)).toEqual(['tts clear', 'verified']);
      expect(await stage.house.gateway.cachedPrompts(sid)).toBe(0);
    },
  },
  'tts clear --all': {
    ready: cachePrompts,
    ways: {
      'by command': async (stage) => {
        await stage.types('tts clear --all');
        await fillsIn(stage, { Phrase: 'clear every TTS cache' });
      },
      'by a forged form': (stage) =>
        forges(stage, async (ada) => {
          await ada.types('/vg tts clear --all');
          await ada.fills({ Phrase: 'clear every TTS cache' });
        }),
    },
    async done(stage) {
      expect(lastChange(stage)).toEqual(['tts clear --all', 'verified']);
      expect(await stage.house.gateway.cachedPromptsOfAll()).toBe(0);
    },
  },
  'recording edit': editsRecording,
  'recording test': testsRecording,
  'recording off': turnsOffRecording,
  ...callAttempts,
  'keys list': {
    ways: {
      'by command': (stage, { account }) => stage.types(`keys list ${account.name}`),
      'by a forged button': (stage, { account }) => clicks(stage, 'keys.list', account.sid),
      'by a forged page': (stage, { account }) => clicks(stage, 'keys.page', `${account.sid}/0`),
    },
    done: (_stage, { account }, told) => expect(told).toContain(`API keys of ${account.name}`),
  },
  'keys add': {
    ways: {
      'by command': async (stage, { account }) => {
        await stage.types(`keys add ${account.name}`);
        await fillsIn(stage, { Label: 'CRM import' });
      },
      'by a forged button': async (stage, { account }) => {
        await clicks(stage, 'keys.add', account.sid);
        await fillsIn(stage, { Label: 'CRM import' });
      },
      'by a forged form': (stage, { account }) => forgesKeyForm(stage, account.sid, '90 days'),
    },
    done: (stage) => keyIsMade(stage, 'keys add'),
  },
  'keys add --never': {
    ways: {
      'by a forged form': (stage, { account }) => forgesKeyForm(stage, account.sid, 'Never'),
    },
    // Who may make no keys at all there is told that, or that there is no such account.
    refusal: (stage, aim) =>
      either(refused(stage, 'keys add', aim), refused(stage, 'keys add --never', aim)),
    done: (stage) => keyIsMade(stage, 'keys add'),
  },
  'keys rotate': {
    ready: withKey,
    ways: {
      'by a forged button': async (stage, { account, made }) => {
        await clicks(stage, 'keys.rotate.row', `${account.sid}/${made}`);
        await fillsIn(stage, {});
      },
    },
    done: (stage) => keyIsMade(stage, 'keys rotate'),
  },
  'keys extend': {
    ready: withKey,
    ways: {
      'by a forged button': async (stage, { account, made }) => {
        await clicks(stage, 'keys.extend.row', `${account.sid}/${made}`);
        await fillsIn(stage, { Expires: '365 days' });
      },
    },
    done: (stage) => expect(lastChange(stage)).toEqual(['keys extend', 'verified']),
  },
  'keys revoke': {
    ready: withKey,
    ways: {
      'by command': async (stage, { account, made }) => {
        await stage.types(`keys revoke ${account.name}`);
        await fillsIn(stage, { 'API key': `Prepared (${maskOfMade(stage, made)})` });
      },
      'by a forged button': (stage, { account, made }) =>
        clicks(stage, 'keys.revoke.row', `${account.sid}/${made}`),
    },
    done: (stage) => expect(lastChange(stage)).toEqual(['keys revoke', 'verified']),
  },
  'access list': {
    ways: {
      'by command': (stage, { account }) => stage.types(`access list ${account.name}`),
      'by a forged button': (stage, { account }) =>
        clicks(stage, 'access.more', `0:account:${account.sid}`),
      'by a forged choice': (stage, { account }) => clicks(stage, 'access.list', account.sid),
    },
    done: (_stage, { account }, told) => expect(told).toContain(`Access to ${account.name}`),
  },
  can: {
    ways: { 'by command': (stage) => stage.types(`can @hire tts clear ${stage.own.name}`) },
    done: (_stage, _aim, told) => expect(told).toMatch(/may not|cannot|no/i),
  },
  'access grant admin': granting('admin', () => ''),
  'access grant service_provider': granting('service_provider', ({ provider }) => provider.name),
  'access grant on_call': {
    ...granting('on_call', () => ''),
    ways: {
      ...granting('on_call', () => '').ways,
      'by command, for one provider': (stage, { provider }) =>
        stage.types(`access grant @hire on_call ${provider.name}`),
    },
  },
  'access grant account': granting('account', ({ account }) => account.name),
  'access revoke admin': revoking('admin', () => ({})),
  'access revoke service_provider': revoking('service_provider', ({ provider }) => ({ provider })),
  'access revoke on_call': revoking('on_call', () => ({})),
  'access revoke account': revoking('account', ({ account, provider }) => ({
    account: { ...account, sipRealm: null, provider },
  })),
  approvals: {
    ready: (stage, aim) => requested(stage, { ...aim, target: 'foreign' }),
    ways: {
      'by command': (stage) => stage.types('approvals'),
      'by a forged button': (stage) => clicks(stage, 'approvals.next', '0'),
    },
    done(stage, { made = '' }, told) {
      expect(told).toMatch(/None of your own requests waits/);
      expect(told.includes(nameAskedFor(stage, made))).toBe(isAdmin(stage));
    },
  },
  'approvals mine': {
    ready: noRequests,
    ways: { 'by command': (stage) => stage.types('approvals mine') },
    done: (_stage, _aim, told) => expect(told).toMatch(/Your requests|You have asked for nothing/),
  },
  'approvals decide': {
    ready: requested,
    refusal: () => notYours,
    ways: {
      'by a forged Approve': (stage, { made = '', target }) =>
        clicks(stage, 'approvals.approve', `${target === 'missing' ? newId('chg') : made}:1`),
      'by a forged denial': (stage, { made = '', target }) =>
        forges(
          stage,
          async (ada) => {
            await ada.types('/vg approvals');
            await ada.clicks('Deny', { in: 'Waiting for your decision' });
            await ada.waitsForModal();
            await ada.fills({ Reason: 'not now' });
          },
          target === 'missing' ? [[made, newId('chg')]] : [],
        ),
    },
    done: (stage, { made }) => expect(['verified', 'denied']).toContain(stateOf(stage, made)),
  },
  audit: {
    ways: {
      'by command': (stage, { account }) => stage.types(`audit ${account.name}`),
      'by a forged button': (stage, { account }) =>
        clicks(stage, 'audit.older', JSON.stringify({ accounts: [account.sid] })),
    },
    done: (_stage, { account }, told) => expect(told).toContain(account.name),
  },
  'audit verify': {
    ways: { 'by command': (stage) => stage.types('audit verify') },
    done: (_stage, _aim, told) => expect(told).toMatch(/entries/),
  },
  status: {
    ways: { 'by command': (stage) => stage.types('status') },
    done: (_stage, _aim, told) => expect(told).toMatch(/Voice Gateway/i),
  },
};

/** Who may not decide a request is told so whether or not it exists. */
const notYours = /You may not decide|As a guest you may not|You have no access yet/;

/** Nothing waits, and neither the account nor that of a form which is forged has applications. */
async function emptied(stage: Stage, { account }: Aim): Promise<void> {
  noRequests(stage);
  const { gateway } = stage.house;
  for (const { sid } of await gateway.accountSummaries([account.sid, stage.own.sid])) {
    for (const one of await applicationsOf(stage, sid))
      await gateway.removeApplication(sid, one.sid);
  }
}

/** Answers of "Add application". */
function freshApplication(): Record<string, string> {
  return {
    'Application name': 'Night bot',
    'Calling Webhook': 'https://bots.example.com/night',
    'Call Status Webhook': 'https://bots.example.com/night/status',
  };
}

async function applicationsOf({ house }: Stage, sid: AccountSid) {
  return (await house.gateway.applications(sid, { limit: 100 })).items;
}

/** Leaves the account with one application, "Main IVR", and no other change under way. Gives its SID. */
async function addsApplication(
  stage: Stage,
  { account: { sid } }: Pick<Aim, 'account'>,
): Promise<string> {
  const { gateway } = stage.house;
  const [there] = await gateway.accountSummaries([sid]);
  if (!there) return '0badcafe-0000-4000-8000-0000000000a0';
  for (const one of await applicationsOf(stage, sid)) await gateway.removeApplication(sid, one.sid);
  const hook = { url: 'https://bots.example.com/main', method: 'POST' } as const;
  const settings = { callingWebhook: hook, callStatusWebhook: hook, recordAllCalls: false };
  return (await gateway.addApplication(sid, { name: 'Main IVR', ...settings })).sid;
}

function seesEverything({ actor, alien }: Stage): boolean {
  return decide(actor, 'account list', targetOf(alien)).allowed;
}

function isDecider({ actor }: Stage, { provider }: Aim): boolean {
  const there = { kind: 'provider', providerSid: provider.sid } as const;
  return decide(actor, 'approvals decide', there).allowed;
}
