import { describe, expect, test } from 'vitest';
import type { ApplicationSettings } from '../../src/features/applications/applications-gateway.ts';
import { ApplicationSid } from '../../src/ids.ts';
import type { Present } from './contract.ts';
import { addAccount, NO_ACCOUNT, refusal } from './given.ts';

const NO_APPLICATION = ApplicationSid.parse('00000000-0000-4000-8000-000000000002');

const ivr: ApplicationSettings = {
  name: 'Main IVR',
  callingWebhook: { url: 'https://bots.example.com/main', method: 'POST' },
  callStatusWebhook: { url: 'wss://bots.example.com/status', method: 'GET' },
  recordAllCalls: true,
};

export function applicationsContract(present: Present): void {
  describe('applications', () => {
    async function acme(name = 'Acme') {
      return (await addAccount(present(), { name })).sid;
    }

    async function namesOf(sid: Awaited<ReturnType<typeof acme>>, limit: number) {
      const pages: string[][] = [];
      let after: string | null = null;
      do {
        const page = await present().gateway.applications(sid, {
          limit,
          ...(after !== null && { after }),
        });
        pages.push(page.items.map(({ name }) => name));
        after = page.next;
        expect(after?.length ?? 0).toBeLessThanOrEqual(500);
      } while (after !== null);
      return pages;
    }

    test('are added with all their settings, to one account', async () => {
      const { gateway } = present();
      const sid = await acme();
      const other = await acme('Other');
      const added = await gateway.addApplication(sid, ivr);
      expect(added).toEqual({ ...ivr, sid: added.sid, chosenFor: [] });
      expect(await gateway.application(sid, added.sid)).toEqual(added);
      expect(await gateway.applicationNamed(sid, 'MAIN ivr')).toEqual(added);
      expect(await gateway.application(other, added.sid)).toBeNull();
      expect(await gateway.applicationNamed(other, 'Main IVR')).toBeNull();
      expect((await gateway.accountContents(sid)).applications.names).toEqual(['Main IVR']);
    });

    test('are listed in order of their names whatever the case, a page at a time', async () => {
      const { gateway } = present();
      const sid = await acme();
      for (const name of ['zeta', 'Épsilon', 'alpha', 'Beta', 'gamma', 'Delta', 'alpha two']) {
        await gateway.addApplication(sid, { ...ivr, name });
      }
      const inOrder = ['alpha', 'alpha two', 'Beta', 'Delta', 'Épsilon', 'gamma', 'zeta'];
      expect(await namesOf(sid, 100)).toEqual([inOrder]);
      expect(await namesOf(sid, 3)).toEqual([
        inOrder.slice(0, 3),
        inOrder.slice(3, 6),
        inOrder.slice(6),
      ]);
      expect(await namesOf(sid, 7)).toEqual([inOrder]);
      expect(await namesOf(await acme('Empty'), 10)).toEqual([[]]);
    });

    test('a page goes on where it stood though an application before it was removed', async () => {
      const { gateway } = present();
      const sid = await acme();
      for (const name of ['a', 'b', 'c', '語'.repeat(64)]) {
        await gateway.addApplication(sid, { ...ivr, name });
      }
      const { items, next } = await gateway.applications(sid, { limit: 2 });
      for (const one of items) await gateway.removeApplication(sid, one.sid);
      const rest = await gateway.applications(sid, { limit: 2, after: next ?? '' });
      expect(rest.items.map(({ name }) => name)).toEqual(['c', '語'.repeat(64)]);
    });

    test.each(['', 'nonsense', Buffer.from('{}').toString('base64url')])(
      'the cursor %j is none',
      async (after) => {
        const sid = await acme();
        const error = await refusal(present().gateway.applications(sid, { limit: 2, after }));
        expect(error.code).toBe('invalid');
      },
    );

    test('are suggested by the beginnings of words', async () => {
      const { gateway } = present();
      const sid = await acme();
      const other = await acme('Other');
      await gateway.addApplication(other, { ...ivr, name: 'Main menu' });
      for (const name of ['Main IVR', 'Night IVR', 'Café Zürich']) {
        await gateway.addApplication(sid, { ...ivr, name });
      }
      const suggested = async (text: string, limit = 10) =>
        (await gateway.suggestApplications(sid, text, limit)).map(({ name }) => name);
      expect(await suggested('')).toEqual(['Café Zürich', 'Main IVR', 'Night IVR']);
      expect(await suggested('', 2)).toEqual(['Café Zürich', 'Main IVR']);
      expect(await suggested('iv')).toEqual(['Main IVR', 'Night IVR']);
      expect(await suggested('ni IV')).toEqual(['Night IVR']);
      expect(await suggested('zurich')).toEqual(['Café Zürich']);
      expect(await suggested('ain')).toEqual([]);
      const [first] = await gateway.suggestApplications(sid, 'main', 1);
      expect(first).toEqual({
        sid: (await gateway.applicationNamed(sid, 'Main IVR'))?.sid,
        name: 'Main IVR',
      });
    });

    test('are changed where they are as expected', async () => {
      const { gateway } = present();
      const sid = await acme();
      const { sid: application } = await gateway.addApplication(sid, ivr);
      const beside = await gateway.addApplication(sid, { ...ivr, name: 'Beside' });
      const changed: ApplicationSettings = {
        name: 'main ivr',
        callingWebhook: { url: 'http://10.0.0.7:3000/call', method: 'GET' },
        callStatusWebhook: null,
        recordAllCalls: false,
      };
      await gateway.changeApplication(sid, application, ivr, changed);
      expect(await gateway.application(sid, application)).toMatchObject(changed);
      expect(await gateway.application(sid, beside.sid)).toEqual(beside);

      const again = gateway.changeApplication(sid, application, ivr, { ...ivr, name: 'Late' });
      expect((await refusal(again)).code).toBe('conflict');
      expect(await gateway.application(sid, application)).toMatchObject(changed);
      expect(await gateway.applicationNamed(sid, 'Late')).toBeNull();
    });

    test('keep what a URL holds besides: a password is no reason to refuse other changes', async () => {
      const { gateway, stock } = present();
      const sid = await acme();
      const secured = { url: 'https://ann:secret@bots.example.com/call', method: 'POST' } as const;
      const before = { ...ivr, callingWebhook: secured };
      const application = await stock.addApplication(sid, before);
      await gateway.changeApplication(sid, application, before, {
        ...before,
        recordAllCalls: false,
      });
      expect(await gateway.application(sid, application)).toMatchObject({
        callingWebhook: secured,
        recordAllCalls: false,
      });
    });

    test('that were there before their settings have none of them', async () => {
      const { gateway, stock } = present();
      const sid = await acme();
      const application = await stock.addApplication(sid, { name: 'Old' });
      expect(await gateway.application(sid, application)).toEqual({
        sid: application,
        name: 'Old',
        callingWebhook: null,
        callStatusWebhook: null,
        recordAllCalls: false,
        chosenFor: [],
      });
    });

    test('of one account have names of their own; another account may have the same', async () => {
      const { gateway } = present();
      const sid = await acme();
      const other = await acme('Other');
      await gateway.addApplication(sid, ivr);
      const night = await gateway.addApplication(sid, { ...ivr, name: 'Night' });
      await gateway.addApplication(other, ivr);
      const taken = { ...ivr, name: 'ＭＡＩＮ  ivr' };
      for (const refused of [
        gateway.addApplication(sid, taken),
        gateway.changeApplication(sid, night.sid, { ...ivr, name: 'Night' }, taken),
      ]) {
        const error = await refusal(refused);
        expect([error.code, Object.keys(error.fields)]).toEqual(['conflict', ['name']]);
      }
      expect(await namesOf(sid, 10)).toEqual([['Main IVR', 'Night']]);
    });

    test.each([
      ['name', { name: '' }],
      ['name', { name: 'x'.repeat(65) }],
      ['name', { name: 'a\nb' }],
      ['callingWebhook', { callingWebhook: { url: 'nonsense', method: 'POST' as const } }],
      [
        'callStatusWebhook',
        { callStatusWebhook: { url: 'ftp://a.example', method: 'GET' as const } },
      ],
    ])('with a bad %s are refused: %j', async (field, bad) => {
      const { gateway } = present();
      const sid = await acme();
      const { sid: application } = await gateway.addApplication(sid, { ...ivr, name: 'Other' });
      for (const refused of [
        gateway.addApplication(sid, { ...ivr, ...bad }),
        gateway.changeApplication(sid, application, { ...ivr, name: 'Other' }, { ...ivr, ...bad }),
      ]) {
        const error = await refusal(refused);
        expect([error.code, Object.keys(error.fields)]).toEqual(['invalid', [field]]);
      }
      expect(await namesOf(sid, 10)).toEqual([['Other']]);
    });

    test('are removed alone, and not while their account has chosen them', async () => {
      const { gateway, stock } = present();
      const sid = await acme();
      const main = await gateway.addApplication(sid, ivr);
      const night = await gateway.addApplication(sid, { ...ivr, name: 'Night' });
      await stock.configure(sid, { deviceApplication: main.sid, siprecApplication: main.sid });
      const chosen = await gateway.application(sid, main.sid);
      expect(chosen?.chosenFor).toEqual(['SIP device calls', 'SIPREC calls']);
      const error = await refusal(gateway.removeApplication(sid, main.sid));
      expect(error.code).toBe('conflict');
      expect(error.message).toContain('SIP device calls and SIPREC calls');
      await stock.configure(sid, { deviceApplication: night.sid, siprecApplication: null });
      await gateway.removeApplication(sid, main.sid);
      expect(await namesOf(sid, 10)).toEqual([['Night']]);
      expect((await refusal(gateway.removeApplication(sid, night.sid))).message).toContain(
        'is chosen for SIP device calls.',
      );
    });

    test('that are not there, or are another account’s, are not found', async () => {
      const { gateway } = present();
      const sid = await acme();
      const other = await acme('Other');
      const theirs = await gateway.addApplication(other, ivr);
      expect(await gateway.application(NO_ACCOUNT, theirs.sid)).toBeNull();
      expect(await gateway.application(sid, NO_APPLICATION)).toBeNull();
      const settings = { ...ivr, name: 'Renamed' };
      for (const refused of [
        gateway.changeApplication(sid, theirs.sid, ivr, settings),
        gateway.changeApplication(sid, NO_APPLICATION, ivr, settings),
        gateway.removeApplication(sid, theirs.sid),
        gateway.removeApplication(NO_ACCOUNT, theirs.sid),
        gateway.addApplication(NO_ACCOUNT, ivr),
        gateway.applications(NO_ACCOUNT, { limit: 10 }),
        gateway.suggestApplications(NO_ACCOUNT, '', 10),
        gateway.applicationNamed(NO_ACCOUNT, 'Main IVR'),
      ]) {
        expect((await refusal(refused)).code).toBe('not_found');
      }
      expect(await gateway.application(other, theirs.sid)).toEqual(theirs);
    });
  });
}
