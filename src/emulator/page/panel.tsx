import { useState } from 'react';
import type { Shown, ShownStep, Traffic } from '../window/shown.ts';
import type { Do } from './live.ts';

interface Props {
  shown: Shown;
  traffic: Traffic[];
  onTry: (step: ShownStep) => void;
  act: Do;
}

/** Beside the workspace: what to try, and what passes between Slack and the bot. */
export function Panel({ shown, traffic, onTry, act }: Props) {
  const [tab, setTab] = useState<'tour' | 'requests'>('tour');
  const done = shown.tour.filter((step) => step.done).length;
  const tabButton = (id: typeof tab, label: string) => (
    <button
      type="button"
      role="tab"
      id={`tab-${id}`}
      aria-selected={tab === id}
      aria-controls="panel"
      onClick={() => setTab(id)}
    >
      {label}
    </button>
  );
  return (
    <aside className="panel" aria-label="Tour and requests">
      <div role="tablist" aria-label="Tour or requests" className="tabs">
        {tabButton('tour', `Tour ${done}/${shown.tour.length}`)}
        {tabButton('requests', 'Requests')}
      </div>
      <div id="panel" role="tabpanel" aria-labelledby={`tab-${tab}`} className="panel-body">
        {tab === 'tour' ? (
          <Tour shown={shown} onTry={onTry} act={act} />
        ) : (
          <Requests traffic={traffic} />
        )}
      </div>
    </aside>
  );
}

function Tour({ shown, onTry, act }: Omit<Props, 'traffic'>) {
  const nameOf = (id: string) => shown.people.find((person) => person.id === id)?.name ?? id;
  const next = shown.tour.find((step) => !step.done);
  return (
    <ol className="tour">
      {shown.tour.map((step) => (
        <li key={step.id} className={step.done ? 'done' : step === next ? 'next' : undefined}>
          <h3>
            <span aria-hidden="true" className="tick">
              {step.done ? '✓' : ''}
            </span>
            {step.title}
            {step.done && <span className="sr-only"> (done)</span>}
          </h3>
          <p>{step.how}</p>
          <button type="button" onClick={() => onTry(step)}>
            {step.types ? `As ${nameOf(step.as)}: ${step.types}` : `Become ${nameOf(step.as)}`}
          </button>
          {step.makes && <Makes step={step.id} label={step.makes} act={act} />}
        </li>
      ))}
    </ol>
  );
}

/** What a step makes happen outside of the workspace, and what came of it. */
function Makes({ step, label, act }: { step: string; label: string; act: Do }) {
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function happen(): Promise<void> {
    setBusy(true);
    const { said: came, error } = await act('makes', { step });
    setSaid(came ?? error ?? null);
    setBusy(false);
  }
  return (
    <div className="makes">
      <button type="button" disabled={busy} onClick={() => void happen()}>
        {label}
      </button>
      <p role="status">{busy ? 'A moment…' : said}</p>
    </div>
  );
}

function Requests({ traffic }: { traffic: Traffic[] }) {
  if (traffic.length === 0) {
    return (
      <p className="empty">
        Type a command: what Slack sends and what the bot answers shows up here.
      </p>
    );
  }
  return (
    <ul className="requests">
      {traffic.toReversed().map((one) => (
        <li key={one.id} className={one.ok ? undefined : 'failed'}>
          <details>
            <summary>
              <span className="direction">
                {one.direction === 'to' ? 'Slack → bot' : 'bot → Slack'}
              </span>
              <code>{one.what}</code> {one.about}
              <span className="outcome">
                {one.direction === 'to' ? `acked ${one.outcome}` : one.outcome}
                {one.ms !== null && ` in ${one.ms.toFixed(one.ms < 10 ? 1 : 0)} ms`}
              </span>
            </summary>
            <Exchange one={one} />
          </details>
        </li>
      ))}
    </ul>
  );
}

function Exchange({ one }: { one: Traffic }) {
  const signed = Object.entries(one.headers);
  const show = (value: unknown) =>
    typeof value === 'string' ? value || '(empty)' : JSON.stringify(value, null, 2);
  return (
    <div className="exchange">
      {signed.length > 0 && (
        <>
          <h4>Headers</h4>
          <Code text={signed.map(([name, value]) => `${name}: ${value}`).join('\n')} />
        </>
      )}
      <h4>Request</h4>
      <Code text={show(one.request)} />
      <h4>Answer</h4>
      <Code text={show(one.answer)} />
    </div>
  );
}

function Code({ text }: { text: string }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  return <pre tabIndex={0}>{text}</pre>;
}
