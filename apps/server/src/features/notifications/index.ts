/** What people are told, in the application and by mail, and what they chose to be told. */
export { createNotify, type Notify } from './notify.ts';
export * as notificationOperations from './operations.ts';
export { registerNotificationJobs } from './register-jobs.ts';
export { mountNotifications } from './routes.ts';
