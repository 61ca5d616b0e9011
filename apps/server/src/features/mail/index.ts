/** Mail to people: queued in the transaction of the act that causes it, sent by a job. */
export { eraseMails } from './erase-mails.ts';
export { giveUpUnsentMails } from './give-up-unsent.ts';
export { type MailQueue, queueMail } from './queue-mail.ts';
export { registerMailJobs } from './send-mail.ts';
