import { describe, expect, it } from 'vitest';
import { noProgress, withObjectEvent } from './refresh-progress.ts';

const reading = { objectType: 'Account', state: 'reading', fieldCount: null, done: 0, total: 2 };

describe('the progress of a refresh', () => {
  it('keeps the latest state of each object and the latest count', () => {
    const texts = [
      reading,
      { ...reading, objectType: 'Lead' },
      { ...reading, state: 'done', fieldCount: 71, done: 1 },
    ].map((event) => JSON.stringify(event));
    expect(texts.reduce(withObjectEvent, noProgress)).toEqual({
      objects: [
        { objectType: 'Lead', state: 'reading', fieldCount: null },
        { objectType: 'Account', state: 'done', fieldCount: 71 },
      ],
      done: 1,
      total: 2,
    });
  });

  it.each(['', 'null', '7', '{"objectType":"Account"}', '{"objectType":', '{"state":"done"}'])(
    'is left as it was by %j',
    (text) => {
      const progress = withObjectEvent(noProgress, JSON.stringify(reading));
      expect(withObjectEvent(progress, text)).toBe(progress);
    },
  );
});
