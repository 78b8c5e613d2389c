/** The steps of the first days in their order. Each is done once the registry, or the log, holds what it makes: nothing else remembers it. */
export const startSteps = ['community', 'grids', 'coordinator', 'home', 'button', 'press'] as const;
export type StartStep = (typeof startSteps)[number];
