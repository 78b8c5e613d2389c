import '../look/tokens.css';
import '../look/base.css';
import './App.css';
import { render } from 'preact';
import { watchTheme } from '../look/theme.ts';
import { App } from './App.tsx';
import { start } from './state.ts';

const app = document.getElementById('app');
if (!app) throw new Error('family.html has no #app');
watchTheme();
start();
render(<App />, app);
