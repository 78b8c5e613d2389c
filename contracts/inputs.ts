// Everything that asks for a decision, as it is stored in the intake. One version number for each kind: bump it when a
// field changes its meaning, and teach readInput the old one.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Command } from './commands.ts';
import { Location, PressKind, Reply } from './messages.ts';

/** A press that could be read. `id` was made by the broker where the device sent none. */
export const PressInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('press'),
  district: Type.String(),
  device: Type.String(),
  id: Type.String(),
  press: PressKind,
  deviceTime: Type.Optional(Type.String()),
  battery: Type.Optional(Type.Number()),
  location: Type.Optional(Location),
});
/** A press that could not be read: still a press. `body` is base64, cut at 2 KiB. */
export const UnreadablePressInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('unreadable_press'),
  district: Type.String(),
  device: Type.String(),
  id: Type.String(),
  body: Type.String(),
  why: Type.String(),
});
/** A responder's answer. `responder` is who was logged in, not what the message claims. */
export const ReplyInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('reply'),
  district: Type.String(),
  responder: Type.String(),
  reply: Reply,
});
/** An officer's command. `by` is the login that gave it. */
export const CommandInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('command'),
  district: Type.String(),
  by: Type.String(),
  incident: Type.String(),
  command: Command,
});

export const Input = Type.Union([PressInput, UnreadablePressInput, ReplyInput, CommandInput]);
export type Input = Static<typeof Input>;
export type PressInput = Static<typeof PressInput>;
export type UnreadablePressInput = Static<typeof UnreadablePressInput>;
export type ReplyInput = Static<typeof ReplyInput>;
export type CommandInput = Static<typeof CommandInput>;

const compiled = Compile(Input);

/** Reads a stored input. Undefined means: not ours or not readable, and the caller sets it aside for the duty officer. */
export function readInput(text: string): Input | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return compiled.Check(value) ? value : undefined;
  } catch {
    return undefined; // the caller opens an "unreadable input" incident
  }
}

/**
 * What makes two inputs the same one. Presses are not told apart here: a button may repeat an id on purpose or after a
 * restart, so the dispatcher compares id, body and time (DESIGN "A repeat").
 */
export function inputKey(input: Input): string {
  switch (input.kind) {
    case 'press':
    case 'unreadable_press':
      return `press/${input.device}/${input.id}`;
    case 'reply':
      return `reply/${input.responder}/${input.reply.id}`;
    case 'command':
      return `command/${input.by}/${input.command.id}`;
  }
}
