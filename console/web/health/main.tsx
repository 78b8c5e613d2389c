import '../look/tokens.css';
import '../look/base.css';
import '../look/frame.css';
import '../sign-in/console.css';
import { render } from 'preact';
import { watchSound } from '../alarm/sound.ts';
import { watchTheme } from '../look/theme.ts';
import { App } from './App.tsx';
import { alarms, start } from './state.ts';

const app = document.getElementById('app');
if (!app) throw new Error('h.html has no #app');
start();
watchTheme();
watchSound(alarms);
render(<App />, app);
