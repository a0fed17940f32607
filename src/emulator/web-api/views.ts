import { isObj, type Obj, str } from '../json.ts';
import type { StoredView } from '../model.ts';
import { isTooLarge, validateView } from '../rules/view.ts';
import type { State } from '../state.ts';
import {
  isFull,
  openView,
  publishHome,
  pushView,
  sameExternalId,
  topView,
  updateView,
  viewJson,
} from '../views.ts';
import { faulty, Refusal } from './refusal.ts';

export function open(state: State, args: Obj): Obj {
  const view = checkedView(args.view, 'modal');
  const userId = triggeringUser(state, args.trigger_id);
  if (sameExternalId(state, view.external_id)) throw new Refusal('duplicate_external_id');
  state.triggers.use(str(args.trigger_id));
  return { view: viewJson(state, openView(state, userId, view)) };
}

export function push(state: State, args: Obj): Obj {
  const view = checkedView(args.view, 'modal');
  const userId = triggeringUser(state, args.trigger_id);
  if (!topView(state, userId)) throw new Refusal('invalid_trigger_id');
  if (isFull(state, userId)) throw new Refusal('push_limit_reached');
  if (sameExternalId(state, view.external_id)) throw new Refusal('duplicate_external_id');
  state.triggers.use(str(args.trigger_id));
  return { view: viewJson(state, pushView(state, userId, view)) };
}

export function update(state: State, args: Obj): Obj {
  if (!str(args.view_id) && !str(args.external_id))
    throw faulty('invalid_arguments', [
      '[ERROR] missing required field: view_id [json-pointer:/view_id]',
    ]);
  const body = checkedView(args.view, 'modal');
  const view = [...state.views.values()].find((each) =>
    args.view_id ? each.id === args.view_id : each.body.external_id === args.external_id,
  );
  if (!view) throw new Refusal('not_found');
  sameHash(view, args.hash);
  if (sameExternalId(state, body.external_id, view)) throw new Refusal('duplicate_external_id');
  updateView(state, view, body);
  return { view: viewJson(state, view) };
}

export function publish(state: State, args: Obj): Obj {
  const body = checkedView(args.view, 'home');
  const person = state.people.get(str(args.user_id));
  if (!person) throw new Refusal('user_not_found');
  const before = state.homes.get(person.id);
  if (before) sameHash(before, args.hash);
  if (sameExternalId(state, body.external_id, before)) throw new Refusal('duplicate_external_id');
  return { view: viewJson(state, publishHome(state, person.id, body)) };
}

function checkedView(view: unknown, type: 'modal' | 'home'): Obj {
  if (!isObj(view))
    throw faulty('invalid_arguments', [
      '[ERROR] missing required field: view [json-pointer:/view]',
    ]);
  if (isTooLarge(view)) throw faulty('view_too_large');
  const faults = validateView(view);
  if (view.type !== type) faults.push(`[ERROR] must be a ${type} [json-pointer:/view/type]`);
  if (faults.length > 0) throw faulty('invalid_arguments', faults);
  return view;
}

function triggeringUser(state: State, triggerId: unknown): string {
  if (typeof triggerId !== 'string' || triggerId === '')
    throw faulty('invalid_arguments', [
      '[ERROR] missing required field: trigger_id [json-pointer:/trigger_id]',
    ]);
  const trigger = state.triggers.look(triggerId);
  if ('error' in trigger) throw new Refusal(trigger.error);
  return trigger.userId;
}

function sameHash(view: StoredView, hash: unknown): void {
  if (typeof hash === 'string' && hash !== '' && hash !== view.hash)
    throw new Refusal('hash_conflict');
}
