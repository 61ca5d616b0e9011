/** One line of the log. Details are plain values: ids, names, counts; never secrets. */
export interface AuditLine {
  /** Past tense: `connection.disconnected`. */
  action: string;
  target?: { type: string; id: string };
  outcome?: 'done' | 'refused' | 'failed';
  details?: Record<string, string | number | boolean | null>;
  requestId?: string | null;
}

/** A line that waits for the end of its transaction. */
export interface PendingLine extends AuditLine {
  id: string;
}
