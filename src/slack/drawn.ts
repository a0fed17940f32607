import { z } from 'zod';
import { canonical } from '../canonical.ts';
import type { Keyring } from '../db/keyring.ts';
import { BotError } from '../errors.ts';
import type { PersonId } from '../features/access/scope.ts';
import { type Id, idSchema, newId } from '../ids.ts';

/** From where a form was opened, so that its answer finds the way back. */
const At = z.object({
  surface: z.string(),
  channel: z.string().optional(),
  thread: z.string().optional(),
});

export const Memory = z.object({
  /** Minted when the form is drawn; consumed when its change is journaled. */
  once: idSchema('frm'),
  at: At,
  own: z.unknown(),
  /** Binds all of the above to the person and the form: a memory from elsewhere is refused. */
  mac: z.string(),
});
export type Memory = z.infer<typeof Memory>;

/** What a modal remembers in `private_metadata`, bound to its person (design §4: Once). */
export interface Drawer {
  draw(drawn: {
    person: PersonId;
    form: string;
    at: Memory['at'];
    own: unknown;
    once?: Id<'frm'>;
  }): Memory;
  /** Reads it back. Throws `forbidden` where it was drawn for somebody else, for another form, or tampered with. */
  read(privateMetadata: string, person: PersonId, form: string): Memory;
}

export function openDrawer(keyring: Keyring): Drawer {
  const macOf = (person: PersonId, form: string, { once, at, own }: Omit<Memory, 'mac'>) =>
    keyring
      .mac('fingerprint', canonical([person.teamId, person.userId, form, once, at, own ?? null]))
      .slice(0, 32);
  return {
    draw({ person, form, at, own, once = newId('frm') }) {
      const plain = JSON.parse(JSON.stringify({ once, at, own: own ?? null })) as Omit<
        Memory,
        'mac'
      >;
      return { ...plain, mac: macOf(person, form, plain) };
    },
    read(privateMetadata, person, form) {
      const memory = Memory.safeParse(parsed(privateMetadata));
      if (!memory.success || macOf(person, form, memory.data) !== memory.data.mac) {
        throw new BotError('forbidden', 'This form was not drawn for you.', {
          why: 'What it remembers is somebody else’s, or was changed.',
          now: 'Open it again from the command or the card.',
        });
      }
      return memory.data;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
