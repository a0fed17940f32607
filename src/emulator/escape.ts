import type { State } from './state.ts';

/** What Slack makes of typed text where the app asked for escaping, as ours does. */
export function escapeTyped(state: State, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const linked = escaped.replace(/https?:\/\/[^\s"“”]+/g, '<$&>');
  return withMentions(linked, names(state));
}

/** Longest name first, so that @ann does not take the beginning of @anna. */
function withMentions(text: string, mentions: [name: string, reference: string][]): string {
  const byLength = mentions.toSorted(([a], [b]) => b.length - a.length);
  return byLength.reduce((result, [name, reference]) => {
    const pattern = new RegExp(`(^|[\\s(,"“])${literal(name)}(?![\\w.-]*\\w)`, 'gu');
    return result.replace(pattern, (_all, before: string) => `${before}${reference}`);
  }, text);
}

function names(state: State): [string, string][] {
  const people = [...state.people.values()].flatMap((person): [string, string][] => [
    [`@${person.name}`, `<@${person.id}|${person.name}>`],
    [`@${person.realName}`, `<@${person.id}|${person.name}>`],
  ]);
  const channels = [...state.channels.values()]
    .filter((channel) => channel.kind !== 'im')
    .map((channel): [string, string] => [`#${channel.name}`, `<#${channel.id}|${channel.name}>`]);
  return [...people, ...channels];
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
