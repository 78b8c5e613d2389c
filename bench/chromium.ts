// The browser that Debian has, without a screen.
import { execFileSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

export function launchChromium(...args: string[]): Promise<Browser> {
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']; // the first has no windows to draw
  const find = names.map((name) => `command -v ${name}`).join(' || ');
  const executablePath = execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}
