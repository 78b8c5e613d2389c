// What is stuck on a device: its number, how it is pressed, and a code that leads staff to it. Nothing of whoever it belongs to.
import './Label.css';
import { Qr } from '../../look/Qr.tsx';
import { districtName } from '../district.ts';
import { type GestureName, gestures } from './steps.ts';
import { pairWords } from './words.ts';

export function Label({ device, url, gesture }: { device: string; url: string; gesture: GestureName }) {
  const p = pairWords.value;
  return (
    <article class="device-label">
      <Qr text={url} label={p.codeOf(device)} />
      <div>
        <b>{p.gestures[gesture]}</b>
        <strong>{device}</strong>
        <small>{districtName.value}</small>
      </div>
    </article>
  );
}

/** Some call only when they are held for four seconds: it must stand on them. */
export function Gesture({ gesture, set }: { gesture: GestureName; set: (gesture: GestureName) => void }) {
  const p = pairWords.value;
  return (
    <label class="on-screen">
      {p.gesture}
      <select value={gesture} onChange={({ currentTarget }) => set(currentTarget.value as GestureName)}>
        {gestures.map((one) => (
          <option key={one} value={one}>
            {p.gestures[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

export const PrintLabels = () => (
  <button class="button strong on-screen" type="button" onClick={() => print()}>
    {pairWords.value.print}
  </button>
);
