import { memo, useEffect, useMemo, useState } from 'react';
import type { Obj } from '../json.ts';
import { valuesOf } from '../values.ts';
import { Blocks, TextOnly } from './blocks.tsx';
import { ClientContext, listOf, plainOf, type Theme, textOf } from './context.ts';
import { Message } from './message.tsx';
import { Frame } from './modal.tsx';

/** What the gallery shows, as whoever serves the page gives it. */
interface GalleryData {
  people: Record<string, string>;
  channels: Record<string, string>;
  sections: Section[];
}

interface Section {
  feature: string;
  title: string;
  specimens: Specimen[];
}

interface Specimen {
  name: string;
  surface: 'message' | 'modal' | 'home';
  ephemeral?: boolean;
  view: Obj;
  errors?: Record<string, string>;
}

type Width = 'desktop' | 'phone';

/** Every view of the bot with canned data. Nothing in it acts. */
export function Gallery({
  theme,
  onTheme,
  onLeave,
}: {
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onLeave: () => void;
}) {
  const [data, setData] = useState<GalleryData | null>(null);
  const [width, setWidth] = useState<Width>('desktop');
  useEffect(() => {
    void fetch('/window/gallery')
      .then((response) => response.json())
      .then((given: GalleryData) => setData(given));
  }, []);
  // A section at a time, so that the first can be looked at while the others are drawn.
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    if (!data || drawn === data.sections.length) return;
    const next = setTimeout(() => setDrawn(drawn + 1));
    return () => clearTimeout(next);
  }, [data, drawn]);
  const client = useMemo(
    () =>
      data && { shown: shownIn(data), theme, act: async () => ({ ok: true }), unsent: new Map() },
    [data, theme],
  );
  const sections = data?.sections ?? [];
  const count = sections.reduce((sum, { specimens }) => sum + specimens.length, 0);
  return (
    <main className="gallery" data-theme={theme}>
      <header className="pane-head">
        <h1>Gallery: {count} views</h1>
        <button
          type="button"
          aria-pressed={width === 'phone'}
          onClick={() => setWidth(width === 'phone' ? 'desktop' : 'phone')}
        >
          Phone width
        </button>
        <button
          type="button"
          aria-pressed={theme === 'dark'}
          onClick={() => onTheme(theme === 'dark' ? 'light' : 'dark')}
        >
          Dark
        </button>
        <button type="button" onClick={onLeave}>
          Back to the workspace
        </button>
      </header>
      <nav aria-label="Features" className="gallery-index">
        {sections.map(({ title }) => (
          <a
            key={title}
            href={`#gallery/${idOf(title)}`}
            onClick={() => document.getElementById(idOf(title))?.scrollIntoView()}
          >
            {title}
          </a>
        ))}
      </nav>
      {client && (
        <ClientContext value={client}>
          {sections.map((section, index) => (
            <section key={section.title} id={idOf(section.title)} aria-label={section.title}>
              <h2>{section.title}</h2>
              <div className={`specimens ${width}`}>
                {index < drawn && <Specimens section={section} />}
              </div>
            </section>
          ))}
        </ClientContext>
      )}
    </main>
  );
}

const Specimens = memo(({ section: { feature, specimens } }: { section: Section }) =>
  specimens.map((one) => (
    <figure key={one.name} id={idOf(feature, one.name)} className={`on-${one.surface}`}>
      <figcaption>{one.name}</figcaption>
      <div className="specimen">
        <Shown specimen={one} />
      </div>
    </figure>
  )),
);

function Shown({ specimen }: { specimen: Specimen }) {
  const { surface, view, ephemeral = false, errors = {} } = specimen;
  const blocks = listOf(view.blocks).map(
    (block, index): Obj => ({ block_id: `b${index}`, ...block }),
  );
  const values = valuesOf(blocks);
  if (surface === 'message') {
    const text = textOf(view.text);
    const message = {
      channel: 'C',
      ts: '1795633200.000100',
      threadTs: null,
      author: 'app',
      edited: false,
    };
    return <Message message={{ ...message, text, blocks, values, ephemeral }} />;
  }
  const drawn =
    blocks.length > 0 ? (
      <Blocks at={{ view: '' }} blocks={blocks} values={values} errors={errors} />
    ) : (
      <TextOnly text="" />
    );
  if (surface === 'home') return <div className="home-body">{drawn}</div>;
  const frame = {
    title: plainOf(view.title),
    submit: plainOf(view.submit) || null,
    close: plainOf(view.close) || 'Close',
  };
  return (
    <div className="modal still">
      <Frame view={frame}>{drawn}</Frame>
    </div>
  );
}

function shownIn({ people, channels }: GalleryData) {
  const named = Object.entries(people);
  return {
    me: '',
    people: named.map(([id, name]) => ({ id, name, realName: name, title: '', guest: false })),
    channels: Object.entries(channels).map(([id, name]) => ({
      id,
      name,
      kind: 'public' as const,
      members: 0,
      messages: [],
      unread: 0,
    })),
    app: { userId: 'app', name: 'Switchboard', homeTab: true, dm: '', commands: [], shortcuts: [] },
  };
}

/** A name, or a feature's name for one of its views, as the id of an element. */
function idOf(...names: string[]): string {
  return names
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
}
