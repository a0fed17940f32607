const WIDTH = 120;

/**
 * A view as text for people to compare: each part on one line where it fits there, else a member a line. Texts as
 * the kit always draws them are told in short, so that what differs is seen.
 */
export function laidOut(value: unknown, indent = '', room = WIDTH): string {
  const short = inShort(value);
  const flat = short ?? onOneLine(value);
  if (short !== null || flat.length <= room) return flat;
  const inner = `${indent}  `;
  const list = Array.isArray(value);
  const members = membersOf(value).map(([name, member]) => {
    const label = list ? '' : `${name}: `;
    return `${inner}${label}${laidOut(member, inner, WIDTH - inner.length - label.length)}\n`;
  });
  return list ? `[\n${members.join('')}${indent}]` : `{\n${members.join('')}${indent}}`;
}

function onOneLine(value: unknown): string {
  const short = inShort(value);
  if (short !== null) return short;
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  const members = membersOf(value).map(([name, member]) => `${name}: ${onOneLine(member)}`);
  return `{ ${members.join(', ')} }`;
}

/** What is not broken over lines: plain values, and texts with nothing but what the kit gives every text. */
function inShort(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { type, text, ...more } = { type: null, text: null, ...value };
  const rest = JSON.stringify(more);
  if (type === 'mrkdwn' && rest === '{"verbatim":true}') return `mrkdwn ${JSON.stringify(text)}`;
  if (type === 'plain_text' && rest === '{"emoji":false}') return `plain ${JSON.stringify(text)}`;
  return null;
}

function membersOf(value: unknown): [string, unknown][] {
  return Object.entries(value ?? {}).filter(([, member]) => member !== undefined);
}
