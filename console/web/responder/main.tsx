import '../look/tokens.css';
import '../look/base.css';
import './responder.css';
import { render } from 'preact';
import { keepPage } from '../live/keepPage.ts';
import { App } from './App.tsx';
import { fetchMap } from './later.ts';
import { watchRinger } from './ring.ts';
import { start } from './state.ts';

const app = document.getElementById('app');
if (!app) throw new Error('r.html has no #app');
document.documentElement.classList.add('light'); // read in sunlight, on a bicycle
start();
watchRinger();
keepPage();
render(<App />, app);
void fetchMap();
