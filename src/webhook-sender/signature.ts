import { createHmac } from 'node:crypto';
import type { Secret } from '../secret.ts';

/** The header by which a receiver knows that the Voice Gateway calls, as the gateway makes it. */
export function signatureHeader(event: object, secret: Secret, now: Date): Record<string, string> {
  const at = Math.floor(now.getTime() / 1000);
  const signed = createHmac('sha256', secret.reveal())
    .update(`${at}.${JSON.stringify(event)}`)
    .digest('hex');
  return { 'Jambonz-Signature': `t=${at},v1=${signed}` };
}
