import type { Obj } from '../json.ts';
import type { State } from '../state.ts';
import { Refusal } from './refusal.ts';

/** `apps.connections.open`: the address of one connection. */
export function openConnection(state: State): Obj {
  if (!state.socketMode) throw new Refusal('access_denied');
  return { url: state.sockets.ticket(state.url) };
}
