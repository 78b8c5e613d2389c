// What passes between the console, which knows who asks and writes down whom they were shown, and the office, which knows the books.

/** JSON: the district of whoever asks, the part of it that their rights reach over, and the language in which files are written; of a search, whose number stands in it (ids of residents). */
export const callerHeader = 'x-yjt-caller';
/** In front of each answer: ids of the residents whom it shows, separated by commas. */
export const shownHeader = 'x-yjt-shown';
