import { describe, expect, it } from 'vitest';
import { createLogger, describeError, type LogFields } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): unknown[] {
  const lines: unknown[] = [];
  write(createLogger('info', { write: (line) => void lines.push(JSON.parse(line)) }));
  return lines;
}

describe('a log line', () => {
  it('holds message, level, time and the fields that the list allows; others are dropped', () => {
    const given = { requestId: 'r', status: 200, url: '/?token=x', password: 'x' };
    // What a careless caller may pass although the types forbid it.
    const fields = given as LogFields;
    expect(logged((log) => log.info('Request', fields))).toEqual([
      { level: 30, time: expect.any(String), msg: 'Request', requestId: 'r', status: 200 },
    ]);
  });

  it('is not written below the level', () => {
    expect(logged((log) => log.debug('Detail'))).toEqual([]);
    expect(logged((log) => log.error('Broken')).length).toBe(1);
  });
});

describe('an error in the log', () => {
  it('is its name, code and frames, never its message', () => {
    const error = Object.assign(new Error('password=sesame'), { code: '23505', detail: 'sesame' });
    const described = describeError(error);
    expect(described).toMatchObject({ errorName: 'Error', code: '23505' });
    expect(described.errorStack).toContain('logger.test.ts');
    expect(JSON.stringify(described)).not.toContain('sesame');
  });

  it('tells the name and code of its cause', () => {
    const cause = Object.assign(new TypeError('sesame'), { code: 'ECONNRESET' });
    const described = describeError(new Error('sesame', { cause }));
    expect(described).toMatchObject({ errorName: 'Error < TypeError', code: 'ECONNRESET' });
    expect(JSON.stringify(described)).not.toContain('sesame');
  });

  it('has no code that could be a text, and needs not be an error', () => {
    const error = Object.assign(new Error('x'), { code: 'select * from sesame' });
    expect(describeError(error)).not.toHaveProperty('code');
    expect(describeError('sesame')).toEqual({ errorName: 'string' });
  });

  it('keeps its message to itself when that spans lines that look like frames', () => {
    const described = describeError(new Error('first\n    at sesame (secret.ts:1:1)'));
    expect(JSON.stringify(described)).not.toContain('sesame');
  });
});
