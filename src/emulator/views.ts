import { list, type Obj } from './json.ts';
import { withIds } from './messages.ts';
import type { StoredView } from './model.ts';
import { changed, type State } from './state.ts';
import { valuesOf } from './values.ts';

const deepest = 3;

/** The modal that this person has in front of them. */
export function topView(state: State, userId: string): StoredView | undefined {
  return state.views.get(state.stacks.get(userId)?.at(-1) ?? '');
}

/** Shows a modal; one that was open before is gone. */
export function openView(state: State, userId: string, body: Obj): StoredView {
  clearViews(state, userId);
  return pushView(state, userId, body);
}

export function isFull(state: State, userId: string): boolean {
  return (state.stacks.get(userId) ?? []).length >= deepest;
}

/** Lays a modal on top of those that are open. */
export function pushView(state: State, userId: string, body: Obj): StoredView {
  const stack = state.stacks.get(userId) ?? [];
  const id = state.ids.next('V');
  const view = newView(state, id, userId, body, stack[0] ?? id, stack.at(-1));
  state.stacks.set(userId, [...stack, id]);
  changed(state);
  return view;
}

/** Replaces a Home view or makes the first one. */
export function publishHome(state: State, userId: string, body: Obj): StoredView {
  const before = state.homes.get(userId);
  if (before) {
    updateView(state, before, body);
    return before;
  }
  const id = state.ids.next('V');
  const view = newView(state, id, userId, body, id, undefined);
  state.homes.set(userId, view);
  changed(state);
  return view;
}

/** New content under the same id; what was entered stays where block and action id do. */
export function updateView(state: State, view: StoredView, body: Obj): void {
  const complete = withBlockIds(state, body);
  view.body = complete;
  view.values = valuesOf(list(complete.blocks), view.values);
  view.hash = state.ids.hash();
  view.errors = {};
  view.trouble = undefined;
  changed(state);
}

/** Takes a view off its person's stack, with those above it. */
export function closeView(state: State, view: StoredView): void {
  const stack = state.stacks.get(view.userId) ?? [];
  const at = stack.indexOf(view.id);
  if (at < 0) return;
  for (const id of stack.slice(at)) state.views.delete(id);
  state.stacks.set(view.userId, stack.slice(0, at));
  changed(state);
}

export function clearViews(state: State, userId: string): void {
  for (const id of state.stacks.get(userId) ?? []) state.views.delete(id);
  state.stacks.delete(userId);
  changed(state);
}

export function sameExternalId(state: State, externalId: unknown, not?: StoredView): boolean {
  if (typeof externalId !== 'string' || externalId === '') return false;
  return [...state.views.values(), ...state.homes.values()].some(
    (view) => view !== not && view.body.external_id === externalId,
  );
}

/** The view as Slack puts it into answers and payloads. */
export function viewJson(state: State, view: StoredView): Obj {
  const { body } = view;
  return {
    id: view.id,
    team_id: state.teamId,
    type: body.type,
    blocks: body.blocks,
    private_metadata: body.private_metadata ?? '',
    callback_id: body.callback_id ?? '',
    // A copy: what was sent must not change with what is typed later.
    state: { values: structuredClone(view.values) },
    hash: view.hash,
    title: body.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: body.clear_on_close ?? false,
    notify_on_close: body.notify_on_close ?? false,
    close: body.close ?? null,
    submit: body.submit ?? null,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: state.appId,
    external_id: body.external_id ?? '',
    app_installed_team_id: state.teamId,
    bot_id: state.botId,
  };
}

function newView(
  state: State,
  id: string,
  userId: string,
  body: Obj,
  rootId: string,
  previousId: string | undefined,
): StoredView {
  const complete = withBlockIds(state, body);
  const view: StoredView = {
    id,
    userId,
    rootId,
    previousId,
    body: complete,
    hash: state.ids.hash(),
    values: valuesOf(list(complete.blocks)),
    errors: {},
    trouble: undefined,
  };
  if (body.type !== 'home') state.views.set(id, view);
  return view;
}

function withBlockIds(state: State, body: Obj): Obj {
  return { ...structuredClone(body), blocks: withIds(state, list(body.blocks)) };
}
