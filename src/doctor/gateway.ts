import type { Db } from '../db/database.ts';
import { heldIn } from '../gateway/embedded/looking.ts';
import { type Finding, ok, skipped } from './finding.ts';

const GATEWAY = 'Voice Gateway';

/** Whether the embedded gateway answers. */
export function checkGateway(db: Db | null): Finding {
  if (!db) return skipped(GATEWAY, 'It is embedded, and its database could not be looked into.');
  const { serviceProviders, accounts } = heldIn(db);
  const providers = counted(serviceProviders, 'Service Provider');
  return ok(GATEWAY, `It is embedded and answers: ${providers}, ${counted(accounts, 'account')}.`);
}

function counted(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? what : `${what}s`}`;
}
