// For the hall: the map with a colour for each grid, and six figures.
import { useSignalEffect } from '@preact/signals';
import * as L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import type { WallView } from '../../../contracts/incident/views.ts';
import { linkState, now, signedOut, silentSeconds } from '../live/page.ts';
import { theme } from '../look/theme.ts';
import { clockOf, dayOf } from '../look/time.ts';
import { BaseMap } from '../map/base.ts';
import { escaped } from '../map/escaped.ts';
import { SignIn } from '../sign-in/SignIn.tsx';
import { language, switchLanguage } from '../words/language.ts';
import { words } from './language.ts';
import { map, wall } from './state.ts';

export function App() {
  const w = words.value;
  if (signedOut.value) return <SignIn title={w.signIn} />;
  const { district } = map.value ?? {};
  return (
    <div class={`wall link-${linkState.value}`}>
      {district?.demo && <div class="demo">{w.demo}</div>}
      {linkState.value === 'lost' && (
        <div class="banner lost" role="alert">
          {w.lost(clockOf(now.value - silentSeconds.value * 1000))}
        </div>
      )}
      <main>
        <WallMap />
        <section class="figures">
          <h1>
            {language.value === 'en' ? (district?.nameEn ?? district?.name) : district?.name} {w.title}
          </h1>
          <p class="time">{clockOf(now.value).slice(0, 5)}</p>
          <p class="day">{dayOf(now.value, language.value)}</p>
          {wall.value && <Figures view={wall.value} />}
          <p class="motto">{w.motto}</p>
          <button class="tongue" type="button" onClick={switchLanguage}>
            {w.language}
          </button>
        </section>
      </main>
    </div>
  );
}

function Figures({ view }: { view: WallView }) {
  const w = words.value;
  const { grids, coordinators, covered, month } = view;
  const sum = (key: 'fresh' | 'active' | 'verify'): number => grids.reduce((total, one) => total + one[key], 0);
  const { medianSeconds } = month;
  const fresh = sum('fresh');
  const active = sum('active') + sum('verify');
  return (
    <dl>
      <Figure says={w.fresh} class_={fresh > 0 ? 'p1' : ''} value={String(fresh)} />
      <Figure says={w.active} class_={active > 0 ? 'go' : ''} value={String(active)} />
      <Figure says={w.coordinators} value={String(coordinators.onDuty)} small={`/ ${coordinators.of}`} />
      <Figure
        says={w.covered}
        value={covered && covered.homes > 0 ? String(Math.floor((covered.reachable / covered.homes) * 100)) : w.none}
        small="%"
      />
      <Figure
        says={w.median}
        value={
          medianSeconds === undefined
            ? w.none
            : `${Math.floor(medianSeconds / 60)}:${String(medianSeconds % 60).padStart(2, '0')}`
        }
      />
      <Figure says={w.calls(month.reached)} value={String(month.calls)} />
    </dl>
  );
}

function Figure({ says, value, small, class_ = '' }: { says: string; value: string; small?: string; class_?: string }) {
  return (
    <div class={class_}>
      <dd>
        {value} {small && <small>{small}</small>}
      </dd>
      <dt>{says}</dt>
    </div>
  );
}

/** The grid is the finest place that is shown. */
function WallMap() {
  const host = useRef<HTMLDivElement>(null);
  const made = useRef<{ map: L.Map; base: BaseMap; grids: L.LayerGroup } | undefined>(undefined);
  useEffect(() => {
    if (!host.current) return;
    const leaflet = L.map(host.current, {
      zoomControl: false,
      zoomSnap: 0.05,
      dragging: false,
      scrollWheelZoom: false,
      doubleClickZoom: false,
      touchZoom: false,
      keyboard: false,
      boxZoom: false,
    });
    leaflet.attributionControl.setPrefix(false);
    leaflet.setView([30.643, 104.0595], 16);
    made.current = {
      map: leaflet,
      base: new BaseMap(() => new Map(), { gridNames: false, courtyardNames: false }).addTo(leaflet),
      grids: L.layerGroup().addTo(leaflet),
    };
    const watch = new ResizeObserver(() => {
      leaflet.invalidateSize({ animate: false });
      fitAll();
    });
    watch.observe(host.current);
    return () => {
      watch.disconnect();
      leaflet.remove();
      made.current = undefined;
    };
  }, []);
  const shown = useRef('');
  function fitAll(): void {
    const points = (map.value?.grids ?? []).flatMap(({ ring }) => ring.map(([lon, lat]): L.LatLngTuple => [lat, lon]));
    if (points.length > 0) made.current?.map.fitBounds(L.latLngBounds(points), { padding: [48, 48], animate: false });
  }
  useSignalEffect(() => {
    const source = map.value;
    if (!source || !made.current) return;
    made.current.base.show(source);
    if (shown.current === source.district.id) return;
    shown.current = source.district.id;
    made.current.map.attributionControl.addAttribution(escaped(source.district.attribution));
    fitAll();
  });
  useSignalEffect(() => {
    const source = map.value;
    const view = wall.value;
    const layer = made.current?.grids;
    void theme.value;
    if (!source || !view || !layer) return;
    const w = words.value;
    layer.clearLayers();
    for (const { id, name, ring, label } of source.grids) {
      const counts = view.grids.find((one) => one.id === id) ?? { fresh: 0, active: 0, verify: 0 };
      const state = counts.fresh > 0 ? 'fresh' : counts.active + counts.verify > 0 ? 'active' : 'calm';
      const says =
        [
          counts.fresh > 0 ? w.gridFresh(counts.fresh) : '',
          counts.active > 0 ? w.gridActive(counts.active) : '',
          counts.verify > 0 ? w.gridVerify(counts.verify) : '',
        ]
          .filter((part) => part !== '')
          .join(' · ') || w.gridCalm;
      const line = ring.map(([lon, lat]): L.LatLngTuple => [lat, lon]);
      const area = L.polygon(line, { className: `wall-grid ${state}`, interactive: false }).addTo(layer);
      const box = document.createElement('div');
      box.className = `wall-name ${state}`;
      const [title, count] = [document.createElement('b'), document.createElement('span')];
      title.textContent = name;
      count.textContent = says;
      box.append(title, count);
      const at: L.LatLngExpression = label ? [label[1], label[0]] : area.getBounds().getCenter();
      const icon = L.divIcon({ html: box, className: 'wall-label', iconSize: [0, 0] });
      L.marker(at, { icon, interactive: false, keyboard: false }).addTo(layer);
    }
  });
  return <div class="wall-map" ref={host} role="img" aria-label={words.value.map} />;
}
