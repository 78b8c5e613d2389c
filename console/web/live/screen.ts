/** Which of our pages this is, by its path: `h`, `r`, `b`, `wall`; the duty console is the empty one. */
export const screen = location.pathname.split('/')[1] ?? '';
