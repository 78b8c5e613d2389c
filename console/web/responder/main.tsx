import '../look/tokens.css';
import '../look/base.css';
import './responder.css';
import { render } from 'preact';
import { keepPage } from '../live/keepPage.ts';
import { watchTheme } from '../look/theme.ts';
import { App } from './App.tsx';
import { fetchMap } from './later.ts';
import { watchRinger } from './ring.ts';
import { start } from './state.ts';

const app = document.getElementById('app');
if (!app) throw new Error('r.html has no #app');
watchTheme();
start();
watchRinger();
keepPage();
render(<App />, app);
void fetchMap();
