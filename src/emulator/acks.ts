import { isObj, list, type Obj, obj, parseJson, str } from './json.ts';
import { notice, post } from './messages.ts';
import {
  type Channel,
  type Delivery,
  isAcknowledged,
  type PersonRecord,
  type StoredView,
} from './model.ts';
import { say } from './response-urls.ts';
import { faultsOf } from './rules/check.ts';
import { suggestions } from './rules/elements.ts';
import { validateView } from './rules/view.ts';
import { changed, type State } from './state.ts';
import { clearViews, closeView, isFull, pushView, sameExternalId, updateView } from './views.ts';
import { recordViolation } from './web-api/api.ts';
import { contentOf } from './web-api/chat.ts';
import { Refusal } from './web-api/refusal.ts';

const trouble = 'We had some trouble connecting. Try again?';

/** Shows what a slash command was answered with, or how it failed. */
export function afterCommand(
  state: State,
  person: PersonRecord,
  channel: Channel,
  delivery: Delivery,
) {
  const command = str(delivery.payload.command);
  if (!isAcknowledged(delivery)) {
    const error = delivery.timedOut ? 'operation_timeout' : 'dispatch_failed';
    return notice(state, channel, person.id, `${command} failed with the error "${error}"`);
  }
  if (delivery.ackBody.trim() === '') return;
  const parsed = parseJson(delivery.ackBody);
  const args: Obj = isObj(parsed) ? parsed : { text: delivery.ackBody };
  if (args.response_type === 'in_channel')
    post(state, channel, {
      text: `${command} ${str(delivery.payload.text)}`.trim(),
      authorId: person.id,
    });
  if (args.text === undefined && args.blocks === undefined) return;
  try {
    say(state, channel, person.id, args, contentOf(state, 'command ack', args));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    recordViolation(state, 'command ack', error);
    notice(state, channel, person.id, `${command} failed with the error "${error.message}"`);
  }
}

/** Tells the person when a click or shortcut did not get through. */
export function afterInteraction(
  state: State,
  person: PersonRecord,
  where: Channel | StoredView,
  delivery: Delivery,
) {
  if (isAcknowledged(delivery)) return;
  if ('messages' in where) return notice(state, where, person.id, trouble);
  where.trouble = trouble;
  changed(state);
}

/** Does what the ack of a submission asks for. */
export function afterSubmission(state: State, view: StoredView, delivery: Delivery) {
  view.errors = {};
  view.trouble = undefined;
  if (!isAcknowledged(delivery)) return fail(state, view);
  const body = delivery.ackBody.trim();
  const ack = body === '' ? {} : parseJson(body);
  if (!isObj(ack)) return fail(state, view, 'the body is not JSON');
  if (Object.keys(ack).length === 0) return closeView(state, view);
  switch (ack.response_action) {
    case 'clear':
      return clearViews(state, view.userId);
    case 'errors':
      return showErrors(state, view, obj(ack.errors));
    case 'update':
    case 'push':
      return showView(state, view, ack.response_action, ack.view);
    default:
      return fail(state, view, `unknown response_action ${JSON.stringify(ack.response_action)}`);
  }
}

/** The options that a block_suggestion was answered with; none where the answer is no good. */
export function offered(state: State, delivery: Delivery): Obj[] {
  if (!isAcknowledged(delivery)) return [];
  const answer = parseJson(delivery.ackBody);
  const faults = faultsOf((report) => suggestions(answer, '', report));
  if (faults.length > 0) {
    state.violations.push(`block_suggestion ack: ${faults.join('; ')}`);
    return [];
  }
  const groups = list(obj(answer).option_groups);
  return [...list(obj(answer).options), ...groups.flatMap((group) => list(group.options))];
}

function showErrors(state: State, view: StoredView, errors: Obj) {
  const inputs = new Set(
    list(view.body.blocks)
      .filter((block) => block.type === 'input')
      .map((block) => block.block_id),
  );
  const entries = Object.entries(errors);
  const unknown = entries.filter(([id]) => !inputs.has(id)).map(([id]) => id);
  if (unknown.length > 0)
    return fail(state, view, `errors for unknown input blocks: ${unknown.join(', ')}`);
  if (entries.length === 0 || entries.some(([, text]) => str(text) === ''))
    return fail(state, view, 'errors must each have a text');
  view.errors = Object.fromEntries(entries.map(([id, text]) => [id, str(text)]));
  changed(state);
}

function showView(state: State, view: StoredView, action: 'update' | 'push', body: unknown) {
  const faults = validateView(body);
  const next = obj(body);
  if (next.type !== 'modal') faults.push('must be a modal');
  if (faults.length > 0) return fail(state, view, `${action}: ${faults.join('; ')}`);
  if (sameExternalId(state, next.external_id, action === 'update' ? view : undefined))
    return fail(state, view, `${action}: duplicate_external_id`);
  if (action === 'update') return updateView(state, view, next);
  if (isFull(state, view.userId)) return fail(state, view, 'push: push_limit_reached');
  pushView(state, view.userId, next);
}

function fail(state: State, view: StoredView, violation?: string) {
  if (violation) state.violations.push(`view_submission ack: ${violation}`);
  view.trouble = trouble;
  changed(state);
}
