import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { modal, startTogether, type Together, textInput } from './echo-bot.ts';

let together: Together;
let ada: Person;

beforeEach(async () => {
  together = await startTogether({
    shortcuts: [
      { name: 'Create account', type: 'global', callback_id: 'create' },
      { name: 'Clear TTS cache', type: 'message', callback_id: 'clear' },
    ],
  });
  ada = together.workspace.addPerson({ name: 'ada' });
});
afterEach(() => together[Symbol.asyncDispose]());

describe('a modal', () => {
  const form = modal([textInput('Account name', 'name'), textInput('SIP Realm', 'realm')]);

  test('is filled in by label, refused with field errors that keep what was typed, and submitted', async () => {
    const { app, workspace } = together;
    const names: unknown[] = [];
    app.command('/vg', async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: form });
    });
    app.view('form', async ({ ack, view }) => {
      names.push(view.state.values.name?.name?.value);
      if (names.length > 1) return ack();
      return ack({ response_action: 'errors', errors: { name: 'Acme exists already' } });
    });
    await ada.types('/vg account create');
    await ada.waitsForModal('Create account');
    await ada.fills({ 'Account name': 'Acme' });
    await expect(ada.submits()).rejects.toThrow('SIP Realm: Please complete this required field.');
    await ada.fills({ 'SIP Realm': 'acme.example.com' });
    await ada.submits();
    expect(ada.modal?.errors).toEqual({ 'Account name': 'Acme exists already' });
    expect(ada.modal?.values).toEqual({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' });
    await ada.fills({ 'Account name': 'Acme 2' });
    await ada.clicks('Create');
    expect(ada.modal).toBeUndefined();
    expect(names).toEqual(['Acme', 'Acme 2']);
    expect(workspace.violations).toEqual([]);
  });

  test('whose errors name no input shows trouble, and is remembered', async () => {
    const { app, workspace } = together;
    app.shortcut('create', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: form });
    });
    app.view('form', ({ ack }) => ack({ response_action: 'errors', errors: { nope: 'x' } }));
    await ada.uses('Create account');
    await ada.fills({ 'Account name': 'Acme', 'SIP Realm': 'a.example.com' });
    await ada.submits();
    expect(ada.modal?.trouble).toBe('We had some trouble connecting. Try again?');
    expect(workspace.violations[0]).toContain('unknown input blocks: nope');
  });

  test('can be updated and pushed by the ack, three deep, and closed as a whole', async () => {
    const { app, workspace } = together;
    const cleared: unknown[] = [];
    let depth = 1;
    const plain = (title: string): ModalView =>
      modal([{ type: 'divider' }], {
        title: { type: 'plain_text', text: title },
        notify_on_close: true,
      });
    app.command('/vg', async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: plain('1') });
    });
    app.view('form', async ({ ack }) => {
      depth += 1;
      await ack({ response_action: 'push', view: plain(String(depth)) });
    });
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
      await ack();
      cleared.push('is_cleared' in body && body.is_cleared);
    });
    await ada.types('/vg');
    await ada.submits();
    await ada.submits();
    expect(ada.modal?.title).toBe('3');
    await ada.submits();
    expect(ada.modal).toMatchObject({ title: '3', trouble: expect.stringContaining('trouble') });
    expect(workspace.violations).toEqual(['view_submission ack: push: push_limit_reached']);
    await ada.closes();
    expect(ada.modal?.title).toBe('2');
    await ada.closes({ all: true });
    expect(ada.modal).toBeUndefined();
    expect(cleared).toEqual([false, true]);
  });

  test('opens with a trigger once, and not with an old one', async () => {
    const errors: unknown[] = [];
    together.app.command('/vg', async ({ ack, client, command }) => {
      await ack();
      if (command.text === 'late') together.workspace.expireTriggers();
      for (let index = 0; index < 2; index++)
        await client.views
          .open({ trigger_id: command.trigger_id, view: form })
          .catch((error: { data: { error: string } }) => errors.push(error.data.error));
      await client.chat.postMessage({ channel: ada.id, text: `tried ${command.text}` });
    });
    await ada.types('/vg twice');
    await ada.waitsFor('tried twice');
    await ada.types('/vg late');
    await ada.waitsFor('tried late');
    expect(errors).toEqual(['exchanged_trigger_id', 'expired_trigger_id', 'expired_trigger_id']);
  });

  test('is refused with pointers where it breaks a limit', async () => {
    together.app.command('/vg', async ({ ack, client, command }) => {
      await ack();
      const view = modal([textInput('Name', 'a'), textInput('Name', 'a')], {
        title: { type: 'plain_text', text: 'x'.repeat(25) },
      });
      const error = await client.views
        .open({ trigger_id: command.trigger_id, view })
        .catch((thrown: { data: { response_metadata: { messages: string[] } } }) => thrown);
      const messages = 'data' in error ? error.data.response_metadata.messages : [];
      await client.chat.postMessage({ channel: ada.id, text: messages.join('\n') });
    });
    await ada.types('/vg');
    const seen = await ada.waitsFor('json-pointer');
    expect(seen.text).toContain('must be less than 25 characters [json-pointer:/view/title/text]');
    expect(seen.text).toContain('block_id a already exists [json-pointer:/view/blocks/1/block_id]');
  });

  test('an unknown label, option or button is named with what there is', async () => {
    await using hasty = await startTogether({ patienceMs: 50 });
    hasty.app.command('/vg', async ({ ack, client, command }) => {
      await client.views.open({ trigger_id: command.trigger_id, view: form });
      await ack();
    });
    const bea = hasty.workspace.addPerson({ name: 'bea' });
    await bea.types('/vg');
    await expect(bea.fills({ Colour: 'red' })).rejects.toThrow('Account name | SIP Realm');
    await expect(bea.clicks('Approve')).rejects.toThrow('sees no button "Approve"');
    await expect(bea.waitsFor('Done', { timeoutMs: 20 })).rejects.toThrow('What there is to see:');
  });

  test('cannot be pushed on three others', async () => {
    const { app, workspace } = together;
    const button = {
      type: 'button',
      action_id: 'deeper',
      text: { type: 'plain_text', text: 'Deeper' },
    };
    const view = modal([{ type: 'actions', elements: [button] } as ModalView['blocks'][number]]);
    const outcomes: unknown[] = [];
    app.command('/vg', async ({ ack, client, command }) => {
      await client.views.open({ trigger_id: command.trigger_id, view });
      await ack();
    });
    app.action('deeper', async ({ ack, body, client }) => {
      if (!('trigger_id' in body)) return;
      await client.views.push({ trigger_id: body.trigger_id, view }).then(
        () => outcomes.push('ok'),
        (error: { data: { error: string } }) => outcomes.push(error.data.error),
      );
      await ack();
    });
    await ada.types('/vg');
    const root = ada.modal?.id;
    for (let clicks = 1; clicks <= 3; clicks++) await ada.clicks('Deeper');
    expect(outcomes).toEqual(['ok', 'ok', 'push_limit_reached']);
    expect(ada.modal?.view).toMatchObject({ root_view_id: root, type: 'modal' });
    expect(workspace.violations).toEqual([]);
  });
});
