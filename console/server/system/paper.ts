// A handbook as a page to read and to print: Markdown in, a whole HTML document out. It brings no script; HTML in the text, and a
// way out of this house, are mistakes that are refused rather than escaped.
import { createHash } from 'node:crypto';
import { Marked } from 'marked';

const style = `
:root{color-scheme:light dark;--ink:#14181d;--soft:#4b5560;--line:#c9d0d8;--ground:#fff;--mark:#eef2f6;--link:#0b57d0}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6eaef;--soft:#aeb8c4;--line:#3a444f;--ground:#14181d;--mark:#222a33;--link:#8ab4f8}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 "Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:46em;margin:0 auto;padding:16px}
nav{max-width:46em;margin:0 auto;padding:12px 16px;display:flex;flex-wrap:wrap;gap:4px 16px;color:var(--soft)}
a{color:var(--link)}
h1{font-size:1.6em;line-height:1.3;margin:0 0 .3em}
h2{font-size:1.15em;line-height:1.3;margin:.9em 0 .2em;padding-bottom:.1em;border-bottom:1px solid var(--line)}
p,ol,ul,table{margin:.3em 0}
ol,ul{padding-left:1.6em}
blockquote{margin:.4em 0;padding:.2em .8em;border-left:4px solid var(--ink);background:var(--mark)}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.15em .5em;border:1px solid var(--line)}
th{background:var(--mark)}
.pictures{display:flex;flex-wrap:wrap;justify-content:center;gap:12px;margin:.6em 0}
figure{margin:0;flex:0 1 auto;max-width:100%}
img{display:block;max-width:100%;max-height:22em;border:1px solid var(--line)}
figcaption{font-size:.85em;color:var(--soft)}
@page{size:A4;margin:12mm 14mm}
@media print{
body{font-size:10.2pt;line-height:1.42}
nav{display:none}
main{max-width:none;padding:0}
a{color:inherit;text-decoration:none}
h2{break-after:avoid}
li,tr,figure,blockquote{break-inside:avoid}
figure{max-width:calc(50% - 6px)}
img{max-height:74mm}
}
`;
/** By this digest and no other the style of a handbook is let through. */
export const paperStyle = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** What it is called: its first heading. */
export const titleOf = (text: string): string => /^# (.+)$/m.exec(text)?.[1] ?? '使用手册';

/**
 * @param text Markdown; it names pictures as `../screens/NAME.png` and other handbooks as `NAME.md`
 * @param screen of whose session it is read (console/web/live/screen.ts): each way on says it again
 * @throws Error on HTML, and on a picture or link that leads anywhere else
 */
export function paperOf(text: string, screen: string): string {
  const title = titleOf(text);
  const asked = `?screen=${encodeURIComponent(screen)}`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer"><title>${escaped(title)} · 一键通</title><style>${style}</style></head><body>
<nav aria-label="手册"><a href="/handbook${asked}">全部手册</a><span>打印：Ctrl+P，A4 纸</span></nav>
<main>${markdown(asked).parse(text, { async: false })}</main></body></html>`;
}

const markdown = (asked: string): Marked =>
  new Marked({
    renderer: {
      html({ text }) {
        throw new Error(`a handbook holds no HTML, this one has ${text}`);
      },
      paragraph({ tokens }) {
        const pictures = tokens.length > 0 && tokens.every(({ type, raw }) => type === 'image' || raw.trim() === '');
        const inner = this.parser.parseInline(tokens);
        return pictures ? `<div class="pictures">${inner}</div>\n` : `<p>${inner}</p>\n`;
      },
      image({ href, text }) {
        const name = /^\.\.\/screens\/([a-z0-9-]+\.png)$/.exec(href)?.[1];
        if (name === undefined) throw new Error(`a handbook shows pictures of docs/screens, not ${href}`);
        const says = escaped(text);
        return `<figure><img src="/handbook/pictures/${name}${asked}" alt="${says}"><figcaption>${says}</figcaption></figure>`;
      },
      link({ href, tokens }) {
        const name = /^([a-z]+)\.md$/.exec(href)?.[1];
        if (name === undefined && href !== '/') throw new Error(`a handbook leads to other handbooks, not to ${href}`);
        const to = name === undefined ? href : `/handbook/${name}${asked}`;
        return `<a href="${to}">${this.parser.parseInline(tokens)}</a>`;
      },
    },
  });

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (one) => marks[one] ?? one);
