import type { AuthorizeBody } from '../../../lib/api-types.ts';

/** What has to be corrected before a connect can begin, by field of the form. */
export type ConnectFaults = Partial<Record<keyof AuthorizeBody, string>>;
