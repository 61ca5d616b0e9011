/**
 * Why an outgoing request got no answer that can be used.
 *
 * - `not_connected`: no connection was made (refused, unknown host, TLS handshake): the other side
 *   has done nothing.
 * - `unknown_outcome`: time-out, reset or cut body: the other side may have acted on the request.
 * - `unreadable`: what came back is not HTTP, cannot be unpacked or is larger than allowed.
 * - `forbidden`: the URL leads, or its name resolves, to where this request may not go.
 * - `cancelled`: the caller's own signal ended it.
 * - `quarantined`: this installation may be a copy and calls nobody until somebody says what it is.
 */
export type OutboundFailureKind =
  | 'not_connected'
  | 'unknown_outcome'
  | 'unreadable'
  | 'forbidden'
  | 'cancelled'
  | 'quarantined';

/** Thrown by the outbound client; the message is ours, the original error is the `cause`. */
export class OutboundFailure extends Error {
  override readonly name = 'OutboundFailure';
  readonly kind: OutboundFailureKind;

  constructor(kind: OutboundFailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
