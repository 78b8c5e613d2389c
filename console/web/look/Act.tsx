import { actionsDisabled } from '../live/page.ts';
import { Button, type ButtonProps } from './Button.tsx';

/** A button that orders something. Nothing may be ordered on an old picture. */
export const Act = (props: ButtonProps) => <Button {...props} off={props.off === true || actionsDisabled.value} />;
