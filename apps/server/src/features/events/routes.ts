import { eventStream } from '../../kernel/http/event-stream.ts';
import type { Routes } from '../../kernel/http/routes.ts';
import type { EventHub } from './event-hub.ts';
import * as operations from './operations.ts';

export function mountEvents(routes: Routes, hub: EventHub): void {
  routes.signedIn(operations.followEvents, async ({ caller, signal }) =>
    eventStream(hub.follow(caller), signal),
  );
}
