import { Component, memo, type ReactNode, useLayoutEffect, useRef } from 'react';
import { Message as Drawn } from 'slack-blocks-to-jsx';
import type { Obj } from '../json.ts';
import type { Values } from '../model.ts';
import { type At, listOf, objOf, plainOf, textOf, useClient } from './context.ts';
import { Element, Input } from './elements.tsx';
import { asDrawn, forLibrary } from './mrkdwn.ts';

interface Props {
  at: At;
  blocks: Obj[];
  values: Values;
  /** Block id → what is wrong there. */
  errors?: Record<string, string>;
}

/** What the library draws by itself: nothing in it can be clicked. */
const drawnByLibrary = new Set([
  'header',
  'divider',
  'context',
  'image',
  'rich_text',
  'table',
  'markdown',
  'video',
  'file',
  'alert',
  'card',
  'carousel',
  'container',
  'plan',
  'task_card',
]);

/** Blocks as Slack draws them. The library draws what is read; what is clicked and filled in is ours. */
export function Blocks({ at, blocks, values, errors = {} }: Props) {
  return blocks.map((block, index) => {
    const blockId = textOf(block.block_id) || String(index);
    return (
      <div className="block" key={blockId}>
        <Block at={at} block={block} held={values[blockId] ?? {}} error={errors[blockId]} />
      </div>
    );
  });
}

interface BlockProps {
  at: At;
  block: Obj;
  held: Record<string, Obj>;
  error: string | undefined;
}

function Block({ at, block, held, error }: BlockProps) {
  const blockId = textOf(block.block_id);
  const heldBy = (element: Obj) => held[textOf(element.action_id)];
  const one = (element: Obj) => (
    <Element
      at={at}
      key={textOf(element.action_id)}
      blockId={blockId}
      element={element}
      held={heldBy(element)}
      label={plainOf(block.text)}
    />
  );
  switch (block.type) {
    case 'actions':
      return <div className="actions">{listOf(block.elements).map(one)}</div>;
    case 'section': {
      const { accessory, ...section } = block;
      if (!accessory) return <ByLibrary block={section} />;
      const isImage = objOf(accessory).type === 'image';
      return isImage ? (
        <ByLibrary block={block} />
      ) : (
        <div className="with-accessory">
          <ByLibrary block={section} />
          {one(objOf(accessory))}
        </div>
      );
    }
    case 'input':
      return (
        <Input
          at={at}
          block={block}
          held={heldBy(objOf(block.element))}
          error={error}
          element={objOf(block.element)}
        />
      );
    default:
      return drawnByLibrary.has(textOf(block.type)) ? (
        <ByLibrary block={block} />
      ) : (
        <p className="not-drawn">A block of type “{textOf(block.type)}” is not drawn here.</p>
      );
  }
}

/** A message that has but its text. */
export function TextOnly({ text }: { text: string }) {
  return <ByLibrary block={{ type: 'section', text: { type: 'mrkdwn', text } }} />;
}

function ByLibrary({ block }: { block: Obj }) {
  const { shown, theme } = useClient();
  const users = [
    ...shown.people.map(({ id, name }) => ({ id, name })),
    { id: shown.app.userId, name: shown.app.name },
  ];
  const channels = shown.channels.map(({ id, name }) => ({ id, name }));
  return (
    <NotDrawn type={textOf(block.type)}>
      <Library
        block={JSON.stringify(forLibrary(block))}
        theme={theme}
        data={JSON.stringify({ users, channels })}
      />
    </NotDrawn>
  );
}

/** Drawn anew only where something about it has changed: the library parses its markup each time. */
const Library = memo(function Library({
  block,
  theme,
  data,
}: {
  block: string;
  theme: 'light' | 'dark';
  data: string;
}) {
  const drawn = useRef<HTMLDivElement>(null);
  // Each time that it is drawn anew.
  useLayoutEffect(() => {
    if (!drawn.current) return;
    const texts = document.createTreeWalker(drawn.current, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: node } = texts;
      const text = node.nodeValue ?? '';
      if (asDrawn(text) !== text) node.nodeValue = asDrawn(text);
    }
  });
  return (
    <div className="drawn" ref={drawn}>
      <Drawn
        withoutWrapper
        theme={theme}
        name=""
        logo=""
        blocks={[JSON.parse(block)]}
        data={JSON.parse(data)}
        hooks={{
          link: ({ href, children }) => (
            <a href={href} target="_blank" rel="noreferrer">
              {children}
            </a>
          ),
        }}
      />
    </div>
  );
});

/** Keeps a block that the library breaks on from taking the page with it. */
class NotDrawn extends Component<{ type: string; children: ReactNode }, { broke: boolean }> {
  override state = { broke: false };
  static getDerivedStateFromError() {
    return { broke: true };
  }
  override render() {
    if (!this.state.broke) return this.props.children;
    return <p className="not-drawn">A block of type “{this.props.type}” could not be drawn.</p>;
  }
}
