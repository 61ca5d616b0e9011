/** What the server tells while it reads a schema: the events of `…/schema/refresh/progress`. */

export type ReadState = 'reading' | 'done' | 'unchanged' | 'skipped';

export interface ObjectProgress {
  objectType: string;
  state: ReadState;
  fieldCount: number | null;
}

export interface Progress {
  objects: readonly ObjectProgress[];
  done: number;
  total: number;
}

export const noProgress: Progress = { objects: [], done: 0, total: 0 };

const readStates: readonly string[] = ['reading', 'done', 'unchanged', 'skipped'];

/** The progress after one more `object` event; text that is not such an event changes nothing. */
export function withObjectEvent(progress: Progress, text: string): Progress {
  const event = parse(text);
  if (!event) return progress;
  const { objectType, state, fieldCount, done, total } = event;
  const others = progress.objects.filter((object) => object.objectType !== objectType);
  return { objects: [...others, { objectType, state, fieldCount }], done, total };
}

type ObjectEvent = ObjectProgress & { done: number; total: number };

function parse(text: string): ObjectEvent | null {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return null;
  const { objectType, state, fieldCount, done, total } = { ...emptyEvent, ...value };
  if (typeof objectType !== 'string' || !isReadState(state)) return null;
  if (typeof done !== 'number' || typeof total !== 'number') return null;
  return {
    objectType,
    state,
    fieldCount: typeof fieldCount === 'number' ? fieldCount : null,
    done,
    total,
  };
}

const emptyEvent: Record<keyof ObjectEvent, unknown> = {
  objectType: null,
  state: null,
  fieldCount: null,
  done: null,
  total: null,
};

function isReadState(value: unknown): value is ReadState {
  return typeof value === 'string' && readStates.includes(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
