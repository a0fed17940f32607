import { list, type Obj, obj, str } from '../json.ts';
import {
  anything,
  bool,
  byType,
  type Check,
  integer,
  items,
  oneOf,
  type Report,
  shape,
  string,
} from './check.ts';
import { elements } from './elements.ts';
import { anyText, mrkdwn, plainText } from './text.ts';

/** Where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

const blockId = { block_id: string(255, 1) };
const image = only('image');
const selects = ['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
]);
const pickers = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker', ...selects];
const typed = ['plain', 'email', 'url'].map((kind) => `${kind}_text_input`);
const cell = byType({
  raw_text: shape({ text: string(3000, 1) }),
  raw_number: shape({ value: anything }, { text: string(3000) }),
  rich_text: (value, at, report) => richText(value, at, report),
});

const richText: Check = shape(
  {
    elements: items(
      byType(
        Object.fromEntries(
          ['section', 'list', 'quote', 'preformatted'].map((kind) => [
            `rich_text_${kind}`,
            shape(
              { elements: items(anything, 3000) },
              { style: anything, indent: anything, border: anything, offset: anything },
            ),
          ]),
        ),
      ),
      3000,
      1,
    ),
  },
  blockId,
);

const card: Check = shape(
  {},
  {
    ...blockId,
    hero_image: image,
    icon: image,
    title: mrkdwn(150),
    subtitle: mrkdwn(150),
    body: mrkdwn(200),
    actions: items(only('button'), 5, 1),
  },
);

const everywhere: Record<string, Check> = {
  actions: shape(
    {
      elements: items(
        only(
          'button',
          'workflow_button',
          'overflow',
          'datetimepicker',
          'rich_text_input',
          ...pickers,
        ),
        25,
        1,
      ),
    },
    blockId,
  ),
  context: shape({ elements: items(textOrImage, 10, 1) }, blockId),
  divider: shape({}, blockId),
  header: shape({ text: plainText(150) }, { ...blockId, level: integer(1, 4) }),
  image: shape(
    { alt_text: string(2000, 1) },
    { ...blockId, image_url: string(3000, 1), slack_file: anything, title: plainText(2000) },
  ),
  rich_text: richText,
  section: shape(
    {},
    {
      ...blockId,
      text: anyText(3000),
      fields: items(anyText(2000), 10, 1),
      accessory: only('button', 'workflow_button', 'overflow', 'image', ...pickers),
      expand: bool,
    },
    (section, at, report) => {
      if (section.text === undefined && section.fields === undefined)
        report(at, 'missing required field: text');
    },
  ),
  video: shape(
    {
      video_url: string(3000),
      thumbnail_url: string(3000),
      alt_text: string(2000, 1),
      title: plainText(199),
    },
    {
      ...blockId,
      title_url: string(3000),
      author_name: string(49),
      provider_name: anything,
      provider_icon_url: anything,
      description: plainText(200),
    },
  ),
};

const inputElements = ['number_input', 'datetimepicker', 'rich_text_input', ...typed, ...pickers];

const surfaces: Record<Surface, Record<string, Check>> = {
  message: {
    ...everywhere,
    input: input(...inputElements),
    markdown: shape({ text: string(12_000, 1) }, blockId),
    table: table(),
    data_table: shape(
      { rows: items(items(cell, 20, 1), 101, 2), caption: string(3000, 1) },
      { ...blockId, page_size: integer(1, 100), row_header_column_index: integer(0, 19) },
    ),
    context_actions: shape(
      { elements: items(only('feedback_buttons', 'icon_button'), 5, 1) },
      blockId,
    ),
    plan: shape({ title: string(3000, 1) }, { ...blockId, tasks: anything }),
    task_card: shape(
      { task_id: string(255, 1), title: string(3000, 1) },
      {
        ...blockId,
        status: oneOf('pending', 'in_progress', 'complete', 'error'),
        details: anything,
        output: anything,
        sources: anything,
      },
    ),
    card,
  },
  // A container or carousel is refused too: nobody here could read or click what is inside it.
  // Where Slack's own pages disagree (an alert in a message, a card in a modal, a table in the
  // Home tab) the emulator takes the side that refuses: what passes here passes there.
  modal: {
    ...everywhere,
    input: input('file_input', ...inputElements),
    alert: shape(
      { text: anyText(3000) },
      { ...blockId, level: oneOf('default', 'info', 'warning', 'error', 'success') },
    ),
  },
  home: {
    ...everywhere,
    input: input(...inputElements),
    card,
  },
};

/** Reports everything that Slack refuses about blocks on this surface. */
export function checkBlocks(blocks: unknown, surface: Surface, at: string, report: Report): void {
  items(byType(surfaces[surface]), surface === 'message' ? 50 : 100)(blocks, at, report);
  const seen = new Set<unknown>();
  let markdown = 0;
  for (const [index, block] of list(blocks).entries()) {
    const here = `${at}/${index}`;
    if (block.block_id !== undefined) {
      if (seen.has(block.block_id))
        report(`${here}/block_id`, `block_id ${str(block.block_id)} already exists`);
      seen.add(block.block_id);
    }
    actionIdsDiffer(block, here, report);
    if (block.type === 'markdown') markdown += String(block.text).length;
  }
  if (markdown > 12_000) report(at, 'markdown blocks must be less than 12001 characters together');
  if (list(blocks).filter((block) => block.type === 'table').length > 1)
    report(at, 'only one table is allowed');
  if (elementsOf(list(blocks)).filter((element) => element.focus_on_load === true).length > 1)
    report(at, 'only one element may have focus_on_load');
}

/** The interactive elements of blocks, in reading order. */
export function elementsOf(blocks: Obj[]): Obj[] {
  return blocks.flatMap((block) => [
    ...list(block.elements),
    ...list(block.actions),
    ...[obj(block.accessory), obj(block.element)].filter((element) => element.type !== undefined),
  ]);
}

function actionIdsDiffer(block: Obj, at: string, report: Report): void {
  const seen = new Set<unknown>();
  for (const element of elementsOf([block])) {
    if (element.action_id === undefined) continue;
    if (seen.has(element.action_id))
      report(at, `action_id ${str(element.action_id)} already exists`);
    seen.add(element.action_id);
  }
}

function only(...types: string[]): Check {
  return byType(Object.fromEntries(types.map((type) => [type, elements[type] ?? anything])));
}

function textOrImage(value: unknown, at: string, report: Report): void {
  (obj(value).type === 'image' ? image : anyText(3000))(value, at, report);
}

function input(...types: string[]): Check {
  return shape(
    { label: plainText(2000), element: only(...types) },
    { ...blockId, hint: plainText(2000), optional: bool, dispatch_action: bool },
    (block, at, report) => {
      if (obj(block.element).type === 'file_input' && block.dispatch_action === true)
        report(`${at}/dispatch_action`, 'a file_input cannot dispatch actions');
    },
  );
}

function table(): Check {
  return shape(
    { rows: items(items(cell, 20, 1), 100, 1) },
    {
      ...blockId,
      column_settings: items(
        shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: bool }),
        20,
      ),
    },
  );
}
