import { useEffect, useState } from 'react';
import type { Shown, ShownStep } from '../window/shown.ts';
import { AppPane } from './app-pane.tsx';
import { ClientContext, type Draft, type Theme, type Unsent } from './context.ts';
import { Conversation } from './conversation.tsx';
import { Gallery } from './gallery.tsx';
import { useLive } from './live.ts';
import { Modals } from './modal.tsx';
import { Panel } from './panel.tsx';
import { Sidebar } from './sidebar.tsx';
import { Switcher } from './switcher.tsx';

/** Where one is, as the address says it: `#U0ADA/C0OPS`, so that a reload leads back there. */
interface Where {
  person: string | null;
  /** A channel's id, `home`, or `null` for the first channel. */
  open: string | null;
}

export function App() {
  const [hash, setHash] = useState(location.hash.slice(1));
  const [theme, setTheme] = useState<Theme>(initialTheme);
  const [unsent] = useState<Unsent>(() => new Map());
  useEffect(() => {
    const moved = () => setHash(location.hash.slice(1));
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  }, []);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('theme', theme);
  }, [theme]);

  if (hash.startsWith('gallery')) {
    return <Gallery theme={theme} onTheme={setTheme} onLeave={() => go('')} />;
  }
  const [person, open] = hash.split('/');
  return (
    <Client
      where={{ person: person || null, open: open || null }}
      unsent={unsent}
      theme={theme}
      onTheme={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
    />
  );
}

interface ClientProps {
  where: Where;
  unsent: Unsent;
  theme: Theme;
  onTheme: () => void;
}

function Client({ where, unsent, theme, onTheme }: ClientProps) {
  const { shown, traffic, connected, act } = useLive(where.person);
  const [tried, setTried] = useState<{ text: string; by: string; in: string } | null>(null);
  const [sideOpen, setSideOpen] = useState(false);
  // Until somebody else's client is there its frame stays, and with it the keyboard's focus.
  if (!shown) {
    return <p className="loading">{connected ? 'Opening…' : 'Connecting to the demo…'}</p>;
  }
  // Somebody whom nobody knows, as in an old link, is whoever is shown instead.
  const isKnown = shown.people.some(({ id }) => id === where.person);
  const me = (isKnown && where.person) || shown.me;
  const open = where.open ?? shown.channels.find(({ kind }) => kind !== 'im')?.id ?? shown.app.dm;
  const move = (person: string, id: string) => {
    setSideOpen(false);
    go(`${person}/${id}`);
  };
  const place = (id: string) => move(me, id);

  function tryStep(step: ShownStep): void {
    // Whose conversation with the app it is, is known once the page has become them.
    const there = step.in ?? 'dm';
    move(step.as, there);
    if (step.types) setTried({ text: step.types, by: step.as, in: there });
  }

  const isThere = tried?.by === shown.me && tried.in === open;
  const draft = isThere ? { text: tried.text, taken: () => setTried(null) } : null;
  return (
    <ClientContext.Provider value={{ shown, theme, act, unsent }}>
      <div className={sideOpen ? 'client side-open' : 'client'}>
        <header className="top">
          <button
            type="button"
            className="menu"
            aria-expanded={sideOpen}
            onClick={() => setSideOpen(!sideOpen)}
          >
            ☰ <span className="sr-only">Channels</span>
          </button>
          <Switcher people={shown.people} me={me} onBecome={(id) => move(id, keeps(shown, open))} />
          <div className="top-links">
            {!connected && (
              <span className="trouble" role="status">
                Not connected: is the demo running?
              </span>
            )}
            <a href="#gallery">Gallery</a>
            <button type="button" aria-pressed={theme === 'dark'} onClick={onTheme}>
              Dark
            </button>
          </div>
        </header>
        <Sidebar shown={shown} open={open} onOpen={place} />
        <main className="pane">
          {shown.me === me ? (
            <Pane shown={shown} open={open} onOpen={place} draft={draft} />
          ) : (
            <p className="loading">Opening…</p>
          )}
        </main>
        <Panel shown={shown} traffic={traffic} onTry={tryStep} act={act} />
      </div>
      <Modals stack={shown.modals} />
    </ClientContext.Provider>
  );
}

interface PaneProps {
  shown: Shown;
  open: string;
  onOpen: (id: string) => void;
  draft: Draft | null;
}

function Pane({ shown, open, onOpen, draft }: PaneProps) {
  const { dm } = shown.app;
  const id = open === 'dm' ? dm : open;
  if (id === 'home' || id === dm) {
    return (
      <AppPane
        key={shown.me}
        shown={shown}
        tab={id === 'home' ? 'home' : 'messages'}
        onTab={(tab) => onOpen(tab === 'home' ? 'home' : dm)}
        draft={draft}
      />
    );
  }
  const channel = shown.channels.find((one) => one.id === id) ?? shown.channels[0];
  if (!channel) return <p className="empty">You are in no channel.</p>;
  const heading = (
    <header className="pane-head">
      <h2>
        {channel.kind === 'private' ? '🔒 ' : '# '}
        {channel.name}
      </h2>
      <span className="members">{channel.members} members</span>
    </header>
  );
  return (
    <Conversation
      key={`${shown.me}/${channel.id}`}
      channel={channel}
      heading={heading}
      draft={draft}
      shown={shown}
    />
  );
}

/** Where somebody else is shown: the same channel where it is everybody's, their own messages otherwise. */
function keeps(shown: Shown, open: string): string {
  return shown.channels.some(({ id, kind }) => id === open && kind !== 'im') ? open : 'dm';
}

function go(hash: string): void {
  location.hash = hash;
}

function initialTheme(): Theme {
  const kept = localStorage.getItem('theme');
  if (kept === 'dark' || kept === 'light') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
