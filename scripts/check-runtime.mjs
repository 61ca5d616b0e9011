/**
 * Loaded before every server script, in plain JavaScript so that an old Node can read it.
 *
 * `npm ci` installs Node 24 into the project (package `node`); where install scripts are blocked,
 * a Node ≥ 24 on the PATH serves as well. Anything older cannot run TypeScript directly.
 */
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `PartnerOS needs Node 24 or newer and found ${process.version}: run "npm ci" with install scripts allowed, or put Node 24 on the PATH.\n`,
  );
  process.exit(1);
}
