import type { ShownMessage } from '../window/shown.ts';
import { Avatar } from './avatar.tsx';
import { Blocks, TextOnly } from './blocks.tsx';
import { useClient } from './context.ts';

interface Props {
  message: ShownMessage;
  /** How many replies it has; opens their thread. */
  replies?: number;
  onThread?: () => void;
}

/** One message as Slack shows it. */
export function Message({ message, replies = 0, onThread }: Props) {
  const { shown, act } = useClient();
  const { channel, ts, text, blocks, values, ephemeral, edited } = message;
  const author = authorOf(shown, message.author);
  const shortcuts = shown.app.shortcuts.filter(({ type }) => type === 'message');
  const at = new Date(Number(ts) * 1000);
  return (
    <article className={ephemeral ? 'message ephemeral' : 'message'} data-ts={ts}>
      <Avatar name={author.name} app={author.isApp} />
      <div className="message-body">
        {ephemeral && <p className="only-you">Only visible to you</p>}
        <p className="byline">
          <strong>{author.name}</strong>
          {author.isApp && <span className="app-badge">App</span>}
          <time dateTime={at.toISOString()} title={at.toLocaleString()}>
            {at.toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' })}
          </time>
        </p>
        {blocks.length > 0 ? (
          <Blocks at={{ channel, ts }} blocks={blocks} values={values} />
        ) : (
          <TextOnly text={text} />
        )}
        {edited && <small className="edited">(edited)</small>}
        {replies > 0 && onThread && (
          <button type="button" className="replies" onClick={onThread}>
            {replies === 1 ? '1 reply' : `${replies} replies`}
          </button>
        )}
      </div>
      {!ephemeral && (
        <div className="message-actions">
          {onThread && (
            <button type="button" onClick={onThread}>
              Reply in thread
            </button>
          )}
          {shortcuts.map(({ name }) => (
            <button
              type="button"
              key={name}
              onClick={() => void act('uses', { name, on: { channel, ts } })}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </article>
  );
}

interface Author {
  name: string;
  isApp: boolean;
}

export function authorOf(shown: ReturnType<typeof useClient>['shown'], id: string): Author {
  if (id === shown.app.userId) return { name: shown.app.name, isApp: true };
  if (id === 'USLACKBOT') return { name: 'Slackbot', isApp: false };
  return { name: shown.people.find((one) => one.id === id)?.name ?? id, isApp: false };
}
