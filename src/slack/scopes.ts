/** What the bot asks Slack's permission for, by name, and what it cannot do without it. */
export const scopes = [
  {
    name: 'chat:write',
    without:
      'I post no messages: cards, receipts and direct messages wait until I may. Requests are decided in the Home tab or by the command “approvals”.',
  },
  { name: 'commands', without: 'There is no slash command, and there are no shortcuts.' },
  {
    name: 'groups:read',
    without: 'npm run doctor cannot check who is in the private channels that I write to.',
  },
  { name: 'im:history', without: 'I do not hear what people write to me directly.' },
  {
    name: 'users:read',
    without: 'I cannot make sure who people are, so I refuse everything that changes something.',
  },
] as const satisfies readonly { name: string; without: string }[];

/** The name of a scope that the bot asks for. */
export type ScopeName = (typeof scopes)[number]['name'];

/** How whoever runs the bot gives the app scopes that it lacks. */
export function grantScopes(missing: readonly string[]): string {
  const which = missing.join(', ');
  return `Add ${which} to the app (api.slack.com/apps, “OAuth & Permissions”), and install it into the workspace again.`;
}

/** What cannot be done without it. */
export function withoutScope(scope: ScopeName): string {
  return scopes.find(({ name }) => name === scope)?.without ?? '';
}

/** Those of the bot's scopes that are not among the granted ones. */
export function missingAmong(granted: readonly string[]): ScopeName[] {
  return scopes.map(({ name }) => name).filter((name) => !granted.includes(name));
}

/** The bot's scopes of these names; others are from another version. */
export function scopesNamed(names: readonly string[]): ScopeName[] {
  return scopes.map(({ name }) => name).filter((name) => names.includes(name));
}
