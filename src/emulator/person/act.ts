import { afterInteraction, afterSubmission, offered } from '../acks.ts';
import { deliver, inFlight } from '../delivery.ts';
import { list, type Obj, obj, str } from '../json.ts';
import type { Delivery, PersonRecord, StoredView, Values } from '../model.ts';
import {
  blockActions,
  blockSuggestion,
  type Place,
  valuesIn,
  viewClosed,
  viewSubmission,
} from '../payloads.ts';
import { changed, type State } from '../state.ts';
import { clearViews, closeView } from '../views.ts';
import { clientErrors } from './client-checks.ts';
import type { Field } from './fields.ts';
import { type Fill, filled } from './fill.ts';
import { complaintsOf } from './places.ts';

/** Sends block_actions for one action and shows if it did not get through. */
export function sendAction(
  state: State,
  person: PersonRecord,
  place: Place,
  action: Obj,
): Promise<Delivery> {
  return inFlight(state, async () => {
    const payload = blockActions(state, person, place, action);
    const delivery = await deliver(state, 'block_actions', payload);
    afterInteraction(state, person, complaintsOf(state, person, place), delivery);
    return delivery;
  });
}

/** Puts something into a field; sends block_actions where the field does. */
export async function fillField(
  state: State,
  person: PersonRecord,
  place: Place,
  field: Field,
  fill: Fill,
): Promise<Delivery | undefined> {
  const search = (text: string) => suggestionsFor(state, person, place, field, text);
  return putValue(state, person, place, field, await filled(state, field, fill, search));
}

/** Gives a field this state; sends block_actions where the field does. */
export async function putValue(
  state: State,
  person: PersonRecord,
  place: Place,
  field: Field,
  value: Obj,
): Promise<Delivery | undefined> {
  const values: Values = valuesIn(place, person.id);
  values[field.blockId] = { ...values[field.blockId], [field.actionId]: value };
  if ('message' in place) place.message.values.set(person.id, values);
  else delete place.view.errors[field.blockId];
  changed(state);
  if (!field.dispatches) return undefined;
  const action = { ...value, action_id: field.actionId, block_id: field.blockId };
  return sendAction(state, person, place, action);
}

/** What an external select offers for the typed text. */
export function suggestionsFor(
  state: State,
  person: PersonRecord,
  place: Place,
  field: Field,
  text: string,
): Promise<Obj[]> {
  const least = Number(field.element.min_query_length ?? 3);
  if (text.length < least)
    throw new Error(`"${field.label}" asks the app from ${least} characters on, not for "${text}"`);
  return inFlight(state, async () => {
    const payload = blockSuggestion(state, person, place, field, text);
    return offered(state, await deliver(state, 'block_suggestion', payload));
  });
}

/** Submits a modal; throws, as a person would notice, where Slack's client refuses to. */
export function submit(state: State, person: PersonRecord, view: StoredView): Promise<Delivery> {
  view.errors = clientErrors(state, view);
  const complaints = Object.entries(view.errors);
  if (complaints.length > 0) {
    changed(state);
    const list = complaints.map(([id, text]) => `${labelOf(view, id)}: ${text}`).join('; ');
    throw new Error(`Slack does not submit the modal yet. ${list}`);
  }
  return inFlight(state, async () => {
    const delivery = await deliver(state, 'view_submission', viewSubmission(state, person, view));
    afterSubmission(state, view, delivery);
    return delivery;
  });
}

/** Closes a modal by its button, or the whole stack by the ×. */
export function close(
  state: State,
  person: PersonRecord,
  view: StoredView,
  all: boolean,
): Promise<Delivery[]> {
  const clears = all || view.body.clear_on_close === true;
  const root = state.views.get(view.rootId) ?? view;
  const told = clears ? root : view;
  const stack = clears ? (state.stacks.get(person.id) ?? []) : [view.id];
  const wantsToKnow = stack.some((id) => state.views.get(id)?.body.notify_on_close === true);
  const payload = viewClosed(state, person, told, clears);
  if (clears) clearViews(state, person.id);
  else closeView(state, view);
  if (!wantsToKnow) return Promise.resolve([]);
  return inFlight(state, async () => [await deliver(state, 'view_closed', payload)]);
}

function labelOf(view: StoredView, blockId: string): string {
  const block = list(view.body.blocks).find((each) => each.block_id === blockId);
  return str(obj(block?.label).text) || blockId;
}
