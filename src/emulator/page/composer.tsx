import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type Completion, completionsFor } from './completions.ts';
import { type Draft, useClient } from './context.ts';

interface Props {
  channel: string;
  /** Where it goes, in words. */
  place: string;
  thread?: string;
  draft: Draft | null;
}

/** Where people write; it completes commands, people and channels as they type. */
export function Composer({ channel, place, thread, draft }: Props) {
  const { shown, act, unsent } = useClient();
  const key = [shown.me, channel, thread].join('/');
  const [text, setText] = useState(unsent.get(key) ?? '');
  const [wrong, setWrong] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();

  useEffect(() => {
    if (!draft) return;
    setText(draft.text);
    setDismissed(true);
    box.current?.focus();
    draft.taken();
  }, [draft]);
  useEffect(() => void unsent.set(key, text), [unsent, key, text]);

  // A thread takes no commands (docs: implementing slash commands), so it offers none.
  const takesCommands = thread === undefined;
  const offered = dismissed ? [] : completionsFor(text, shown, takesCommands);
  const chosen = offered[Math.min(at, offered.length - 1)];

  function write(next: string): void {
    setText(next);
    setAt(0);
    setDismissed(false);
    setWrong(null);
  }

  async function send(): Promise<void> {
    const said = text.trim();
    if (said === '') return;
    write('');
    const { error } = await act('says', { channel, text: said, ...(thread && { thread }) });
    if (!error) return;
    setWrong(error);
    // Nothing that was typed is lost.
    setText((meanwhile) => meanwhile || said);
  }

  function take({ replaces, shortcut, by }: Completion): void {
    if (shortcut !== undefined) {
      write('');
      void act('uses', { name: shortcut });
      return;
    }
    write(`${text.slice(0, text.length - replaces.length)}${by}`);
    box.current?.focus();
  }

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && offered.length > 1) {
      event.preventDefault();
      setAt((now) => (now + step + offered.length) % offered.length);
    } else if (event.key === 'Escape' && offered.length > 0) {
      setDismissed(true);
    } else if (event.key === 'Tab' && chosen && !event.shiftKey && !isWhole(chosen, text)) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (chosen?.onEnter && !isWhole(chosen, text)) take(chosen);
      else void send();
    }
  }

  return (
    <div className="composer">
      {offered.length > 0 && (
        <div className="completions" role="listbox" id={`${id}-list`} aria-label="Completions">
          {offered.map((one, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text area has the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: the text area keeps the focus.
            <div
              key={one.by}
              role="option"
              id={`${id}-${index}`}
              aria-selected={one === chosen}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(one)}
            >
              <code>{one.shown}</code>
              <span>{one.about}</span>
            </div>
          ))}
        </div>
      )}
      {wrong && (
        <p className="trouble" role="alert">
          {wrong}
        </p>
      )}
      <div className="composer-row">
        <textarea
          ref={box}
          rows={1}
          value={text}
          placeholder={takesCommands ? `Message ${place}, or / for commands` : 'Reply…'}
          aria-label={`Message ${place}`}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={offered.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${offered.indexOf(chosen)}` : undefined}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKey}
        />
        <button type="button" className="primary" onClick={() => void send()}>
          Send
        </button>
      </div>
    </div>
  );
}

function isWhole({ by, replaces }: Completion, text: string): boolean {
  return text.slice(0, text.length - replaces.length) + by.trimEnd() === text.trimEnd();
}
