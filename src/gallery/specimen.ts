import type { HomeView, ModalView } from '@slack/types';
import { BotError } from '../errors.ts';
import type { Message } from '../slack/blocks.ts';
import type { DrawnModal } from '../slack/interaction.ts';

/** One view as it can look, with canned data. */
export interface Specimen {
  /** What it shows, as a short sentence: "A request, waiting". Unique in its feature. */
  name: string;
  /** The view function that draws it: `requestCard`. */
  drawnBy: string;
  surface: 'message' | 'modal' | 'home';
  /** Only one person sees it. */
  ephemeral?: true;
  /** As the view function gives it. */
  view: Message | ModalView | HomeView;
  /** Errors under fields, where the specimen shows them: block id → text. */
  errors?: Record<string, string>;
}

/** The specimens of one feature, or of a part of it. */
export interface GallerySection {
  /** The folder whose views these are: `accounts`. */
  feature: string;
  title: string;
  specimens: Specimen[];
}

/** What a view gives to be answered: a message, perhaps with what it was drawn from. */
type Answer = Message | [Message, ...unknown[]];

type View<Given extends unknown[], Drawn> = (...given: Given) => Drawn;

/** A message that everybody in its conversation sees, as this view draws what it is given. */
export function posted<Given extends unknown[]>(
  name: string,
  view: View<Given, Answer>,
  ...given: Given
): Specimen {
  const drawn = view(...given);
  const [message] = Array.isArray(drawn) ? drawn : [drawn];
  return { name, drawnBy: view.name, surface: 'message', view: message };
}

/** A message that whoever asked sees alone. */
export function answered<Given extends unknown[]>(
  name: string,
  view: View<Given, Answer>,
  ...given: Given
): Specimen {
  return { ...posted(name, view, ...given), ephemeral: true };
}

/** A modal. */
export function opened<Given extends unknown[]>(
  name: string,
  view: View<Given, ModalView | DrawnModal>,
  ...given: Given
): Specimen {
  const drawn = view(...given);
  const modal = 'view' in drawn ? drawn.view : drawn;
  return { name, drawnBy: view.name, surface: 'modal', view: modal };
}

/** A Home tab. */
export function atHome<Given extends unknown[]>(
  name: string,
  view: View<Given, HomeView>,
  ...given: Given
): Specimen {
  return { name, drawnBy: view.name, surface: 'home', view: view(...given) };
}

interface ReadForm {
  errorsByBlock(
    fields: Record<string, string>,
    view: ModalView,
  ): { errors: Record<string, string>; elsewhere: Record<string, string> };
}

/** A form whose submission was refused: why stands under its fields. */
export function refused(specimen: Specimen, form: ReadForm, error: BotError): Specimen {
  const { view } = specimen;
  if (!('type' in view) || view.type !== 'modal') throw new Error(`${specimen.name}: no modal.`);
  const { errors, elsewhere } = form.errorsByBlock(error.fields, view);
  if (Object.keys(elsewhere).length > 0 || Object.keys(errors).length === 0) {
    throw new Error(`${specimen.name}: not every error has its field.`);
  }
  return { ...specimen, errors };
}

/** What a rule says by refusing this, so that the gallery shows the rule's own words. */
export function refusalOf(work: () => unknown): BotError {
  try {
    work();
  } catch (error) {
    if (error instanceof BotError) return error;
    throw error;
  }
  throw new Error('A gallery expected a refusal, and there was none.');
}
