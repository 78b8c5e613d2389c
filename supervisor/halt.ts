/** Something the person at the terminal can put right: shown as this one sentence, without a stack, exit code 1. */
export class Halt extends Error {}
