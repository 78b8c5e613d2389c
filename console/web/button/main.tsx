import '../look/tokens.css';
import '../look/base.css';
import './button.css';
import { render } from 'preact';
import { keepPage } from '../live/keepPage.ts';
import { watchTheme } from '../look/theme.ts';
import { App } from './App.tsx';
import { start } from './state.ts';
import { stayHere } from './stay.ts';
import { watchVoice } from './voice.ts';

const app = document.getElementById('app');
if (!app) throw new Error('b.html has no #app');
watchTheme();
start();
watchVoice();
stayHere();
keepPage();
render(<App />, app);
