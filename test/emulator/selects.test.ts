import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { modal, startTogether, type Together, textInput } from './echo-bot.ts';

let together: Together;
let ada: Person;

beforeEach(async () => {
  together = await startTogether({});
  ada = together.workspace.addPerson({ name: 'ada' });
});
afterEach(() => together[Symbol.asyncDispose]());

describe('selects', () => {
  const options = ['Default', 'Gold'].map((text) => ({
    text: { type: 'plain_text' as const, text },
    value: text.toLowerCase(),
  }));

  test('static, external, people and dates are chosen as people read them', async () => {
    const { app, workspace } = together;
    const ben = workspace.addPerson({ name: 'ben' });
    const input = (label: string, element: Record<string, unknown>) => ({
      type: 'input',
      block_id: label,
      label: { type: 'plain_text', text: label },
      element: { action_id: 'it', ...element },
    });
    app.command('/vg', async ({ ack, client, command }) => {
      await ack();
      const view = modal([
        input('Service Provider', { type: 'static_select', options }),
        input('Accounts', { type: 'multi_external_select', min_query_length: 1 }),
        input('Person', { type: 'users_select' }),
        input('Features', { type: 'checkboxes', options }),
        input('Until', { type: 'datepicker' }),
      ]);
      await client.views.open({ trigger_id: command.trigger_id, view });
    });
    app.options('it', async ({ ack, payload }) => {
      const found = ['Acme', 'Acme Sub'].filter((name) => name.includes(payload.value));
      await ack({
        options: found.map((text) => ({ text: { type: 'plain_text', text }, value: text })),
      });
    });
    app.view('form', ({ ack }) => ack());
    await ada.types('/vg');
    expect(await ada.searches('Accounts', 'Ac')).toEqual(['Acme', 'Acme Sub']);
    await expect(ada.fills({ Accounts: ['Zzz'] })).rejects.toThrow('It offers: nothing');
    await ada.fills({
      'Service Provider': 'Gold',
      Accounts: ['Acme', 'Sub'],
      Person: ben,
      Features: ['Default'],
      Until: '2027-01-31',
    });
    const { payload } = await ada.submits();
    expect(payload.view).toMatchObject({
      state: {
        values: {
          'Service Provider': { it: { type: 'static_select', selected_option: { value: 'gold' } } },
          Accounts: { it: { selected_options: [{ value: 'Acme' }, { value: 'Acme Sub' }] } },
          Person: { it: { selected_user: ben.id } },
          Features: { it: { selected_options: [{ value: 'default' }] } },
          Until: { it: { selected_date: '2027-01-31' } },
        },
      },
    });
    expect(workspace.violations).toEqual([]);
  });

  test('an update of the view keeps what was entered under the same ids', async () => {
    const { app } = together;
    const view = (more: string): ModalView =>
      modal([
        textInput('Name', 'name'),
        {
          type: 'actions',
          block_id: 'kind',
          elements: [
            {
              type: 'static_select',
              action_id: 'kind',
              placeholder: { type: 'plain_text', text: 'Kind' },
              options,
            },
          ],
        },
        textInput(more, more),
      ]);
    app.command('/vg', async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: view('Before') });
    });
    app.action('kind', async ({ ack, client, body }) => {
      await ack();
      if (!('view' in body) || !body.view) return;
      const { id, hash } = body.view;
      await client.views.update({ view_id: id, hash, view: view('After') });
      await client.views
        .update({ view_id: id, hash, view: view('Never') })
        .catch((error: { data: { error: string } }) =>
          client.chat.postMessage({ channel: ada.id, text: error.data.error }),
        );
    });
    await ada.types('/vg');
    await ada.fills({ Name: 'Acme', Before: 'x', Kind: 'Gold' });
    await ada.waitsForModal('After');
    expect(ada.modal?.values).toEqual({ Name: 'Acme', Kind: 'Gold', After: undefined });
    await ada.waitsFor('hash_conflict');
  });
});
