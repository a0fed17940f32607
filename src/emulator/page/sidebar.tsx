import type { Shown, ShownChannel } from '../window/shown.ts';
import { Avatar } from './avatar.tsx';

interface Props {
  shown: Shown;
  /** Id of the open conversation; `home` for the app's Home tab. */
  open: string;
  onOpen: (id: string) => void;
}

/** Channels and the app, with unread marks. */
export function Sidebar({ shown, open, onOpen }: Props) {
  const channels = shown.channels.filter(({ kind }) => kind !== 'im');
  const dm = shown.channels.find(({ id }) => id === shown.app.dm);
  const entry = (channel: ShownChannel, name: string) => (
    <Entry
      key={channel.id}
      name={name}
      unread={channel.unread}
      current={open === channel.id || (open === 'home' && channel === dm)}
      onOpen={() => onOpen(channel.id)}
    />
  );
  return (
    <nav className="sidebar" aria-label="Channels">
      <h1>{shown.workspace}</h1>
      <h2>Channels</h2>
      <ul>
        {channels.map((one) => entry(one, `${one.kind === 'private' ? '🔒' : '#'} ${one.name}`))}
      </ul>
      <h2>Apps</h2>
      <ul>{dm && entry(dm, shown.app.name)}</ul>
      <h2>People</h2>
      <ul className="people">
        {shown.people.map(({ id, name, title }) => (
          <li key={id}>
            <Avatar name={name} small />
            <span>
              {name}
              {id === shown.me && ' (you)'} <small>{title}</small>
            </span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface EntryProps {
  name: string;
  unread: number;
  current: boolean;
  onOpen: () => void;
}

function Entry({ name, unread, current, onOpen }: EntryProps) {
  return (
    <li>
      <button
        type="button"
        className={unread > 0 ? 'unread' : undefined}
        aria-current={current ? 'page' : undefined}
        onClick={onOpen}
      >
        <span>{name}</span>
        {unread > 0 && (
          <span className="badge">
            {unread}
            <span className="sr-only"> unread</span>
          </span>
        )}
      </button>
    </li>
  );
}
