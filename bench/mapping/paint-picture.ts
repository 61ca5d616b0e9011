/** The picture once more as PNG, where a Chromium is at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const likelyPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Paints the SVG into a PNG of the same name; false where there is no Chromium. */
export async function paintPicture(svg: URL): Promise<boolean> {
  const path = [process.env['CHROMIUM_PATH'] ?? '', ...likelyPaths].find(
    (candidate) => candidate !== '' && existsSync(candidate),
  );
  if (path === undefined) return false;
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2 });
    await page.setContent(`<body style="margin:0">${readFileSync(svg, 'utf8')}</body>`);
    await page.locator('svg').screenshot({ path: fileURLToPath(svg).replace(/svg$/, 'png') });
    return true;
  } finally {
    await browser.close();
  }
}
