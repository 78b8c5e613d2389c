// Is the link alive, how old is the picture, can I hear it, who is on, what time is it; beneath it what must be known at once.
import '../../look/Demo.css';
import '../../look/TopBar.css';
import './TopBar.css';
import { SoundButton } from '../../alarm/SoundButton.tsx';
import { LinkBanner } from '../../live/LinkBanner.tsx';
import { LinkLight } from '../../live/LinkLight.tsx';
import { now } from '../../live/page.ts';
import { SystemBanner } from '../../live/SystemBanner.tsx';
import { SystemLight } from '../../live/SystemLight.tsx';
import { Demo } from '../../look/Demo.tsx';
import { TopBar as Bar } from '../../look/TopBar.tsx';
import { dayOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { words } from '../../words/words.ts';
import { toggleHelp, togglePanel } from '../actions.ts';
import { district } from '../district.ts';
import { locked, panel } from '../state.ts';
import { NightDeskBanner } from './NightDeskBanner.tsx';
import { PanelButtons } from './PanelButtons.tsx';
import { SurgeBanner } from './SurgeBanner.tsx';
import { WhoIsOn } from './WhoIsOn.tsx';

export function TopBar() {
  const w = words.value;
  const { name, nameEn, demo } = district.value?.district ?? {};
  return (
    <>
      {demo && <Demo />}
      <SurgeBanner />
      <Bar
        title={w.title}
        says={`${(language.value === 'en' ? (nameEn ?? name) : name) ?? ''} ${w.console}`}
        lights={
          <>
            <LinkLight />
            <SystemLight expanded={panel.value === 'system'} open={() => togglePanel('system')} />
          </>
        }
        sound={<SoundButton />}
        cells={<WhoIsOn />}
        panels={!locked.value && <PanelButtons />}
        help={
          <button class="icon" type="button" aria-label={w.help} onClick={toggleHelp}>
            ?
          </button>
        }
        day={dayOf(now.value, language.value)}
      />
      <NightDeskBanner />
      <LinkBanner />
      <SystemBanner />
    </>
  );
}
