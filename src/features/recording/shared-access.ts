/** What a shared access signature of Azure says of itself, all of which may be shown. The signature is not kept. */
export interface SharedAccess {
  /** `null` where a stored access policy of the container decides. */
  permissions: string | null;
  /** For which services it is, by their letters; `null` for one container or blob alone. */
  services: string | null;
  /** For what kinds of things: `s`, `c`, `o`; `null` for one container or blob alone. */
  resourceTypes: string | null;
  /** `c` for one container, `b` for one blob; `null` for an account. */
  resource: string | null;
  starts: Date | null;
  expires: Date | null;
  /** Whether only some addresses may use it. */
  fromAddresses: boolean;
  httpsOnly: boolean;
  /** Signed for a person or program of the directory, whose own roles bound it. */
  delegated: boolean;
  /** The stored access policy that it follows. */
  policy: string | null;
}

/** Reads a signature's own words; `null` where it is none. */
export function readSharedAccess(sas: string): SharedAccess | null {
  const words = new URLSearchParams(sas);
  const says = (name: string, form: RegExp) => {
    const value = words.get(name);
    return value !== null && form.test(value) ? value : null;
  };
  if (!words.get('sig') || !words.get('sv')) return null;
  return {
    permissions: says('sp', /^[a-z]{1,20}$/i),
    services: says('ss', /^[a-z]{1,8}$/i),
    resourceTypes: says('srt', /^[a-z]{1,8}$/i),
    resource: says('sr', /^[a-z]{1,4}$/i),
    starts: dateIn(words.get('st')),
    expires: dateIn(words.get('se')),
    fromAddresses: words.has('sip'),
    httpsOnly: words.get('spr')?.toLowerCase() === 'https',
    delegated: words.has('skoid'),
    policy: says('si', /^[\w-]{1,64}$/),
  };
}

function dateIn(text: string | null): Date | null {
  if (text === null) return null;
  // A plus that was not escaped stands for a space in a query.
  const date = new Date(text.replace(' ', '+'));
  return Number.isNaN(date.getTime()) ? null : date;
}
