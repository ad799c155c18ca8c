import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { openClient } from './graph/client.ts';
import { openSession } from './graph/session.ts';
import { App } from './shell/app.tsx';
import './styles/tokens.css';
import './styles/base.css';
import './styles/print.css';
import { applySettings } from './settings/settings.ts';

applySettings();
const session = await openSession();
createRoot(document.getElementById('console')!).render(
  <StrictMode>
    <Provider value={openClient(session)}>
      <App session={session} />
    </Provider>
  </StrictMode>,
);
