import { join } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { Db } from '../src/db/database.ts';
import { openKeyring } from '../src/db/keyring.ts';
import { type Obj, obj, str } from '../src/emulator/json.ts';
import type { Delivery } from '../src/emulator/model.ts';
import type { Person } from '../src/emulator/person/person.ts';
import { Memory, openDrawer } from '../src/slack/drawn.ts';
import type { House } from './bot.ts';

/** The modal that this person has open, filled in as it is, as their submission would carry it. */
export function openForm(person: Person): Obj {
  if (!person.modal) throw new Error(`${person.name} has no modal open\n${person.sees()}`);
  return structuredClone(person.modal.view);
}

/**
 * The form as if it had been drawn for somebody else: what somebody holds who lost a right after it was drawn.
 * Only the bot's own key makes such a memory, so what refuses it is the rule and not the memory.
 */
export function drawnFor(house: House, { id }: Person, form: Obj): Obj {
  const client = new Database(join(house.config.dataDir, 'switchboard.db'));
  try {
    const db: Db = drizzle({ client, casing: 'snake_case' });
    const drawer = openDrawer(openKeyring(db, house.config.secretsKeys, house.clock.now()));
    const { at, own } = Memory.parse(JSON.parse(str(form.private_metadata)));
    const person = { teamId: house.workspace.teamId, userId: id };
    const memory = drawer.draw({ person, form: str(form.callback_id), at, own });
    return { ...form, private_metadata: JSON.stringify(memory) };
  } finally {
    client.close();
  }
}

/** The form with one text put in the place of another, wherever it stands. */
export function swapped(form: Obj, swaps: readonly (readonly [from: string, to: string])[]): Obj {
  const text = swaps.reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(form));
  return obj(JSON.parse(text));
}

/** The form with one more answer than it asked for. */
export function withAnswer(form: Obj, block: string, answer: Obj): Obj {
  const state = obj(form.state);
  const values = { ...obj(state.values), [block]: { [block]: answer } };
  return { ...form, state: { ...state, values } };
}

export function submitsForged(house: House, by: Person, view: Obj): Promise<Delivery> {
  return house.workspace.forge({ by, kind: 'view_submission', payload: { view } });
}

/** A click on a button that was not there for them. */
export function clicksForged(
  house: House,
  by: Person,
  action_id: string,
  value: string,
  more: Obj = {},
): Promise<Delivery> {
  const actions = [{ type: 'button', action_id, block_id: 'forged', value, action_ts: '1.1' }];
  return house.workspace.forge({ by, kind: 'block_actions', payload: { actions, ...more } });
}
