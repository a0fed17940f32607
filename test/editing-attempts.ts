import { expect } from 'vitest';
import type { Concern } from '../src/features/settings/settings-change.ts';
import { type Aim, type Attempt, clicks, fillsIn, forges, lastChange } from './trying.ts';

let turns = 0;

/** Editing settings of an account; `fields` are other ones at each turn. */
export function editing(
  concern: Concern,
  actionId: string,
  fields: (aim: Aim, turn: number) => Record<string, string>,
): Attempt {
  const fresh = (aim: Aim) => {
    turns += 1;
    return fields(aim, turns);
  };
  return {
    ways: {
      'by command': async (stage, aim) => {
        await stage.types(`${concern} ${aim.account.name}`);
        await fillsIn(stage, fresh(aim));
      },
      'by a forged button': async (stage, aim) => {
        await clicks(stage, actionId, aim.account.sid);
        await fillsIn(stage, fresh(aim));
      },
      'by a forged form': (stage, aim) => {
        const there = aim.target === 'missing' ? stage.own : aim.account;
        return forges(
          stage,
          async (ada) => {
            await ada.types(`/vg ${concern} ${there.name}`);
            await ada.waitsForModal(there.name);
            await ada.fills(fresh(aim));
          },
          [[there.sid, aim.account.sid]],
        );
      },
    },
    done: (stage) => expect(lastChange(stage)).toEqual([concern, 'verified']),
  };
}
