/** What open web applications are told the moment it is true. */
export { createEventHub, type EventHub } from './event-hub.ts';
export * as eventOperations from './operations.ts';
export { mountEvents } from './routes.ts';
export { tellEvent } from './tell-event.ts';
