import 'leaflet/dist/leaflet.css';
import '../look/tokens.css';
import './console.css';
import { render } from 'preact';
import { App } from './App.tsx';
import { watchKeys } from './keys.ts';
import { fitMap } from './MapView.tsx';
import { watchSound } from './sound.ts';
import { start } from './state.ts';

const app = document.getElementById('app');
if (!app) throw new Error('index.html has no #app');
start();
watchSound();
watchKeys(fitMap);
render(<App />, app);
