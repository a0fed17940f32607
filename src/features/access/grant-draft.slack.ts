import type { SuggestionInteraction } from '../../slack/interaction.ts';
import type { Choice } from '../../slack/objects.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import { providersLike } from '../accounts/providers.ts';
import { accountChoice } from '../accounts/which-account.view.ts';
import { type Mapping, scopeOn } from './grant.ts';
import { type GrantDraft, grantForm } from './grant.view.ts';
import { providersFor, type ScopeTarget } from './grant-target.ts';
import { Scope } from './scope.ts';

/** What was filled in so far, unchecked. */
export function draftOf(values: unknown, own: { scope: Scope | null }): GrantDraft {
  const typed = grantForm.typed(values ?? {});
  return { ...typed, scope: Scope.safeParse(typed.scope).data ?? own.scope };
}

/** A grant that was asked for, to be filled in again. */
export function draftAsAsked(grant: Mapping): GrantDraft {
  const { person, scope, until, providerSid, accountSid } = grant;
  const text = grant.targetName ?? scopeOn(grant);
  const provider = providerSid && { value: providerSid, text };
  return {
    person: person.userId,
    scope,
    until,
    ...(scope === 'account' && accountSid && { account: { value: accountSid, text } }),
    ...(scope === 'service_provider' && { provider }),
    ...(scope === 'on_call' && { onCallFor: provider }),
  };
}

/** What the form is filled with where the line named its target. */
export function draftTarget(
  scope: Scope | null,
  target: ScopeTarget | null,
): Pick<GrantDraft, 'account' | 'provider' | 'onCallFor'> {
  if (target?.of === 'account') return { account: accountChoice(target.account) };
  if (target?.of !== 'provider') return {};
  const chosen = { value: target.provider.sid, text: target.provider.name };
  return scope === 'on_call' ? { onCallFor: chosen } : { provider: chosen };
}

/** The Service Providers on which the asker may grant this scope, as suggestions. */
export async function providerChoices(
  { actor, typed }: SuggestionInteraction,
  scope: Scope,
  gateway: AccountsGateway,
): Promise<Choice[]> {
  const providers = await providersFor(actor, scope, gateway);
  return providersLike(typed, providers)
    .slice(0, 100)
    .map(({ sid, name }) => ({ value: sid, text: name }));
}
