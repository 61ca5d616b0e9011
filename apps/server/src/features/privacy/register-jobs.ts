import { erasePerson } from './erase-person.ts';
import { exportPerson } from './export-person.ts';
import { erasePersonJob, expireExportsJob, exportPersonJob } from './jobs.ts';
import type { PrivacyParts } from './parts.ts';
import { expireExports } from './store.ts';

export function registerPrivacyJobs(parts: PrivacyParts): void {
  const { jobs, database, clock } = parts;
  jobs.register(exportPersonJob, (payload) => exportPerson(parts, payload));
  jobs.register(erasePersonJob, (payload) => erasePerson(parts, payload));
  jobs.register(expireExportsJob, () =>
    database.withEveryOrganization(expireExportsJob.name, (tx) =>
      expireExports(tx, { before: clock.now() }),
    ),
  );
  jobs.schedule(expireExportsJob, '15 * * * *');
}
