import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A lower-case UUID: only these may become part of a gateway's path (reference: jambonz route guards). */
const sid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'not a SID');

export const AccountSid = sid.brand<'AccountSid'>();
export type AccountSid = z.infer<typeof AccountSid>;

export const ProviderSid = sid.brand<'ProviderSid'>();
export type ProviderSid = z.infer<typeof ProviderSid>;

export const ApplicationSid = sid.brand<'ApplicationSid'>();
export type ApplicationSid = z.infer<typeof ApplicationSid>;

export const ApiKeySid = sid.brand<'ApiKeySid'>();
export type ApiKeySid = z.infer<typeof ApiKeySid>;

export const CallSid = sid.brand<'CallSid'>();
export type CallSid = z.infer<typeof CallSid>;

/**
 * Prefixes of the ids that we mint: an alarm, a change, a batch of changes, a draft, a form as drawn, a kept secret, an
 * error's reference.
 */
type Prefix = 'alm' | 'chg' | 'bat' | 'drf' | 'frm' | 'grt' | 'key' | 'kpt' | 'ref';

export type Id<P extends Prefix> = `${P}_${string}`;

/**
 * Mints a readable id such as `chg_0199c…`: 44 bits of time in milliseconds, then 36 random bits. Those of one time stand
 * together in an index, of which fewer pages are then written. An id is no secret: nothing is let through for knowing one.
 */
export function newId<P extends Prefix>(prefix: P): Id<P> {
  const time = Date.now().toString(16).padStart(11, '0');
  return `${prefix}_${time}${randomBytes(5).toString('hex').slice(1)}`;
}

/** A zod schema of our own ids, for edges where they come back to us. */
export function idSchema<P extends Prefix>(prefix: P) {
  return z.custom<Id<P>>(
    (value) => typeof value === 'string' && new RegExp(`^${prefix}_[0-9a-f]{20}$`).test(value),
    'not one of our ids',
  );
}
