// A model that is known, or one as it is written on the device, with the address that its vendor knows it by.
import { useState } from 'preact/hooks';
import type { PairingList } from '../../../../contracts/device/pairing.ts';
import type { Source } from '../../../../contracts/office/source.ts';
import { sourceFamilies } from '../../../../wording/sources.ts';
import { language } from '../../words/language.ts';
import type { Chosen } from './Heard.tsx';
import { pairWords } from './words.ts';

type Props = { chosen: Chosen; choose: (chosen: Chosen) => void; list: PairingList };

/** What of a device its vendor's address is. */
const forms: Readonly<Record<Source['family'], 'ieee' | 'mac' | 'name' | 'devEui' | 'imei' | 'id'>> = {
  zigbee2mqtt: 'ieee',
  shellyGen1: 'mac',
  shellyGen2: 'mac',
  btHome: 'mac',
  theengs: 'mac',
  tasmota: 'name',
  espHome: 'name',
  chirpStack: 'devEui',
  traccar: 'id',
  homeAssistant: 'name',
  ctwing: 'imei',
  oneNet: 'id',
  oneNetOld: 'imei',
  iotda: 'id',
  tencentIot: 'id',
  aiqiangua: 'imei',
  mapped: 'id',
  watch: 'id',
  jt808: 'id',
};

export function ByModel({ chosen, choose, list }: Props) {
  const p = pairWords.value;
  const known = list.families.find(({ sources }) => sources.length > 0)?.family ?? 'zigbee2mqtt';
  const [family, setFamily] = useState<Source['family']>(known);
  const of = list.families.find((one) => one.family === family);
  return (
    <div class="fields">
      <label>
        {p.family}
        <select
          value={family}
          onChange={({ currentTarget: { value } }) => [setFamily(value as Source['family']), choose({})]}
        >
          {list.families.map((one) => (
            <option key={one.family} value={one.family}>
              {sourceFamilies[language.value][one.family]}
              {one.sources.length > 0 && ` (${one.sources.map(({ name }) => name).join('、')})`}
            </option>
          ))}
        </select>
        {of?.sources.length === 0 && <small class="warning">{p.noSourceOf}</small>}
      </label>
      <label>
        {p.model}
        <input
          name="model"
          list="known-models"
          autocomplete="off"
          maxLength={80}
          value={chosen.model ?? ''}
          onInput={({ currentTarget }) => choose({ ...chosen, model: currentTarget.value })}
        />
        <datalist id="known-models">
          {of?.models.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
      </label>
      <label>
        {p.address}
        <input
          name="address"
          autocomplete="off"
          maxLength={80}
          value={chosen.address ?? ''}
          onInput={({ currentTarget }) => choose({ ...chosen, address: currentTarget.value })}
        />
        <small>{p.addressForms[forms[family]]}</small>
      </label>
    </div>
  );
}
