// The bar over a console: is the link alive, can I hear it, who is on, the ways out, what time it is.
import './TopBar.css';
import type { ComponentChildren } from 'preact';
import { SoundButton } from '../alarm/SoundButton.tsx';
import { leave } from '../live/api.ts';
import { LinkLight } from '../live/LinkLight.tsx';
import { now } from '../live/page.ts';
import { MySignInButton } from '../sign-in/MySignInButton.tsx';
import { switchLanguage } from '../words/language.ts';
import { words } from '../words/words.ts';
import { Button } from './Button.tsx';
import { switchTheme } from './theme.ts';
import { clockOf } from './time.ts';

export function TopBar(props: {
  title: string;
  /** beside the title, small */
  says?: string;
  /** beside the light of the link */
  lights?: ComponentChildren;
  /** who is on */
  cells: ComponentChildren;
  /** what the page opens, before and after the switches */
  panels?: ComponentChildren;
  help?: ComponentChildren;
  day?: string;
}) {
  const { title, says, lights, cells, panels, help, day } = props;
  const w = words.value;
  return (
    <header class="top">
      <div class="brand">
        {title}
        {says !== undefined && <small>{says}</small>}
      </div>
      <LinkLight />
      {lights}
      <div class="grow" />
      {cells}
      <SoundButton />
      {panels}
      <button class="icon" type="button" title={w.theme} aria-label={w.theme} onClick={switchTheme}>
        ◐
      </button>
      <Button class="icon" does={switchLanguage} says={w.language} />
      {help}
      <MySignInButton class="icon" />
      <Button class="icon" does={() => void leave()} says={w.signOut} />
      <div class="clock">
        {day !== undefined && <small>{day}</small>}
        {clockOf(now.value)}
      </div>
    </header>
  );
}
