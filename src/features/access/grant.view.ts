import type { KnownBlock, ModalView } from '@slack/types';
import { AccountSid, ProviderSid } from '../../ids.ts';
import { modal, section } from '../../slack/blocks.ts';
import { choice, person, search } from '../../slack/choices.ts';
import { date, paragraph } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import { bold, mention, mrkdwn, quote, shortened } from '../../slack/mrkdwn.ts';
import type { Choice } from '../../slack/objects.ts';
import { scopeName } from './access.ts';
import { Scope } from './scope.ts';

/** Who gets which scope, on what, until when. Which target it asks for depends on the scope. */
export const grantForm = form('access.grant', {
  person: person('Person'),
  scope: choice('Scope', { value: Scope, redraws: true }),
  provider: search('Service Provider', { suggestions: 'access.provider', value: ProviderSid }),
  onCallFor: search('Service Provider', {
    suggestions: 'access.oncall',
    value: ProviderSid,
    optional: true,
    placeholder: 'All Service Providers',
    hint: 'Left empty: on-call for all of them.',
  }),
  account: search('Account', { suggestions: 'access.account', value: AccountSid }),
  until: date('Until', {
    optional: true,
    hint: 'The scope ends at the end of this day, UTC. Left empty: it has no end.',
  }),
  reason: paragraph('Reason', {
    optional: true,
    max: 500,
    hint: 'For whoever decides, where a second person does; it is kept in the audit.',
  }),
});

type Field = keyof typeof grantForm.fields;

/** The fields that are shown for a scope. Whom a grant that is edited is for stays as it is. */
export function grantFields(scope: Scope | null, edited = false): readonly Field[] {
  const target: Record<Scope, readonly Field[]> = {
    admin: [],
    service_provider: ['provider'],
    on_call: ['onCallFor'],
    account: ['account'],
  };
  const person: readonly Field[] = edited ? [] : ['person'];
  // Only these may need a second person, who wants to know why.
  const why: readonly Field[] =
    !edited && (scope === 'admin' || scope === 'service_provider') ? ['reason'] : [];
  return [...person, 'scope', ...(scope ? target[scope] : []), 'until', ...why];
}

/** A grant as far as it is known. */
export interface GrantDraft {
  person?: string | null | undefined;
  scope: Scope | null;
  provider?: Choice | null | undefined;
  onCallFor?: Choice | null | undefined;
  account?: Choice | null | undefined;
  until?: string | null | undefined;
  reason?: string | null | undefined;
}

/** The request that the grant is to answer. */
export interface RequestAnswered {
  from: string;
  needs: string;
  reason: string | null;
}

/** "Grant access", filled with what is known. `scopes`: those that this person may grant. */
export function grantModal(
  draft: GrantDraft,
  scopes: readonly Scope[],
  more: {
    request?: RequestAnswered | undefined;
    note?: string | undefined;
    /** Whom the grant is for that waits and is edited: their user id. */
    edits?: string | undefined;
  } = {},
): ModalView {
  const { request, note, edits } = more;
  const edited = edits !== undefined;
  const shown = grantFields(draft.scope, edited);
  const all = Object.keys(grantForm.fields) as Field[];
  return modal({
    id: grantForm.id,
    title: edited ? 'Edit & approve' : 'Grant access',
    submit: edited ? 'Approve' : 'Grant',
    close: 'Cancel',
    blocks: [
      ...(request ? asked(request) : []),
      ...(edited ? [section(mrkdwn`${bold('Person')}\n${mention(edits)}`)] : []),
      ...(note ? [section(mrkdwn`${note}`)] : []),
      ...grantForm.blocks({
        initial: { ...draft },
        options: { scope: scopeChoices(scopes) },
        leaveOut: all.filter((name) => !shown.includes(name)),
      }),
    ],
  });
}

function scopeChoices(scopes: readonly Scope[]): Choice[] {
  const about: Record<Scope, string> = {
    admin: 'Everything, approvals and mapping included',
    service_provider: 'One Service Provider with all its accounts',
    account: 'One account',
    on_call: 'Looks at accounts, clears the TTS cache',
  };
  return scopes.map((scope) => ({
    value: scope,
    text: scope === 'on_call' ? 'On-call' : scopeName[scope],
    description: about[scope],
  }));
}

/** Each of the asker's texts by itself, and so short that it fits escaped too: a section holds 3,000 characters. */
function asked({ from, needs, reason }: RequestAnswered): KnownBlock[] {
  return [
    section(mrkdwn`${mention(from)} asks for:\n${quote(shortened(needs, 500))}`),
    ...(reason === null
      ? []
      : [section(mrkdwn`${bold('Reason:')}\n${quote(shortened(reason, 500))}`)]),
  ];
}
