// 按键: a button in the home, as a screen that is one, or as a device with its password.
import { useState } from 'preact/hooks';
import type { DeviceLogin } from '../../../../contracts/device/logins.ts';
import type { TokenAnswer } from '../../../../contracts/session/session.ts';
import { deviceTopic } from '../../../../contracts/topics.ts';
import { call } from '../../live/api.ts';
import { picture } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { nothingListed } from '../address.ts';
import { Link } from '../Link.tsx';
import { Line } from '../map/Fields.tsx';
import { idFor } from '../registry/useDocument.ts';
import { Handout } from './Handout.tsx';
import { Foot, Have } from './Parts.tsx';
import type { StepProps } from './stepProps.ts';
import { useMade } from './useMade.ts';
import { savedBy, useStep } from './useStep.ts';
import { startWords } from './words.ts';

export function ButtonStep(props: StepProps) {
  const s = startWords.value;
  const { home, device } = props.beginning;
  if (!home) return <p>{s.needs(s.steps.home)}</p>;
  if (device === undefined) return <Form {...props} home={home.id} />;
  const may = picture.value.me?.role === 'administrator';
  return (
    <>
      <Have>
        {s.button.have(device, home.says)} <Link to={{ ...nothingListed, kind: 'devices', id: device }}>{s.edit}</Link>
      </Have>
      {may ? (
        <div class="ways">
          <OnScreen device={device} />
          <Device device={device} />
        </div>
      ) : (
        <p>{s.administratorOnly}</p>
      )}
    </>
  );
}

function Form({ home, saved }: StepProps & { home: string }) {
  const s = startWords.value;
  const [id, setId] = useState(() => idFor('btn'));
  const document = { id: id.trim(), kind: 'button', home };
  const step = useStep(id.trim() === '' ? undefined : [{ kind: 'devices', id: id.trim(), version: 0, document }], [
    'devices/id',
  ]);
  return (
    <form class="fields" onSubmit={savedBy(step, saved)}>
      <p>{s.button.says}</p>
      <Line
        name="device"
        label={s.button.id}
        value={id}
        set={setId}
        hint={s.button.idHint}
        wrong={step.wrong('devices/id')}
      />
      <Foot step={step} act={s.button.add} ready={id.trim() !== ''} />
    </form>
  );
}

function OnScreen({ device }: { device: string }) {
  const s = startWords.value;
  const { made, trouble, asking, make } = useMade<TokenAnswer>(() =>
    call('/api/v1/tokens', { role: 'button', device, link: true }),
  );
  return (
    <section aria-label={s.button.browser}>
      <h3>{s.button.browser}</h3>
      <Trouble says={trouble} />
      {made?.link === undefined ? (
        <button class="button strong" type="button" disabled={asking} onClick={() => void make()}>
          {s.button.browserMake}
        </button>
      ) : (
        <>
          <Handout link={made.link} until={made.expiresAt} says={s.button.browserSays} />
          <a class="button strong" href={here(made.link)} target="_blank" rel="noreferrer">
            {s.button.browserOpen}
          </a>
        </>
      )}
    </section>
  );
}

/** The same link at the address by which this page is here. */
const here = (link: string): string => {
  const { pathname, search } = new URL(link);
  return `${pathname}${search}`;
};

function Device({ device }: { device: string }) {
  const s = startWords.value;
  const { made, trouble, asking, make } = useMade<DeviceLogin>(() => call('/api/v1/devices', { device }));
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/mqtt`;
  return (
    <section aria-label={s.button.real}>
      <h3>{s.button.real}</h3>
      <p>{s.button.realSays}</p>
      <Trouble says={trouble} />
      {made && (
        <dl>
          <dt>{s.button.username}</dt>
          <dd>
            <code>{made.username}</code>
          </dd>
          <dt>{s.button.password}</dt>
          <dd>
            <code>{made.password}</code>
          </dd>
          <dt>{s.button.topic}</dt>
          <dd>
            <code>{`${deviceTopic(made.device, 'press')}  {"kind":"sos"}`}</code>
          </dd>
          <dt>{s.button.address}</dt>
          <dd>
            <code>{address}</code>
            <small class="hint">{s.button.ports}</small>
          </dd>
        </dl>
      )}
      <button class="button" type="button" disabled={asking} onClick={() => void make()}>
        {s.button.realMake}
      </button>
    </section>
  );
}
