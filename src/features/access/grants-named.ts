import { foldForSearch } from '../accounts/account-rules.ts';
import type { Grant } from './access.ts';
import type { Scope } from './scope.ts';

/**
 * Which of somebody's grants is meant by what was typed behind their name: the target's name or SID, a scope,
 * or a scope and its target. Nothing typed means them all. A target wins over a scope of the same name.
 */
export function grantsNamed<Held extends Grant>(
  grants: readonly Held[],
  typed: string,
  scope: Scope | null,
  targetOfScope: string,
): Held[] {
  if (typed === '') return [...grants];
  const named = grants.filter((grant) => isNamed(grant, typed));
  if (named.length > 0 || scope === null) return named;
  const ofScope = grants.filter((grant) => grant.scope === scope);
  return targetOfScope === '' ? ofScope : ofScope.filter((one) => isNamed(one, targetOfScope));
}

function isNamed({ targetName, accountSid, providerSid }: Grant, typed: string): boolean {
  const text = foldForSearch(typed);
  if (text === accountSid || (accountSid === null && text === providerSid)) return true;
  return targetName !== null && foldForSearch(targetName) === text;
}
