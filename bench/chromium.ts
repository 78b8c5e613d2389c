// The browser that Debian has, without a screen.
import { execFileSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

export function launchChromium(...args: string[]): Promise<Browser> {
  const find = 'command -v chromium || command -v chromium-browser || command -v google-chrome';
  const executablePath = execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}
