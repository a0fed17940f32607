import { useCallback, useEffect, useState } from 'react';
import type { Answered, Shown, Traffic } from '../window/shown.ts';

/** What the page can have its person do; see the server's acts. */
export type Do = (act: string, details?: object) => Promise<Answered>;

export interface Live {
  /** `null` until the first answer. */
  shown: Shown | null;
  traffic: Traffic[];
  connected: boolean;
  act: Do;
}

/** How many requests the page keeps. */
const kept = 200;

/** Follows what this person's client shows. The browser connects again by itself where the demo was restarted. */
export function useLive(person: string | null): Live {
  const [shown, setShown] = useState<Shown | null>(null);
  const [traffic, setTraffic] = useState<Traffic[]>([]);
  const [connected, setConnected] = useState(false);

  useEffect(() => {
    const source = new EventSource(`/window/live?as=${encodeURIComponent(person ?? '')}`);
    source.addEventListener('open', () => {
      setConnected(true);
      setTraffic([]);
    });
    source.addEventListener('error', () => setConnected(false));
    source.addEventListener('shown', ({ data }) => setShown(JSON.parse(data) as Shown));
    source.addEventListener('traffic', ({ data }) => {
      const passed = JSON.parse(data) as Traffic[];
      setTraffic((before) => [...before, ...passed].slice(-kept));
    });
    return () => source.close();
  }, [person]);

  const me = shown?.me ?? '';
  const act = useCallback<Do>((what, details) => send({ as: me, act: what, ...details }), [me]);
  return { shown, traffic, connected, act };
}

async function send(body: object): Promise<Answered> {
  try {
    const response = await fetch('/window/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Answered;
  } catch {
    return { ok: false, error: 'The demo does not answer. Is it still running?' };
  }
}
