import './Bar.css';
import { picture } from '../../live/page.ts';
import { Handbook } from '../../look/Handbook.tsx';
import { TopBar } from '../../look/TopBar.tsx';
import { words } from '../../words/words.ts';
import { areaName, districtName } from '../district.ts';
import { ownWords } from '../language.ts';
import { Pages } from './Pages.tsx';

export function Bar() {
  return (
    <TopBar
      title={words.value.title}
      says={[districtName.value, areaName.value, ownWords.value.says].filter(Boolean).join(' ')}
      lights={<Pages />}
      help={<Handbook of={picture.value.me?.role === 'administrator' ? 'administrator' : 'community'} />}
      cells={<span class="cell wide">{picture.value.me?.name}</span>}
    />
  );
}
