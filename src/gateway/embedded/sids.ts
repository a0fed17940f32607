import { randomUUID } from 'node:crypto';
import type { z } from 'zod';

/** Mints a random SID of the kind that a schema of ids.ts describes. */
export function newSid<Kind extends z.ZodType>(kind: Kind): z.infer<Kind> {
  return kind.parse(randomUUID());
}
