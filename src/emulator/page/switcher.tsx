import { useEffect, useRef } from 'react';
import type { ShownPerson } from '../window/shown.ts';
import { Avatar } from './avatar.tsx';

interface Props {
  people: ShownPerson[];
  me: string;
  onBecome: (id: string) => void;
}

/** Who one is just now. */
export function Switcher({ people, me, onBecome }: Props) {
  const row = useRef<HTMLFieldSetElement>(null);
  // On a phone not everybody is in view at once: whoever one is, is.
  useEffect(() => {
    const current = row.current?.querySelector(`[data-person="${me}"]`);
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [me]);
  return (
    <fieldset className="switcher" ref={row}>
      <legend className="sr-only">You are</legend>
      {people.map(({ id, name, title }) => (
        <label key={id} data-person={id} className={id === me ? 'person current' : 'person'}>
          <input
            type="radio"
            name="person"
            value={name}
            className="sr-only"
            checked={id === me}
            onChange={() => onBecome(id)}
          />
          <Avatar name={name} small />
          <span>
            {name}
            <small>{title}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
