import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { decide } from '../../src/features/access/access.ts';
import { actions } from '../../src/features/access/permissions.ts';
import { attempts } from '../attempts.ts';
import { type Character, cast, openStage, type Stage } from '../cast.ts';
import { eventually } from '../eventually.ts';
import { type Aim, aimAt, heard, refused, type TargetName, targetsOf } from '../trying.ts';
import { type World, worldOf } from '../world.ts';

/** What came of trying something once. */
interface Tried {
  aim: Aim;
  /** What the table says. */
  allowed: boolean;
  /** Everything that the visitor was told: messages, the open form, the answers to what they sent. */
  told: string;
  before: World;
  after: World;
}

/**
 * Who is who is told by the rule, which knows no transport: over Socket Mode it is enough that one of each verdict
 * tries everything.
 */
const overSocket: Character[] = ['an Admin', 'an Account-scope person', 'nobody'];
const everybody = Object.keys(cast) as Character[];
const characters = inject('transport') === 'socket' ? overSocket : everybody;

/** A sibling is told from one's own by the rule, which knows no way in: one way of each action is enough. */
const cases = actions.flatMap((action) => {
  const ways = Object.entries(attempts[action].ways);
  return ways.map(([way, how], nth) => {
    const all = typeof how === 'function' ? targetsOf(action) : how.aims;
    const aims = nth === ways.length - 1 ? all : all.filter((target) => target !== 'sibling');
    const pairs: { action: typeof action; way: string; aims: TargetName[] } = { action, way, aims };
    return pairs;
  });
});

/** Those who are refused at the door, whatever they try and however: one way of each action is enough. */
const atTheDoor: Character[] = ['a deactivated Admin', 'a Slack Connect stranger', 'a bot'];
const waysOf = (character: Character) =>
  atTheDoor.includes(character)
    ? cases.filter(({ action, way }) => Object.keys(attempts[action].ways).at(-1) === way)
    : cases;

describe.each(characters)('%s', (character) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(character);
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
  });

  describe.each(waysOf(character))('tries “$action” $way', ({ action, way, aims }) => {
    const how = attempts[action].ways[way];
    const particular = typeof how === 'object' ? how : {};
    const attempt = { ...attempts[action], ...particular };
    const tried = new Map<TargetName, Promise<Tried>>();
    const triedOn = (target: TargetName) => {
      const known = tried.get(target) ?? tries(target);
      tried.set(target, known);
      return known;
    };

    async function tries(target: TargetName): Promise<Tried> {
      const { house, visitor, actor } = stage;
      const aim = aimAt(stage, action, target);
      const { allowed } = decide(actor, action, aim.check);
      const made = await attempt.ready?.(stage, aim);
      if (typeof made === 'string') aim.made = made;
      const before = worldOf(house);
      stage.listens();
      await (typeof how === 'function' ? how : how?.way)?.(stage, aim);
      if (allowed && target !== 'missing') {
        await eventually(() => attempt.done(stage, aim, stage.told()));
      } else if (stage.reachable) await heard(stage);
      else await eventually(() => expect(worldOf(house).refused).not.toEqual(before.refused));
      const told = allowed && target !== 'missing' ? stage.told() : stage.answer();
      if (visitor.modal) await visitor.closes({ all: true });
      return { aim, allowed, told, before, after: worldOf(house) };
    }

    test.each(aims)('on %s', async (target) => {
      const { aim, allowed, told, before, after } = await triedOn(target);
      if (allowed && target !== 'missing') {
        expect(after.refused).toEqual(before.refused);
        return;
      }
      const { refused: refusedBefore, ...unchanged } = before;
      expect(after).toMatchObject(unchanged);
      if (allowed) {
        expect(told).toMatch(/I find no|There is no|not there any more/);
        return;
      }
      if (stage.reachable || told !== '') expect(told).toMatch(wordsFor(aim));
      expect(after.refused).toEqual([...refusedBefore, stage.visitor.id]);
    });

    function wordsFor(aim: Aim): string | RegExp {
      if (stage.actor.shutOut) return 'I serve only the members of this workspace.';
      return attempt.refusal?.(stage, aim) ?? refused(stage, action, aim);
    }

    if (aims.includes('foreign') && aims.includes('missing')) {
      test('a foreign target gets the words of a missing one', async () => {
        const [foreign, missing] = [await triedOn('foreign'), await triedOn('missing')];
        if (foreign.allowed) return;
        expect(blanked(foreign)).toBe(blanked(missing));
      });
    }
  });
});

/** What was told, without what the two targets are called and without what is new in every answer. */
function blanked({ told, aim }: Tried): string {
  const names = [aim.account.name, aim.provider.name, aim.account.sid, aim.provider.sid];
  const blank = [...names, aim.made ?? ''].filter((name) => name !== '');
  const plain = blank.reduce((text, name) => text.replaceAll(name, '…'), told);
  return plain.replaceAll(/(ref|chg|frm|grt)_[0-9a-f]+/g, '$1_…');
}
