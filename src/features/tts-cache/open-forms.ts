import type { AccountSid, Id } from '../../ids.ts';

/** How many forms are remembered: more than are open at a time. */
const REMEMBERED = 200;

/** What is remembered of a form while it is open. Lost, it is drawn and counted anew. */
interface OpenForm {
  /** What was counted for it, so that a choice added to others counts itself alone. */
  counts: Map<AccountSid, number>;
  drawing: number;
}

/** The forms that are open, so that a count that arrives late is not drawn over a newer choice. */
export interface OpenForms {
  /** Begins a drawing, and ends those before it. */
  begin(once: Id<'frm'>): { counts: Map<AccountSid, number>; isNewest: () => boolean };
  /** The form was submitted: nothing is drawn into it any more. */
  end(once: Id<'frm'>): void;
}

export function rememberForms(): OpenForms {
  const forms = new Map<Id<'frm'>, OpenForm>();
  return {
    begin(once) {
      const form = forms.get(once) ?? { counts: new Map(), drawing: 0 };
      form.drawing += 1;
      forms.set(once, form);
      const [oldest] = forms.keys();
      if (oldest !== undefined && forms.size > REMEMBERED) forms.delete(oldest);
      const { drawing } = form;
      return {
        counts: form.counts,
        isNewest: () => forms.get(once) === form && form.drawing === drawing,
      };
    },
    end: (once) => void forms.delete(once),
  };
}
