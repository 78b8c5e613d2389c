import './Bar.css';
import { picture } from '../../live/page.ts';
import { TopBar } from '../../look/TopBar.tsx';
import { words } from '../../words/words.ts';
import { districtName } from '../district.ts';
import { ownWords } from '../language.ts';
import { Pages } from './Pages.tsx';

export function Bar() {
  return (
    <TopBar
      title={words.value.title}
      says={`${districtName.value} ${ownWords.value.says}`}
      lights={<Pages />}
      cells={<span class="cell wide">{picture.value.me?.name}</span>}
    />
  );
}
