import { isObj, type Obj } from '../json.ts';

/** Takes one fault of a payload: where (a JSON pointer) and what, in Slack's words. */
export type Report = (at: string, message: string) => void;

/** Looks at one value and reports what Slack would refuse about it. */
export type Check = (value: unknown, at: string, report: Report) => void;

type Members = Record<string, Check>;

/** Runs a check and returns its faults as Slack writes them into response_metadata.messages. */
export function faultsOf(run: (report: Report) => void): string[] {
  const faults: string[] = [];
  run((at, message) => faults.push(`[ERROR] ${message} [json-pointer:${at}]`));
  return faults;
}

export function string(max: number, min = 0): Check {
  return (value, at, report) => {
    if (typeof value !== 'string') return report(at, 'must be a string');
    if (value.length > max) report(at, `must be less than ${max + 1} characters`);
    if (value.length < min) report(at, `must be more than ${min - 1} characters`);
  };
}

export const bool: Check = (value, at, report) => {
  if (typeof value !== 'boolean') report(at, 'must be a boolean');
};

export function integer(min: number, max: number): Check {
  return (value, at, report) => {
    if (!Number.isInteger(value)) return report(at, 'must be an integer');
    const number = Number(value);
    if (number < min || number > max) report(at, `must be from ${min} to ${max}, is ${number}`);
  };
}

export function matching(pattern: RegExp, what: string): Check {
  return (value, at, report) => {
    if (typeof value !== 'string' || !pattern.test(value)) report(at, `must be ${what}`);
  };
}

export function oneOf(...allowed: string[]): Check {
  return (value, at, report) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      report(at, `must be one of ${allowed.join(', ')}`);
  };
}

export function items(check: Check, max: number, min = 0): Check {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report(at, 'must be an array');
    if (value.length > max) report(at, `no more than ${max} items allowed`);
    if (value.length < min) report(at, `must provide at least ${min} item${min === 1 ? '' : 's'}`);
    for (const [index, item] of value.entries()) check(item, `${at}/${index}`, report);
  };
}

/** An object with these members and no others. */
export function shape(required: Members, optional: Members = {}, also?: ObjCheck): Check {
  return (value, at, report) => {
    if (!isObj(value)) return report(at, 'must be an object');
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) report(at, `missing required field: ${name}`);
    }
    for (const [name, member] of Object.entries(value)) {
      const check = required[name] ?? optional[name];
      if (check) {
        if (member !== undefined) check(member, `${at}/${name}`, report);
      } else if (name !== 'type') report(at, `invalid additional property: ${name}`);
    }
    also?.(value, at, report);
  };
}

type ObjCheck = (value: Obj, at: string, report: Report) => void;

/** Chooses the check by the value's `type`; a type that is not listed is refused. */
export function byType(checks: Record<string, Check>): Check {
  return (value, at, report) => {
    if (!isObj(value)) return report(at, 'must be an object');
    if (typeof value.type !== 'string') return report(at, 'missing required field: type');
    const check = Object.hasOwn(checks, value.type) ? checks[value.type] : undefined;
    if (!check) return report(`${at}/type`, `unsupported type: ${value.type}`);
    check(value, at, report);
  };
}

export const anything: Check = () => {};
