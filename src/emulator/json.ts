/** What arrives over the wire: an object whose members are not known yet. */
export type Obj = Record<string, unknown>;

export function isObj(value: unknown): value is Obj {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; anything else reads as an empty one. */
export function obj(value: unknown): Obj {
  return isObj(value) ? value : {};
}

/** The objects of a list; anything else reads as an empty list. */
export function list(value: unknown): Obj[] {
  return Array.isArray(value) ? value.filter(isObj) : [];
}

/** The value as a string; anything else reads as an empty one. */
export function str(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Parsed JSON, or undefined where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A deep copy of the base with the other's members laid over it; lists are replaced whole. */
export function merge(base: Obj, over: Obj): Obj {
  const result = structuredClone(base);
  for (const [key, value] of Object.entries(over)) {
    const mine = result[key];
    result[key] = isObj(mine) && isObj(value) ? merge(mine, value) : value;
  }
  return result;
}
