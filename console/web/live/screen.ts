const pages = ['h', 'r', 'b', 'wall', 'family'];

/** Which of our pages this is, by its path: `h`, `r`, `b`, `wall`, `family`; the duty console is the empty one. */
export const screen = pages.find((page) => page === location.pathname.split('/')[1]) ?? '';
