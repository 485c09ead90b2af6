// SPDX-License-Identifier: AGPL-3.0-or-later
// Starts the client once the words of the language are there.
import { createRoot } from 'react-dom/client';
import 'antd/dist/reset.css';
import './theme/app.css';
import './theme/list.css';
import './theme/groups.css';
import './theme/record.css';
import './theme/print.css';
import { ready } from './i18n/index.js';
import { App } from './app/App.jsx';

ready.then(() => {
  document.documentElement.lang = localStorage.getItem('gx.language') ?? 'zh-CN';
  createRoot(document.getElementById('root')).render(<App />);
});
