import { isObj, list, type Obj, obj } from '../json.ts';
import {
  anything,
  bool,
  type Check,
  integer,
  items,
  matching,
  oneOf,
  type Report,
  shape,
  string,
} from './check.ts';
import { anyText, confirm, plainText } from './text.ts';

const id = string(255, 1);
const actionable = { action_id: id };
const asking = { ...actionable, confirm, focus_on_load: bool };
const selecting = { ...asking, placeholder: plainText(150) };
const typing = {
  ...actionable,
  placeholder: plainText(150),
  focus_on_load: bool,
  dispatch_action_config: shape(
    {},
    { trigger_actions_on: items(oneOf('on_enter_pressed', 'on_character_entered'), 2, 1) },
  ),
};
const oneOption = option(plainText(75));
const choice = option(anyText(75));
const several = { max_selected_items: integer(1, 100_000) };
const url = string(3000, 1);
const conversationFilter = shape(
  {},
  {
    include: items(oneOf('im', 'mpim', 'private', 'public'), 4, 1),
    exclude_external_shared_channels: bool,
    exclude_bot_users: bool,
  },
);
const conversations = {
  ...selecting,
  default_to_current_conversation: bool,
  filter: conversationFilter,
};
const buttonLook = { style: oneOf('primary', 'danger'), accessibility_label: string(75) };

/** What Slack demands of each interactive element and of the image. */
export const elements: Record<string, Check> = {
  button: shape(
    { text: plainText(75) },
    { ...actionable, confirm, value: string(2000), url, ...buttonLook },
  ),
  workflow_button: shape(
    { text: plainText(75), workflow: anything },
    { ...actionable, ...buttonLook },
  ),
  icon_button: shape(
    { icon: string(50, 1), text: plainText(75) },
    {
      ...actionable,
      confirm,
      value: string(2000),
      accessibility_label: string(75),
      visible_to_user_ids: anything,
    },
  ),
  feedback_buttons: shape(
    { positive_button: anything, negative_button: anything },
    { ...actionable },
  ),
  image: shape(
    { alt_text: string(2000, 1) },
    { image_url: url, slack_file: anything },
    imageSource,
  ),
  overflow: shape(
    { options: items(option(plainText(75), { url }), 5, 1) },
    { ...actionable, confirm },
  ),
  checkboxes: shape(
    { options: items(choice, 10, 1) },
    { ...asking, initial_options: items(choice, 10, 1) },
    initialIsOffered,
  ),
  radio_buttons: shape(
    { options: items(choice, 10, 1) },
    { ...asking, initial_option: choice },
    initialIsOffered,
  ),
  datepicker: shape({}, { ...selecting, initial_date: matching(/^\d{4}-\d\d-\d\d$/, 'a date') }),
  timepicker: shape(
    {},
    { ...selecting, initial_time: matching(/^\d\d:\d\d$/, 'a time'), timezone: string(100, 1) },
  ),
  datetimepicker: shape({}, { ...asking, initial_date_time: integer(1e9, 1e10 - 1) }),
  plain_text_input: shape(
    {},
    {
      ...typing,
      initial_value: string(3000),
      multiline: bool,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
    lengthsAgree,
  ),
  email_text_input: shape({}, { ...typing, initial_value: string(3000) }),
  url_text_input: shape({}, { ...typing, initial_value: string(3000) }),
  number_input: shape(
    { is_decimal_allowed: bool },
    { ...typing, initial_value: numeral(), min_value: numeral(), max_value: numeral() },
  ),
  rich_text_input: shape(
    {},
    { ...typing, initial_value: anything, min_lines: integer(1, 100), max_lines: integer(1, 100) },
  ),
  file_input: shape({}, { ...actionable, filetypes: anything, max_files: integer(1, 10) }),
  ...selects('static', offer(), { initial_option: oneOption }, offerIsSound),
  ...selects(
    'external',
    { min_query_length: integer(0, 3000) },
    { initial_option: oneOption },
    undefined,
  ),
  ...selects('users', {}, { initial_user: id }),
  ...selects('channels', {}, { initial_channel: id }, undefined, { response_url_enabled: bool }),
  ...selects('conversations', conversations, { initial_conversation: id }, undefined, {
    response_url_enabled: bool,
  }),
};

/** A static or answered option: text of 75, value of 150. */
export function option(text: Check, more: Record<string, Check> = {}): Check {
  return shape({ text, value: string(150, 1) }, { description: anyText(75), ...more });
}

/** What a block_suggestion may be answered with. */
export const suggestions: Check = (value, at, report) => {
  shape({}, offer())(value, at, report);
  if (isObj(value) && !value.options && !value.option_groups)
    report(at, 'missing required field: options');
};

function offer(): Record<string, Check> {
  const options = items(oneOption, 100);
  const group = shape({ label: plainText(75), options });
  return { options, option_groups: items(group, 100) };
}

/** The single and the multi form of a select. */
function selects(
  kind: string,
  own: Record<string, Check>,
  initial: Record<string, Check>,
  also?: (value: Obj, at: string, report: Report) => void,
  onlySingle: Record<string, Check> = {},
): Record<string, Check> {
  const plural = Object.fromEntries(
    Object.entries(initial).map(([name, check]) => [`${name}s`, items(check, 100, 1)]),
  );
  return {
    [`${kind}_select`]: shape({}, { ...selecting, ...own, ...initial, ...onlySingle }, also),
    [`multi_${kind}_select`]: shape({}, { ...selecting, ...own, ...plural, ...several }, also),
  };
}

function offerIsSound(element: Obj, at: string, report: Report): void {
  const { options, option_groups: groups } = element;
  if (options === undefined && groups === undefined) report(at, 'missing required field: options');
  if (options !== undefined && groups !== undefined)
    report(at, 'options and option_groups exclude each other');
  if (Array.isArray(options) && options.length === 0)
    report(`${at}/options`, 'must provide at least 1 item');
  if (Array.isArray(groups) && groups.length === 0)
    report(`${at}/option_groups`, 'must provide at least 1 item');
  initialIsOffered(element, at, report);
}

function initialIsOffered(element: Obj, at: string, report: Report): void {
  const offered = [
    ...list(element.options),
    ...list(element.option_groups).flatMap((group) => list(group.options)),
  ];
  const isOffered = (initial: Obj) =>
    offered.some(
      (each) => each.value === initial.value && obj(each.text).text === obj(initial.text).text,
    );
  if (isObj(element.initial_option) && !isOffered(element.initial_option))
    report(`${at}/initial_option`, 'must be one of the options');
  for (const [index, initial] of list(element.initial_options).entries()) {
    if (!isOffered(initial)) report(`${at}/initial_options/${index}`, 'must be one of the options');
  }
}

function imageSource(image: Obj, at: string, report: Report): void {
  if (image.image_url === undefined && image.slack_file === undefined)
    report(at, 'missing required field: image_url');
}

function lengthsAgree(input: Obj, at: string, report: Report): void {
  const { min_length: min, max_length: max } = input;
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    report(`${at}/min_length`, 'must not be greater than max_length');
}

function numeral(): Check {
  return matching(/^-?\d+(\.\d+)?$/, 'a number in a string');
}
