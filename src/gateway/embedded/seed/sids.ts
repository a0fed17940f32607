import { hash } from 'node:crypto';
import type { z } from 'zod';
import { AccountSid, ApiKeySid, ApplicationSid, CallSid, ProviderSid } from '../../../ids.ts';

// SIDs of the seed are UUIDs of version 7, which begin with the time: made one after the other, they stand one
// after the other in every index. With random ones each account would rewrite a page of its own in seven indexes,
// which is the most of what a million accounts would take.

const FIRST = Date.UTC(2021, 1, 1);
const YEARS = 5.5 * 365 * 24 * 3600 * 1000;
const MOST = 5_000_000;

/** When the account at this place of the seed was created: the further, the denser, as a company grows. */
export function createdAt(index: number): Date {
  const grown = Math.log1p(index / 2) / Math.log1p(MOST / 2);
  return new Date(FIRST + Math.round(YEARS * grown));
}

/** The SID of the service provider at this place of the seed. */
export function providerSid(index: number): ProviderSid {
  return sid(ProviderSid, FIRST - 1000 + index, `service provider ${index}`);
}

/** The SID of the account at this place of the seed. */
export function accountSid(index: number): AccountSid {
  return sid(AccountSid, createdAt(index).getTime(), `account ${index}`);
}

/** The SID of an application of the account at this place of the seed. */
export function applicationSid(index: number, nth: number): ApplicationSid {
  const at = createdAt(index).getTime() + nth;
  return sid(ApplicationSid, at, `application ${nth} of account ${index}`);
}

/** The SID of an API key of the account at this place of the seed, and when it was made. */
export function apiKeySid(index: number, nth: number, createdAt: Date): ApiKeySid {
  return sid(ApiKeySid, createdAt.getTime(), `API key ${nth} of account ${index}`);
}

/** The SID of a call of the account at this place of the seed. */
export function callSid(index: number, nth: number, at: Date): CallSid {
  return sid(CallSid, at.getTime(), `call ${nth} of account ${index}`);
}

function sid<Kind extends z.ZodType>(kind: Kind, time: number, thing: string): z.infer<Kind> {
  const start = time.toString(16).padStart(12, '0');
  const rest = hash('sha256', `SID of ${thing}`);
  const parts = [start.slice(0, 8), start.slice(8), `7${rest.slice(0, 3)}`, `b${rest.slice(3, 6)}`];
  return kind.parse([...parts, rest.slice(6, 18)].join('-'));
}
