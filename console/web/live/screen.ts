const pages = ['h', 'r', 'b', 'wall'];

/** Which of our pages this is, by its path: `h`, `r`, `b`, `wall`; the duty console is the empty one. */
export const screen = pages.find((page) => page === location.pathname.split('/')[1]) ?? '';
