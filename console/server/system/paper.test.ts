import { expect, it } from 'vitest';
import { paperOf, titleOf } from './paper.ts';

it('is called as its first heading says', () => {
  expect(titleOf('# 值班员手册\n\n## 一、上班\n')).toBe('值班员手册');
  expect(paperOf('# 夜里 <不睡>\n', '')).toContain('<title>夜里 &lt;不睡&gt; · 一键通</title>');
});

it('shows a picture with what it says, by the session of the page that asked', () => {
  const page = paperOf('# 一\n\n![响铃 "叮"](../screens/phone-ringing.png)\n\n见[值班员](duty.md)\n', 'r');
  expect(page).toContain('<img src="/handbook/pictures/phone-ringing.png?screen=r" alt="响铃 &quot;叮&quot;">');
  expect(page).toContain('<a href="/handbook/duty?screen=r">值班员</a>');
});

it.each([
  { what: 'HTML of its own', text: '# 一\n\n<script>alert(1)</script>\n' },
  { what: 'HTML inside a line', text: '# 一\n\n好<b onclick="x()">吗</b>\n' },
  { what: 'a picture from elsewhere', text: '![x](https://example.org/x.png)' },
  { what: 'a picture of another folder', text: '![x](../screens/../../data/x.png)' },
  { what: 'a way out of the house', text: '[x](https://example.org/)' },
  { what: 'a script as a link', text: '[x](javascript:alert(1))' },
])('refuses $what', ({ text }) => {
  expect(() => paperOf(text, '')).toThrow(/a handbook/);
});
