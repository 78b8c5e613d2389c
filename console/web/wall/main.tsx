import '../look/tokens.css';
import '../look/base.css';
import './App.css';
import './sign-in.css';
import { render } from 'preact';
import { watchTheme } from '../look/theme.ts';
import { App } from './App.tsx';
import { start } from './state.ts';

const app = document.getElementById('app');
if (!app) throw new Error('wall.html has no #app');
start();
watchTheme();
render(<App />, app);
