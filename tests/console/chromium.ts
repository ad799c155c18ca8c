import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's, which CI installs; another one by TEST_CHROMIUM. */
const path = process.env.TEST_CHROMIUM ?? '/usr/bin/chromium';

/** Is there a browser to test with? */
export const hasChromium = existsSync(path);

export const openChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] });
