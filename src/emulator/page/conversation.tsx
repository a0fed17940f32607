import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Shown, ShownChannel } from '../window/shown.ts';
import { Composer } from './composer.tsx';
import { type Draft, useClient } from './context.ts';
import { Message } from './message.tsx';

interface Props {
  channel: ShownChannel;
  heading: ReactNode;
  /** What the tour puts into the composer. */
  draft: Draft | null;
  shown: Shown;
}

/** A channel or direct conversation: its messages, the composer, and a thread beside them. */
export function Conversation({ channel, heading, draft, shown }: Props) {
  const { act } = useClient();
  const [thread, setThread] = useState<string | null>(null);
  const { id, messages, unread } = channel;

  useEffect(() => {
    if (unread > 0) void act('reads', { channel: id });
  }, [id, unread, act]);

  const replies = (ts: string) => messages.filter((message) => message.threadTs === ts);
  const roots = messages.filter(({ threadTs }) => threadTs === null);
  const root = thread === null ? null : messages.find(({ ts }) => ts === thread);
  return (
    <div className={root ? 'conversation with-thread' : 'conversation'}>
      <section className="main-column" aria-label={nameOf(channel, shown)}>
        {heading}
        <Log label={`Messages in ${nameOf(channel, shown)}`} newest={messages.at(-1)?.ts}>
          {roots.length === 0 && (
            <p className="empty">Nothing was said here yet. Type / below to begin.</p>
          )}
          {roots.map((message) => (
            <Message
              key={message.ts}
              message={message}
              replies={replies(message.ts).length}
              onThread={() => setThread(message.ts)}
            />
          ))}
        </Log>
        <Composer channel={id} place={nameOf(channel, shown)} draft={draft} />
      </section>
      {root && (
        <section className="thread" aria-label="Thread">
          <header className="pane-head">
            <h2>Thread</h2>
            <button type="button" aria-label="Close the thread" onClick={() => setThread(null)}>
              ×
            </button>
          </header>
          <Log label="Replies" newest={replies(root.ts).at(-1)?.ts}>
            <Message message={root} />
            {replies(root.ts).map((message) => (
              <Message key={message.ts} message={message} />
            ))}
          </Log>
          <Composer channel={id} place="the thread" thread={root.ts} draft={null} />
        </section>
      )}
    </div>
  );
}

/** How near to the end counts as being there, in pixels. */
const near = 8;

/** Messages: the newest comes into view, and stays in it as it grows unless somebody reads further up. */
function Log({
  label,
  newest,
  children,
}: {
  label: string;
  newest: string | undefined;
  children: ReactNode;
}) {
  const log = useRef<HTMLDivElement>(null);
  const seen = useRef<string>(undefined);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const box = log.current;
    if (box && (atEnd.current || newest !== seen.current)) box.scrollTop = box.scrollHeight;
    seen.current = newest;
  });
  const onScroll = () => {
    const box = log.current;
    if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < near;
  };
  return (
    <div
      className="log"
      role="log"
      aria-label={label}
      ref={log}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      onScroll={onScroll}
    >
      {children}
    </div>
  );
}

export function nameOf({ kind, name, id }: ShownChannel, shown: Shown): string {
  if (kind !== 'im') return `#${name}`;
  return id === shown.app.dm ? shown.app.name : 'a direct message';
}
