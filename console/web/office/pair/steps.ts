// The way of a device into a home, as it is shown; and how it is pressed, as its label says.
export const steps = ['home', 'what', 'press', 'confirm', 'label'] as const;
export type Step = (typeof steps)[number];

export const gestures = ['press', 'hold', 'pull'] as const;
export type GestureName = (typeof gestures)[number];
