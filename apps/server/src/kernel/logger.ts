/**
 * Structured logs. What may appear is an allow-list: anything else a caller passes is dropped, so
 * that a token, a URL with a query or a CRM's text cannot slip into a log line by accident.
 */
import pino from 'pino';

export interface LogFields {
  requestId?: string;
  method?: string;
  route?: string;
  status?: number;
  milliseconds?: number;
  organizationId?: string;
  userId?: string;
  connectionId?: string;
  platform?: string;
  objectType?: string;
  job?: string;
  jobId?: string;
  attempt?: number;
  event?: string;
  code?: string;
  count?: number;
  port?: number;
  role?: string;
  version?: string;
  errorName?: string;
  errorStack?: string;
}

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const allowed: ReadonlySet<string> = new Set<keyof LogFields>([
  'requestId',
  'method',
  'route',
  'status',
  'milliseconds',
  'organizationId',
  'userId',
  'connectionId',
  'platform',
  'objectType',
  'job',
  'jobId',
  'attempt',
  'event',
  'code',
  'count',
  'port',
  'role',
  'version',
  'errorName',
  'errorStack',
]);

/** Writes JSON lines to the destination (standard error by default: standard output is for people). */
export function createLogger(
  level: string,
  destination: pino.DestinationStream = pino.destination({ dest: 2, sync: false }),
): Logger {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const write =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields = {}) => {
      // Every request is told at `info`: where that is off, it costs nothing.
      if (log.isLevelEnabled(name)) log[name](pick(fields), message);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/**
 * What of an unexpected error may be logged: its name, a SQLSTATE-like code and the stack's frames.
 * The message is left out: drivers and libraries put values and SQL into it.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const frames = framesOf(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const cause = error.cause instanceof Error ? describeError(error.cause) : {};
  return {
    errorName: cause.errorName ? `${error.name} < ${cause.errorName}` : error.name,
    ...(code !== null && /^[A-Za-z0-9_]{1,40}$/.test(code)
      ? { code }
      : cause.code
        ? { code: cause.code }
        : {}),
    errorStack: frames.join('\n'),
  };
}

/** The stack's first frames. The message stands before them, and may itself hold lines like these. */
function framesOf({ stack = '', message }: Error): string[] {
  const afterMessage = stack.slice(stack.indexOf(message) + message.length);
  return afterMessage
    .split('\n')
    .filter((line) => /^ +at /.test(line))
    .slice(0, 12);
}

function pick(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => allowed.has(name)));
}
