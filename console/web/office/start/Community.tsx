// 社区: what it is called and where it is. The district itself is the administrator's.
import { useState } from 'preact/hooks';
import type { District } from '../../../../contracts/office/community.ts';
import type { RegistryDocument } from '../../../../contracts/office/registry.ts';
import type { LonLat } from '../../../../contracts/position.ts';
import { picture } from '../../live/page.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { district } from '../district.ts';
import { Line } from '../map/Fields.tsx';
import { nothingTyped, PositionFields, positionOf, SketchMap, type Typed, typedAt } from '../map/SketchMap.tsx';
import { Foot } from './Parts.tsx';
import type { StepProps } from './stepProps.ts';
import { savedBy, useStep } from './useStep.ts';
import { startWords } from './words.ts';

/** Where a map of tiles is opened before anybody has said where. */
const middleOfChina: LonLat = [104.1, 35.8];

export function Community(props: StepProps) {
  const s = startWords.value;
  const me = picture.value.me;
  const id = me?.district ?? '';
  const { value, wrong } = useRead<RegistryDocument>(`/api/v1/office/registry/district/${id}`, props.changed);
  if (me && me.role !== 'administrator') return <p>{s.administratorOnly}</p>;
  if (!value) return <Trouble says={wrong} />;
  const standing = value.document as District;
  // Somebody else's change is shown before it is written over: the form begins anew on it.
  return <Form key={value.version} {...props} standing={standing} version={value.version} />;
}

function Form({ standing, version, saved, next }: StepProps & { standing: District; version: number }) {
  const s = startWords.value;
  const begun = standing.centre !== undefined;
  const [name, setName] = useState(begun ? standing.name : '');
  const [nameEn, setNameEn] = useState(begun ? (standing.nameEn ?? '') : '');
  const [centre, setCentre] = useState<Typed>(begun ? typedAt(standing.centre) : nothingTyped);
  const at = positionOf(centre);
  const step = useStep(
    name.trim() === '' || !at
      ? undefined
      : [
          {
            kind: 'district',
            id: standing.id,
            version,
            set: { name: name.trim(), nameEn: nameEn.trim() === '' ? null : nameEn.trim(), centre: at },
          },
        ],
    ['district/name', 'district/nameEn', 'district/centre'],
  );
  const tiles = district.value?.tiles;
  return (
    <form class="beside-map" onSubmit={savedBy(step, () => saved(next))}>
      <div class="fields">
        <p>{s.community.says}</p>
        <Line name="name" label={s.community.name} value={name} set={setName} wrong={step.wrong('district/name')} />
        <Line
          name="nameEn"
          label={s.community.nameEn}
          value={nameEn}
          set={setNameEn}
          wrong={step.wrong('district/nameEn')}
        />
        <PositionFields
          name="centre"
          label={s.community.centre}
          typed={centre}
          set={setCentre}
          wrong={step.wrong('district/centre')}
        />
        <p class="hint">{s.community.zone}</p>
        <Foot step={step} act={s.save} ready={name.trim() !== '' && at !== undefined} />
      </div>
      {(at || tiles) && (
        <SketchMap
          centre={at ?? middleOfChina}
          drawing={{ corners: at ? [at] : [], closed: false }}
          told={{ add: (to) => setCentre(typedAt(to)), move: (_, to) => setCentre(typedAt(to)) }}
        />
      )}
    </form>
  );
}
