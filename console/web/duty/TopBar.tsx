// Is the link alive, how old is the picture, can I hear it, who is on, what time is it.
import { SoundButton } from '../alarm/SoundButton.tsx';
import { signOut } from '../live/api.ts';
import { LinkBanner, LinkLight } from '../live/LinkLight.tsx';
import { now, picture, signedOut } from '../live/page.ts';
import { SystemBanner, SystemLight } from '../live/SystemLight.tsx';
import { switchTheme } from '../look/theme.ts';
import { clockOf, dayOf } from '../look/time.ts';
import { language, switchLanguage } from '../words/language.ts';
import { words } from '../words/words.ts';
import { helpShown } from './keys.ts';
import { map, mayOrder, panel } from './state.ts';

export function TopBar() {
  const w = words.value;
  const { district } = map.value ?? {};
  const { me, responders } = picture.value;
  const coordinators = [...responders.values()].filter(({ role }) => role === 'grid_coordinator');
  const onDuty = coordinators.filter((one) => one.onDuty).length;
  const desk = [...responders.values()].find(({ role, connected }) => role === 'health_desk' && connected);
  const name = language.value === 'en' ? (district?.nameEn ?? district?.name) : district?.name;
  return (
    <>
      {district?.demo && (
        <div class="demo">
          <b>{w.demo}</b>
          {w.demoSays}
        </div>
      )}
      <SurgeBanner />
      <header class="top">
        <div class="brand">
          {w.title}
          <small>
            {name} {w.console}
          </small>
        </div>
        <LinkLight />
        <SystemLight
          expanded={panel.value === 'system'}
          open={() => {
            panel.value = panel.value === 'system' ? undefined : 'system';
          }}
        />
        <div class="grow" />
        <div class="cell who-is-on">
          {w.onDuty} <b>{me?.name}</b>
        </div>
        <div class="cell wide">
          {w.coordinatorsOnDuty} <b>{onDuty}</b> / {coordinators.length}
        </div>
        <div class="cell wide">
          {w.health} <b>{desk ? w.staffed : w.unstaffed}</b>
        </div>
        <SoundButton />
        <button
          class="icon wide"
          type="button"
          aria-expanded={panel.value === 'history'}
          onClick={() => {
            panel.value = panel.value === 'history' ? undefined : 'history';
          }}
        >
          {w.history}
        </button>
        {mayOrder.value && (
          <button
            class="icon"
            type="button"
            onClick={() => {
              panel.value = 'handover';
            }}
          >
            {w.handover}
          </button>
        )}
        <button class="icon" type="button" title={w.theme} aria-label={w.theme} onClick={switchTheme}>
          ◐
        </button>
        <button class="icon" type="button" onClick={switchLanguage}>
          {w.language}
        </button>
        <button
          class="icon"
          type="button"
          aria-label={w.help}
          onClick={() => {
            helpShown.value = !helpShown.value;
          }}
        >
          ?
        </button>
        <button
          class="icon"
          type="button"
          onClick={async () => {
            await signOut();
            signedOut.value = true;
          }}
        >
          {w.signOut}
        </button>
        <div class="clock">
          <small>{dayOf(now.value, language.value)}</small>
          {clockOf(now.value)}
        </div>
      </header>
      <LinkBanner />
      <SystemBanner />
    </>
  );
}

/** Stands while it lasts: the officer works by courtyard, and knows that nothing is lost. */
function SurgeBanner() {
  const w = words.value;
  const { surge } = picture.value;
  if (!surge?.on) return null;
  return (
    <div class="banner surge" role="status">
      <b>{w.surge}</b> {w.surgeSays(surge.open, surge.urgent, surge.courtyards.length)}
    </div>
  );
}
