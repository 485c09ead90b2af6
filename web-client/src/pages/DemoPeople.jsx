// SPDX-License-Identifier: AGPL-3.0-or-later
// One button per role of the demo company. The list, with its passwords, is given
// only by a server that runs as a demo.
import { Alert, Avatar } from 'antd';
import { useState } from 'react';
import { initialsOf } from '../app/UserMenu.jsx';
import { logIn } from '../app/session.js';
import { useTranslation } from '../i18n/index.js';
import { useAttempt } from './Login.jsx';

/** @param {{people: {username: string, name: string, role_title: string|Record<string, string>, password: string}[]}} props */
export function DemoPeople({ people }) {
  const { t, i18n } = useTranslation();
  const { attempt, busy, sentence } = useAttempt();
  const [chosen, setChosen] = useState('');
  const enter = (person) => {
    setChosen(person.username);
    attempt(() => logIn({ username: person.username, password: person.password }));
  };
  const roleOf = (role) => (role && typeof role === 'object' ? role[i18n.language] ?? role['zh-CN'] : role);
  return (
    <section className="gx-demo" aria-labelledby="gx-demo-title">
      <h2 id="gx-demo-title">{t('auth.demo')}</h2>
      {sentence ? <Alert type="error" showIcon title={sentence} role="alert" className="gx-login-error" /> : null}
      <ul className="gx-plain gx-demo-list">
        {people.map((person) => (
          <li key={person.username}>
            <button type="button" className="gx-demo-person" disabled={busy} aria-busy={busy && chosen === person.username} onClick={() => enter(person)}>
              <Avatar size={34} className="gx-avatar">{initialsOf(person.name)}</Avatar>
              <span><strong>{person.name}</strong><small>{roleOf(person.role_title)}</small></span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
