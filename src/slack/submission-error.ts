import type { ModalView } from '@slack/types';
import type { BotError } from '../errors.ts';
import type { Field } from './field.ts';
import type { ViewPayload } from './payloads.ts';
import { withError } from './views.ts';

/** A form, as far as its errors find their fields. */
export interface AnyForm {
  id: string;
  fields: Record<string, Pick<Field<unknown, unknown>, 'label' | 'alias' | 'secret' | 'read'>>;
  errorsByBlock(
    fields: Record<string, string>,
    view: { blocks: readonly { type: string; block_id?: string | undefined }[] },
  ): { errors: Record<string, string>; elsewhere: Record<string, string> };
}

/** How a submission is answered in its ack (docs: modals, response_action). */
export type SubmissionAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView };

/** What is wrong with a submission: under its fields where it has some there, else on top of the form. */
export function submissionError(
  view: ViewPayload,
  form: AnyForm | undefined,
  shown: BotError,
  reference: string,
): SubmissionAnswer {
  const { errors, elsewhere } = form?.errorsByBlock(shown.fields, view) ?? {
    errors: {},
    elsewhere: shown.fields,
  };
  // Slack takes field errors or a new view, not both: where some have no field, all are told on top.
  const allShown = Object.keys(errors).length > 0 && Object.keys(elsewhere).length === 0;
  return allShown
    ? { response_action: 'errors', errors }
    : { response_action: 'update', view: withError(view, shown, reference) };
}
