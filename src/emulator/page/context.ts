import { createContext, useContext } from 'react';
import type { Obj } from '../json.ts';
import type { Shown } from '../window/shown.ts';
import type { Do } from './live.ts';

export type Theme = 'light' | 'dark';

/** What everything in a person's client needs. */
export interface Client {
  shown: Pick<Shown, 'me' | 'people' | 'channels' | 'app'>;
  theme: Theme;
  act: Do;
  unsent: Unsent;
}

/** What was typed and not sent yet, by person, channel and thread: it is there when they come back. */
export type Unsent = Map<string, string>;

/** What the tour puts into a composer, which takes it once. */
export interface Draft {
  text: string;
  taken: () => void;
}

export const ClientContext = createContext<Client | null>(null);

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('There is no client around this.');
  return client;
}

/** Where an element stands: what the server wants to know of it. */
export type At = { view: string } | { channel: string; ts: string };

/** A member of a payload as a text; anything else reads as an empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The text of a text object. */
export function plainOf(value: unknown): string {
  return textOf(objOf(value).text);
}

export function objOf(value: unknown): Obj {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Obj) : {};
}

export function listOf(value: unknown): Obj[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one) : [];
}
