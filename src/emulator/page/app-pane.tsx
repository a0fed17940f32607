import { useEffect } from 'react';
import type { Shown } from '../window/shown.ts';
import { Blocks } from './blocks.tsx';
import { type Draft, useClient } from './context.ts';
import { Conversation } from './conversation.tsx';

type Tab = 'home' | 'messages';

interface Props {
  shown: Shown;
  tab: Tab;
  onTab: (tab: Tab) => void;
  draft: Draft | null;
}

/** The app's own place: its Home tab, where it has one, and the direct messages with it. */
export function AppPane({ shown, tab, onTab, draft }: Props) {
  const { act } = useClient();
  const { app, home } = shown;
  useEffect(() => {
    if (tab === 'home') void act('opensHome');
  }, [tab, act]);
  const dm = shown.channels.find(({ id }) => id === app.dm);
  const tabs: Tab[] = app.homeTab ? ['home', 'messages'] : ['messages'];
  const heading = (
    <header className="pane-head">
      <h2>{app.name}</h2>
      <div role="tablist" aria-label={app.name} className="tabs">
        {tabs.map((one) => (
          <button
            type="button"
            role="tab"
            key={one}
            aria-selected={one === tab}
            onClick={() => onTab(one)}
          >
            {one === 'home' ? 'Home' : 'Messages'}
          </button>
        ))}
      </div>
    </header>
  );
  if (tab === 'messages' && dm) {
    return <Conversation channel={dm} heading={heading} draft={draft} shown={shown} />;
  }
  return (
    <div className="conversation">
      <section className="main-column" aria-label={`Home of ${app.name}`}>
        {heading}
        <div className="log home-body">
          {home ? (
            <Blocks
              at={{ view: home.id }}
              blocks={home.blocks}
              values={home.values}
              errors={home.errors}
            />
          ) : (
            <p className="empty">The app has published nothing here yet.</p>
          )}
        </div>
      </section>
    </div>
  );
}
